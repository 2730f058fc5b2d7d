internal import Glibc

/// Memory that is zero and costs nothing until it is used.
enum Zeroed {
    static func allocate<Element>(_ count: Int) -> UnsafeMutablePointer<Element> {
        guard let memory = calloc(count, MemoryLayout<Element>.stride) else { preconditionFailure("out of memory") }
        return memory.assumingMemoryBound(to: Element.self)
    }

    static func free<Element>(_ memory: UnsafeMutablePointer<Element>) { Glibc.free(memory) }
}

import JSONText

/// The names of streams as bytes that stay where they are, each looked up once. Used by one thread.
final class StreamTexts {
    private let history: History
    /// By number: the name, once it was asked for. Zeroed memory costs nothing until it is used.
    private let names: UnsafeMutablePointer<UnsafeBufferPointer<UInt8>>
    private var blocks: [UnsafeMutablePointer<UInt8>] = []
    private var free = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)

    private static let blockSize = 64 << 10

    init(_ history: History) {
        self.history = history
        names = Zeroed.allocate(max(1, history.streamCount))
    }

    deinit {
        for block in blocks { block.deallocate() }
        Zeroed.free(names)
    }

    @inline(__always)
    subscript(number: Int) -> UnsafeBufferPointer<UInt8> {
        let known = names[number]
        return known.baseAddress != nil ? known : keep(history.streamNames[number], number)
    }

    /// For who has the name at hand anyhow.
    func know(_ name: ExactString, of number: Int) {
        if names[number].baseAddress == nil { _ = keep(name, number) }
    }

    private func keep(_ name: ExactString, _ number: Int) -> UnsafeBufferPointer<UInt8> {
        let count = name.bytes.count
        if free.count < max(1, count) {
            let size = max(Self.blockSize, count)
            blocks.append(.allocate(capacity: size))
            free = UnsafeMutableBufferPointer(start: blocks[blocks.count - 1], count: size)
        }
        _ = free.update(fromContentsOf: name.bytes)
        names[number] = UnsafeBufferPointer(start: free.baseAddress, count: count)
        free = UnsafeMutableBufferPointer(rebasing: free[max(1, count)...])
        return names[number]
    }
}

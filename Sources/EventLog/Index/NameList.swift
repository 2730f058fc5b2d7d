import JSONText

/// Names end to end in one block of memory, each with a number: a name's bytes and 8.
struct NameList: Sendable {
    private(set) var bytes: [UInt8] = []
    /// Where each name ends.
    private var ends: [Int] = []

    init() {}

    /// - Parameter lengths: of the names that lie in the bytes one behind another.
    init(bytes: [UInt8], lengths: some Sequence<Int>) {
        self.bytes = bytes
        var end = 0
        ends = lengths.map { end += $0; return end }
        precondition(end == bytes.count)
    }

    var count: Int { ends.count }

    func range(of number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

    subscript(number: Int) -> ExactString {
        bytes.withUnsafeBytes { ExactString(bytes: UnsafeRawBufferPointer(rebasing: $0[range(of: number)])) }
    }

    mutating func append(_ name: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: name)
        ends.append(bytes.count)
    }
}

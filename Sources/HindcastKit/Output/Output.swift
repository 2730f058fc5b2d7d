/// Results on their way to standard output, 64 KiB at a time; line by line where somebody watches.
final class Output {
    private let sink: any ByteSink
    private let willWrite: () -> Void
    private var buffer: [UInt8] = []
    /// What went wrong where nobody could be told; told with the next bytes.
    private var failure: OutputError?
    private static let capacity = 64 << 10

    /// - Parameter willWrite: called before anything is written.
    init(_ sink: any ByteSink, willWrite: @escaping () -> Void = {}) {
        self.sink = sink
        self.willWrite = willWrite
        buffer.reserveCapacity(Self.capacity)
    }

    var isTerminal: Bool { sink.isTerminal }

    /// - Throws: `OutputError`; whoever prints much should stop then.
    func write(_ bytes: some Collection<UInt8>) throws(OutputError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.capacity { try flush() }
    }

    /// The bytes, perhaps one more, and a line feed.
    func line(_ bytes: some Collection<UInt8>, _ last: Unicode.Scalar? = nil) throws(OutputError) {
        buffer.append(contentsOf: bytes)
        if let last { buffer.append(UInt8(ascii: last)) }
        buffer.append(0x0A)
        if buffer.count >= Self.capacity || sink.isTerminal { try flush() }
    }

    /// What was printed so far goes out before something is said on standard error.
    func settle() {
        do { try flush() } catch { failure = error }
    }

    func flush() throws(OutputError) {
        if let failure {
            self.failure = nil
            throw failure
        }
        guard !buffer.isEmpty else { return }
        defer { buffer.removeAll(keepingCapacity: true) }
        willWrite()
        try sink.write(buffer)
    }
}

/// Where bytes go.
package protocol ByteSink: AnyObject {
    var isTerminal: Bool { get }

    /// Writes all of the bytes.
    func write(_ bytes: [UInt8]) throws(OutputError)
}

/// Output that could not be written.
package enum OutputError: Error, Hashable, Sendable {
    /// The reader has closed the pipe: no failure, but the end.
    case closed
    /// `errno`.
    case failed(Int32)
}

/// Why a spool does not hold all of its source.
package enum Shortfall: Hashable, Sendable {
    /// The compressed data end in the middle; `offset` is their length in bytes.
    case truncated(Compression, offset: Int)
    /// The compressed data are damaged at that byte, and cannot be unpacked further.
    case damaged(Compression, offset: Int, String)
    /// Behind the compressed data stands something else, from this byte on.
    case trailing(Compression, offset: Int)
    /// Somebody asked to stop.
    case stopped
}

extension Shortfall {
    /// One line.
    package var message: String {
        switch self {
        case .truncated(let compression, let offset):
            "the \(compression) data are cut off at byte \(offset); what stands before is read"
        case .damaged(let compression, let offset, let message):
            "the \(compression) data are damaged at byte \(offset) (\(message)); what could be unpacked is read, and need not be what was written"
        case .trailing(let compression, let offset):
            "behind the \(compression) data, at byte \(offset), stands something else, which is not read"
        case .stopped: "stopped before its end; what came until then is read"
        }
    }

    /// In compressed bytes; 0 where they do not count.
    private var offset: Int {
        switch self {
        case .truncated(_, let offset), .trailing(_, let offset), .damaged(_, let offset, _): offset
        case .stopped: 0
        }
    }

    func problem(of path: String) -> LogProblem {
        LogProblem(kind: .cutOff, place: Place(path: path, line: 1, offset: offset), column: nil, message: message)
    }
}

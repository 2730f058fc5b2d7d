/// A source that cannot be read.
package struct SourceError: Error, Hashable, Sendable {
    package enum Problem: Error, Hashable, Sendable {
        case system(Int32)
        case unreadable(offset: Int, errno: Int32)
        /// What it is instead: `a device`.
        case notAFile(String)
        /// Packed in a way that is not read here, and the command that unpacks it to standard output.
        case compressed(String, command: String)
        /// `offset` counts compressed bytes.
        case damaged(Compression, offset: Int, String)
        /// zstd data made with `--long` beyond the usual 128 MiB.
        case needsLongWindow
        /// So many compressed bytes came to so many, and there was more.
        case expands(Compression, from: Int, to: Int)
        /// No room in that folder for more than what was spooled.
        case noRoom(String, spooled: Int)
        /// No spool can be made or written in that folder.
        case noSpool(String, Int32)
        /// A named pipe that nobody writes to.
        case noWriter
        case standardInputIsTerminal
        case standardInputTwice
        case notText(String)
        case noEvents
        case severalStores([String])
        case unknownFormat(keys: [String], suggestion: String)
        case malformed(line: Int, column: Int, offset: Int, message: String)
        case badName(flag: String, name: String, known: [String])
        case badMap(String)
    }

    package let path: String
    package let problem: Problem

    package init(path: String, problem: Problem) {
        self.path = path
        self.problem = problem
    }
}

extension SourceError {
    /// Whether it is about what the source holds, and not about getting at it: one such among many is no reason to read none.
    package var isOfContent: Bool {
        switch problem {
        case .compressed, .damaged, .needsLongWindow, .expands, .notText, .unknownFormat, .malformed, .noEvents: true
        default: false
        }
    }

    /// In a few words, for a list in which it is one of many.
    package var summary: String {
        switch problem {
        case .compressed(let what, let command): "compressed: \(what); \(command) unpacks it"
        case .damaged(let compression, let offset, let message): "damaged \(compression) data at byte \(offset): \(message)"
        case .notText(let what): what
        case .unknownFormat: "no known format fits"
        case .malformed(_, _, _, let message): message
        default: "cannot be read"
        }
    }
}

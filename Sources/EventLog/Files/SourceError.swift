/// A source that cannot be read.
package struct SourceError: Error, Hashable, Sendable {
    package enum Problem: Hashable, Sendable {
        case system(Int32)
        case unreadable(offset: Int, errno: Int32)
        case notAFile
        case compressed(String)
        case notText(String)
        case noEvents
        case severalStores([String])
        case unknownFormat(keys: [String], suggestion: String)
        case malformed(line: Int, column: Int, offset: Int, message: String)
        case badName(flag: String, name: String, known: [String])
        case badMap(String)
        case unsupported(String)
    }

    package let path: String
    package let problem: Problem

    package init(path: String, problem: Problem) {
        self.path = path
        self.problem = problem
    }
}

extension SourceError {
    /// In a few words, for a list in which it is one of many.
    package var summary: String {
        switch problem {
        case .compressed(let tool): "compressed (\(tool))"
        case .notText(let what): what
        case .unknownFormat: "no known format fits"
        case .malformed(_, _, _, let message): message
        default: "cannot be read"
        }
    }
}

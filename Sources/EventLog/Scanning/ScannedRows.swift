import JSONText

/// One event as a scan finds it: where it lies, and the little that the index keeps of it.
struct ScannedRow {
    /// Of the record, in bytes from the start of its file.
    var offset: Int
    var length: Int
    /// Numbered by the scanner that found it.
    var stream: Int32
    var type: Int32
    /// Given by the source, as the position is; `PackedPage.missing` where it says nothing.
    var version: Int64
    var position: Int64
    var time: Int64
}

/// What one scanner found in one piece of a file.
struct ScannedRows {
    /// Names that this scanner met for the first time, in the order of its numbers.
    struct Names {
        var streams: [Name] = []
        var types: [Name] = []
    }

    struct Name {
        let text: ExactString
        /// Where its bytes stand in the file, if they do so plainly.
        let offset: Int?
    }

    /// Which scanner's numbers the rows carry.
    var scanner = 0
    var rows: [ScannedRow] = []
    var names = Names()
    var problems: [ScannedProblem] = []
    /// Events that name no stream though their format does, and stand in one named after the file.
    var withoutStream = 0
    var withoutVersion = 0
    var withoutZone = 0
    var withUnreadableTime = 0
    /// Records that are no events of the domain, by their kind.
    var asides: [String: Int] = [:]
    /// For formats that name the stream once in a file: that name, where this piece holds it.
    var streamOfFile: ExactString?
}

/// A problem in a file, its line not yet known.
struct ScannedProblem {
    var kind: LogProblem.Kind
    var message: String
    var offset: Int
    var column: Int?
    /// Where its line is counted: the record's start, for a fault further in it.
    var lineOffset: Int
}

/// What the index keeps of each event, in a row whose number is the event's position.
enum LogColumn {
    /// Of the record: its file's base and the bytes before it in that file.
    static let offset = 0
    /// Of the record, in bytes.
    static let length = 1
    static let stream = 2
    static let type = 3
    static let version = 4
    /// Microseconds since the epoch; `PackedPage.missing` where the event has none.
    static let time = 5
    static let count = 6
}

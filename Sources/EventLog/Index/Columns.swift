/// The log's events as columns: row number is position.
struct Columns: Sendable {
    var file: [Int32] = []
    /// Of the record, in bytes from the start of its file.
    var offset: [Int] = []
    var length: [Int] = []
    /// From 1.
    var line: [Int] = []
    var stream: [Int32] = []
    var type: [Int32] = []
    var version: [Int64] = []
    /// Microseconds since the epoch; `noTime` where the event has none.
    var time: [Int64] = []

    static let noTime = Int64.min

    var count: Int { offset.count }

    /// The same rows in another order.
    func reordered(by order: [Int]) -> Columns {
        var result = Columns()
        result.file = order.map { file[$0] }
        result.offset = order.map { offset[$0] }
        result.length = order.map { length[$0] }
        result.line = order.map { line[$0] }
        result.stream = order.map { stream[$0] }
        result.type = order.map { type[$0] }
        result.version = order.map { version[$0] }
        result.time = order.map { time[$0] }
        return result
    }
}

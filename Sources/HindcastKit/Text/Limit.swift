/// `--limit`, wherever it is taken.
enum Limit {
    /// - Throws: `UsageError` for a count below 0.
    static func check(_ limit: Int?) throws(UsageError) {
        if let limit, limit < 0 { throw UsageError("--limit \(limit): a count from 0 is needed") }
    }
}

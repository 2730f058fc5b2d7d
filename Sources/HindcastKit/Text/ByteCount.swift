/// A size that somebody names: `256MB`, `64k`, `1G`; without a unit, bytes. A thousand bytes are a kilobyte, 1024 a KiB.
struct ByteCount: Equatable {
    let bytes: Int

    /// - Throws: `UsageError`.
    init(parsing text: String) throws(UsageError) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units: [(names: [String], size: Int)] = [
            (["", "b"], 1), (["k", "kb"], 1000), (["m", "mb"], 1_000_000), (["g", "gb"], 1_000_000_000),
            (["kib"], 1 << 10), (["mib"], 1 << 20), (["gib"], 1 << 30),
        ]
        let unit = text.dropFirst(digits.count).lowercased()
        guard let number = Int(digits), let size = units.first(where: { $0.names.contains(unit) })?.size,
            case let (bytes, overflow) = number.multipliedReportingOverflow(by: size), !overflow
        else { throw UsageError("\"\(text)\" is no size", hint: "say it as 64MB or 1GB") }
        self.bytes = bytes
    }
}

/// What had to be assumed of a file's records, counted.
struct ScanCounts: Sendable {
    /// Events without a stream's name, without a version that can be used, and with a time without zone or that cannot be read.
    private(set) var withoutStream = 0
    private(set) var withoutVersion = 0
    private(set) var withoutZone = 0
    private(set) var withUnreadableTime = 0
    /// Records that are no events of the domain, by their kind.
    private(set) var asides: [String: Int] = [:]

    mutating func add(_ found: ScannedRows) {
        withoutStream += found.withoutStream
        withoutVersion += found.withoutVersion
        withoutZone += found.withoutZone
        withUnreadableTime += found.withUnreadableTime
        for (kind, records) in found.asides { asides[kind, default: 0] += records }
    }
}

/// The earliest and the latest time of a log, which need not be those of its first and last event.
struct TimeSpan: Sendable {
    private(set) var first: (time: Int64, row: Int)?
    private(set) var last: (time: Int64, row: Int)?
    private var earliest = Int64.max
    private var latest = Int64.min

    init() {}

    init(first: (time: Int64, row: Int)?, last: (time: Int64, row: Int)?) {
        self.first = first
        self.last = last
        earliest = first?.time ?? .max
        latest = last?.time ?? .min
    }

    @inline(__always)
    mutating func add(_ time: Int64, row: Int) {
        if time < earliest || first == nil { (earliest, first) = (time, (time, row)) }
        if time > latest || last == nil { (latest, last) = (time, (time, row)) }
    }
}

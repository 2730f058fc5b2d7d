/// What had to be assumed of a file's records, counted.
struct ScanCounts: Sendable {
    private(set) var events = 0
    /// Events without a stream's name, without a version that can be used, and with a time without zone or that cannot be read.
    private(set) var withoutStream = 0
    private(set) var withoutVersion = 0
    private(set) var withoutZone = 0
    private(set) var withUnreadableTime = 0
    /// Records that are no events of the domain, by their kind.
    private(set) var asides: [String: Int] = [:]

    mutating func add(_ found: ScannedRows) {
        events += found.rows.count
        withoutStream += found.withoutStream
        withoutVersion += found.withoutVersion
        withoutZone += found.withoutZone
        withUnreadableTime += found.withUnreadableTime
        for (kind, records) in found.asides { asides[kind, default: 0] += records }
    }
}

/// How often times rose and fell from one record of a file to the next.
struct TimeTrend: Sendable {
    private(set) var rises = 0
    private(set) var falls = 0
    private(set) var last = PackedPage.missing

    init() {}

    init(rises: Int, falls: Int, last: Int64) { (self.rises, self.falls, self.last) = (rises, falls, last) }

    @inline(__always)
    mutating func add(_ time: Int64) {
        if last != PackedPage.missing {
            if time > last { rises += 1 } else if time < last { falls += 1 }
        }
        last = time
    }

    /// As for versions: they fall throughout, but for a few.
    var isFalling: Bool { falls > 4 * rises }
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

import EventLog
import JSONText

extension OpenedSource {
    /// The stream of that name.
    /// - Throws: `UsageError` that names the nearest ones.
    func stream(named name: String) throws -> History.Stream {
        let wanted = ExactString(name)
        if let stream = history.stream(named: wanted) { return stream }
        let nearest = NearestNames.few(of: history.streams.lazy.map(\.name.bytes), like: wanted.bytes)
            .map { ExactString(bytes: $0).description }
        let hint = nearest.isEmpty ? "hindcast streams lists them" : "near it: \(nearest.joined(separator: ", "))"
        throw UsageError("there is no stream \"\(name)\" in \(pathText)", hint: hint)
    }

    /// A pattern that nothing fits is no mistake, but may be one: said with the nearest names.
    func sayWhereNoStream(fits pattern: String, _ console: Console) {
        let glob = Glob(pattern)
        guard !(glob.name.map { history.stream(named: $0) != nil } ?? history.streams.contains { glob.matches($0.name.bytes) }) else { return }
        console.say(noStream(fits: pattern).message)
    }

    func noStream(fits pattern: String) -> UsageError {
        UsageError("no stream in \(pathText) fits \"\(pattern)\"\(Self.near(pattern, history.streams.lazy.map(\.name.bytes)))")
    }

    /// Likewise of a type.
    func sayWhereNoEvent(isOf type: String, _ console: Console) {
        let wanted = ExactString(type)
        guard !history.types.contains(wanted) else { return }
        console.say("no event in \(pathText) is of the type \"\(type)\"\(Self.near(type, history.types.lazy.map(\.bytes)))")
    }

    private static func near(_ wanted: String, _ names: some Sequence<[UInt8]>) -> String {
        let nearest = NearestNames.few(of: names, like: Array(wanted.utf8)).map { ExactString(bytes: $0).description }
        return nearest.isEmpty ? "" : "; near it: \(nearest.joined(separator: ", "))"
    }

    /// Where a point lies on a stream, said on standard error where it is a clock time.
    /// - Parameter flag: for messages: `--at`.
    func resolve(_ text: String, flag: String, on stream: History.Stream, _ console: Console) throws -> Int {
        let point = try PointInTime(text: text, flag: flag).resolve(on: stream, of: history, zone: zone)
        let version = point.index < 0 ? "before the first event" : "version \(history.version(of: stream, at: point.index))"
        let last = stream.positions.reversed().lazy.compactMap { history.time(at: $0) }.first
        console.say("\(flag.dropFirst(2)) \(point.understood ?? text): \(version)\(history.note(on: point.instant, after: last, "the stream"))")
        return point.index
    }
}

extension PointInTime {
    /// - Throws: `UsageError` that lists the forms.
    init(text: String, flag: String) throws(UsageError) {
        guard let point = PointInTime(parsing: text) else {
            throw UsageError("\(flag) \"\(text)\" is no point in time", hint: "say it as one of: \(PointInTime.forms)")
        }
        self = point
    }
}

extension History {
    /// The version of a stream's event, by its number among them. O(1).
    func version(of stream: Stream, at index: Int) -> Int64 { version(at: stream.positions[stream.positions.startIndex + index]) }

    /// What is to be said of a time that lies behind all events; empty where it does not.
    func note(on instant: Instant?, after last: Instant?, _ whose: String) -> String {
        guard let instant, let last, instant > last else { return "" }
        return ", which is the last: \(whose) ends before that time"
    }

    /// The time of the first or last of some events, as RFC 3339 in UTC; nil where it has none.
    func timeText(at position: Int?) -> String? { position.flatMap { time(at: $0) }?.text() }
}

extension OpenedSource {
    /// What was named, for people.
    var pathText: String { paths.map(\.title).joined(separator: " ") }
}

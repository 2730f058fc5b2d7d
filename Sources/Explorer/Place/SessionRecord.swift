import EventLog
package import JSONText

/// What is kept of a session for the next one on the same source: where one was, and how one looked: also
/// what is watched, which somebody has put there to stay. Never what was searched for, or filtered by text, by an expression or by
/// a correlation, which may name a secret; types are the log's own words.
package struct SessionRecord: Equatable, Sendable {
    /// An event of a stream, by what a log that grew still has.
    struct Mark: Equatable, Sendable {
        let stream: ExactString
        /// Nil: before the first event.
        let version: Int64?
    }

    var place: Mark?
    var marks: [Character: Mark] = [:]
    var focus = Pane.timeline
    var isZoomed = false
    var scope = Timeline.Scope.stream
    var types: Set<ExactString> = []
    var hiddenTypes: Set<ExactString> = []
    var time = Timeline.TimeColumn.local
    var columns = Set(Timeline.Column.allCases)
    var order = StreamArrangement.Order.name
    var isReversed = false
    var watches: [JSONPath] = []
    /// Expressions that are watched.
    var conditions: [String] = []
    var chart: JSONPath?
}

extension HistoryPlace {
    package var sessionRecord: SessionRecord {
        func mark(_ spot: Spot) -> SessionRecord.Mark {
            SessionRecord.Mark(stream: spot.stream, version: history.position(of: spot).map { history.version(at: $0) })
        }
        return SessionRecord(
            place: spot.map(mark), marks: marks.mapValues(mark), focus: focus, isZoomed: isZoomed, scope: timeline.scope,
            types: timeline.filter.types, hiddenTypes: timeline.filter.hiddenTypes, time: timeline.time, columns: timeline.columns,
            order: streams.arrangement.order, isReversed: streams.arrangement.isReversed, watches: watches,
            conditions: conditions, chart: chart.chosen)
    }

    /// Takes up what an earlier session left; what the log no longer has is let go.
    /// - Returns: whether there was anything to take up.
    mutating func take(_ record: SessionRecord) -> Bool {
        guard record != SessionRecord(.object(JSONObject())) else { return false }
        marks = record.marks.compactMapValues(spot(of:))
        focus = record.focus
        isZoomed = record.isZoomed
        timeline.scope = record.scope
        let known = Set(history.typeNames(atMost: .max))
        timeline.filter.types = record.types.intersection(known)
        timeline.filter.hiddenTypes = record.hiddenTypes.intersection(known)
        timeline.time = record.time == .mark ? .local : record.time
        timeline.columns = record.columns
        streams.arrangement.order = record.order
        streams.arrangement.isReversed = record.isReversed
        watches = record.watches
        conditions = record.conditions
        chart.chosen = record.chart
        guard let spot = record.place.flatMap(spot(of:)), let index = history.index(ofStream: spot.stream) else {
            // Without the place, where one stood among the panes says nothing.
            return record.place == nil || sessionRecord.hasLooks
        }
        streams.list.selected = index
        cursors[spot.stream] = spot.index
        return true
    }

    private func spot(of mark: SessionRecord.Mark) -> Spot? {
        guard let positions = history.stream(named: mark.stream)?.positions else { return nil }
        guard let version = mark.version else { return Spot(stream: mark.stream, index: -1) }
        let index = RowList.partition(positions.count) { history.version(at: positions[$0]) <= version } - 1
        return Spot(stream: mark.stream, index: index)
    }
}

extension SessionRecord {
    /// Whether anything but the pane in focus is not as in a new session.
    fileprivate var hasLooks: Bool {
        var other = SessionRecord()
        other.focus = focus
        return self != other
    }
}

// MARK: As JSON

extension SessionRecord {
    package var json: JSONValue {
        var object = JSONObject()
        object["place"] = place.map(Self.json)
        object["marks"] = .object(JSONObject(members: marks.sorted { $0.key < $1.key }.map {
            .init(key: ExactString(String($0.key)), value: Self.json($0.value))
        }))
        object["focus"] = .number(JSONNumber(focus.number))
        object["zoomed"] = .bool(isZoomed)
        object["scope"] = .string(ExactString(scope.rawValue))
        object["types"] = .array(types.sorted().map { .string($0) })
        object["hidden"] = .array(hiddenTypes.sorted().map { .string($0) })
        object["time"] = .string(ExactString(time.rawValue))
        object["columns"] = .array(columns.map(\.rawValue).sorted().map { .string(ExactString($0)) })
        object["sort"] = .string(ExactString(order.rawValue))
        object["reversed"] = .bool(isReversed)
        object["watches"] = .array(watches.map { .string(ExactString($0.description)) })
        object["conditions"] = .array(conditions.map { .string(ExactString($0)) })
        object["chart"] = chart.map { .string(ExactString($0.description)) }
        return .object(object)
    }

    /// What is missing or strange in a file that others may have written is as in a new session.
    package init(_ json: JSONValue) {
        guard case .object(let object) = json else { return }
        func text(_ key: ExactString) -> String { object[key]?.string?.description ?? "" }
        func names(_ key: ExactString) -> [ExactString] { object[key]?.array?.compactMap(\.string) ?? [] }
        func flag(_ key: ExactString) -> Bool { object[key] == .bool(true) }
        place = object["place"].flatMap(Self.mark)
        for member in object["marks"]?.object?.members ?? [] {
            guard let letter = member.key.description.first, member.key.description.count == 1 else { continue }
            marks[letter] = Self.mark(member.value)
        }
        focus = (object["focus"]?.number?.int64).flatMap { number in Pane.allCases.first { Int64($0.number) == number } } ?? focus
        isZoomed = flag("zoomed")
        scope = Timeline.Scope(rawValue: text("scope")) ?? scope
        types = Set(names("types"))
        hiddenTypes = Set(names("hidden"))
        time = Timeline.TimeColumn(rawValue: text("time")) ?? time
        let shown = names("columns").compactMap { Timeline.Column(rawValue: $0.description) }
        if !shown.isEmpty { columns = Set(shown) }
        order = StreamArrangement.Order(rawValue: text("sort")) ?? order
        isReversed = flag("reversed")
        watches = names("watches").compactMap { try? JSONPath(parsing: $0.description) }
        conditions = names("conditions").map(\.description).filter { !$0.isEmpty }
        chart = try? JSONPath(parsing: text("chart"))
    }

    private static func json(_ mark: Mark) -> JSONValue {
        var object = JSONObject(members: [.init(key: "stream", value: .string(mark.stream))])
        object["version"] = mark.version.map { .number(JSONNumber($0)) }
        return .object(object)
    }

    private static func mark(_ json: JSONValue) -> Mark? {
        guard case .object(let object) = json, let stream = object["stream"]?.string else { return nil }
        return Mark(stream: stream, version: object["version"]?.number?.int64)
    }
}

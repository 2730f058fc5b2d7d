import JSONText

/// Which keys of unknown records play which role, told from their names and their values over a sample.
///
/// A name alone or values alone are not enough: a type and a stream must each convince by both, or there is no guess.
struct RoleGuess {
    /// More are not looked at even where a hundred leave a doubt.
    static let mostRecords = 1000
    /// Fewer say too little: that a value comes again is what tells a stream from an id.
    private static let fewestRecords = 3
    private static let convincing = 4

    /// The scalars at one path, record by record; nil where a record has none there.
    private struct Column {
        let path: JSONPath
        let name: String
        var texts: [ExactString?]
        var strings = 0

        var present: Int { texts.count { $0 != nil } }
        var distinct: Int { Set(texts.compactMap { $0 }).count }
        var integers: [Int64?] { texts.map { $0.flatMap { Int64($0.description) } } }
    }

    private let columns: [Column]
    private let payload: JSONPath?
    private let count: Int

    /// O(members of the records, and of the objects in them).
    init(_ records: [JSONValue]) {
        var columns: [Column] = []
        var places: [JSONPath: Int] = [:]
        var sizes: [JSONPath: Int] = [:]
        count = records.count
        func note(_ value: JSONValue, at path: JSONPath, name: String, row: Int) {
            let text: ExactString? = switch value { case .string(let text): text; case .number(let number): ExactString(number.text); default: nil }
            guard let text else { return }
            let place = places[path] ?? columns.count
            if place == columns.count {
                columns.append(Column(path: path, name: name, texts: Array(repeating: nil, count: records.count)))
                places[path] = place
            }
            guard columns[place].texts[row] == nil else { return }
            columns[place].texts[row] = text
            if case .string = value { columns[place].strings += 1 }
        }
        for (row, record) in records.enumerated() {
            for member in record.object?.members ?? [] {
                let path = JSONPath([.key(member.key)])
                note(member.value, at: path, name: member.key.description, row: row)
                if Self.payloadRank(of: member.key.description) != nil, Self.isPayload(member.value) { sizes[path, default: 0] += member.value.line.utf8.count }
                else if let inner = member.value.object {
                    for nested in inner.members {
                        note(nested.value, at: path.appending(.key(nested.key)), name: "\(member.key).\(nested.key)", row: row)
                    }
                }
            }
        }
        self.columns = columns
        // By name first: what is larger may be headers.
        payload = sizes.max {
            (-Self.payloadRank(of: $0.key), $0.value, $1.key.description) < (-Self.payloadRank(of: $1.key), $1.value, $0.key.description)
        }?.key
    }

    private static let payloadNames = [
        ["data", "payload", "body", "event_data", "eventData", "event_payload", "eventPayload"], ["properties", "details"], ["metadata"],
    ]

    /// How many kinds of names are surer to be the payload's; nil: none of them.
    private static func payloadRank(of name: String) -> Int? { payloadNames.firstIndex { $0.contains(name) } }

    private static func payloadRank(of path: JSONPath) -> Int {
        guard case .key(let key)? = path.steps.first else { return payloadNames.count }
        return payloadRank(of: key.description) ?? payloadNames.count
    }

    private static func isPayload(_ value: JSONValue) -> Bool {
        switch value {
        case .object: true
        case .string(let text): text.hasPrefix("{")
        default: false
        }
    }

    /// The roles as `--map` takes them; nil where type or stream is in doubt.
    var map: String? {
        guard count >= Self.fewestRecords, let type = best(score: typeScore),
            let stream = best(besides: [type], score: { streamScore($0, types: type.distinct) })
        else { return nil }
        var taken = [type, stream]
        var roles: [(role: String, column: Column)] = [("stream", stream), ("type", type)]
        func take(_ role: String, _ score: (Column) -> Int) {
            guard let column = best(besides: taken, score: score) else { return }
            roles.append((role, column))
            taken.append(column)
        }
        take("version") { versionScore($0, stream: stream) }
        take("position", positionScore)
        take("time", timeScore)
        take("id", idScore)
        take("correlation") { Self.rank(of: $0.name, in: ["correlation_id", "correlationId", "trace_id", "traceId"]) }
        take("causation") { Self.rank(of: $0.name, in: ["causation_id", "causationId"]) }
        let data = payload.map { ["data=\($0)"] } ?? []
        return (roles.map { "\($0.role)=\($0.column.path)" } + data).joined(separator: ",")
    }

    /// The convincing column of the highest score, of equals the first.
    private func best(besides taken: [Column] = [], score: (Column) -> Int) -> Column? {
        let scored = columns.filter { column in !taken.contains { $0.path == column.path } }.map { (column: $0, score: score($0)) }
        guard let most = scored.map(\.score).max(), most >= Self.convincing else { return nil }
        return scored.first { $0.score == most }?.column
    }

    /// 4 for a name that says nothing else, 3 for one that often means this; a nested key may also say it with its object.
    private static func rank(of name: String, in sure: [String], often: [String] = []) -> Int {
        let key = name.split(separator: ".").last.map(String.init) ?? name
        if sure.contains(key) { return 4 }
        if often.contains(key) || often.contains(name) { return name == key || often.contains(name) ? 3 : 2 }
        return 0
    }

    private func isUsual(_ column: Column) -> Bool { column.present * 10 >= count * 9 }

    private func typeScore(_ column: Column) -> Int {
        let rank = Self.rank(
            of: column.name, in: ["event_type", "eventType"],
            often: ["type", "event", "event_name", "eventName", "action", "kind", "verb", "op", "name", "event.type", "event.name"])
        guard rank > 0, isUsual(column), column.strings == column.present else { return 0 }
        // Few of them, and short: a message or a person's name is no type.
        guard column.texts.allSatisfy({ ($0?.bytes.count ?? 0) <= 100 }) else { return 0 }
        return rank + (column.distinct * 2 <= column.present ? 2 : column.distinct < column.present ? 1 : 0) - (rank < 4 && column.distinct == column.present ? 1 : 0)
    }

    private func streamScore(_ column: Column, types: Int) -> Int {
        let key = column.name.split(separator: ".").last.map(String.init) ?? column.name
        let sure = [
            "stream_id", "streamId", "stream_name", "streamName", "stream", "aggregate_id", "aggregateId", "aggregate_uuid", "entity_id",
            "entityId",
        ]
        var rank = Self.rank(of: column.name, in: sure, often: ["subject", "subject.id", "aggregate.id", "entity.id"])
        // An id of the event itself, or of what it follows from, is unlike the id of a thing.
        let others = ["event_id", "message_id", "correlation_id", "causation_id", "trace_id", "request_id", "session_id", "action_id", "tenant_id", "user_id"]
        let folded = Self.folded(key)
        if rank == 0, folded.hasSuffix("_id"), !others.contains(folded) { rank = 2 }
        guard rank > 0, isUsual(column) else { return 0 }
        // One that never changes tells nothing apart, one that never comes again is the event's own.
        let distinct = column.distinct
        return rank + (distinct < column.present ? 1 : rank < 4 ? -2 : 0) + (distinct > 1 ? 1 : 0) + (distinct > types ? 1 : 0)
    }

    /// `shipmentId` as `shipment_id`.
    private static func folded(_ name: String) -> String {
        name.reduce(into: "") { text, character in
            if character.isUppercase, let last = text.last, last.isLowercase { text += "_" }
            text += character.lowercased()
        }
    }

    /// Small integers that rise by one inside a stream; one that repeats there is no version.
    private func versionScore(_ column: Column, stream: Column) -> Int {
        let names = [
            "version", "seq", "sequence", "sequence_number", "sequenceNumber", "sequence_nr", "sequenceNr", "event_seq", "playhead", "revision",
            "position", "aggregate_version", "aggregateVersion", "stream_version", "streamVersion", "entity_version", "entityVersion",
            "stream_position", "streamPosition", "stream_revision", "streamRevision",
        ]
        guard Self.rank(of: column.name, in: names) > 0, isUsual(column) else { return 0 }
        var last: [ExactString: Int64] = [:]
        var steps = 0
        var rises = 0
        var repeats = 0
        for (name, version) in zip(stream.texts, column.integers) {
            guard let name, let version else { continue }
            if let before = last.updateValue(version, forKey: name) {
                steps += 1
                if version == before { repeats += 1 }
                if version == before &+ 1 || version == before &- 1 { rises += 1 }
            }
        }
        guard repeats <= Self.slips(in: steps) else { return 0 }
        return steps > 0 && rises * 10 >= steps * 8 ? 4 : 0
    }

    /// Integers that strictly rise over the file.
    private func positionScore(_ column: Column) -> Int {
        let names = ["position", "global_position", "globalPosition", "offset", "seq", "sequence", "log_position", "id"]
        let numbers = column.integers.compactMap { $0 }
        guard Self.rank(of: column.name, in: names) > 0, numbers.count == count else { return 0 }
        return zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 } ? 4 : 0
    }

    private func timeScore(_ column: Column) -> Int {
        let rank = Self.rank(
            of: column.name, in: ["time", "timestamp", "created_at", "createdAt", "occurred_at", "occurredAt", "recorded_at", "recordedAt"],
            often: ["ts", "at", "date", "created", "occurred", "when"])
        let texts = column.texts.compactMap { $0 }
        guard !texts.isEmpty, column.present * 2 >= count else { return 0 }
        let written = texts.count { Instant.reading($0.bytes) != nil }
        if written * 10 >= texts.count * 9 { return 4 + rank }
        return rank > 0 && texts.allSatisfy { Instant(epoch: $0.description) != nil } ? rank + 1 : 0
    }

    private func idScore(_ column: Column) -> Int {
        let rank = Self.rank(of: column.name, in: ["id", "_id", "event_id", "eventId", "uuid", "message_id", "messageId", "uid"])
        return rank > 0 && column.present == count && count - column.distinct <= Self.slips(in: count) ? rank : 0
    }

    /// How many values may be there twice where none should: an event that was written twice is for `verify` to find.
    private static func slips(in count: Int) -> Int { count < 20 ? 0 : max(1, count / 100) }
}

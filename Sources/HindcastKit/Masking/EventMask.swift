import EventLog
import JSONText

/// Replaces what rules name in events, consistently. What it has seen is remembered only to say what it left.
final class EventMask {
    private let rules: [MaskRule]
    private let key: MaskKey
    private let parser = JSONParser()
    private var uses: [Int]
    /// Masked texts that stand unmasked in the event that they were masked in, as fields: the first path, and how many events.
    private var left: (path: String, events: Int)?
    /// Of masked streams, as far as it is told.
    private var categories: Set<ExactString> = []
    private static let mostCategories = 5

    init(_ rules: [MaskRule], key: MaskKey) {
        self.rules = rules
        self.key = key
        uses = Array(repeating: 0, count: rules.count)
    }

    /// - Complexity: O(bytes × rules).
    func masked(_ event: Event) throws -> Event {
        var data = try parser.value(of: event.data)
        var meta = try event.meta.map { try parser.value(of: $0) }
        var stream = event.stream
        var id = event.id
        var correlation = event.correlation
        var causation = event.causation
        var texts: Set<ExactString> = []
        for (number, rule) in rules.enumerated() {
            var hits = 0
            let mask: (JSONValue) -> JSONValue = { [key] value in
                hits += 1
                return key.masked(value) { texts.insert($0) }
            }
            func maskText(_ text: inout ExactString?) {
                guard let value = text else { return }
                hits += 1
                texts.insert(value)
                text = key.token(of: value)
            }
            switch rule.kind {
            case .everywhere(let glob):
                data = data.replacing(named: glob, mask)
                meta = meta?.replacing(named: glob, mask)
            case .place(.data, let steps): data = data.replacing(steps[...], mask)
            case .place(.meta, let steps): meta = meta?.replacing(steps[...], mask)
            case .place(.stream, _):
                hits += 1
                texts.insert(stream)
                stream = masked(stream: stream)
            case .place(.id, _): maskText(&id)
            case .place(.correlation, _): maskText(&correlation)
            case .place(.causation, _): maskText(&causation)
            }
            uses[number] += hits
        }
        guard !texts.isEmpty else { return event }
        // The same value in another role is the same secret: our store's lines have those in `meta` too.
        func spread(_ text: ExactString?) -> ExactString? { text.map { texts.contains($0) ? key.token(of: $0) : $0 } }
        meta = meta?.replacingFields(["correlation", "causation"]) { spread($0) ?? $0 }
        let masked = Event(
            position: event.position, stream: stream, version: event.version, type: event.type, schema: event.schema,
            id: spread(id), time: event.time, correlation: spread(correlation), causation: spread(causation),
            data: Array(data.line.utf8), meta: meta.map { Array($0.line.utf8) })
        note(texts, leftIn: data, meta, masked)
        return masked
    }

    /// The category stays, so that the same model claims the stream.
    private func masked(stream: ExactString) -> ExactString {
        let category = stream.bytes.prefix { $0 != UInt8(ascii: "-") }
        let token = key.token(of: stream)
        guard category.count < stream.bytes.count else { return token }
        if categories.count <= Self.mostCategories { categories.insert(ExactString(bytes: Array(category))) }
        return ExactString(bytes: Array(category) + [UInt8(ascii: "-")] + Array(token.bytes))
    }

    private func note(_ texts: Set<ExactString>, leftIn data: JSONValue, _ meta: JSONValue?, _ event: Event) {
        let long = texts.filter { $0.bytes.count >= 4 }
        guard !long.isEmpty else { return }
        func place(_ value: JSONValue, _ root: String) -> String? {
            value.leaves().first { leaf in
                guard let text = leaf.value.string else { return false }
                return long.contains { text.holds($0) }
            }.map { root + ($0.path.steps.isEmpty ? "" : $0.path.description) }
        }
        guard let path = place(data, ".data") ?? meta.flatMap({ place($0, ".meta") })
            ?? (long.contains { event.stream.holds($0) } ? ".stream" : nil)
        else { return }
        left = (left?.path ?? path, (left?.events ?? 0) + 1)
    }

    var isEveryRuleUsed: Bool { !uses.contains(0) }

    /// A rule that nothing fits is a slip of the pen, and what it was to hide may stand there.
    /// - Throws: `UsageError` that names those rules.
    func checkUses() throws {
        let unused = zip(rules, uses).filter { $1 == 0 }.map { "--mask \($0.0.text)" }
        guard !unused.isEmpty else { return }
        throw UsageError("\(unused.joined(separator: ", ")) matched nothing", hint: "hindcast schema lists the fields of each type")
    }

    /// What must be known before the result is given away.
    func sayFindings(on console: Console) {
        if !categories.isEmpty {
            let some = categories.sorted().prefix(Self.mostCategories).map(\.description).joined(separator: ", ")
            console.say(
                "what stands before the first - of a stream's name is kept, so that models claim it: "
                    + some + (categories.count > Self.mostCategories ? ", …" : ""))
        }
        if let left {
            console.say("a masked value stands elsewhere too, at \(left.path), in \(counted(left.events, "event")); mask that place as well")
        }
    }
}

extension ExactString {
    /// O(lengths), about.
    fileprivate func holds(_ part: ExactString) -> Bool {
        guard let first = part.bytes.first, part.bytes.count <= bytes.count else { return false }
        for start in 0...(bytes.count - part.bytes.count) where bytes[start] == first {
            if bytes[start..<(start + part.bytes.count)].elementsEqual(part.bytes) { return true }
        }
        return false
    }
}

extension JSONValue {
    /// Where a key is repeated, each of its values is replaced: none may be left over.
    fileprivate func replacing(_ steps: ArraySlice<MaskRule.Step>, _ replace: (JSONValue) -> JSONValue) -> JSONValue {
        guard let step = steps.first else { return replace(self) }
        let rest = steps.dropFirst()
        switch (step, self) {
        case (.key(let key), .object(let object)), (.either(let key, _), .object(let object)):
            return .object(JSONObject(members: object.members.map {
                $0.key == key ? .init(key: key, value: $0.value.replacing(rest, replace)) : $0
            }))
        case (.index(let index), .array(var array)), (.either(_, let index), .array(var array)):
            if array.indices.contains(index) { array[index] = array[index].replacing(rest, replace) }
            return .array(array)
        case (.everyElement, .array(let array)): return .array(array.map { $0.replacing(rest, replace) })
        default: return self
        }
    }

    fileprivate func replacing(named glob: Glob, _ replace: (JSONValue) -> JSONValue) -> JSONValue {
        switch self {
        case .object(let object):
            .object(JSONObject(members: object.members.map {
                .init(key: $0.key, value: glob.matches($0.key.bytes) ? replace($0.value) : $0.value.replacing(named: glob, replace))
            }))
        case .array(let array): .array(array.map { $0.replacing(named: glob, replace) })
        default: self
        }
    }

    fileprivate func replacingFields(_ names: Set<ExactString>, _ replace: (ExactString) -> ExactString) -> JSONValue {
        guard case .object(let object) = self else { return self }
        return .object(JSONObject(members: object.members.map {
            guard names.contains($0.key), let text = $0.value.string else { return $0 }
            return .init(key: $0.key, value: .string(replace(text)))
        }))
    }
}

import JSONText

extension Payload {
    /// The payload as JSON text; nil where the record has none.
    /// - Parameter used: the record's keys that roles read, for `.rest`.
    func text(in record: JSONView, used: Set<ExactString>) -> [UInt8]? {
        switch self {
        case .at(let path): return record[path].map { Array($0.raw) }
        case .jsonString(let path):
            guard let view = record[path] else { return nil }
            return view.string.flatMap { Self.checked($0.bytes) } ?? Array(view.raw)
        case .base64(let path):
            guard let view = record[path] else { return nil }
            return view.string.flatMap { Base64.decoded($0.bytes) }.flatMap(Self.checked) ?? Array(view.raw)
        case .bytes(let path):
            guard let view = record[path] else { return nil }
            return view.string.flatMap { Self.unwrapped($0.bytes) } ?? Array(view.raw)
        case .first(let payloads):
            var null: [UInt8]?
            for payload in payloads {
                guard let text = payload.text(in: record, used: used) else { continue }
                guard text.elementsEqual("null".utf8) else { return text }
                null = text
            }
            return null
        case .inside(let payload, let path):
            guard let text = payload.text(in: record, used: used) else { return nil }
            return try? JSONParser().parse(text) { $0[path].map { Array($0.raw) } }
        case .untyped(let payload): return payload.text(in: record, used: used).map(TypedJSON.untyped)
        case .pairs(let path): return record[path].map(Self.object(ofPairs:))
        case .highestKey(let path): return record[path].flatMap(Field.highestMember(of:)).map { Array($0.value.raw) }
        case .keyEnding(let ending):
            return record.members.first { $0.key.string?.hasSuffix(ending) ?? false }.map { Array($0.value.raw) }
        case .rest:
            var writer = JSONWriter()
            writer.append(literal: "{")
            var first = true
            for member in record.members where !used.contains(member.key.string ?? "") {
                if !first { writer.append(literal: ",") }
                first = false
                writer.append(raw: member.key.raw)
                writer.append(literal: ":")
                writer.append(raw: member.value.raw)
            }
            writer.append(literal: "}")
            return first ? nil : writer.bytes
        }
    }

    var topKeys: [ExactString] {
        switch self {
        case .at(let path), .jsonString(let path), .base64(let path), .bytes(let path), .pairs(let path), .highestKey(let path):
            Field.at(path).topKeys
        case .first(let payloads): payloads.flatMap(\.topKeys)
        case .inside(let payload, _), .untyped(let payload): payload.topKeys
        case .keyEnding, .rest: []
        }
    }

    /// JSON written as text, as `\x` and hexadecimal digits, or as base64.
    private static func unwrapped(_ text: [UInt8]) -> [UInt8]? {
        if text.starts(with: #"\x"#.utf8) { return Hexadecimal.decoded(text.dropFirst(2)).flatMap(checked) }
        return checked(text) ?? Base64.decoded(text).flatMap(checked)
    }

    /// `[{"name":"a","value":1}]` as `{"a":1}`.
    private static func object(ofPairs list: JSONView) -> [UInt8] {
        var writer = JSONWriter()
        writer.append(literal: "{")
        var first = true
        for pair in list.elements {
            guard let name = pair["name"], name.kind == .string, let value = pair["value"] else { continue }
            if !first { writer.append(literal: ",") }
            first = false
            writer.append(raw: name.raw)
            writer.append(literal: ":")
            writer.append(raw: value.raw)
        }
        writer.append(literal: "}")
        return writer.bytes
    }

    /// The bytes, if they are one JSON value.
    private static func checked(_ bytes: [UInt8]) -> [UInt8]? {
        (try? JSONParser().parse(bytes) { _ in true }) == true ? bytes : nil
    }
}

package import JSONText

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
        case .first(let payloads):
            for payload in payloads {
                if let text = payload.text(in: record, used: used) { return text }
            }
            return nil
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
        case .at(let path), .jsonString(let path), .base64(let path): Field.at(path).topKeys
        case .first(let payloads): payloads.flatMap(\.topKeys)
        case .keyEnding, .rest: []
        }
    }

    /// The bytes, if they are one JSON value.
    private static func checked(_ bytes: [UInt8]) -> [UInt8]? {
        (try? JSONParser().parse(bytes) { _ in true }) == true ? bytes : nil
    }
}

/// RFC 4648, section 4, with or without padding.
enum Base64 {
    static func decoded(_ text: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for byte in text where byte != UInt8(ascii: "=") {
            let value: UInt8
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0") + 52
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            default: return nil
            }
            bits = bits << 6 | UInt32(value)
            count += 1
            if count == 4 {
                bytes += [UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits)]
                bits = 0
                count = 0
            }
        }
        switch count {
        case 0: break
        case 2: bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
        case 3: bytes += [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)]
        default: return nil
        }
        return bytes
    }
}

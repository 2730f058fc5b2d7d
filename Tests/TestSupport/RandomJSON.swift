package import JSONText

extension JSONValue {
    /// Any value that JSON can write, the nasty ones often: lone surrogates, C0, DEL, C1, characters beyond the BMP, repeated and
    /// empty keys, numbers that no double holds.
    package static func random(using random: inout SplitMix64, depth: Int = 4) -> JSONValue {
        switch random.below(depth > 0 ? 9 : 6) {
        case 0: .null
        case 1: .bool(random.oneIn(2))
        case 2, 3: .number(JSONNumber(text: random.pick(numbers)))
        case 4, 5: .string(text(using: &random))
        case 6: .array((0..<random.below(5)).map { _ in .random(using: &random, depth: depth - 1) })
        default:
            .object(JSONObject(members: (0..<random.below(6)).map { _ in
                .init(key: key(using: &random), value: .random(using: &random, depth: depth - 1))
            }))
        }
    }

    /// The same value with a few of its parts changed.
    package func altered(using random: inout SplitMix64) -> JSONValue {
        if random.oneIn(6) { return .random(using: &random, depth: 2) }
        switch self {
        case .array(var array):
            for index in array.indices { array[index] = array[index].altered(using: &random) }
            if random.oneIn(3) { array.append(.random(using: &random, depth: 1)) }
            if random.oneIn(3), !array.isEmpty { array.remove(at: random.below(array.count)) }
            return .array(array)
        case .object(var object):
            for index in object.members.indices {
                object.members[index].value = object.members[index].value.altered(using: &random)
            }
            if random.oneIn(3) {
                object.members.append(.init(key: Self.key(using: &random), value: .random(using: &random, depth: 1)))
            }
            if random.oneIn(3), !object.members.isEmpty { object.members.remove(at: random.below(object.members.count)) }
            if random.oneIn(3) { object.members.shuffle(using: &random) }
            return .object(object)
        default: return self
        }
    }

    private static let numbers = [
        "0", "-0", "1", "-1", "1.0", "1.10", "1E2", "1e+2", "9007199254740993", "18446744073709551616", "1e400", "-1e-400",
        "12345678901234567890123456789012345678901234567890", "0.1000000000000000055511151231257827",
    ]

    private static let pieces: [[UInt8]] = [
        [], Array("a".utf8), Array("balance".utf8), Array("é".utf8), Array("e\u{301}".utf8), Array("日本".utf8),
        Array("😀".utf8), Array("\u{10FFFF}".utf8), Array("\u{85}\u{9B}31m\u{80}\u{9F}".utf8), [0x7F], [0], [0x1B, 0x5B], [0x0A],
        [0x0D], [0x09], [0x08], [0x0C], [0x22], [0x5C], [0x2F], Array("\u{2028}\u{202E}\u{FEFF}".utf8), Array(" ".utf8),
    ]

    /// A lone surrogate as WTF-8. Two beside each other would be a pair, so each stands alone behind a letter.
    private static let surrogates: [[UInt8]] = [
        [0x78, 0xED, 0xA0, 0x80], [0x78, 0xED, 0xAF, 0xBF], [0x78, 0xED, 0xB0, 0x80], [0x78, 0xED, 0xBF, 0xBF],
    ]

    package static func text(using random: inout SplitMix64) -> ExactString {
        ExactString(bytes: (0..<random.below(5)).flatMap { _ in
            random.oneIn(8) ? random.pick(surrogates) : random.pick(pieces)
        })
    }

    private static func key(using random: inout SplitMix64) -> ExactString {
        random.oneIn(2) ? random.pick(["a", "b", "balance", "", "odd key", "items"]) : text(using: &random)
    }
}

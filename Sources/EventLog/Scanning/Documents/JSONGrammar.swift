import JSONText

/// Where JSON's punctuation stands within a value: what may follow.
struct JSONGrammar {
    private enum Awaited { case value, valueOrEnd, keyOrEnd, key, colon, commaOrEnd }

    private var awaited = Awaited.value
    /// Whether each open container is an object, a bit each.
    private var objects = [UInt64](repeating: 0, count: JSONParser.maximumDepth / 64)
    private(set) var depth = 0

    mutating func begin() {
        depth = 0
        awaited = .value
    }

    /// As if a member of the innermost of so many objects had just been read.
    mutating func enterObjects(_ count: Int) {
        begin()
        for _ in 0..<count {
            awaited = .value
            _ = open(isObject: true)
        }
        awaited = .commaOrEnd
    }

    var awaitsKey: Bool { awaited == .key || awaited == .keyOrEnd }
    var awaitsValue: Bool { awaited == .value || awaited == .valueOrEnd }

    mutating func tookKey() { awaited = .colon }
    mutating func tookValue() { awaited = .commaOrEnd }

    mutating func colon() -> Bool {
        guard awaited == .colon else { return false }
        awaited = .value
        return true
    }

    mutating func comma() -> Bool {
        guard awaited == .commaOrEnd, depth > 0 else { return false }
        awaited = isInObject ? .key : .value
        return true
    }

    /// False: deeper than is read.
    mutating func open(isObject: Bool) -> Bool {
        guard depth < JSONParser.maximumDepth else { return false }
        let bit = UInt64(1) << UInt64(depth & 63)
        if isObject { objects[depth >> 6] |= bit } else { objects[depth >> 6] &= ~bit }
        depth += 1
        awaited = isObject ? .keyOrEnd : .valueOrEnd
        return true
    }

    mutating func close(isObject: Bool) -> Bool {
        guard depth > 0, isInObject == isObject else { return false }
        guard awaited == .commaOrEnd || awaited == (isObject ? .keyOrEnd : .valueOrEnd) else { return false }
        depth -= 1
        awaited = .commaOrEnd
        return true
    }

    private var isInObject: Bool { objects[(depth - 1) >> 6] >> UInt64((depth - 1) & 63) & 1 == 1 }

    /// What numbers and literals are made of.
    static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    static func isNumberStart(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// The last eight bytes of a word, as a number: `true`, `false` or `null`.
    static func isLiteral(_ word: UInt64) -> Bool { word == 0x7472_7565 || word == 0x66_616C_7365 || word == 0x6E75_6C6C }
}

import TestSupport

/// Small damage, of the kinds that turn sound input into input that parsers stumble over.
enum Mutation {
    private static let texts: [String] = [
        "{", "}", "[", "]", "\"", ":", ",", "\\", "\\u", "\\ud800", "\\u0000", "\n", "\r\n", "\u{FEFF}", "null", "true", "-", "1e400", "9223372036854775808",
        "0", "/*", "*/", "\"stream\":", "\"version\":", "\"type\":", "\"a\":1,", "{\"a\":", "data: ", "\"\"", "%", "#", "T", "Z", "-9999999999999999999h",
    ]

    private static let illFormed: [[UInt8]] = [[0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [UInt8](repeating: 0x5B, count: 2000)]

    private static let tokens: [[UInt8]] = texts.map { Array($0.utf8) } + illFormed

    static func mutated(_ sound: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = sound
        for _ in 0...random.below(5) {
            let at = random.below(bytes.count + 1)
            let end = min(bytes.count, at + random.below(random.oneIn(4) ? 400 : 12))
            switch random.below(8) {
            case 0: if at < bytes.count { bytes[at] = UInt8(random.below(256)) }
            case 1: if at < bytes.count { bytes[at] ^= 1 << UInt8(random.below(8)) }
            case 2: bytes.removeSubrange(at..<end)
            case 3: bytes.insert(contentsOf: Array(bytes[at..<end]), at: random.below(bytes.count + 1))
            case 4: bytes.removeSubrange(at...)
            case 5, 6: bytes.insert(contentsOf: random.pick(tokens), at: at)
            default: bytes.replaceSubrange(at..<end, with: random.pick(tokens))
            }
        }
        return bytes
    }
}

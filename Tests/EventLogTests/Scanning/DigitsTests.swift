import TestSupport
import Testing

@testable import EventLog

@Suite("Digits, eight at a time")
struct DigitsTests {
    private static func number(_ text: String) -> Int64? { Array(text.utf8).withUnsafeBytes { Digits.number($0) } }

    @Test("every length, and every byte at every place, is read as the standard library reads it")
    func everyPlace() {
        for length in 0...18 {
            let text = Array("987654321012345678".utf8.prefix(length))
            #expect(Self.number(String(decoding: text, as: UTF8.self)) == (length > 16 ? nil : Int64(String(decoding: text, as: UTF8.self))))
            guard length <= 16 else { continue }
            for place in 0..<length {
                for byte in UInt8.min ... .max {
                    var changed = text
                    changed[place] = byte
                    let isDigit = (0x30...0x39).contains(byte)
                    let found = changed.withUnsafeBytes { Digits.number($0) }
                    let expected = isDigit ? Int64(String(decoding: changed, as: UTF8.self)) : nil
                    guard found != expected else { continue }
                    Issue.record("\(byte) at \(place) of \(length): \(String(describing: found))")
                    return
                }
            }
        }
    }

    @Test("leading zeros change nothing")
    func zeros() {
        for text in ["0", "00", "000000007", "0000000000000042", "10000000", "100000000", "9999999999999999"] { #expect(Self.number(text) == Int64(text)) }
    }

    @Test("times are read as the slow way reads them, one after another by one reader")
    func times() {
        var reader = TimeReader()
        for seed in UInt64(0)..<20 {
            var random = SplitMix64(seed: seed)
            for _ in 0..<500 {
                var text = Array("2026-0\(1 + random.below(3))-0\(1 + random.below(9))T1\(random.below(10)):0\(random.below(10)):5\(random.below(10))".utf8)
                if random.oneIn(2) { text += Array(("." + (0..<random.below(12)).map { _ in "\(random.below(10))" }.joined()).utf8) }
                text += Array(random.pick(["Z", "z", "", "+00:00", "+01:00", "-00:00", "+00", " Z"]).utf8)
                if random.oneIn(3) { text[random.below(text.count)] = random.pick(Array("0/:;T .Z+9".utf8) + [0xB0, 0xFF]) }
                let quick = text.withUnsafeBytes { reader.read($0, isString: true) }
                guard let slow = Instant.reading(text, isString: true) else { continue }
                guard quick.microseconds != slow.instant.microseconds || quick.hasZone != slow.hasZone || quick.isUnreadable else { continue }
                Issue.record("seed \(seed): \(String(decoding: text, as: UTF8.self)): \(quick), not \(slow)")
                return
            }
        }
    }
}

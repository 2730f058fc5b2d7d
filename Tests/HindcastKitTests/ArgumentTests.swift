import EventLog
import TestSupport
import Testing

@Suite struct ArgumentTests {
    @Test("T24 arguments that are no UTF-8 come through the argument parser byte for byte")
    func roundTrip() {
        let odd: [[UInt8]] = [
            [], [0xFF], Array("caf\u{E9}".utf8), Array("caf".utf8) + [0xE9], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x8F, 0xBE, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
            [0xC0, 0x80], [0xF5, 0x80, 0x80, 0x80],
        ]
        for bytes in odd { #expect(ArgumentText.bytes(of: ArgumentText.text(of: bytes)) == bytes) }
        var random = SplitMix64(seed: 3)
        for _ in 0..<20_000 {
            let bytes = (0..<random.below(8)).map { _ in random.pick([0x61, 0x80, 0x8F, 0xBE, 0xBF, 0xC3, 0xE9, 0xED, 0xF4, UInt8(random.below(256))]) }
            #expect(ArgumentText.bytes(of: ArgumentText.text(of: bytes)) == bytes, "\(bytes), seed 3")
        }
        #expect(ArgumentText.text(of: Array("caf\u{E9}".utf8)) == "caf\u{E9}")
    }
}

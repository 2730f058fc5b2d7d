/// A generator that gives the same numbers everywhere (Steele, Lea and Flood, doi:10.1145/2660193.2660195).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A short text in which the nasty scalars are frequent.
    mutating func text() -> String {
        let nasty: [UInt32] = [
            0x1B, 0x0A, 0x0D, 0x7F, 0x9B, 0x200D, 0xFE0F, 0xFE0E, 0x301, 0x20E3, 0x1F1E9, 0x1F1EA, 0x1F469, 0x1F4BB, 0x1F3FD,
            0x202E, 0x915, 0x94D, 0x937, 0x1100, 0x1161, 0x11A8, 0xAC00, 0xD4E, 0x600, 0x4E2D, 0x31, 0x61, 0x20, 0xE0067, 0x1F3F4,
            0xFFFF, 0xE000, 0x2764, 0xE33,
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...12, using: &self) {
            let isNasty = Int.random(in: 0...9, using: &self) > 0
            let value = isNasty ? nasty.randomElement(using: &self) ?? 0x61 : UInt32.random(in: 0...0x10FFFF, using: &self)
            if let scalar = Unicode.Scalar(value) { text.append(scalar) }
        }
        return String(text)
    }
}

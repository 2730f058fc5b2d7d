extension InputDecoder {
    /// What stands at the head of the bytes.
    func step() -> Step {
        let rest = pending[head...]
        guard let first = rest.first else { return .unfinished }
        if first == 0x1B { return escapeStep(rest) }
        if first < 0x20 || first == 0x7F { return .key(controlKey(first), length: 1) }
        return characterStep(rest)
    }

    private func controlKey(_ byte: UInt8) -> Key {
        switch byte {
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x08, 0x7F: .backspace
        case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
        default: .control(Character(Unicode.Scalar(byte + 0x40)))
        }
    }

    /// One scalar of UTF-8; a byte that begins none is swallowed alone.
    private func characterStep(_ rest: ArraySlice<UInt8>) -> Step {
        let lead = rest[rest.startIndex]
        let length = switch lead {
        case 0..<0x80: 1
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
        guard length > 0 else { return .swallow(1) }
        let bytes = rest.prefix(length)
        guard bytes.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 }) else { return .swallow(1) }
        guard bytes.count == length else { return .unfinished }
        guard let text = String(validating: bytes, as: UTF8.self), let character = text.first else { return .swallow(1) }
        // C1 controls are no characters that a key could mean.
        if lead == 0xC2, bytes[bytes.startIndex + 1] < 0xA0 { return .swallow(length) }
        return .key(.character(character), length: length)
    }

    private func escapeStep(_ rest: ArraySlice<UInt8>) -> Step {
        if let known = knownStep(rest) { return known }
        guard rest.count > 1 else { return .unfinished }
        let second = rest[rest.startIndex + 1]
        switch second {
        case 0x5B: return controlSequenceStep(rest)
        case 0x4F: // SS3
            guard rest.count > 2 else { return .unfinished }
            let final = rest[rest.startIndex + 2]
            // Not a sequence after all, but Esc and a capital O before some other key.
            guard (0x40...0x7E).contains(final) else { return .key(.escape, length: 1) }
            return Self.key(ss3: final).map { .key($0, length: 3) } ?? .swallow(3)
        case 0x5D, 0x50, 0x5F, 0x5E, 0x58: return stringStep(rest)
        case 0x61...0x7A: return .key(.alt(Character(Unicode.Scalar(second))), length: 2)
        default: return .key(.escape, length: 1)
        }
    }

    /// A sequence of the terminal's description: whole, or begun.
    private func knownStep(_ rest: ArraySlice<UInt8>) -> Step? {
        for length in stride(from: min(longestSequence, rest.count), to: 1, by: -1) {
            if let key = sequences[Array(rest.prefix(length))] { return .key(key, length: length) }
        }
        return nil
    }

    /// OSC, DCS, APC, PM and SOS, up to BEL or ST (ECMA-48, sections 5.6 and 8.3).
    private func stringStep(_ rest: ArraySlice<UInt8>) -> Step {
        var index = rest.startIndex + 2
        while index < rest.endIndex, index - rest.startIndex < Self.sequenceLimit {
            if rest[index] == 0x07 { return .swallow(index + 1 - rest.startIndex) }
            if rest[index] == 0x1B {
                guard index + 1 < rest.endIndex else { return .unfinished }
                return .swallow(index - rest.startIndex + (rest[index + 1] == 0x5C ? 2 : 0))
            }
            index += 1
        }
        return .unfinished
    }
}

extension InputDecoder {
    /// `ESC [`, parameters, intermediates, a final byte (ECMA-48, section 5.4).
    func controlSequenceStep(_ rest: ArraySlice<UInt8>) -> Step {
        var index = rest.startIndex + 2
        while index < rest.endIndex, (0x20...0x3F).contains(rest[index]), index - rest.startIndex < 64 { index += 1 }
        guard index < rest.endIndex else { return .unfinished }
        let length = index + 1 - rest.startIndex
        let final = rest[index]
        let parameters = rest[(rest.startIndex + 2)..<index]
        // Cut off by another sequence or a control: that one is read next.
        guard (0x40...0x7E).contains(final) else { return .swallow(length - 1) }
        if parameters.isEmpty, final == 0x4D { // X10 mouse report: three bytes follow.
            guard rest.count >= 6 else { return .unfinished }
            return Self.oldMouseEvent(rest.dropFirst(3).prefix(3)).map { .mouse($0, length: 6) } ?? .swallow(6)
        }
        if parameters.isEmpty, final == 0x5B { // The Linux console's F1 to F5: ESC [ [ A
            guard rest.count >= 4 else { return .unfinished }
            let letter = rest[rest.startIndex + 3]
            return (0x41...0x45).contains(letter) ? .key(.function(Int(letter) - 0x40), length: 4) : .swallow(3)
        }
        if parameters.first == 0x3C, let event = Self.mouseEvent(parameters, final: final) { return .mouse(event, length: length) }
        // Private parameters: an answer or a report (ECMA-48, section 5.4.1).
        if let first = parameters.first, first > 0x3B { return .swallow(length) }
        let number = Self.firstNumber(parameters)
        if final == 0x7E, number == 200 { return .pasteBegins(length) }
        if let key = Self.key(final: final, number: number) { return .key(key, length: length) }
        return .swallow(length)
    }

    /// The first parameter; nil when absent or no plain number.
    private static func firstNumber(_ parameters: ArraySlice<UInt8>) -> Int? {
        var number: Int?
        for byte in parameters {
            if byte == 0x3B { break }
            guard (0x30...0x39).contains(byte) else { return nil }
            number = min(9999, (number ?? 0) * 10 + Int(byte - 0x30))
        }
        return number
    }

    /// Keys as xterm and its kin send them (xterm's ctlseqs, "PC-Style Function Keys"). Modifiers are not told apart.
    private static func key(final: UInt8, number: Int?) -> Key? {
        switch final {
        case 0x7E: break
        case 0x5A: return .backTab
        case 0x4D: return nil // a mouse report; ESC O M alone is a key
        default: return key(ss3: final)
        }
        switch number {
        case 1, 7: return .home
        case 2: return .insert
        case 3: return .delete
        case 4, 8: return .end
        case 5: return .pageUp
        case 6: return .pageDown
        case .some(let number) where (11...15).contains(number): return .function(number - 10)
        case .some(let number) where (17...21).contains(number): return .function(number - 11)
        case .some(let number) where (23...24).contains(number): return .function(number - 12)
        default: return nil
        }
    }

    static func key(ss3 final: UInt8) -> Key? {
        switch final {
        case 0x41: .up
        case 0x42: .down
        case 0x43: .right
        case 0x44: .left
        case 0x46: .end
        case 0x48: .home
        case 0x4D: .enter
        case 0x50...0x53: .function(Int(final) - 0x4F)
        default: nil
        }
    }
}

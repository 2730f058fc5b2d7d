extension InputDecoder {
    /// `ESC [ < code ; column ; row M`, or `m` for a release (xterm's ctlseqs, "SGR (1006)"). `parameters` begins with the `<`.
    static func mouseEvent(_ parameters: ArraySlice<UInt8>, final: UInt8) -> MouseEvent? {
        guard final == 0x4D || final == 0x6D else { return nil }
        let numbers = parameters.dropFirst().split(separator: 0x3B, omittingEmptySubsequences: false).map(number)
        guard numbers.count == 3, let code = numbers[0], let column = numbers[1], let row = numbers[2] else { return nil }
        return MouseEvent(code: code, column: column, row: row, isRelease: final == 0x6D)
    }

    /// `ESC [ M` and three bytes, each 32 more than what it says: what terminals send that know no other form.
    static func oldMouseEvent(_ bytes: ArraySlice<UInt8>) -> MouseEvent? {
        let values = bytes.map { Int($0) - 32 }
        return MouseEvent(code: values[0], column: values[1], row: values[2], isRelease: false)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.count < 6 else { return nil }
        return digits.reduce(0 as Int?) { sum, digit in
            (0x30...0x39).contains(digit) ? sum.map { $0 * 10 + Int(digit - 0x30) } : nil
        }
    }
}

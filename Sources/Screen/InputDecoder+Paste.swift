extension InputDecoder {
    /// The text up to the closing mark `ESC [ 201 ~`, or nil while it is missing (xterm's ctlseqs, "Bracketed Paste Mode").
    mutating func takePaste() -> String? {
        let mark: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
        var index = head
        while let escape = pending[index...].firstIndex(of: 0x1B) {
            let candidate = pending[escape...].prefix(mark.count)
            if candidate.elementsEqual(mark) {
                keepPasted(pending[head..<escape])
                head = escape + mark.count
                let text = String(decoding: pasted ?? [], as: UTF8.self)
                pasted = nil
                return text
            }
            if candidate.count < mark.count, mark.starts(with: candidate) {
                keepPasted(pending[head..<escape])
                head = escape
                return nil
            }
            index = escape + 1
        }
        keepPasted(pending[head...])
        head = pending.count
        return nil
    }

    private mutating func keepPasted(_ bytes: ArraySlice<UInt8>) {
        let room = Self.pasteLimit - (pasted?.count ?? 0)
        pasted?.append(contentsOf: bytes.prefix(max(0, room)))
    }
}

extension Zone {
    /// A zone by its name in the tz database (`Europe/Berlin`), read from the system's files.
    ///
    /// Times after the last transition listed keep its offset. The file's form is RFC 8536 (TZif), version 2 or later.
    /// - Returns: nil where there is no such zone on this machine.
    package init?(named name: String) {
        if name == "UTC" || name == "Z" { self = .utc; return }
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"),
                UInt8(ascii: "+"):
                true
            default: false
            }
        }
        guard isPlain, !name.hasPrefix("/"),
            let file = try? SourceFile(path: SourcePath("/usr/share/zoneinfo/" + name)),
            let bytes = try? file.read(0..<min(file.size, 1 << 20)),
            let spans = Self.spans(tzif: bytes)
        else { return nil }
        self.init(name: name, spans: spans)
    }

    private static func spans(tzif bytes: [UInt8]) -> [Span]? {
        guard bytes.starts(with: Array("TZif".utf8)), bytes.count > 44, bytes[4] >= UInt8(ascii: "2") else { return nil }
        func integer(_ at: Int, _ size: Int) -> Int64? {
            guard at >= 0, at + size <= bytes.count else { return nil }
            let value = bytes[at..<(at + size)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return size == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
        }
        // Six counts: isutcnt isstdcnt leapcnt timecnt typecnt charcnt, at offset 20 of each header.
        func counts(_ header: Int) -> [Int]? {
            let read = (0..<6).compactMap { integer(header + 20 + $0 * 4, 4).map(Int.init) }
            return read.count == 6 && read.allSatisfy { (0...100_000).contains($0) } ? read : nil
        }
        guard let first = counts(0) else { return nil }
        // The version 1 block, with times of 4 bytes, is skipped.
        let header = 44 + first[3] * 5 + first[4] * 6 + first[5] + first[2] * 8 + first[1] + first[0]
        guard let second = counts(header), second[4] > 0 else { return nil }
        let times = header + 44
        let kinds = times + second[3] * 8
        let types = kinds + second[3]
        func offset(ofType type: Int) -> Int? { type < second[4] ? integer(types + type * 6, 4).map(Int.init) : nil }

        guard let initial = offset(ofType: 0) else { return nil }
        var spans = [Span(start: .min, offset: initial)]
        for index in 0..<second[3] {
            guard let start = integer(times + index * 8, 8), kinds + index < bytes.count,
                let offset = offset(ofType: Int(bytes[kinds + index]))
            else { return nil }
            spans.append(Span(start: start, offset: offset))
        }
        return spans
    }
}

extension UInt8 {
    package var lowercasedASCII: UInt8 { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self }
}

extension UnsafeRawBufferPointer {
    /// Where bytes occur that differ in the case of ASCII letters only. O(bytes × wanted) at worst.
    /// - Parameter wanted: in lower case.
    package func firstIgnoringCase(_ wanted: [UInt8], from start: Int) -> Int? {
        guard let first = wanted.first else { return start <= count ? start : nil }
        return wanted.withUnsafeBufferPointer { wanted in
            var at = start
            let end = count - wanted.count
            while at <= end {
                if self[at].lowercasedASCII == first {
                    var next = 1
                    while next < wanted.count, self[at + next].lowercasedASCII == wanted[next] { next += 1 }
                    if next == wanted.count { return at }
                }
                at += 1
            }
            return nil
        }
    }
}

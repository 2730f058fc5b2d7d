/// Numbers and texts end to end, for the index cache.
struct CacheWriter {
    private(set) var bytes: [UInt8] = []

    /// In 1 to 10 bytes: seven bits each, the sign in the lowest.
    mutating func add(_ number: Int64) {
        var rest = UInt64(bitPattern: number << 1 ^ number >> 63)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func add(_ number: Int) { add(Int64(number)) }
    mutating func add(_ flag: Bool) { add(flag ? 1 : 0) }

    mutating func add(_ text: String) {
        add(text.utf8.count)
        bytes += text.utf8
    }

    mutating func add(_ word: UInt64) { for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(byte * 8))) } }

    mutating func add<Element>(_ list: [Element], _ body: (inout CacheWriter, Element) -> Void) {
        add(list.count)
        for element in list { body(&self, element) }
    }
}

/// What was kept is not what it should be; nothing more is said, it is made anew.
struct CacheFault: Error {}

/// Reads what a `CacheWriter` wrote. Every number is checked before it is used.
struct CacheReader {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { at == bytes.count }

    mutating func number() throws(CacheFault) -> Int64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard at < bytes.count else { throw CacheFault() }
            let byte = bytes[at]
            at += 1
            guard shift < 63 || byte <= 1 else { throw CacheFault() }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
        }
        throw CacheFault()
    }

    /// A number from 0 to the most that is sensible.
    mutating func count(most: Int = .max) throws(CacheFault) -> Int {
        let number = try number()
        guard number >= 0, number <= Int64(most) else { throw CacheFault() }
        return Int(number)
    }

    mutating func flag() throws(CacheFault) -> Bool { try count(most: 1) == 1 }

    mutating func text() throws(CacheFault) -> String {
        let length = try count(most: bytes.count - at)
        defer { at += length }
        return String(decoding: bytes[at..<(at + length)], as: UTF8.self)
    }

    mutating func word() throws(CacheFault) -> UInt64 {
        guard bytes.count - at >= 8 else { throw CacheFault() }
        var word: UInt64 = 0
        for byte in 0..<8 { word |= UInt64(bytes[at + byte]) << UInt64(byte * 8) }
        at += 8
        return word
    }

    /// Each element takes a byte at least, so that a count cannot ask for more memory than there is text.
    mutating func list<Element>(_ body: (inout CacheReader) throws(CacheFault) -> Element) throws(CacheFault) -> [Element] {
        let length = try count(most: bytes.count - at)
        var list: [Element] = []
        list.reserveCapacity(length)
        for _ in 0..<length { list.append(try body(&self)) }
        return list
    }
}

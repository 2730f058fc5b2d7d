/// A random UUID (version 4), kept as two words.
struct Identifier {
    private let high: UInt64
    private let low: UInt64

    init(random: inout Random) {
        high = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    }

    func write(to out: inout Output) {
        out.appendHex(high >> 32, digits: 8)
        out.append(UInt8(ascii: "-"))
        out.appendHex(high >> 16, digits: 4)
        out.append(UInt8(ascii: "-"))
        out.appendHex(high, digits: 4)
        out.append(UInt8(ascii: "-"))
        out.appendHex(low >> 48, digits: 4)
        out.append(UInt8(ascii: "-"))
        out.appendHex(low, digits: 12)
    }
}

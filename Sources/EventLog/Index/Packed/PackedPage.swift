internal import Glibc

/// Up to 1,024 rows of integer columns. Each column takes as few bytes a value as its widest one needs above the least.
///
/// One block of bytes, which is also how the index cache keeps it: a head, then column after column, then 8 bytes of zero, so that a
/// value of any width is read as one word.
final class PackedPage: Sendable {
    static let mostRows = 1024
    /// Stands for no value at all, in any column.
    static let missing = Int64.min

    let count: Int
    let columns: Int
    // Written once, before anybody else knows of it.
    nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer

    private static let headSize = 8
    private static let columnSize = 16
    private static let padding = 8

    deinit { bytes.deallocate() }

    private init(count: Int, columns: Int, bytes: UnsafeMutableRawBufferPointer) {
        self.count = count
        self.columns = columns
        self.bytes = bytes
    }

    /// Packs columns that lie one after another, `stride` values apart. O(values).
    convenience init(columns: Int, count: Int, values: UnsafePointer<Int64>, stride: Int) {
        precondition(count <= Self.mostRows)
        let facts = (0..<columns).map { ColumnFacts(UnsafeBufferPointer(start: values + $0 * stride, count: count)) }
        let head = Self.headSize + columns * Self.columnSize
        let size = facts.reduce(head + Self.padding) { $0 + $1.width * count }
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 8)
        bytes.storeBytes(of: UInt32(count).littleEndian, toByteOffset: 0, as: UInt32.self)
        bytes.storeBytes(of: UInt32(columns).littleEndian, toByteOffset: 4, as: UInt32.self)
        var at = head
        for (column, facts) in facts.enumerated() {
            let place = Self.headSize + column * Self.columnSize
            bytes.storeBytes(of: facts.base.littleEndian, toByteOffset: place, as: Int64.self)
            bytes.storeBytes(of: UInt32(at).littleEndian, toByteOffset: place + 8, as: UInt32.self)
            bytes.storeBytes(of: UInt32(facts.width | (facts.hasMissing ? 0x100 : 0)).littleEndian, toByteOffset: place + 12, as: UInt32.self)
            // In this order, as what one column writes behind its end is the next one's, or the padding.
            facts.pack(values + column * stride, count, into: bytes.baseAddress! + at)
            at += facts.width * count
        }
        memset(bytes.baseAddress! + at, 0, Self.padding)
        self.init(count: count, columns: columns, bytes: bytes)
    }

    /// A page as it was kept, written by `fill` into memory of that size. Nil where it cannot be one of so many rows and columns.
    convenience init?(columns: Int, count: Int, size: Int, fill: (UnsafeMutableRawBufferPointer) -> Bool) {
        let head = Self.headSize + columns * Self.columnSize
        guard size >= head + Self.padding, count <= Self.mostRows else { return nil }
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 8)
        guard fill(bytes) else {
            bytes.deallocate()
            return nil
        }
        self.init(count: count, columns: columns, bytes: bytes)
        guard bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self).littleEndian == count,
            bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self).littleEndian == columns,
            (0..<columns).allSatisfy({ column in
                let facts = self.facts(of: column)
                return facts.width <= 8 && facts.at >= head && facts.at + facts.width * count + Self.padding <= size
            })
        else { return nil }
    }

    func facts(of column: Int) -> (base: Int64, at: Int, width: Int, hasMissing: Bool) {
        let place = bytes.baseAddress! + Self.headSize + column * Self.columnSize
        let word = UInt32(littleEndian: (place + 12).loadUnaligned(as: UInt32.self))
        return (
            Int64(littleEndian: place.loadUnaligned(as: Int64.self)), Int(UInt32(littleEndian: (place + 8).loadUnaligned(as: UInt32.self))),
            Int(word & 0xFF), word & 0x100 != 0
        )
    }

    /// O(1).
    func value(_ column: Int, _ row: Int) -> Int64 {
        precondition(row >= 0 && row < count)
        let facts = facts(of: column)
        let word = UInt64(littleEndian: (bytes.baseAddress! + facts.at + row * facts.width).loadUnaligned(as: UInt64.self))
        let delta = facts.width == 8 ? word : word & ((1 << UInt64(facts.width * 8)) - 1)
        guard facts.hasMissing else { return facts.base &+ Int64(bitPattern: delta) }
        return delta == 0 ? Self.missing : facts.base &+ Int64(bitPattern: delta &- 1)
    }
}

/// What packing needs to know of a column: its least value and how many bytes the others need above it.
private struct ColumnFacts {
    let base: Int64
    let width: Int
    let hasMissing: Bool

    init(_ values: UnsafeBufferPointer<Int64>) {
        var least = Int64.max
        var most = Int64.min
        for value in values {
            least = min(least, value)
            most = max(most, value)
        }
        let missing = least == PackedPage.missing
        if missing {
            least = .max
            for value in values where value != PackedPage.missing { least = min(least, value) }
        }
        guard least <= most else { (base, width, hasMissing) = (0, 0, missing); return }
        base = least
        // Above the least; where values may be missing, 0 stands for them and everything else moves up by one.
        let span = UInt64(bitPattern: most &- least) &+ (missing ? 1 : 0)
        width = (64 - span.leadingZeroBitCount + 7) / 8
        hasMissing = missing
    }

    /// Each value as a whole word, of which the next one writes over what is not needed: there must be 7 bytes behind the last.
    func pack(_ values: UnsafePointer<Int64>, _ count: Int, into place: UnsafeMutableRawPointer) {
        guard width > 0 else { return }
        var at = place
        func put(_ delta: UInt64) {
            at.storeBytes(of: delta.littleEndian, as: UInt64.self)
            at += width
        }
        if hasMissing {
            for row in 0..<count { put(values[row] == PackedPage.missing ? 0 : UInt64(bitPattern: values[row] &- base) &+ 1) }
        } else {
            for row in 0..<count { put(UInt64(bitPattern: values[row] &- base)) }
        }
    }
}

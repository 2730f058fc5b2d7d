internal import CSimdjson
internal import Glibc
import JSONText

/// Names told once, and numbers for them: streams and types of a log.
///
/// A flat table of keyed hashes, so that a look-up touches one place in memory and never the names, which lie end to end.
/// Memory: a name's bytes and 8, and 32 to 64 for the table.
struct NameTable: Sendable {
    private var names = NameList()
    private var slots: [Slot]
    let hash: NameHash
    /// Names of the index cache, instead of those.
    private var stored: StoredNames?

    private struct Slot {
        var first: UInt64 = 0
        var second: UInt32 = 0
        /// -1: free.
        var number: Int32 = -1
    }

    init(hash: NameHash = .random()) {
        self.hash = hash
        slots = [Slot](repeating: Slot(), count: 64)
    }

    /// Names that are read when they are asked for.
    init(_ stored: StoredNames) {
        self.init(hash: stored.hash)
        self.stored = stored
    }

    /// The numbers of names that are not here themselves.
    init(hashes: [NameHash.Hashed], hash: NameHash) {
        self.hash = hash
        var size = 64
        while size < hashes.count * 2 { size *= 2 }
        slots = [Slot](repeating: Slot(), count: size)
        for (number, hashed) in hashes.enumerated() {
            let place = slots.withUnsafeBufferPointer { Self.place(of: hashed, in: $0) }
            slots[place] = Slot(first: hashed.first, second: hashed.second, number: Int32(number))
        }
    }

    var count: Int { stored?.places.count ?? names.count }

    subscript(number: Int) -> ExactString {
        stored?.name(number) ?? names[number]
    }

    /// All of them, for whoever wants many. O(1); O(names) at the first call for those of the index cache.
    var list: NameList { stored?.all ?? names }

    /// All of them in memory, so that more can follow; nil where not all can be read any more. O(names).
    func loaded() -> NameTable? {
        guard stored != nil else { return self }
        var table = NameTable(hash: hash)
        let list = list
        for number in 0..<count { _ = table.number(of: list[number]) }
        return table.count == count ? table : nil
    }

    /// The hash of each name, in order of their numbers.
    var hashes: [NameHash.Hashed] {
        if let stored { return stored.hashes }
        var hashes = [NameHash.Hashed](repeating: NameHash.Hashed(first: 0, second: 0), count: count)
        for slot in slots where slot.number >= 0 { hashes[Int(slot.number)] = NameHash.Hashed(first: slot.first, second: slot.second) }
        return hashes
    }

    /// For many names at once: hash them all, then ask. The look-ups then wait for memory together, not one after another.
    @inline(__always)
    func hashed(_ name: UnsafeRawBufferPointer) -> NameHash.Hashed {
        let hashed = hash(name)
        slots.withUnsafeBufferPointer { csj_prefetch_place($0.baseAddress! + (Int(truncatingIfNeeded: hashed.first) & ($0.count - 1))) }
        return hashed
    }

    /// The name's number, if it has one; not for names of the index cache. O(1).
    @inline(__always)
    func existing(_ hashed: NameHash.Hashed) -> Int32? {
        let number = slots.withUnsafeBufferPointer { $0[Self.place(of: hashed, in: $0)].number }
        return number < 0 ? nil : number
    }

    func existing(_ name: ExactString) -> Int32? {
        let hashed = name.bytes.withUnsafeBytes { hash($0) }
        if let stored { return stored.number(of: hashed) }
        return existing(hashed)
    }

    /// The name's number, new names getting the next. Amortised O(length).
    mutating func number(of name: UnsafeRawBufferPointer) -> (number: Int32, isNew: Bool) {
        let hashed = hash(name)
        if let number = existing(hashed) { return (number, false) }
        return (add(name, hashed), true)
    }

    mutating func number(of name: ExactString) -> Int32 { name.bytes.withUnsafeBytes { number(of: $0).number } }

    /// A name that has no number yet.
    mutating func add(_ name: UnsafeRawBufferPointer, _ hashed: NameHash.Hashed) -> Int32 {
        let number = Int32(names.count)
        let place = slots.withUnsafeBufferPointer { Self.place(of: hashed, in: $0) }
        slots[place] = Slot(first: hashed.first, second: hashed.second, number: number)
        names.append(name)
        if names.count * 2 > slots.count { grow() }
        return number
    }

    /// The slot that holds the name, or the free one where it would go.
    @inline(__always)
    private static func place(of hashed: NameHash.Hashed, in slots: UnsafeBufferPointer<Slot>) -> Int {
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: hashed.first) & mask
        while slots[place].number >= 0, slots[place].first != hashed.first || slots[place].second != hashed.second {
            place = (place + 1) & mask
        }
        return place
    }

    private mutating func grow() {
        var larger = [Slot](repeating: Slot(), count: slots.count * 2)
        let mask = larger.count - 1
        for slot in slots where slot.number >= 0 {
            var place = Int(truncatingIfNeeded: slot.first) & mask
            while larger[place].number >= 0 { place = (place + 1) & mask }
            larger[place] = slot
        }
        slots = larger
    }

    /// The numbers in order of the names' bytes; not for names of the cache, whose order is kept with them. O(n log n).
    func sorted() -> [Int32] {
        names.bytes.withUnsafeBytes { bytes in
            (0..<Int32(count)).sorted { left, right in
                let left = names.range(of: Int(left))
                let right = names.range(of: Int(right))
                let shorter = min(left.count, right.count)
                let order = shorter == 0 ? 0 : memcmp(bytes.baseAddress! + left.lowerBound, bytes.baseAddress! + right.lowerBound, shorter)
                return order == 0 ? left.count < right.count : order < 0
            }
        }
    }
}

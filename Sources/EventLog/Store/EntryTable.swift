/// Three words, the first of them a hash: of an id with its event's offset and position, or a stream's two halves of a hash with
/// its last version.
struct IndexEntry: Hashable, Sendable {
    var first: UInt64
    var second: UInt64
    var third: UInt64
}

/// Entries by their first word, of which several may be the same. 24 bytes an entry, and about 24 more once something was looked up.
struct EntryTable: Sendable {
    private(set) var entries: [IndexEntry] = []
    /// The upper half of the entry's first word, and below it 1 + the entry's number: most that are looked up are not there, and that
    /// is told by the slots alone. 0 is free. Empty until the first look-up. A power of two, at most half full: a look-up that finds
    /// nothing tries two or three.
    private var slots: [UInt64] = []
    private static let upperHalf: UInt64 = 0xFFFF_FFFF_0000_0000

    /// Amortised O(1).
    mutating func add(_ entry: IndexEntry) {
        entries.append(entry)
        guard !slots.isEmpty else { return }
        if entries.count * 2 > slots.count { buildSlots() } else { place(entries.count - 1) }
    }

    /// The number of the first entry, in the order of adding, that has this first word and for which `isWanted` holds. O(1).
    mutating func find(_ first: UInt64, where isWanted: (IndexEntry) -> Bool) -> Int? {
        if slots.isEmpty { buildSlots() }
        let upper = first & Self.upperHalf
        var slot = Int(truncatingIfNeeded: first) & (slots.count - 1)
        while case let found = slots[slot], found != 0 {
            if found & Self.upperHalf == upper {
                let number = Int(truncatingIfNeeded: found & ~Self.upperHalf) - 1
                if entries[number].first == first, isWanted(entries[number]) { return number }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// All entries that have this first word, in the order of adding. O(1) and their number.
    mutating func forEach(_ first: UInt64, _ body: (IndexEntry) -> Void) {
        _ = find(first) { body($0); return false }
    }

    mutating func set(third: UInt64, of number: Int) { entries[number].third = third }

    private mutating func buildSlots() {
        var size = 64
        while size <= entries.count * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
        for number in entries.indices { place(number) }
    }

    private mutating func place(_ number: Int) {
        let first = entries[number].first
        var slot = Int(truncatingIfNeeded: first) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = first & Self.upperHalf | UInt64(number + 1)
    }
}

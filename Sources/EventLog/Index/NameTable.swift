internal import Glibc
import JSONText

/// Names told once, and numbers for them: streams and types of a log.
///
/// A flat table that compares 64-bit hashes first; the names lie end to end. Memory: a name's bytes and 8, 24 to 48 for the table.
struct NameTable: Sendable {
    private var bytes: [UInt8] = []
    /// Where each name ends.
    private var ends: [Int] = []
    private var slots: [Slot]
    private let hash: NameHash

    private struct Slot {
        var hash: UInt64
        /// -1: free.
        var number: Int32
    }

    init(hash: NameHash = .random()) {
        self.hash = hash
        slots = [Slot](repeating: Slot(hash: 0, number: -1), count: 64)
    }

    var count: Int { ends.count }

    subscript(number: Int) -> ExactString { withBytes(of: number) { ExactString(bytes: $0) } }

    func withBytes<Result>(of number: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range(of: number)])) }
    }

    private func range(of number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

    /// The name's number, new names getting the next. Amortised O(length).
    mutating func number(of name: UnsafeRawBufferPointer) -> (number: Int32, isNew: Bool) {
        let hashed = hash(name)
        let place = slot(of: name, hashed)
        if slots[place].number >= 0 { return (slots[place].number, false) }
        let number = Int32(ends.count)
        slots[place] = Slot(hash: hashed, number: number)
        bytes.append(contentsOf: name)
        ends.append(bytes.count)
        if ends.count * 2 > slots.count { grow() }
        return (number, true)
    }

    mutating func number(of name: ExactString) -> Int32 { name.bytes.withUnsafeBytes { number(of: $0).number } }

    func existing(_ name: ExactString) -> Int32? {
        name.bytes.withUnsafeBytes { name in
            let number = slots[slot(of: name, hash(name))].number
            return number < 0 ? nil : number
        }
    }

    /// The slot that holds the name, or the free one where it would go.
    private func slot(of name: UnsafeRawBufferPointer, _ hashed: UInt64) -> Int {
        bytes.withUnsafeBytes { bytes in
            slots.withUnsafeBufferPointer { slots in
                let mask = slots.count - 1
                var place = Int(truncatingIfNeeded: hashed) & mask
                while slots[place].number >= 0 {
                    if slots[place].hash == hashed {
                        let range = range(of: Int(slots[place].number))
                        if range.count == name.count,
                            name.isEmpty || memcmp(bytes.baseAddress! + range.lowerBound, name.baseAddress!, name.count) == 0
                        { return place }
                    }
                    place = (place + 1) & mask
                }
                return place
            }
        }
    }

    private mutating func grow() {
        var larger = [Slot](repeating: Slot(hash: 0, number: -1), count: slots.count * 2)
        let mask = larger.count - 1
        for slot in slots where slot.number >= 0 {
            var place = Int(truncatingIfNeeded: slot.hash) & mask
            while larger[place].number >= 0 { place = (place + 1) & mask }
            larger[place] = slot
        }
        slots = larger
    }

    /// The numbers in order of the names' bytes. O(n log n).
    func sorted() -> [Int32] {
        bytes.withUnsafeBytes { bytes in
            (0..<Int32(count)).sorted { left, right in
                let left = range(of: Int(left))
                let right = range(of: Int(right))
                let shorter = min(left.count, right.count)
                let order = shorter == 0 ? 0 : memcmp(bytes.baseAddress! + left.lowerBound, bytes.baseAddress! + right.lowerBound, shorter)
                return order == 0 ? left.count < right.count : order < 0
            }
        }
    }
}

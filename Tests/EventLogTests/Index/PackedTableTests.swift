import JSONText
import TestSupport
import Testing

@testable import EventLog

@Suite("Packed rows beside plain arrays")
struct PackedTableTests {
    private static func value(using random: inout SplitMix64, _ kind: Int) -> Int64 {
        switch kind {
        case 0: 7
        case 1: Int64(random.below(200))
        case 2: Int64(random.below(1 << 40))
        case 3: random.oneIn(10) ? PackedPage.missing : Int64(random.below(70_000))
        case 4: random.oneIn(2) ? .max : .min + 1
        default: random.oneIn(3) ? PackedPage.missing : Int64(bitPattern: random.next())
        }
    }

    @Test("any numbers come out as they went in", arguments: 0..<30)
    func roundTrip(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let kinds = (0..<(1 + random.below(6))).map { _ in random.below(6) }
        var table = PackedTable(columns: kinds.count)
        var rows: [[Int64]] = []
        for _ in 0..<random.below(5000) {
            let row = kinds.map { Self.value(using: &random, $0) }
            rows.append(row)
            table.append(row)
        }
        let copy = table
        table.append(kinds.map { _ in 1 })
        #expect(copy.count == rows.count)
        for (number, row) in rows.enumerated() {
            let found = kinds.indices.map { copy[number, $0] }
            guard found == row else { Issue.record("seed \(seed), row \(number): \(found), not \(row)"); return }
        }
        for column in kinds.indices {
            var found: [Int64] = []
            copy.forEach(column) { _, value in found.append(value) }
            #expect(found == rows.map { $0[column] }, "seed \(seed), column \(column)")
        }
    }

    @Test("an event of a common log takes less than 32 bytes")
    func memory() throws {
        let count = 50_000
        let lines = (0..<count).map { Bank.line("account-\($0 * 7919 % 2000)", $0 / 2000, .deposited($0), minute: $0) }
        let history = try History(lines: lines)
        let rows = history.rows.memory + 4 * history.count
        #expect(rows < 32 * count, "\(rows / count) bytes an event")
    }
}

@Suite("Names and their numbers")
struct NameTableTests {
    @Test("as a dictionary has them, whatever the names", arguments: 0..<10)
    func numbers(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var table = NameTable()
        var expected: [[UInt8]: Int32] = [:]
        for _ in 0..<3000 {
            let name = (0..<random.below(20)).map { _ in UInt8(random.below(3)) }
            let number = name.withUnsafeBytes { table.number(of: $0).number }
            #expect(number == expected[name, default: Int32(expected.count)], "seed \(seed)")
            expected[name] = number
        }
        #expect(table.count == expected.count)
        for (name, number) in expected { #expect(table[Int(number)].bytes == name, "seed \(seed)") }
        #expect(table.sorted().map { table[Int($0)].bytes } == expected.keys.sorted { $0.lexicographicallyPrecedes($1) }, "seed \(seed)")
    }

    @Test("I17 names that differ in one bit, at any length, have hashes that differ")
    func hashes() {
        let hash = NameHash(key: 1)
        var seen: Set<NameHash.Hashed> = []
        var count = 0
        for length in 0..<40 {
            let name = [UInt8](repeating: 0, count: length)
            seen.insert(name.withUnsafeBytes { hash($0) })
            count += 1
            for bit in 0..<(length * 8) {
                var other = name
                other[bit / 8] ^= 1 << UInt8(bit % 8)
                seen.insert(other.withUnsafeBytes { hash($0) })
                count += 1
            }
        }
        #expect(seen.count == count)
    }
}

import JSONText
internal import Synchronization

/// Names of a cached index, read from the log when they are asked for: some one by one, then all together.
final class StoredNames: Sendable {
    let role: NameRole
    let places: [NamePlace]
    let hashes: [NameHash.Hashed]
    let hash: NameHash
    private let finder: NameFinder
    private let jobs: Int
    private let known = Mutex(Known())

    private struct Known {
        var some: [Int: ExactString] = [:]
        var all: NameList?
        /// How many names were looked for, and their numbers once these were many.
        var lookups = 0
        var numbers: NameTable?
    }

    /// So many are looked for in the time that it takes to make a table.
    private static let fewLookups = 16

    /// A name whose bytes are no longer what they were reads as this; the event that bears it is refused when it is read.
    static let unreadable: ExactString = "(unreadable)"

    /// - Parameter jobs: how many cores may read.
    init(_ role: NameRole, _ places: [NamePlace], _ hashes: [NameHash.Hashed], _ hash: NameHash, _ finder: NameFinder, jobs: Int) {
        self.role = role
        self.places = places
        self.hashes = hashes
        self.hash = hash
        self.finder = finder
        self.jobs = jobs
    }

    /// The number of a name, if it is one of them. O(names) for the first ones, then O(1).
    func number(of hashed: NameHash.Hashed) -> Int32? {
        known.withLock { known in
            known.lookups += 1
            if known.lookups <= Self.fewLookups { return hashes.firstIndex(of: hashed).map(Int32.init) }
            let numbers = known.numbers ?? NameTable(hashes: hashes, hash: hash)
            known.numbers = numbers
            return numbers.existing(hashed)
        }
    }

    /// - Complexity: one small `pread` at the name's first use; where the name is not written plainly, the reading of a record. Whoever
    ///   asks for many gets them all read at once.
    func name(_ number: Int) -> ExactString {
        let name = known.withLock { known -> ExactString? in
            if let all = known.all { return all[number] }
            if let name = known.some[number] { return name }
            // Then reading them together costs less than going on like this.
            return known.some.count > max(16, places.count / 16) ? nil : read(number, &known)
        }
        return name ?? all[number]
    }

    private func read(_ number: Int, _ known: inout Known) -> ExactString {
        let name = checked(number)
        known.some[number] = name
        return name
    }

    private func checked(_ number: Int) -> ExactString {
        guard let name = finder.name(role, at: places[number]) else { return Self.unreadable }
        return name.bytes.withUnsafeBytes { hash($0) } == hashes[number] ? name : Self.unreadable
    }

    /// All names. O(names) at the first call: a `pread` for each, or one for many that stand close together.
    var all: NameList {
        known.withLock { known in
            if let all = known.all { return all }
            let all = readAll()
            known.all = all
            known.some = [:]
            return all
        }
    }

    private func readAll() -> NameList {
        // In pieces, so that several cores can read, and few enough that each reads long runs.
        let pieces = max(1, min(jobs, places.count / 1024))
        let size = (places.count + pieces - 1) / max(1, pieces)
        let found = Mutex([Piece](repeating: Piece(), count: pieces))
        Threads.perform(pieces) { piece in
            let range = (piece * size)..<min(self.places.count, (piece + 1) * size)
            let read = self.read(range)
            found.withLock { $0[piece] = read }
        }
        let list = found.withLock { $0 }
        return NameList(bytes: Array(list.map(\.bytes).joined()), lengths: list.lazy.flatMap(\.lengths))
    }

    private struct Piece {
        var bytes: [UInt8] = []
        var lengths: [Int] = []
    }

    private func read(_ numbers: Range<Int>) -> Piece {
        var piece = Piece()
        piece.lengths.reserveCapacity(numbers.count)
        var window = NameWindow(places: places, end: numbers.upperBound, finder: finder)
        for number in numbers {
            let isFound = window.withBytes(of: number) { bytes in
                guard hash(bytes) == hashes[number] else { return false }
                piece.bytes.append(contentsOf: bytes)
                piece.lengths.append(bytes.count)
                return true
            }
            guard !isFound else { continue }
            let name = checked(number)
            piece.bytes += name.bytes
            piece.lengths.append(name.bytes.count)
        }
        return piece
    }
}

/// The part of the log around names that are read one after another.
private struct NameWindow {
    let places: [NamePlace]
    /// Names from here on are somebody else's.
    let end: Int
    let finder: NameFinder
    private var file: SourceFile?
    /// Where that file lies, counted over all files.
    private var range = 0..<0
    private var memory = [UInt8](repeating: 0, count: size)
    /// What of the log lies in memory, counted over all files.
    private var held = 0..<0

    private static let size = 64 << 10
    /// So many bytes are copied in the time that another read takes.
    private static let worthReading = 4 << 10

    init(places: [NamePlace], end: Int, finder: NameFinder) {
        self.places = places
        self.end = end
        self.finder = finder
    }

    /// False where the name is not written plainly, or is not there any more.
    mutating func withBytes(of number: Int, _ body: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        guard case .plain(let offset, let length) = places[number], length <= Self.size else { return false }
        if offset < held.lowerBound || offset + length > held.upperBound {
            guard read(from: number, offset, length) else { return false }
        }
        let start = offset - held.lowerBound
        return memory.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<(start + length)])) }
    }

    /// The name, and those behind it that stand close.
    private mutating func read(from number: Int, _ offset: Int, _ length: Int) -> Bool {
        if offset < range.lowerBound || offset >= range.upperBound {
            guard let source = finder.source(of: offset) else { return false }
            file = source.file
            range = source.base..<(source.base + source.file.size)
        }
        guard let file, offset + length <= range.upperBound else { return false }
        let start = offset
        var last = offset + length
        var next = number + 1
        while next < end, case .plain(let offset, let length) = places[next], offset >= last, offset - last <= Self.worthReading,
            offset + length - start <= Self.size, offset + length <= range.upperBound
        {
            last = offset + length
            next += 1
        }
        let count = last - start
        let base = range.lowerBound
        let got = try? memory.withUnsafeMutableBytes { memory in
            try file.read((start - base)..<(last - base), into: UnsafeMutableRawBufferPointer(rebasing: memory[..<count]))
        }
        guard got == count else {
            held = 0..<0
            return false
        }
        held = start..<last
        return true
    }
}

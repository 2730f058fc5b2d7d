internal import CSimdjson
internal import Glibc
internal import Synchronization
internal import JSONText

/// Looks for a text in the bytes of a log's files, without parsing anything: which events may hold it.
///
/// A record may hold it as it is written, or in keys and strings as they read once decoded; where only the parser can tell, the event
/// counts as one that may.
package struct TextScan {
    private let history: History
    private let search: any ByteSearch
    private let jobs: Int

    /// - Parameter jobs: how many cores to use.
    package init(_ text: String, in history: History, jobs: Int = 1) {
        self.history = history
        self.jobs = jobs
        let wanted = Array(text.utf8)
        let isNested = history.sources.contains { $0.reader.format.payloadCoding == .text }
        search = wanted.isEmpty ? NoBytes() : TextBytes(wanted, isNested: isNested)
        isPossible = !wanted.isEmpty && !history.sources.contains { $0.reader.format.payloadCoding == .bytes }
    }

    /// For texts of roles that are written in the records: which events may hold any of them. The cost hardly depends on how many they are.
    /// - Parameter texts: none of them empty.
    /// - Parameter isNested: whether they may stand in JSON within a string.
    init(_ texts: [ExactString], isNested: Bool, in history: History, jobs: Int) {
        self.history = history
        self.jobs = jobs
        search = texts.isEmpty ? NoBytes() : ManyTexts(texts, isNested: isNested)
        isPossible = !texts.isEmpty
    }

    /// False where what the text is looked for in does not lie in the files as text.
    package let isPossible: Bool

    /// Calls `body` with positions whose records may hold the text, ascending or descending, as they are found, until it returns false.
    /// - Parameter goesOn: called now and then with the events that were gone past and all there are, for whoever shows what has been
    ///   found; where it answers false, the search ends.
    /// - Complexity: O(bytes of the files / jobs), at about the speed at which they are read; memory for a few megabytes. Where the log's
    ///   order is not that of its files, everything is found before anything is told.
    /// - Throws: `SourceError`, and what `body` throws.
    package func forEach(
        isReversed: Bool = false, goesOn: (_ done: Int, _ of: Int) throws -> Bool = { _, _ in true }, _ body: (Int) throws -> Bool
    ) throws {
        guard history.isInFileOrder else { return try forEachOfUnordered(isReversed, goesOn, body) }
        // The positions that are still to come.
        var rest = 0..<history.count
        try TextBlocks(history, search).forEach(isReversed: isReversed, jobs: jobs) { offsets, block in
            for offset in isReversed ? offsets.reversed() : offsets {
                guard let position = history.position(holding: offset, in: rest, fromEnd: isReversed) else { continue }
                rest = isReversed ? rest.lowerBound..<position : (position + 1)..<rest.upperBound
                guard try body(position) else { return false }
            }
            let passed = isReversed ? history.count - history.firstPosition(from: block.lowerBound) : history.firstPosition(from: block.upperBound)
            return try goesOn(passed, history.count)
        }
    }

    private func forEachOfUnordered(_ isReversed: Bool, _ goesOn: (Int, Int) throws -> Bool, _ body: (Int) throws -> Bool) throws {
        var all: [Int] = []
        var isWanted = true
        try TextBlocks(history, search).forEach(isReversed: false, jobs: jobs) { offsets, _ in
            all += offsets
            isWanted = try goesOn(0, history.count)
            return isWanted
        }
        guard isWanted else { return }
        for position in isReversed ? Array((0..<history.count).reversed()) : Array(0..<history.count) {
            let start = history.start(of: position)
            let at = all.partition(where: { $0 >= start })
            guard at < all.count, all[at] < history.end(of: position) else { continue }
            guard try body(position) else { return }
        }
    }
}

/// What is looked for in bytes.
private protocol ByteSearch: Sendable {
    /// How far around a place one has to look to tell whether it belongs to what is looked for.
    var reach: Int { get }

    /// Places in a range of some bytes where it stands or may stand, ascending.
    func places(in range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> [Int]
}

private struct NoBytes: ByteSearch {
    var reach: Int { 0 }
    func places(in range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> [Int] { [] }
}

/// Texts made ready to be searched for together. Unchecked: the C side's part is never changed.
private final class ManyTexts: ByteSearch, @unchecked Sendable {
    private let handle: OpaquePointer
    let reach: Int
    private static let room = 1024

    init(_ texts: [ExactString], isNested: Bool) {
        let lengths = texts.map(\.bytes.count)
        guard let handle = csj_texts_new(texts.flatMap(\.bytes), lengths, lengths.count, isNested) else {
            preconditionFailure("out of memory for texts")
        }
        self.handle = handle
        reach = (lengths.max() ?? 0) + 12
    }

    deinit { csj_texts_free(handle) }

    func places(in range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
        guard let base = bytes.baseAddress else { return [] }
        var places: [Int] = []
        var from = range.lowerBound
        withUnsafeTemporaryAllocation(of: Int.self, capacity: Self.room) { found in
            while from < range.upperBound {
                let count = csj_texts_written(handle, base, bytes.count, &from, range.upperBound, found.baseAddress, found.count)
                places += found[..<count]
            }
        }
        let written = places.count
        var at = csj_texts_escaped(handle, base, bytes.count, range.lowerBound, range.upperBound)
        while at < range.upperBound {
            places.append(at)
            at = csj_texts_escaped(handle, base, bytes.count, at + 1, range.upperBound)
        }
        return written == places.count ? places : places.sorted()
    }
}

/// A text made ready to be searched for. Unchecked: the C side's part is never changed.
private final class TextBytes: ByteSearch, @unchecked Sendable {
    private let handle: OpaquePointer
    let reach: Int

    init(_ wanted: [UInt8], isNested: Bool) {
        guard let handle = csj_text_new(wanted, wanted.count, isNested) else { preconditionFailure("out of memory for a text") }
        self.handle = handle
        reach = wanted.count * 6 + 12
    }

    deinit { csj_text_free(handle) }

    func places(in range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
        guard let base = bytes.baseAddress else { return [] }
        var places: [Int] = []
        // A text that begins in the range may end behind it.
        let end = min(bytes.count, range.upperBound + reach)
        var at = csj_text_plain(handle, base, end, range.lowerBound)
        while at < range.upperBound {
            places.append(at)
            at = csj_text_plain(handle, base, end, at + 1)
        }
        let plain = places.count
        at = csj_text_escaped(handle, base, bytes.count, range.lowerBound, range.upperBound)
        while at < range.upperBound {
            places.append(at)
            at = csj_text_escaped(handle, base, bytes.count, at + 1, range.upperBound)
        }
        return plain == places.count ? places : places.sorted()
    }
}

/// The files of a log in blocks, searched on several cores and told in their order.
///
/// Unchecked for nothing: all that changes lies in a mutex.
private final class TextBlocks: Sendable {
    private struct Block {
        let source: Int
        let range: Range<Int>
    }

    private struct State {
        /// How many blocks have been taken, and how many told.
        var taken = 0
        var told = 0
        var found: [Int: Result<[Int], SourceError>] = [:]
        var isOver = false
    }

    private let history: History
    private let search: any ByteSearch
    private let blocks: [Block]
    private let state = Mutex(State())
    private static let size = 1 << 20
    /// Blocks that may be searched ahead of the one that is told next, for each core.
    private static let ahead = 8

    init(_ history: History, _ search: any ByteSearch) {
        self.history = history
        self.search = search
        blocks = history.sources.indices.flatMap { source in
            let end = min(history.sources[source].file.size, max(history.sources[source].scanned, 0))
            return stride(from: 0, to: end, by: Self.size).map { Block(source: source, range: $0..<min(end, $0 + Self.size)) }
        }
    }

    /// Calls `body` with the places of each block, and the block itself, counted over all files, until it returns false.
    func forEach(isReversed: Bool, jobs: Int, _ body: (_ places: [Int], _ block: Range<Int>) throws -> Bool) throws {
        defer { state.withLock { $0.isOver = true } }
        for _ in 1..<max(1, min(jobs, blocks.count)) {
            Threads.detach { [self] in
                let memory = SearchMemory()
                while let number = next(jobs, waits: true) { find(number, isReversed, memory) }
            }
        }
        // Whoever tells what was found helps to find while there is nothing to tell.
        let memory = SearchMemory()
        for number in blocks.indices {
            var found: Result<[Int], SourceError>?
            while found == nil {
                found = state.withLock { state in
                    guard let found = state.found.removeValue(forKey: number) else { return nil }
                    state.told += 1
                    return found
                }
                guard found == nil else { break }
                if let other = next(jobs, waits: false) { find(other, isReversed, memory) } else { usleep(50) }
            }
            guard let found else { return }
            let block = block(number, isReversed)
            let base = history.sources[block.source].base
            guard try body(try found.get(), (block.range.lowerBound + base)..<(block.range.upperBound + base)) else { return }
        }
    }

    private func block(_ number: Int, _ isReversed: Bool) -> Block { blocks[isReversed ? blocks.count - 1 - number : number] }

    /// The number of a block that nobody has searched; nil where there is none, or none may be taken yet.
    private func next(_ jobs: Int, waits: Bool) -> Int? {
        while true {
            let (number, isOver) = state.withLock { state -> (Int?, Bool) in
                if state.isOver || state.taken == blocks.count { return (nil, true) }
                guard state.taken - state.told < jobs * Self.ahead else { return (nil, false) }
                state.taken += 1
                return (state.taken - 1, false)
            }
            if number != nil || isOver || !waits { return number }
            usleep(200)
        }
    }

    private func find(_ number: Int, _ isReversed: Bool, _ memory: SearchMemory) {
        let block = block(number, isReversed)
        let source = history.sources[block.source]
        let around = max(0, block.range.lowerBound - search.reach)..<min(source.file.size, block.range.upperBound + search.reach)
        let found: Result<[Int], SourceError>
        do throws(SourceError) {
            let bytes = try memory.read(source.file, around)
            let start = block.range.lowerBound - around.lowerBound
            let end = min(bytes.count, block.range.upperBound - around.lowerBound)
            let places = start < end ? search.places(in: start..<end, of: bytes) : []
            found = .success(places.map { $0 + around.lowerBound + source.base })
        } catch {
            found = .failure(error)
        }
        state.withLock { $0.found[number] = found }
    }
}

/// One searcher's memory for the block that it is at.
private final class SearchMemory {
    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 64)

    deinit { buffer.deallocate() }

    /// Valid until the next read.
    func read(_ file: SourceFile, _ range: Range<Int>) throws(SourceError) -> UnsafeBufferPointer<UInt8> {
        if buffer.count < range.count {
            buffer.deallocate()
            buffer = .allocate(byteCount: range.count + 4096, alignment: 64)
        }
        let got = try file.read(range, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<range.count]))
        return UnsafeRawBufferPointer(rebasing: buffer[..<got]).assumingMemoryBound(to: UInt8.self)
    }
}

extension History {
    /// Where an event's record begins and ends, counted over all files.
    func start(of position: Int) -> Int { Int(rows[position, LogColumn.offset]) }
    func end(of position: Int) -> Int { Int(rows[position, LogColumn.offset] + rows[position, LogColumn.length]) }

    /// The first event whose record begins at or behind an offset, counted over all files; `count` where none does. Offsets must
    /// rise with positions. O(log n).
    func firstPosition(from offset: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if start(of: middle) < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The event of a range whose record holds an offset, counted over all files. Offsets must rise with positions.
    /// - Complexity: O(log of the distance) from the end of the range that is named.
    func position(holding offset: Int, in range: Range<Int>, fromEnd: Bool) -> Int? {
        // In steps that double, as what is looked for often is close.
        var low = range.lowerBound
        var high = range.upperBound
        var step = 1
        if fromEnd {
            while high - step > low, start(of: high - step) > offset { (high, step) = (high - step, step * 2) }
            low = max(low, high - step)
        } else {
            while low + step < high, start(of: low + step) <= offset { (low, step) = (low + step, step * 2) }
            high = min(high, low + step + 1)
        }
        // The first that begins behind it.
        while low < high {
            let middle = (low + high) / 2
            if start(of: middle) <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > range.lowerBound, offset < end(of: low - 1) else { return nil }
        return low - 1
    }
}

extension [Int] {
    /// The number of elements at the front, ascending, for which a condition that holds from some element on does not hold. O(log n).
    fileprivate func partition(where holds: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

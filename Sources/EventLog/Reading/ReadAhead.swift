internal import Glibc

/// Events that come next, found in the index and read, a portion at a time, by a thread of its own while those before them are folded.
///
/// Records of one stream may lie so far apart that each is a read of its own: that takes longer than folding them. Whoever folds
/// reads too while nothing is ready.
// Unchecked: all that changes is touched only under the mutex; a portion by the thread alone that fills it, until it is ready.
final class ReadAhead: @unchecked Sendable {
    /// Some events and the bytes of their records, as far as those could be read without trouble.
    final class Portion {
        fileprivate(set) var count = 0
        let places = UnsafeMutablePointer<EventPlace>.allocate(capacity: ReadAhead.portion)
        /// Where each record's bytes are; nil: they are still to be read.
        let texts = UnsafeMutablePointer<UnsafePointer<UInt8>?>.allocate(capacity: ReadAhead.portion)
        /// Costs nothing until it is used.
        fileprivate let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: ReadAhead.mostBytes, alignment: 4096)
        fileprivate var isReady = false

        deinit {
            places.deallocate()
            texts.deallocate()
            memory.deallocate()
        }
    }

    private let history: History
    private let numbers: Range<Int>
    private let positions: (Int) -> Int
    private let portions = (0..<4).map { _ in Portion() }
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// The portion that is filled next, and the one that is folded; counted from 0.
    private var next = 0
    private var taken = -1
    private var isOver = false
    private let finder: PlaceFinder

    static let portion = PlaceFinder.most
    /// With fewer events a thread is not worth its start.
    static let fewest = 4 * portion
    /// Of one portion; records behind those are read when they are asked for.
    fileprivate static let mostBytes = 4 << 20

    /// - Parameter positions: asked from several threads.
    init(_ history: History, _ numbers: Range<Int>, _ positions: @escaping (Int) -> Int) {
        self.history = history
        self.numbers = numbers
        self.positions = positions
        finder = PlaceFinder(history)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(change, nil)
        Threads.spare { [self] in goAhead() }
    }

    deinit {
        pthread_cond_destroy(change)
        pthread_mutex_destroy(mutex)
        change.deallocate()
        mutex.deallocate()
    }

    private var portionCount: Int { (numbers.count + Self.portion - 1) / Self.portion }
    /// The one before the one that is folded is still looked at.
    private var mayFill: Bool { next < portionCount && next - taken < portions.count - 1 }

    /// The next events; nil at the end. Valid until the call after the next.
    func take() -> Portion? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        taken += 1
        guard taken < portionCount else { return nil }
        pthread_cond_broadcast(change)
        let portion = portions[taken % portions.count]
        while next <= taken || !portion.isReady {
            if mayFill { fillNext(finder) } else { pthread_cond_wait(change, mutex) }
        }
        return portion
    }

    /// Nobody wants any more.
    func end() {
        pthread_mutex_lock(mutex)
        isOver = true
        pthread_cond_broadcast(change)
        pthread_mutex_unlock(mutex)
    }

    private func goAhead() {
        let finder = PlaceFinder(history)
        pthread_mutex_lock(mutex)
        while !isOver, next < portionCount {
            if mayFill { fillNext(finder) } else { pthread_cond_wait(change, mutex) }
        }
        pthread_mutex_unlock(mutex)
    }

    /// Under the mutex, which is given up meanwhile.
    private func fillNext(_ finder: PlaceFinder) {
        let portion = portions[next % portions.count]
        let first = numbers.lowerBound + next * Self.portion
        portion.isReady = false
        next += 1
        pthread_mutex_unlock(mutex)
        fill(portion, first..<min(numbers.upperBound, first + Self.portion), finder)
        pthread_mutex_lock(mutex)
        portion.isReady = true
        pthread_cond_broadcast(change)
    }

    private func fill(_ portion: Portion, _ numbers: Range<Int>, _ finder: PlaceFinder) {
        finder.find(numbers, positions, into: portion.places)
        portion.count = numbers.count
        portion.texts.initialize(repeating: nil, count: numbers.count)
        var at = 0
        var used = 0
        while at < portion.count {
            let (count, end) = ReadBlock.run(UnsafePointer(portion.places + at), portion.count - at)
            let first = portion.places[at]
            let bytes = first.offset..<end
            guard used + bytes.count <= portion.memory.count else { break }
            let memory = UnsafeMutableRawBufferPointer(rebasing: portion.memory[used..<(used + bytes.count)])
            // What cannot be read is asked for again by whoever needs it, and is told of there.
            if (try? history.sources[Int(first.file)].file.read(bytes, into: memory)) == bytes.count {
                let start = UnsafePointer(memory.baseAddress!.assumingMemoryBound(to: UInt8.self))
                for one in at..<(at + count) { portion.texts[one] = start + (portion.places[one].offset - first.offset) }
            }
            at += count
            used += bytes.count
        }
    }
}

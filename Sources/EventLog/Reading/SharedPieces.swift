internal import Glibc

/// A log in pieces that several threads go through, each at its own pace: a piece is read and sorted once, by the thread that needs it
/// first or by one that would only wait, and held until the last has gone on.
///
/// The C library's mutex and condition: the standard library has no way to wait.
// Unchecked: all that changes is touched only under the mutex, a piece by the thread alone that fills it, until it is ready.
package final class SharedPieces: @unchecked Sendable {
    private let history: History
    private let reach: Int
    private let slots: [Int32]
    private let finder: PlaceFinder
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// Where the next piece begins, and how large it is.
    private var position: Int
    private var size = SharedPieces.firstPiece
    /// Pieces that somebody still needs, oldest first, and the number of the first of them.
    private var pieces: [(piece: HeldPiece, isReady: Bool)] = []
    private var first = 0
    private var spare: [HeldPiece]
    /// By reader: the number of the piece that it has or waits for.
    private var wanted: [Int]
    private var failure: (any Error)?

    /// Of the log, read at once: little at first, so that the first findings come soon.
    private static var firstPiece: Int { 1 << 20 }
    private static var largestPiece: Int { 32 << 20 }

    /// - Parameters:
    ///   - start: the position of the first event.
    ///   - reach: events from this position on are left out.
    ///   - readers: how many threads go through it, each with a number below that.
    ///   - isWanted: by number, whether a stream's events are of interest.
    package init(_ history: History, from start: Int = 0, to reach: Int, readers: Int, _ isWanted: (Int) -> Bool) {
        self.history = history
        self.reach = reach
        slots = (0..<history.streamCount).map { isWanted($0) ? Int32(truncatingIfNeeded: $0) : -1 }
        finder = PlaceFinder(history)
        position = start
        // One more than readers, so that one may be ahead of the others.
        spare = (0..<(readers == 1 ? 1 : readers + 1)).map { _ in HeldPiece() }
        wanted = Array(repeating: -1, count: readers)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(change, nil)
    }

    deinit {
        pthread_cond_destroy(change)
        pthread_mutex_destroy(mutex)
        change.deallocate()
        mutex.deallocate()
    }

    /// The next piece for a reader, which is done with the one before; its slots are the numbers of the streams.
    /// - Returns: nil behind the last.
    /// - Complexity: O(bytes of a piece), shared among the readers.
    /// - Throws: `SourceError`, to every reader.
    package func next(_ reader: Int) throws -> HeldPiece? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        wanted[reader] += 1
        letGo()
        let number = wanted[reader]
        while true {
            if let failure { throw failure }
            if number - first < pieces.count, pieces[number - first].isReady { return pieces[number - first].piece }
            if position < reach, let piece = spare.popLast() {
                fill(piece)
            } else if position >= reach, number - first >= pieces.count {
                return nil
            } else {
                pthread_cond_wait(change, mutex)
            }
        }
    }

    /// A reader wants nothing more. To be called by each, however it ends: the others would wait for it.
    package func leave(_ reader: Int) {
        pthread_mutex_lock(mutex)
        wanted[reader] = .max - 1
        letGo()
        pthread_mutex_unlock(mutex)
    }

    /// Under the mutex, which is given up while the bytes are read.
    private func fill(_ piece: HeldPiece) {
        piece.gather(from: position, to: reach, bytes: size, finder)
        position = piece.range.upperBound
        size = min(size * 2, Self.largestPiece)
        let number = first + pieces.count
        pieces.append((piece, false))
        pthread_mutex_unlock(mutex)
        let result = Result {
            try piece.read(history)
            piece.arrange(slots, slots.count)
        }
        pthread_mutex_lock(mutex)
        if case .failure(let error) = result { failure = failure ?? error }
        // Still there: the thread that fills it has not gone past it.
        pieces[number - first].isReady = true
        pthread_cond_broadcast(change)
    }

    /// Takes back what every reader has gone past.
    private func letGo() {
        let least = wanted.min() ?? 0
        var isChanged = false
        while let oldest = pieces.first, oldest.isReady, first < least {
            spare.append(oldest.piece)
            pieces.removeFirst()
            first += 1
            isChanged = true
        }
        if isChanged { pthread_cond_broadcast(change) }
    }
}

/// A piece of the log in memory: the bytes of its events, and the events sorted by slots.
///
/// Filled by one thread; then any may read it, until it is filled anew.
// Unchecked: who passes it on sees to that.
package final class HeldPiece: @unchecked Sendable {
    let block = ReadBlock()
    let places = HeldPlaces()
    /// The events' positions in the log.
    package private(set) var range = 0..<0
    /// Where each slot's events begin among the sorted, and where the last end.
    package private(set) var starts = UnsafeBufferPointer<Int>(start: nil, count: 0)

    /// Finds the events from one on, up to so many bytes; one at least.
    func gather(from position: Int, to end: Int, bytes: Int, _ finder: PlaceFinder) {
        range = position..<(position + places.gather(from: position, to: end, bytes: bytes, finder))
    }

    /// Reads the bytes of what was gathered.
    func read(_ history: History) throws {
        let first = places.inLog[0]
        let last = places.inLog[range.count - 1].end
        _ = try block.bytes(of: first.offset..<last, until: last, in: history.sources[Int(first.file)].file, number: first.file)
    }

    func arrange(_ slots: [Int32], _ count: Int) { starts = places.arrange(slots, count) }
}

import EventLog

/// The events of a piece of the log, put together by stream.
///
/// Lists of places instead of sorting: each event is touched twice, whatever order they are in.
final class LogPiece {
    private var heads: [Int32]
    private var tails: [Int32]
    private var links: [Int32] = []
    private var touched: [Int32] = []
    private var offsets: [Int32] = []

    init(streams: Int) {
        heads = [Int32](repeating: -1, count: streams)
        tails = heads
    }

    /// - Parameter wanted: by the stream's number, below 0 for one that is passed over.
    /// - Complexity: O(events of the range).
    func gather(_ range: Range<Int>, of history: History, wanted: [Int]) {
        for number in touched { heads[Int(number)] = -1 }
        touched.removeAll(keepingCapacity: true)
        if links.count < range.count { links = [Int32](repeating: -1, count: range.count) }
        wanted.withUnsafeBufferPointer { wanted in
            links.withUnsafeMutableBufferPointer { links in
                heads.withUnsafeMutableBufferPointer { heads in
                    tails.withUnsafeMutableBufferPointer { tails in
                        history.forEachStreamNumber(in: range) { position, number in
                            guard wanted[number] >= 0 else { return }
                            let offset = Int32(truncatingIfNeeded: position - range.lowerBound)
                            links[Int(offset)] = -1
                            if heads[number] < 0 {
                                heads[number] = offset
                                touched.append(Int32(truncatingIfNeeded: number))
                            } else {
                                links[Int(tails[number])] = offset
                            }
                            tails[number] = offset
                        }
                    }
                }
            }
        }
    }

    /// Calls `body` with each stream's number and its events' places, counted from the start of the piece.
    func forEachStream(_ body: (_ number: Int, _ offsets: UnsafeBufferPointer<Int32>) throws -> Void) rethrows {
        for number in touched {
            offsets.removeAll(keepingCapacity: true)
            var at = heads[Int(number)]
            while at >= 0 {
                offsets.append(at)
                at = links[Int(at)]
            }
            try offsets.withUnsafeBufferPointer { try body(Int(number), $0) }
        }
    }
}

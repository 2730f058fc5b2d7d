/// How many events each stream of the export gets.
///
/// Real histories are skewed: most streams are short, a few are very long. Two streams have fixed lengths, so that a benchmark can ask for them by
/// name: the first has `exactly` events, the second is the longest.
struct StreamLengths {
    /// The length of stream number 0.
    static let exactly = 1_000

    private(set) var counts: [Int]

    /// `events` must be at least `streams` + `exactly` + `longest`, and `streams` at least 3.
    init(events: Int, streams: Int, longest: Int, random: inout Random) {
        counts = [Int](repeating: 1, count: streams)
        counts[0] = Self.exactly
        counts[1] = longest
        let rest = events - (streams - 2) - Self.exactly - longest
        let cap = longest / 2

        // A weight of 1/u for u in (0, 1] is a Pareto distribution; the cap keeps the longest stream the longest.
        var weights = [UInt64](repeating: 0, count: streams)
        var sum: UInt64 = 0
        for stream in 2 ..< streams {
            weights[stream] = 1_000_000 / UInt64(random.below(20_000) + 20)
            sum += weights[stream]
        }
        var left = rest
        for stream in 2 ..< streams {
            let share = min(Int(UInt64(rest) * weights[stream] / sum), cap)
            counts[stream] += share
            left -= share
        }
        // What rounding left over goes out one by one.
        var stream = 2
        while left > 0 {
            counts[stream] += 1
            left -= 1
            stream = stream + 1 == streams ? 2 : stream + 1
        }
    }

    /// The stream of each event of the log, shuffled: the streams lie mixed in the file, as they do in a log. 4 bytes per event.
    func shuffled(random: inout Random) -> [UInt32] {
        var order: [UInt32] = []
        order.reserveCapacity(counts.reduce(0, +))
        for (stream, count) in counts.enumerated() {
            order.append(contentsOf: repeatElement(UInt32(stream), count: count))
        }
        for last in stride(from: order.count - 1, to: 0, by: -1) {
            order.swapAt(last, random.below(last + 1))
        }
        return order
    }
}

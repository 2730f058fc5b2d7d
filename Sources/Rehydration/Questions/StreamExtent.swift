package import EventLog
package import JSONText

/// Which streams of a history a question is about, and how many events of each, in order of version.
package struct StreamExtent: Sendable {
    /// By the stream's number; −1 for one that is not asked about.
    let counts: [Int]
    /// Events behind this position are of no interest.
    let reach: Int

    /// Every event of the streams that `admits` takes. Asking it costs a name each; nil takes all without.
    package init(of history: History, admits: ((ExactString) -> Bool)? = nil, until moment: LogMoment? = nil) {
        var counts = moment?.counts(in: history)
            ?? (0..<history.streamCount).map { history.eventCount(ofStreamNumbered: $0) }
        if let admits {
            for number in counts.indices where !admits(history.stream(numbered: number).name) { counts[number] = -1 }
        }
        self.counts = counts
        reach = moment?.reach(in: history) ?? history.count
    }

    /// Streams asked about.
    package var streamCount: Int { counts.count { $0 >= 0 } }
    var eventCount: Int { counts.reduce(0) { $0 + max($1, 0) } }

    /// Whose each stream is: by number, below `jobs`; about as many events for each.
    func shares(_ jobs: Int) -> [Int32] {
        var loads = [Int](repeating: 0, count: jobs)
        return counts.map { count in
            guard count >= 0 else { return -1 }
            let least = loads.indices.min { loads[$0] < loads[$1] }!
            loads[least] += count + 1
            return Int32(least)
        }
    }
}

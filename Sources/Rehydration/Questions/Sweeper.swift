import EventLog

/// One thread's way over the log.
final class Sweeper<Asker: StreamAsker> {
    private let history: History
    private let run: EventRun
    private let asker: Asker
    private let extent: StreamExtent
    private let mostStates: Int
    private let stop: StopSign
    private let pieces: SharedPieces
    /// This thread's number among those that go through the pieces.
    private let thread: Int
    private let report: (_ findings: [Asker.Finding], _ reached: Int, _ events: Int, _ streams: Int) -> Void

    /// The numbers of the streams that it has.
    private let own: [Int]
    // One thread's: nobody else looks at these meanwhile.
    /// By the stream's number.
    @exclusivity(unchecked) private var streams: [(any AskedStream)?]
    /// Events taken; −1 for a stream of which none is wanted (any more) on this pass.
    @exclusivity(unchecked) private var taken: [Int]
    /// Streams that began when too many states were at hand already, and where the first of them begins.
    private var deferred: [Int] = []
    private var deferredFrom = Int.max
    private var alive = 0
    private var left = 0
    @exclusivity(unchecked) private var eventsSinceReport = 0
    private var streamsSinceReport = 0

    /// Of a stream whose order is not the log's, between two looks at the stop sign.
    private static var runLength: Int { 4096 }

    init(
        _ rehydrator: Rehydrator, _ asker: Asker, _ extent: StreamExtent, isMine: (Int) -> Bool, mostStates: Int, _ stop: StopSign,
        _ pieces: SharedPieces, thread: Int,
        _ report: @escaping (_ findings: [Asker.Finding], _ reached: Int, _ events: Int, _ streams: Int) -> Void
    ) {
        history = rehydrator.history
        run = rehydrator.run
        self.asker = asker
        self.extent = extent
        self.mostStates = max(1, mostStates)
        self.stop = stop
        self.pieces = pieces
        self.thread = thread
        self.report = report
        streams = Array(repeating: nil, count: extent.counts.count)
        own = extent.counts.indices.filter { isMine($0) && extent.counts[$0] >= 0 }
        taken = Array(repeating: -1, count: extent.counts.count)
        for number in own { taken[number] = 0 }
    }

    /// - Throws: `CancellationError` if stopped; what was found by then was reported.
    func sweep() throws {
        defer { tell(reached: 0) }
        try takeDisordered()
        left = own.count { taken[$0] >= 0 }
        for number in own where taken[number] >= 0 && extent.counts[number] == 0 { try begin(number); try finish(number) }
        try pass(pieces, as: thread)
        while left > 0, !deferred.isEmpty {
            let from = deferredFrom
            for number in deferred { taken[number] = 0 }
            (deferred, deferredFrom) = ([], .max)
            try pass(SharedPieces(history, from: from, to: extent.reach, readers: 1) { taken[$0] >= 0 }, as: 0)
        }
        // An index that promises events that are not there.
        for number in own where streams[number] != nil { try finish(number) }
        tell(reached: .max)
    }

    /// Streams whose versions go back in the log are taken in their own order, before all others.
    private func takeDisordered() throws {
        for number in own where extent.counts[number] > 0 && history.goesBack(streamNumbered: number) {
            let stream = history.stream(numbered: number)
            let asked = try asker.begin(stream, numbered: number)
            let count = min(extent.counts[number], stream.positions.count)
            var next = 0
            while next < count, !asked.isSettled {
                try stop.check()
                let end = min(count, next + Self.runLength)
                try asked.take(EventSpan(next..<end, of: stream, by: run))
                next = end
            }
            if !asked.isSettled { try asked.end() }
            taken[number] = -1
            eventsSinceReport += count
            streamsSinceReport += 1
            if eventsSinceReport >= Self.runLength { tell(reached: 0) }
        }
    }

    private func pass(_ pieces: SharedPieces, as reader: Int) throws {
        defer { pieces.leave(reader) }
        while left > 0, let piece = try pieces.next(reader) {
            try stop.check()
            run.hold(piece)
            let starts = piece.starts
            // Streams go by their own numbers: in the order in which they first appear.
            for number in own where starts[number] < starts[number + 1] && taken[number] >= 0 {
                try take(number, starts[number]..<starts[number + 1], from: piece.range.lowerBound)
            }
            tell(reached: min(piece.range.upperBound, deferredFrom))
        }
    }

    private func take(_ number: Int, _ held: Range<Int>, from first: Int) throws {
        let before = taken[number]
        let count = min(held.count, extent.counts[number] - before)
        guard before >= 0, count > 0 else { return }
        if streams[number] == nil {
            guard alive < mostStates else {
                deferred.append(number)
                deferredFrom = min(deferredFrom, first)
                taken[number] = -1
                return
            }
            try begin(number)
        }
        let stream = streams[number]!
        if !stream.isSettled { try stream.take(EventSpan(before..<(before + count), heldFrom: held.lowerBound, by: run)) }
        taken[number] = before + count
        eventsSinceReport += count
        if stream.isSettled || taken[number] == extent.counts[number] { try finish(number) }
    }

    private func begin(_ number: Int) throws {
        let stream = history.stream(numbered: number)
        run.know(stream.name, ofStream: number)
        streams[number] = try asker.begin(stream, numbered: number)
        alive += 1
    }

    private func finish(_ number: Int) throws {
        if streams[number]?.isSettled == false { try streams[number]?.end() }
        streams[number] = nil
        eventsSinceReport += extent.counts[number] - max(taken[number], 0)
        streamsSinceReport += 1
        taken[number] = -1
        alive -= 1
        left -= 1
    }

    private func tell(reached: Int) {
        let findings = asker.takeFindings()
        guard reached > 0 || !findings.isEmpty || eventsSinceReport > 0 || streamsSinceReport > 0 else { return }
        report(findings, reached, eventsSinceReport, streamsSinceReport)
        (eventsSinceReport, streamsSinceReport) = (0, 0)
    }
}

import EventLog
import JSONText

/// Checks the streams of one thread.
final class CheckAsker: StreamAsker {
    let rehydrator: Rehydrator
    let feed: EventFeed
    let replay: EventFeed
    let upcasters: UpcasterChain
    /// By the type's number: whether events of it may have no way to today's schema. No other is asked.
    let mayMissWay: [Bool]
    private var findings: [CheckFinding] = []
    private var ofTypes = TypeFindings()

    init(_ rehydrator: Rehydrator) {
        self.rehydrator = rehydrator
        feed = rehydrator.feed
        replay = rehydrator.makeReplay()
        let chain = rehydrator.upcasters
        upcasters = chain
        mayMissWay = (0..<rehydrator.history.typeCount).map { chain.mayMissWay(rehydrator.run.typeName($0)) }
    }

    func begin(_ stream: History.Stream, numbered number: Int) throws -> any AskedStream {
        do { return try checked(rehydrator.fold(for: stream.name), stream) } catch let error where EventFault.isOfTheEvent(error) {
            let position = stream.positions.first ?? 0
            note(.unfolded(EventFault.handlerError(error, "state of \(stream.name)")), stream.name, version: -1, position: position, time: nil)
            return SettledStream()
        }
    }

    private func checked(_ fold: some Fold, _ stream: History.Stream) throws -> any AskedStream {
        CheckStream(self, try StreamFold(fold, stream))
    }

    func note(_ cause: CheckFinding.Cause, at event: EventView) {
        let event = event.event
        note(cause, event.stream, version: event.version, position: event.position, time: event.time)
    }

    func note(_ cause: CheckFinding.Cause, _ stream: ExactString, version: Int64, position: Int, time: EventTime?) {
        let name = switch cause {
        case .invariant(let broken): broken.name
        case .unfolded(let error): error.handler
        case .gap: stream.description
        case .unhandled, .upcasterGap: ""
        }
        findings.append(CheckFinding(cause: cause, name: name, stream: stream, version: version, position: position, time: time))
    }

    /// Counted where it lies; of each type and aggregate only the first is copied.
    func noteUnhandled(_ event: EventView, by aggregate: String) {
        if !ofTypes.count(.init(type: event.type, gap: nil), at: event.position) { noteUnhandled(event.event, by: aggregate) }
    }

    func noteUnhandled(_ event: Event, by aggregate: String) { ofTypes.add(.init(type: event.type, gap: nil), aggregate: aggregate, event) }

    func noteMissingWay(_ event: Event) {
        if let reason = upcasters.missingWay(of: event) { ofTypes.add(.init(type: event.type, gap: reason), aggregate: "", event) }
    }

    func takeFindings() -> [CheckFinding] {
        defer { findings = [] }
        return findings
    }

    func summary() -> TypeFindings { ofTypes }
}

/// One stream that is checked.
final class CheckStream<F: Fold>: AskedStream, Audit {
    private unowned let asker: CheckAsker
    private var folded: StreamFold<F>
    /// Kept apart: what is told while the fold goes on must not look at it.
    private let aggregate: String
    /// Invariants that were reported already.
    private(set) var settled: Set<String> = []
    private var lastVersion: Int64?
    private var hasGap = false
    private var count = 0

    init(_ asker: CheckAsker, _ folded: StreamFold<F>) {
        self.asker = asker
        self.folded = folded
        aggregate = folded.fold.name
    }

    var isSettled: Bool { false }

    func take(_ span: EventSpan) throws {
        let feed = asker.feed
        var next = span.numbers.lowerBound
        count = span.numbers.upperBound
        while next < span.numbers.upperBound {
            span.begin(feed, next..<span.numbers.upperBound)
            do { return try folded.fold.apply(feed, to: &folded.state, under: self) } catch let error where EventFault.isOfTheEvent(error) {
                let number = span.number(of: feed)
                try folded.undo(number, with: asker.replay)
                span.begin(feed, number..<(number + 1))
                if try feed.next() {
                    checkVersion(feed.current)
                    asker.note(.unfolded(EventFault.handlerError(error, aggregate)), at: feed.current)
                }
                next = number + 1
            }
        }
    }

    func folded(_ event: EventView, _ handling: Handling) {
        checkVersion(event)
        if handling == .unhandled { asker.noteUnhandled(event, by: aggregate) }
        if asker.mayMissWay[event.typeNumber] { asker.noteMissingWay(event.event) }
    }

    func folded(_ event: EventView, as events: [(event: Event, handling: Handling)]) {
        checkVersion(event)
        for (event, handling) in events {
            if handling == .unhandled { asker.noteUnhandled(event, by: aggregate) }
            asker.noteMissingWay(event)
        }
    }

    func broken(_ invariants: [BrokenInvariant], after event: EventView) {
        for invariant in invariants where settled.insert(invariant.name).inserted { asker.note(.invariant(invariant), at: event) }
    }

    /// In order of version; what is missing is told once a stream. Whether that is damage, `Verification` knows.
    private func checkVersion(_ view: EventView) {
        defer { lastVersion = view.version }
        guard !hasGap, let last = lastVersion, view.version > last, view.version - last > 1 else { return }
        hasGap = true
        asker.note(.gap(expected: last + 1, found: view.version), at: view)
    }

    /// A state that cannot be shown mostly stays so: it is looked for at the end, and then the event that made it.
    func end() throws {
        do {
            _ = try folded.fold.check(folded.state)
        } catch let error where EventFault.isOfTheEvent(error) {
            let cursor = asker.rehydrator.makeCursor(folded.fold, on: EventPath(folded.stream), snapshots: nil)
            defer { cursor.dropCheckpoints() }
            let marks = try cursor.marks(in: 0..<count)
            for (index, mark) in marks.enumerated() where !folded.refused.contains(index) {
                guard let problem = mark.problem else { continue }
                let position = folded.stream.positions[index]
                let event = try asker.rehydrator.reader.event(at: position).event
                asker.note(.unfolded(problem), event.stream, version: event.version, position: position, time: event.time)
            }
        }
    }
}

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
        let folded = try StreamFold(fold, stream)
        var isUnshowable = false
        do { _ = try fold.check(folded.state) } catch let fault where EventFault.isOfTheEvent(fault) {
            let error = EventFault.handlerError(fault, fold.name)
            note(.unfolded(error), stream.name, version: -1, position: stream.positions.first ?? 0, time: nil)
            isUnshowable = true
        }
        return CheckStream(self, folded, isUnshowable: isUnshowable)
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
    var lookout = Lookout()
    /// Positions of events of which one made the state unshowable, the first and the last of a few: which one is found out at the end.
    private var suspects: [(last: Int, count: Int)] = []
    private var lastPosition = 0

    init(_ asker: CheckAsker, _ folded: StreamFold<F>, isUnshowable: Bool) {
        self.asker = asker
        lookout.isUnshowable = isUnshowable
        self.folded = folded
        aggregate = folded.fold.name
    }

    var isSettled: Bool { false }

    func take(_ span: EventSpan) throws {
        let feed = asker.feed
        var next = span.numbers.lowerBound
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

    func unshowable(_ error: HandlerError, after event: EventView, among count: Int) {
        if count <= 1 { asker.note(.unfolded(error), at: event) } else { suspects.append((event.position, count)) }
    }

    func broken(_ invariants: [BrokenInvariant], after event: EventView) {
        for invariant in invariants where settled.insert(invariant.name).inserted { asker.note(.invariant(invariant), at: event) }
    }

    /// In order of version; what is missing is told once a stream. Whether that is damage, `Verification` knows.
    private func checkVersion(_ view: EventView) {
        lastPosition = view.position
        defer { lastVersion = view.version }
        guard !hasGap, let last = lastVersion, view.version > last, view.version - last > 1 else { return }
        hasGap = true
        asker.note(.gap(expected: last + 1, found: view.version), at: view)
    }

    /// A large state is looked at once more, and where one was found unshowable a few events late, those are gone through one by one.
    func end() throws {
        if lookout.since > 0, !lookout.isUnshowable {
            do { _ = try folded.fold.check(folded.state) } catch let error where EventFault.isOfTheEvent(error) {
                suspects.append((lastPosition, lookout.since))
            }
        }
        guard !suspects.isEmpty else { return }
        let positions = folded.stream.positions
        let cursor = asker.rehydrator.makeCursor(folded.fold, on: EventPath(folded.stream), snapshots: nil)
        defer { cursor.dropCheckpoints() }
        for suspect in suspects {
            guard let last = positions.firstIndex(of: suspect.last).map({ $0 - positions.startIndex }) else { continue }
            let first = max(0, last + 1 - suspect.count)
            for (number, mark) in zip(first..., try cursor.marks(in: first..<(last + 1))) where !folded.refused.contains(number) {
                guard let problem = mark.problem else { continue }
                let position = positions[positions.startIndex + number]
                let event = try asker.rehydrator.reader.event(at: position).event
                asker.note(.unfolded(problem), event.stream, version: event.version, position: position, time: event.time)
            }
        }
    }
}

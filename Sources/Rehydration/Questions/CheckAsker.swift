import EventLog
import JSONText

/// Checks the streams of one thread.
final class CheckAsker: StreamAsker {
    let rehydrator: Rehydrator
    let run: EventRun
    let feed: EventFeed
    let replay: EventFeed
    let upcasters: UpcasterChain
    /// By the type's number: whether events of it may have no way to today's schema. No other is asked.
    let mayMissWay: [Bool]
    private var findings: [CheckFinding] = []
    private var ofTypes = TypeFindings()

    init(_ rehydrator: Rehydrator) {
        self.rehydrator = rehydrator
        run = rehydrator.run
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
final class CheckStream<F: Fold>: AskedStream {
    private unowned let asker: CheckAsker
    private var folded: StreamFold<F>
    /// Invariants that were reported already.
    private var broken: Set<String> = []
    private var lastVersion: Int64?
    private var hasGap = false
    private var count = 0

    init(_ asker: CheckAsker, _ folded: StreamFold<F>) {
        self.asker = asker
        self.folded = folded
    }

    var isSettled: Bool { false }

    func take(_ range: Range<Int>, _ positions: @escaping (Int) -> Int) throws {
        var next = range.lowerBound
        count = range.upperBound
        while next < range.upperBound {
            asker.feed.begin(next..<range.upperBound, positions)
            do { return try check(asker.feed) } catch let error where EventFault.isOfTheEvent(error) {
                let index = asker.feed.index
                asker.note(.unfolded(EventFault.handlerError(error, folded.fold.name)), at: asker.run.current)
                try folded.undo(index, with: asker.replay)
                next = index + 1
            }
        }
    }

    private func check(_ feed: EventFeed) throws {
        let fold = folded.fold
        while try feed.next() {
            let view = asker.run.current!
            checkVersion(view)
            if let view = feed.recorded {
                let handling = try fold.apply(view, to: &folded.state)
                if handling == .unhandled { asker.noteUnhandled(view.event, by: fold.name) }
                if asker.mayMissWay[view.typeNumber] { asker.noteMissingWay(view.event) }
            } else {
                let events = try feed.events()
                var unhandled: [Event] = []
                for event in events where try fold.apply(event, to: &folded.state) == .unhandled { unhandled.append(event) }
                for event in unhandled { asker.noteUnhandled(event, by: fold.name) }
                for event in events { asker.noteMissingWay(event) }
            }
            for invariant in try fold.brokenInvariants(of: folded.state) where broken.insert(invariant.name).inserted {
                asker.note(.invariant(invariant), at: view)
            }
        }
    }

    /// In order of version; what is missing is told once a stream.
    private func checkVersion(_ view: EventView) {
        defer { lastVersion = view.version }
        guard !hasGap, let last = lastVersion ?? (asker.rehydrator.history.isOwnStore(at: view.position) ? -1 : nil),
            view.version > last, view.version - last > 1
        else { return }
        hasGap = true
        let isOwnStore = asker.rehydrator.history.isOwnStore(at: view.position)
        asker.note(.gap(expected: last + 1, found: view.version, isOwnStore: isOwnStore), at: view)
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

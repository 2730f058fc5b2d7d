import EventLog

/// One stream that is searched.
final class FindStream<F: Fold>: AskedStream {
    private unowned let asker: FindAsker
    private var folded: StreamFold<F>
    private let watch: any Watch<F.State>
    private var wasTrue = false
    private(set) var isSettled = false

    init(_ asker: FindAsker, _ folded: StreamFold<F>, _ watch: any Watch<F.State>) {
        self.asker = asker
        self.folded = folded
        self.watch = watch
    }

    func take(_ range: Range<Int>, _ positions: @escaping (Int) -> Int) throws {
        var next = range.lowerBound
        while next < range.upperBound, !isSettled {
            asker.feed.begin(next..<range.upperBound, positions)
            do { return try search(asker.feed) } catch let error where EventFault.isOfTheEvent(error) {
                let index = asker.feed.index
                try folded.undo(index, with: asker.replay)
                try askAfterRefusal()
                next = index + 1
            }
        }
    }

    func end() {}

    private func search(_ feed: EventFeed) throws {
        while try !isSettled && feed.next() {
            if let view = feed.recorded {
                let truth = try watch.apply(view, to: &folded.state)
                if truth != .no || wasTrue { conclude([truth], truth == .failed ? [watch.failure] : []) }
            } else {
                var truths: [Truth] = []
                var failures: [HandlerError] = []
                for event in try feed.events() {
                    truths.append(try watch.apply(event, to: &folded.state))
                    if truths.last == .failed { failures.append(watch.failure) }
                }
                conclude(truths, failures)
            }
        }
    }

    /// The event is there though it changed nothing: the state is as before it.
    private func askAfterRefusal() throws {
        var events = [asker.run.current.event]
        do { events = try asker.feed.events() } catch let error where EventFault.isOfTheEvent(error) {}
        var truths: [Truth] = []
        var failures: [HandlerError] = []
        for event in events {
            truths.append(try watch.ask(event, of: folded.state))
            if truths.last == .failed { failures.append(watch.failure) }
        }
        conclude(truths, failures)
    }

    /// What was said after each of the events that a recorded one became counts for that one.
    private func conclude(_ truths: [Truth], _ failures: [HandlerError]) {
        var isFound = false
        for truth in truths {
            if truth == .yes, !wasTrue { isFound = true }
            wasTrue = truth == .yes
        }
        let event = asker.run.current!
        if isFound {
            asker.note(event)
            if !asker.question.isEvery { isSettled = true }
        }
        for failure in failures { asker.note(failure: failure, at: event.position) }
    }
}

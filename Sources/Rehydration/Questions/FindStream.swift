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

    func take(_ span: EventSpan) throws {
        let feed = asker.feed
        var next = span.numbers.lowerBound
        while next < span.numbers.upperBound, !isSettled {
            span.begin(feed, next..<span.numbers.upperBound)
            do {
                return try watch.apply(feed, to: &folded.state, since: wasTrue ? .yes : .no) { conclude($0) }
            } catch let error where EventFault.isOfTheEvent(error) {
                let number = span.number(of: feed)
                try folded.undo(number, with: asker.replay)
                try askAfterRefusal(span, number)
                next = number + 1
            }
        }
    }

    func end() {}

    /// The event is there though it changed nothing: the state is as before it.
    private func askAfterRefusal(_ span: EventSpan, _ number: Int) throws {
        let feed = asker.feed
        span.begin(feed, number..<(number + 1))
        guard try feed.next() else { return }
        var events = [feed.current.event]
        do { events = try feed.events() } catch let error where EventFault.isOfTheEvent(error) {}
        var truths: [Truth] = []
        var failures: [HandlerError] = []
        for event in watch.looksAtStates ? Array(events.suffix(1)) : events {
            truths.append(try watch.ask(event, of: folded.state))
            if truths.last == .failed { failures.append(watch.failure) }
        }
        _ = conclude(WatchStep(feed.current, truths, failures))
    }

    /// What was said after each of the events that a recorded one became counts for that one.
    /// - Returns: whether more is wanted.
    private func conclude(_ step: WatchStep) -> Bool {
        var isFound = false
        for truth in step.truths {
            if truth == .yes, !wasTrue { isFound = true }
            wasTrue = truth == .yes
        }
        if isFound {
            asker.note(step.event)
            if !asker.question.isEvery { isSettled = true }
        }
        for failure in step.failures { asker.note(failure: failure, at: step.event.position) }
        return !isSettled
    }
}

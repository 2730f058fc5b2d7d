import EventLog

/// Events of one stream that follow one another in its order: those of a piece of the log that is held, or any others.
struct EventSpan {
    /// The numbers of the events among the stream's own.
    let numbers: Range<Int>
    /// Where they begin among those that are held; nil: they are looked up.
    private let held: Int?
    private let stream: History.Stream?
    private let run: EventRun

    init(_ numbers: Range<Int>, heldFrom start: Int, by run: EventRun) {
        self.numbers = numbers
        held = start
        stream = nil
        self.run = run
    }

    init(_ numbers: Range<Int>, of stream: History.Stream, by run: EventRun) {
        self.numbers = numbers
        held = nil
        self.stream = stream
        self.run = run
    }

    /// Gives a feed some of the events; its `index` is then not the event's number, see `number(of:)`.
    func begin(_ feed: EventFeed, _ part: Range<Int>) {
        if let held {
            feed.beginHeld((held + part.lowerBound - numbers.lowerBound)..<(held + part.upperBound - numbers.lowerBound))
        } else {
            let positions = stream!.positions
            feed.begin(part) { positions[$0] }
        }
    }

    /// The number of the event that a feed of this span has come to, among the stream's own.
    func number(of feed: EventFeed) -> Int { held.map { feed.index - $0 + numbers.lowerBound } ?? feed.index }

    func position(of number: Int) -> Int {
        held.map { run.heldPosition($0 + number - numbers.lowerBound) } ?? stream!.positions[number]
    }
}

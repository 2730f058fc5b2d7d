import EventLog
import JSONText

/// The events of a stream with an overlay on it, as a cursor goes along them.
///
/// They are numbered as the stream's own were: the first has the first's version, and so on; behind the last, one by one. What
/// stands as it was recorded is read where it lies.
final class OverlayEvents: CursorEvents {
    let plan: OverlayPlan
    private let path: EventPath
    private let history: History
    private let reader: HistoryReader
    private let feed: EventFeed
    private let upcasters: UpcasterChain
    private let parser = JSONParser()
    private(set) var index = -1
    private(set) var handling = Handling.handled
    /// The event that is being given, if it is not as it was recorded.
    private var altered: Event?

    init(_ plan: OverlayPlan, on path: EventPath, _ reader: HistoryReader, _ feed: EventFeed, _ upcasters: UpcasterChain) {
        self.plan = plan
        self.path = path
        history = reader.history
        self.reader = reader
        self.feed = feed
        self.upcasters = upcasters
    }

    var name: ExactString { path.name }
    var count: Int { plan.folded.count }

    func heading(of index: Int) -> EventHeading {
        let entry = plan.entries[Int(plan.folded[index])]
        switch entry.target {
        case .recorded(let number):
            let event = EventHeading(history, at: path[number])
            let type = entry.isEdited ? ((try? self.event(index).type) ?? event.type) : event.type
            return EventHeading(version: version(of: index), position: event.position, type: type)
        case .inserted:
            return EventHeading(version: version(of: index), position: -1, type: (try? self.event(index).type) ?? "")
        }
    }

    func time(of index: Int) throws -> EventTime? { try event(index).time }
    var current: (heading: EventHeading, time: EventTime?) { (heading(of: index), altered.map(\.time) ?? feed.current.time) }

    private func version(of index: Int) -> Int64 {
        if index < path.count { return history.version(at: path[index]) }
        return (path.count > 0 ? history.version(at: path[path.count - 1]) : -1) + Int64(index - path.count + 1)
    }

    /// The event that is folded as that number.
    /// - Throws: `SourceError`; `OverlayError` where a setting cannot be made.
    func event(_ index: Int) throws -> Event {
        let target = plan.entries[Int(plan.folded[index])].target
        return try event(target).with(version: version(of: index))
    }

    /// An entry's event with what was set in it, under the version that it was recorded with; −1 for an inserted one.
    func event(_ target: HistoryOverlay.Target) throws -> Event {
        var event: Event
        switch target {
        case .recorded(let number): event = try reader.event(at: path[number]).event
        case .inserted(let number): event = Event(plan.inserted[number], in: path.name)
        }
        for (path, value) in plan.settings[target] ?? [] { event = try event.setting(path, to: value, parser) }
        return event
    }

    func apply<F: Fold>(_ range: Range<Int>, readingAhead _: Int, with fold: F, to state: inout F.State, watch: PathWatch?) throws {
        var next = range.lowerBound
        while next < range.upperBound {
            var end = next
            while end < range.upperBound, plan.isUnchanged(end) { end += 1 }
            if end > next { try applyRecorded(next..<end, with: fold, to: &state, watch) }
            if end < range.upperBound { try applyAltered(end, with: fold, to: &state, watch) }
            next = end + 1
        }
    }

    private func applyRecorded<F: Fold>(_ range: Range<Int>, with fold: F, to state: inout F.State, _ watch: PathWatch?) throws {
        altered = nil
        defer {
            index = feed.index
            handling = feed.handling
        }
        feed.begin(path, range)
        guard let watch else { return try fold.apply(feed, to: &state) }
        // Whoever is told of a change asks for the event's number while the feed is under way.
        index = range.lowerBound - 1
        while try feed.next() {
            index = feed.index
            for event in try feed.events() { feed.note(try fold.apply(event, to: &state)) }
            try fold.look(at: state, watch)
        }
    }

    private func applyAltered<F: Fold>(_ number: Int, with fold: F, to state: inout F.State, _ watch: PathWatch?) throws {
        index = number
        handling = .ignored
        let event = try event(number)
        altered = event
        for event in try upcasters.upcast(event).final {
            let answer = try fold.apply(event, to: &state)
            if answer != .ignored { handling = answer }
        }
        if let watch { try fold.look(at: state, watch) }
    }
}

extension Event {
    /// An event that stands in no log yet.
    init(_ new: EventToAppend, in stream: ExactString) {
        let time = new.time.flatMap { text in Instant.reading(text.bytes).map { EventTime(text: text, instant: $0.instant) } }
        self.init(
            position: -1, stream: stream, version: -1, type: new.type, schema: new.schema, id: new.id, time: time, data: new.data, meta: new.meta)
    }

    func with(version: Int64) -> Event { with(version: version, meta: meta) }
}

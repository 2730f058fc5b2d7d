import EventLog
package import JSONText

/// The events that a cursor goes along: those of a log where they lie, or those of a log with changes laid over it.
protocol CursorEvents: AnyObject {
    /// The stream's, or the projection's.
    var name: ExactString { get }
    var count: Int { get }

    /// O(1).
    func heading(of index: Int) -> EventHeading
    /// - Throws: `SourceError`.
    func time(of index: Int) throws -> EventTime?

    /// Applies the events of some numbers, one after another; where it throws, `index` says at which.
    /// - Parameters:
    ///   - end: behind the events that are likely to be asked for next: they may be read together with these.
    ///   - watch: looks at the state after each event.
    func apply<F: Fold>(_ range: Range<Int>, readingAhead end: Int, with fold: F, to state: inout F.State, watch: PathWatch?) throws

    /// The number of the event that was given last, and the fold's answer to it.
    var index: Int { get }
    var handling: Handling { get }
    /// The same event, while it is being given: nothing is read for it.
    var current: (heading: EventHeading, time: EventTime?) { get }
}

/// What is known of an event without reading it.
package struct EventHeading: Hashable, Sendable {
    package let version: Int64
    /// −1 for an event that stands in no log.
    package let position: Int
    package let type: ExactString
}

/// The events of a log, read where they lie.
final class LoggedEvents: CursorEvents {
    private let path: EventPath
    private let run: EventRun
    private let feed: EventFeed
    /// What the run was told last, if it was told by us.
    private var beginning = -1

    init(_ path: EventPath, _ run: EventRun, _ feed: EventFeed) {
        self.path = path
        self.run = run
        self.feed = feed
    }

    var name: ExactString { path.name }
    var count: Int { path.count }
    var index: Int { feed.index }
    var handling: Handling { feed.handling }

    func heading(of index: Int) -> EventHeading { EventHeading(run.history, at: path[index]) }
    func time(of index: Int) throws -> EventTime? { try run.withEvent(at: path[index]) { $0.event.time } }
    var current: (heading: EventHeading, time: EventTime?) {
        let view = feed.current
        return (EventHeading(version: view.version, position: view.position, type: view.type), view.time)
    }

    func apply<F: Fold>(_ range: Range<Int>, readingAhead end: Int, with fold: F, to state: inout F.State, watch: PathWatch?) throws {
        // Where nobody has used the run meanwhile, and these are the next, it just goes on.
        if run.beginning != beginning || !feed.goesOn(to: range) {
            feed.begin(path, range.lowerBound..<max(range.upperBound, end))
            beginning = run.beginning
        }
        feed.pause(before: range.upperBound)
        if let watch { try fold.apply(feed, to: &state, watching: watch) } else { try fold.apply(feed, to: &state) }
    }
}

extension EventHeading {
    init(_ history: History, at position: Int) {
        self.init(version: history.version(at: position), position: position, type: history.type(at: position))
    }
}

package import EventLog

/// A moment at which everything is looked at: `:at`.
package struct Then: Equatable, Sendable {
    package let moment: LogMoment
    /// How many events of each stream there were, in the order of the list by name.
    let counts: [Int]
    /// Of the log.
    let eventCount: Int

    init(moment: LogMoment, counts: [Int]) {
        self.moment = moment
        self.counts = counts
        eventCount = counts.reduce(0, +)
    }
}

extension HistoryPlace {
    /// How many events of a stream there were at the moment that is looked at; nil where all count.
    func countThen(ofStream place: Int) -> Int? {
        guard let counts = then?.counts, counts.indices.contains(place) else { return nil }
        return counts[place]
    }

    /// The event at which a stream stood then.
    func indexThen(of stream: History.Stream) -> Int? {
        guard then != nil, let place = history.index(ofStream: stream.name) else { return nil }
        return countThen(ofStream: place).map { $0 - 1 }
    }

    /// Whether a place lies behind the moment that is looked at.
    func isLater(_ spot: Spot) -> Bool {
        guard let place = history.index(ofStream: spot.stream), let count = countThen(ofStream: place) else { return false }
        return spot.index >= count
    }

    /// The last event of the stream that may be looked at: a stream that was not there yet has none.
    var lastIndex: Int { stream.flatMap { indexThen(of: $0) } == -1 ? -1 : eventCount - 1 }

    /// `:at`: every stream as it was at one moment; alone: as all are now.
    mutating func lookAt(_ text: String, _ explorer: inout ExplorerState) -> [Command] {
        guard !text.isEmpty else {
            explorer.say(then == nil ? "everything is looked at as it is; :at thursday 14:32 goes to a moment" : "everything as it is now; cursors stay where they are")
            then = nil
            return stop(.moment)
        }
        guard let point = PointInTime(parsing: text) else {
            explorer.complain("\"\(text)\" is no point in time; write \(PointInTime.forms)")
            return []
        }
        do { return askThen(try point.resolve(onLog: history, zone: explorer.zone)) } catch {
            explorer.complain(error.message)
            return []
        }
    }

    mutating func askThen(_ moment: LogMoment) -> [Command] { start(.moment, "going to \(moment.understood)", .counts(moment)) }

    /// Streams that were left are found where they stood then.
    mutating func receive(_ counts: [Int], at moment: LogMoment, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        let isNew = then?.moment != moment
        then = Then(moment: moment, counts: counts)
        guard isNew else { return [] }
        cursors = [:]
        explorer.say("everything at \(moment.understood): \(counts.count { $0 > 0 }) of \(counts.count) streams were there; :at alone lifts it")
        guard let index = stream.flatMap({ indexThen(of: $0) }) else { return [] }
        return leap(layout) { $0.moveCursor(to: index, layout: layout) }
    }
}

import EventLog
import JSONText

extension HistoryPlace {
    /// Lines of the pane that are for streams: the first says what is left out.
    func streamsHeight(_ layout: Layout) -> Int { max(0, layout.height(of: .streams) - (streams.arrangement.match == nil ? 0 : 1)) }

    /// Selects a line; a stream on it is shown at once.
    mutating func selectLine(_ row: Int, _ layout: Layout) -> [Command] {
        let count = streams.count(in: history)
        streams.list.select(row, of: count, height: streamsHeight(layout))
        guard case .stream(let place)? = streams.line(streams.list.selected, in: history) else { return [] }
        let stream = history.stream(at: place)
        guard stream.name != self.stream?.name else { return [] }
        return show(stream, layout: layout)
    }

    /// Selects the line of the stream that is shown, where there is one.
    mutating func selectStreamLine(_ layout: Layout) {
        guard let stream, let place = history.index(ofStream: stream.name) else { return }
        if case .stream(place)? = streams.line(streams.list.selected, in: history) { return }
        guard let row = streams.row(ofStream: place) else { return }
        streams.list.select(row, of: streams.count(in: history), height: streamsHeight(layout))
    }

    // MARK: Arranging

    mutating func arrangeIfNeeded() -> [Command] {
        guard !streams.arrangement.isPlain else {
            guard streams.rows != nil else { return stop(.streams) }
            streams.rows = nil
            return stop(.streams)
        }
        return start(.streams, "listing", .arrange(streams.arrangement))
    }

    mutating func sortStreams(_ explorer: inout ExplorerState) -> [Command] {
        let orders = StreamArrangement.Order.allCases
        let next = orders[(orders.firstIndex(of: streams.arrangement.order)! + 1) % orders.count]
        return sortStreams(by: next, &explorer)
    }

    mutating func sortStreams(by order: StreamArrangement.Order, _ explorer: inout ExplorerState) -> [Command] {
        streams.arrangement.order = order
        streams.arrangement.isReversed = false
        explorer.say("sorted by \(order.title); s goes on, S reverses")
        return arrangeIfNeeded() + restoreLine()
    }

    mutating func reverseStreams(_ explorer: inout ExplorerState) -> [Command] {
        streams.arrangement.isReversed.toggle()
        explorer.say("sorted by \(streams.arrangement.order.title)\(streams.arrangement.isReversed ? ", reversed" : "")")
        return arrangeIfNeeded() + restoreLine()
    }

    mutating func matchStreams(_ text: String?) -> [Command] {
        streams.arrangement.match = text.flatMap { $0.isEmpty ? nil : $0 }
        return arrangeIfNeeded() + restoreLine()
    }

    /// Where the list is that of the history again, its selection is that of the stream.
    private mutating func restoreLine() -> [Command] {
        if streams.rows == nil, streams.arrangement.isPlain, let stream, let place = history.index(ofStream: stream.name) {
            streams.list.selected = place
        }
        return []
    }

    mutating func receive(_ rows: StreamRows, _ layout: Layout) -> [Command] {
        // The selection stays on the stream; where that is folded away, on the line of its category.
        streams.rows = rows
        if let stream {
            let place = history.index(ofStream: stream.name)
            let row = place.flatMap { streams.row(ofStream: $0) }
                ?? rows.categories.firstIndex { $0.name == stream.category }.flatMap { rows.lines.firstIndex(of: Int32(-1 - $0)) }
            streams.list.selected = row ?? 0
        }
        return []
    }

    // MARK: Folding

    mutating func foldCategory(_ isFolded: Bool) -> [Command] {
        guard let line = streams.line(streams.list.selected, in: history) else { return [] }
        switch line {
        case .category(let category): return isFolded ? [] : unfold(category.name)
        case .stream(let place):
            guard isFolded else { return [] }
            let category = history.stream(at: place).category
            if streams.arrangement.unfolded != nil {
                streams.arrangement.unfolded?.remove(category)
            } else {
                streams.arrangement.folded.insert(category)
            }
            return arrangeIfNeeded()
        }
    }

    mutating func unfold(_ category: ExactString) -> [Command] {
        if streams.arrangement.unfolded != nil {
            streams.arrangement.unfolded?.insert(category)
        } else {
            streams.arrangement.folded.remove(category)
        }
        if let row = streams.rows?.categories.first(where: { $0.name == category })?.first, stream?.category != category {
            // The first of its streams is where one looks next.
            streams.list.selected = streams.row(ofStream: row) ?? streams.list.selected
        }
        return arrangeIfNeeded() + restoreLine()
    }

    mutating func foldAllCategories(_ isFolded: Bool) -> [Command] {
        streams.arrangement.folded = []
        streams.arrangement.unfolded = isFolded ? [] : nil
        return arrangeIfNeeded() + restoreLine()
    }
}

extension StreamArrangement.Order {
    var title: String {
        switch self {
        case .name: "name"
        case .events: "number of events"
        case .first: "first event"
        case .last: "last event"
        }
    }
}

extension HistoryPlace {
    mutating func openHistogram(_ explorer: inout ExplorerState) -> [Command] {
        guard let scope else { return [] }
        histogram = HistogramPane(scope: scope, shown: timeline.shown)
        explorer.overlays.append(.histogram)
        return askHistogram()
    }

    private mutating func askHistogram() -> [Command] {
        guard let pane = histogram else { return [] }
        return start(.histogram, "counting", .histogram(pane.scope, pane.shown, pane.ranges[pane.ranges.count - 1]))
    }

    mutating func zoomHistogram(_ explorer: inout ExplorerState) -> [Command] {
        guard let pane = histogram, let bars = pane.histogram, pane.selected != nil else { return [] }
        guard bars.width > Histogram.widths[0] else {
            explorer.say("no closer than this")
            return []
        }
        // The bar and one on each side.
        let start = bars.start + Int64(pane.list.selected - 1) * bars.width
        histogram?.ranges.append(start..<(start + 3 * bars.width))
        return askHistogram()
    }

    mutating func widenHistogram() -> [Command] {
        guard let ranges = histogram?.ranges, ranges.count > 1 else { return [] }
        histogram?.ranges.removeLast()
        return askHistogram()
    }
}

extension HistogramPane {
    var selected: Histogram.Bar? {
        guard let bars = histogram?.bars, bars.indices.contains(list.selected), bars[list.selected].count > 0 else { return nil }
        return bars[list.selected]
    }

    /// - Parameter time: near which the selection goes, to where there is an event: of the one under the cursor, or of the bar that was
    ///   zoomed into.
    mutating func show(_ bars: Histogram, at time: Int64?) {
        histogram = bars
        list = ListPosition()
        guard let time, time >= bars.start else { return }
        let place = Int(min(Int64(bars.bars.count - 1), (time - bars.start) / bars.width))
        list.selected = bars.bars.indices.filter { bars.bars[$0].count > 0 }.min { abs($0 - place) < abs($1 - place) } ?? place
    }

    /// To the next bar with events, or the one before.
    mutating func step(_ step: Int) {
        guard let bars = histogram?.bars else { return }
        var place = list.selected + step
        while bars.indices.contains(place), bars[place].count == 0 { place += step }
        if bars.indices.contains(place) { list.selected = place }
    }

    mutating func reveal(_ layout: Layout) { list.reveal(of: histogram?.bars.count ?? 0, height: layout.bodyHeight) }

    mutating func move(_ action: Action, height: Int) { list.move(action, of: histogram?.bars.count ?? 0, height: height) }
}

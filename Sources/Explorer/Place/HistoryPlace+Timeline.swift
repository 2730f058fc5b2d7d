import EventLog
import JSONText

/// The timeline's rows are numbers of events: of the stream's, or positions of the log. Filters leave some of them out.
extension HistoryPlace {
    /// How many there would be without a filter.
    var unfilteredCount: Int { timeline.scope == .log ? history.count : eventCount }

    package var rowCount: Int { timeline.shown?.count ?? unfilteredCount }

    /// The number that a row shows.
    func number(atRow row: Int) -> Int { timeline.shown?[row] ?? row }

    /// The last row that is not behind a number; −1 where all are.
    func row(atOrBefore number: Int) -> Int { timeline.shown.map { $0.countBelow(number + 1) - 1 } ?? number }

    /// Whether the filter hides an event.
    func isHidden(_ number: Int) -> Bool { number >= 0 && !(timeline.shown?.contains(number) ?? true) }

    /// The number of the event under the cursor; −1 before the first.
    package var number: Int {
        guard timeline.scope == .log else { return cursor }
        return position(of: cursor) ?? (position(of: 0).map { $0 - 1 } ?? -1)
    }

    /// The position of a number.
    func position(ofNumber number: Int) -> Int? {
        if timeline.scope == .stream { return position(of: number) }
        return number >= 0 && number < history.count ? number : nil
    }

    /// The row under the cursor, or the last one before it.
    var cursorRow: Int { row(atOrBefore: number) }

    /// Lines of the timeline's pane, without the filter above and the chart below.
    func timelineHeight(_ layout: Layout) -> Int {
        let height = layout.height(of: .timeline)
        return max(0, height - (timeline.filter.isEmpty ? 0 : 1) - (showsChart(height: height) ? 1 : 0))
    }

    func showsChart(height: Int) -> Bool {
        height >= 8 && timeline.scope == .stream && chart.series?.varies ?? false && chart.asked?.stream == stream?.name
    }

    var scope: EventScope? {
        timeline.scope == .log ? .log : stream.map { .stream($0.name) }
    }

    /// Rows in sight.
    func visibleRows(_ layout: Layout) -> Range<Int> {
        let extras = extraLines
        let top = min(timeline.top, lineCount)
        let (row, beyond) = extras.place(ofLine: top)
        let start = beyond > 0 ? row + 1 : row
        let end = extras.place(ofLine: top + timelineHeight(layout) - 1).row + 1
        return start..<max(start, min(rowCount, end))
    }

    mutating func revealCursor(_ layout: Layout) {
        var list = timeline.list
        list.selected = max(0, cursorLine)
        let height = timelineHeight(layout)
        // Who comes from afar sees what is around, as in vim.
        if !list.isScrolled, list.selected < list.top - height || list.selected >= list.top + 2 * height { list.top = list.selected - height / 2 }
        list.reveal(of: lineCount, height: height, margin: 3)
        timeline.list = list
    }
}

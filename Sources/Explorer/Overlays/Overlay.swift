import Screen

/// What lies over the panes and takes the keys; the last one is on top. Esc takes it away.
package enum Overlay: Equatable, Sendable {
    case help(Pager)
    case prompt(Prompt)
    case palette(Palette)
    /// The history's `results`.
    case results
    /// The history's `histogram`.
    case histogram
    case text(TextPane)
    case question(Question)

    package enum Question: Equatable, Sendable {
        case runModel(path: String)
        /// Whether events shall be appended to a store, in words that name it.
        case append(AppendRequest, String)
        /// Whether a what-if that is in no file may be lost, in words that name it; else the program is quit, or only the source left.
        case leave(String, quits: Bool)
    }
}

/// A long text over the whole screen, its lines wrapped.
package struct TextPane: Equatable, Sendable {
    package let title: String
    let text: String
    var pager = Pager()
    /// Whether characters outside of ASCII are shown by their numbers.
    var isSpelled = false
}

/// The list of answers to a question, which fills while they are found.
package struct ResultsPane: Equatable, Sendable {
    package internal(set) var title: String
    /// Names of the columns.
    let header: [String]
    package internal(set) var rows: [ResultRow] = []
    package var list = ListPosition()
    package internal(set) var ending: JobNews.Ending?
    /// Whether a stream is altered and the answer is that of the history as it was recorded.
    package internal(set) var isAsRecorded = false
    /// Whether a moment is looked at and the answer is that of all events.
    package internal(set) var isOfAllEvents = false
    /// The projection that it shows, to be stepped.
    var projection: String?
    /// Whether it is what `:check` finds.
    var isCheck = false
    /// Where in the log it is of.
    package internal(set) var position: Int?
    /// Rows with a group, by group in the order in which they came.
    private var groups: [(name: String, count: Int)] = []
    /// Of the rows that have one, in their order.
    private(set) var numbers: [Double] = []
    /// As wide as the widest cell of the first rows.
    private(set) var widths: [Int] = []

    static let mostRows = 100_000

    init(title: String, header: [String]) {
        self.title = title
        self.header = header
        widths = header.map { DisplayWidth.columns(of: $0) }
    }

    mutating func append(_ more: [ResultRow]) {
        for row in more.prefix(200) where rows.count < 2000 {
            for (column, cell) in row.cells.enumerated() {
                let width = min(40, DisplayWidth.columns(of: cell))
                if column < widths.count { widths[column] = max(widths[column], width) } else { widths.append(width) }
            }
        }
        numbers += more.lazy.compactMap(\.number)
        for row in more {
            guard let group = row.group else { rows.append(row); continue }
            add(row, to: group)
        }
    }

    /// What is inserted above the selected row moves it along.
    private mutating func add(_ row: ResultRow, to group: String) {
        let place = groups.firstIndex { $0.name == group } ?? groups.count
        let isNew = place == groups.count
        if isNew { groups.append((group, 0)) }
        let start = groups[..<place].reduce(0) { $0 + $1.count + 1 }
        if isNew { rows.append(ResultRow(spot: nil, cells: [""])) }
        groups[place].count += 1
        rows[start] = ResultRow(spot: nil, cells: ["\(group): \(groups[place].count)"])
        let target = start + groups[place].count
        rows.insert(row, at: target)
        guard target <= list.selected, list.selected > 0 else { return }
        list.selected += 1
        list.top += 1
    }

    package static func == (left: Self, right: Self) -> Bool {
        (left.title, left.header, left.rows, left.list, left.ending) == (right.title, right.header, right.rows, right.list, right.ending)
            && (left.projection, left.position, left.isAsRecorded, left.isOfAllEvents) == (right.projection, right.position, right.isAsRecorded, right.isOfAllEvents)
    }

    /// How complete the list is, for its title.
    var condition: String {
        switch ending {
        case nil: "running"
        case .whole: ""
        case .stopped: "stopped: partial"
        case .cut: "the first of more"
        case .failed, .refused: "failed: partial"
        }
    }
}

/// Events over time.
package struct HistogramPane: Equatable, Sendable {
    package var histogram: Histogram?
    package var list = ListPosition()
    /// The spans that were zoomed into, outermost first; nil: all.
    var ranges: [Range<Int64>?] = [nil]
    let scope: EventScope
    /// The numbers that were shown when it was asked for; nil: all.
    let shown: RowList?
}

/// Steps the cursor by itself.
struct Play: Equatable, Sendable {
    /// Of `speeds`.
    var speed = 2
    /// Counts ticks, so that a late one of an earlier play does nothing.
    var tick = 0

    /// Events a second.
    static let speeds = [1, 2, 5, 10, 20, 50]

    var milliseconds: Int { 1000 / Self.speeds[speed] }
}

import Screen

/// What lies over the panes and takes the keys; the last one is on top. Esc takes it away.
package enum Overlay: Equatable, Sendable {
    case help(top: Int)
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
    }
}

/// A long text over the whole screen, its lines wrapped.
package struct TextPane: Equatable, Sendable {
    package let title: String
    let text: String
    var top = 0
}

/// The list of answers to a question, which fills while they are found.
package struct ResultsPane: Equatable, Sendable {
    package let title: String
    /// Names of the columns.
    let header: [String]
    package internal(set) var rows: [ResultRow] = []
    package var list = ListPosition()
    package internal(set) var ending: JobNews.Ending?
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
        rows += more
    }

    /// How complete the list is, for its title.
    var condition: String {
        switch ending {
        case nil: "running"
        case .whole: ""
        case .stopped: "stopped: partial"
        case .cut: "the first of more"
        case .failed: "failed: partial"
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

import Screen

/// Rows of text in aligned columns, for people. The first rows decide the widths, so that a table of any length can be
/// printed as it comes; a later cell that is wider pushes its line.
struct TextTable {
    enum Alignment { case left, right }

    private let columns: [(title: String, alignment: Alignment)]
    private let console: Console
    private var waiting: [[String]] = []
    private var widths: [Int]?
    /// When the first of the rows that wait came.
    private var waitingSince: ContinuousClock.Instant?
    private static let sample = 1000
    /// Nobody is left waiting longer for the sake of wide columns.
    private static let longestWait = Duration.milliseconds(300)

    init(_ columns: [(title: String, alignment: Alignment)], on console: Console) {
        self.columns = columns
        self.console = console
    }

    /// A row of as many cells as there are columns. Sanitised here.
    mutating func add(_ cells: [String]) throws(OutputError) {
        let cells = cells.map(sanitised)
        if widths != nil { return try print(cells) }
        if waiting.isEmpty { waitingSince = .now }
        waiting.append(cells)
        if waiting.count == Self.sample { try settle() }
    }

    /// Prints what has waited for long.
    mutating func pause() throws(OutputError) {
        if widths == nil, let waitingSince, waitingSince.duration(to: .now) > Self.longestWait { try settle() }
    }

    /// Prints what waits. A table without rows prints nothing.
    mutating func finish() throws(OutputError) {
        if widths == nil, !waiting.isEmpty { try settle() }
    }

    private mutating func settle() throws(OutputError) {
        let titles = columns.map(\.title)
        widths = columns.indices.map { column in
            waiting.reduce(DisplayWidth.columns(of: titles[column])) { max($0, DisplayWidth.columns(of: $1[column])) }
        }
        try print(titles, isHeading: true)
        for row in waiting { try print(row) }
        waiting = []
    }

    private func print(_ cells: [String], isHeading: Bool = false) throws(OutputError) {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: max(0, widths![index] - DisplayWidth.columns(of: cell)))
            let isLast = index == cells.count - 1
            if index > 0 { line += "  " }
            if columns[index].alignment == .right { line += padding + cell } else { line += isLast ? cell : cell + padding }
        }
        try console.out.line((isHeading ? console.style.heading(line) : line).utf8)
    }
}

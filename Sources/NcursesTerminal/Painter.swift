import CNcurses
import Screen

/// Brings frames onto the screen.
///
/// ncurses sends a row as one run of characters and trusts that the terminal's widths are those of its C library. For emoji,
/// joined letters and wide characters terminals differ, and one wrong width shifts all that follows in its row. So ncurses is
/// given blanks where such a cluster stands, and rows that have one are then painted over with each such cluster, and what
/// follows it, placed absolutely: an error stays in its cell.
struct Painter {
    var pairs: ColorPairs

    /// What the terminal shows; nil when that is not known.
    private var shown: Frame?
    private let wrapOff = OutputBytes.capability("rmam")
    private let wrapOn = OutputBytes.capability("smam")

    init(pairs: ColorPairs) { self.pairs = pairs }

    /// Makes the next frame be sent whole.
    mutating func forget() {
        shown = nil
        clearok(nc_curscr(), true)
    }

    /// Clears the screen and enters the alternate one, if it has been left.
    mutating func showNothing() {
        werase(nc_stdscr())
        wrefresh(nc_stdscr())
        shown = nil
    }

    /// Shows the frame.
    ///
    /// - Returns: The bytes that have to be sent after what ncurses has sent.
    /// - Complexity: O(*cells*) comparisons; what is sent is in proportion to the rows that changed.
    mutating func paint(_ frame: Frame) -> [UInt8] {
        let old = shown?.size == frame.size ? shown : nil
        let height = Int(getmaxy(nc_stdscr())), width = Int(getmaxx(nc_stdscr()))
        var fragileRows: [Int] = []
        for row in 0..<height {
            let cells = frame.row(row).prefix(width)
            if let old, old.row(row).prefix(width) == cells { continue }
            let isFragile = cells.contains(where: \.isFragile)
            // ncurses knows only the blanks of a row that was painted over: have it send the whole row.
            if isFragile || old?.row(row).contains(where: \.isFragile) ?? true { wredrawln(nc_stdscr(), Int32(row), 1) }
            if isFragile { fragileRows.append(row) }
            stage(cells, row: row)
        }
        shown = frame
        let cursor = frame.cursor.flatMap { frame.bounds.contains($0) && $0.row < height && $0.column < width ? $0 : nil }
        curs_set(cursor == nil ? 0 : 1)
        if let cursor { wmove(nc_stdscr(), Int32(cursor.row), Int32(cursor.column)) }
        wrefresh(nc_stdscr())
        return fragileRows.isEmpty ? [] : overpaint(frame, rows: fragileRows, width: width)
    }

    /// Tells ncurses what a row shall be.
    private mutating func stage(_ cells: ArraySlice<Cell>, row: Int) {
        wmove(nc_stdscr(), Int32(row), 0)
        wclrtoeol(nc_stdscr())
        // Most cells look as the one before.
        var style = Style.plain
        var look = pairs.look(of: style)
        var text: [wchar_t] = []
        for (column, cell) in cells.enumerated() {
            if cell.style != style {
                style = cell.style
                look = pairs.look(of: style)
            }
            text.removeAll(keepingCapacity: true)
            if cell.isFragile || cell.isContinuation {
                text.append(0x20)
            } else {
                for scalar in cell.text.unicodeScalars { text.append(wchar_t(bitPattern: scalar.value)) }
            }
            text.append(0)
            // The very last cell answers ERR, since the cursor has nowhere to go; it is set all the same.
            _ = nc_put(Int32(row), Int32(column), &text, look.attributes, look.pair)
        }
    }

    /// The bytes that paint whole rows, with the terminal's own wrapping off: a cluster that comes out too wide at the right
    /// edge must not spill into the next row.
    private mutating func overpaint(_ frame: Frame, rows: [Int], width: Int) -> [UInt8] {
        var bytes = wrapOff
        for row in rows {
            var previous: Cell?
            for (column, cell) in frame.row(row).prefix(width).enumerated() where !cell.isContinuation {
                // Half of a wide cluster would be drawn where the window is narrower than the frame.
                guard column + cell.columns <= width else { break }
                if previous.map({ $0.isFragile || cell.isFragile }) ?? true { bytes += move(row: row, column: column) }
                if previous?.style != cell.style { bytes += attributes(of: cell.style) }
                bytes += cell.text.utf8
                previous = cell
            }
        }
        bytes += attributes(of: .plain) + wrapOn
        // Back to where ncurses believes the cursor to be.
        return bytes + move(row: Int(getcury(nc_stdscr())), column: Int(getcurx(nc_stdscr())))
    }

    private func move(row: Int, column: Int) -> [UInt8] { OutputBytes.move(row: row, column: column) }

    private mutating func attributes(of style: Style) -> [UInt8] {
        let look = pairs.look(of: style)
        return OutputBytes.attributes(look.attributes, pair: look.pair)
    }
}

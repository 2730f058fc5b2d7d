extension Frame {
    /// The frame as an SVG document (SVG 1.1): what a terminal with this theme would show. Nothing in it is fetched from
    /// anywhere; each run of text stands where its cells do, whatever font the viewer has.
    ///
    /// - Complexity: O(*cells*).
    package func svg(theme: ColorTheme, title: String) -> String {
        var picture = SVGPicture(size: size, colors: PictureColors(theme), title: title)
        for row in 0..<size.rows { picture.draw(row: Array(self.row(row)), at: row) }
        if let cursor, bounds.contains(cursor) { picture.drawCursor(cursor) }
        return picture.finished()
    }
}

/// Collects the elements of a picture. Lengths are in tenths of a pixel.
private struct SVGPicture {
    private static let cellWidth = 84, cellHeight = 180, margin = 100, baseline = 134

    private let colors: PictureColors
    private let head: String
    private var backgrounds = ""
    private var texts = ""

    init(size: Size, colors: PictureColors, title: String) {
        self.colors = colors
        let width = Self.pixels(size.columns * Self.cellWidth + 2 * Self.margin)
        let height = Self.pixels(size.rows * Self.cellHeight + 2 * Self.margin)
        head = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" role="img">
            <title>\(Self.escaped(sanitised(title)))</title>
            <rect width="\(width)" height="\(height)" rx="6" fill="\(colors.background.hex)"/>
            <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">

            """
    }

    func finished() -> String { head + backgrounds + texts + "</g>\n</svg>\n" }

    mutating func draw(row cells: [Cell], at row: Int) {
        var column = 0
        while column < cells.count {
            let end = runEnd(cells, from: column)
            drawBackground(cells[column].style, column: column, end: end, row: row)
            if !cells[column].isContinuation { drawRun(cells[column..<end], column: column, row: row) }
            column = end
        }
    }

    mutating func drawCursor(_ point: Point) {
        backgrounds += rect(
            x: Self.x(point.column), y: Self.y(point.row), width: Self.cellWidth, height: Self.cellHeight, fill: colors.foreground, opacity: ".5")
    }

    /// The cells that are drawn as one element: alike in style and kind.
    private func runEnd(_ cells: [Cell], from start: Int) -> Int {
        let first = cells[start], kind = Kind(first)
        var end = start + 1
        if kind == .alone {
            while end < cells.count, cells[end].isContinuation { end += 1 }
            return end
        }
        while end < cells.count, cells[end].style == first.style, Kind(cells[end]) == kind { end += 1 }
        return end
    }

    private enum Kind {
        case text, line, alone

        init(_ cell: Cell) {
            if cell.text.utf8.count == 1 { self = .text } else if cell.text == "─" { self = .line } else { self = .alone }
        }
    }

    private mutating func drawBackground(_ style: Style, column: Int, end: Int, row: Int) {
        let back = colors.shown(style).background
        guard back != colors.background else { return }
        // Half a pixel more, so that no seam shows between two of them.
        backgrounds += rect(
            x: Self.x(column), y: Self.y(row), width: (end - column) * Self.cellWidth + 5, height: Self.cellHeight + 5, fill: back)
    }

    private mutating func drawRun(_ cells: ArraySlice<Cell>, column: Int, row: Int) {
        guard let first = cells.first else { return }
        let front = colors.shown(first.style).foreground
        if let arms = BoxDrawing.arms(of: first.text) {
            texts += path(arms, x: Self.x(column), y: Self.y(row), width: cells.count * Self.cellWidth, stroke: front)
        } else if let eighths = BoxDrawing.eighths(of: first.text) {
            let height = Self.cellHeight * eighths / 8
            texts += rect(x: Self.x(column), y: Self.y(row) + Self.cellHeight - height, width: Self.cellWidth, height: height, fill: front)
        } else {
            drawText(cells, column: column, row: row, fill: front)
        }
    }

    private mutating func drawText(_ cells: ArraySlice<Cell>, column: Int, row: Int, fill: PictureColors.RGB) {
        var cells = cells, column = column
        let attributes = cells.first?.style.attributes ?? []
        if !attributes.contains(.underline) {
            while cells.last?.text == " " { cells.removeLast() }
            while cells.first?.text == " " { cells.removeFirst(); column += 1 }
        }
        guard !cells.isEmpty else { return }
        var look = "fill=\"\(fill.hex)\""
        if attributes.contains(.bold) { look += " font-weight=\"bold\"" }
        if attributes.contains(.italic) { look += " font-style=\"italic\"" }
        if attributes.contains(.underline) { look += " text-decoration=\"underline\"" }
        let width = cells.reduce(0) { $0 + $1.columns } * Self.cellWidth
        let text = Self.escaped(cells.map(\.text).joined())
        texts += "<text x=\"\(Self.pixels(Self.x(column)))\" y=\"\(Self.pixels(Self.y(row) + Self.baseline))\""
            + " textLength=\"\(Self.pixels(width))\" lengthAdjust=\"spacingAndGlyphs\" \(look)>\(text)</text>\n"
    }

    private func rect(x: Int, y: Int, width: Int, height: Int, fill: PictureColors.RGB, opacity: String? = nil) -> String {
        let opacity = opacity.map { " fill-opacity=\"\($0)\"" } ?? ""
        return "<rect x=\"\(Self.pixels(x))\" y=\"\(Self.pixels(y))\" width=\"\(Self.pixels(width))\" height=\"\(Self.pixels(height))\""
            + " fill=\"\(fill.hex)\"\(opacity)/>\n"
    }

    private func path(_ arms: BoxDrawing.Arms, x: Int, y: Int, width: Int, stroke: PictureColors.RGB) -> String {
        let middleX = Self.pixels(x + width / 2), middleY = Self.pixels(y + Self.cellHeight / 2)
        var steps: [String] = []
        if arms.contains(.left) { steps.append("M\(Self.pixels(x)) \(middleY)H\(arms.contains(.right) ? Self.pixels(x + width) : middleX)") }
        if arms.contains(.right), !arms.contains(.left) { steps.append("M\(middleX) \(middleY)H\(Self.pixels(x + width))") }
        if arms.contains(.up) { steps.append("M\(middleX) \(Self.pixels(y))V\(arms.contains(.down) ? Self.pixels(y + Self.cellHeight) : middleY)") }
        if arms.contains(.down), !arms.contains(.up) { steps.append("M\(middleX) \(middleY)V\(Self.pixels(y + Self.cellHeight))") }
        return "<path d=\"\(steps.joined())\" stroke=\"\(stroke.hex)\" fill=\"none\"/>\n"
    }

    private static func x(_ column: Int) -> Int { margin + column * cellWidth }
    private static func y(_ row: Int) -> Int { margin + row * cellHeight }

    /// `8.4`.
    private static func pixels(_ tenths: Int) -> String { tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)" }

    /// For XML's text (XML 1.0, section 2.4). Cells hold no character that XML does not know: they are sanitised.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

import Screen
import Testing

@Suite("Frames as pictures")
struct PictureTests {
    private func lines(_ frame: Frame, _ theme: ColorTheme = .dark) -> [String] {
        frame.svg(theme: theme, title: "a < b").split(separator: "\n").map(String.init)
    }

    @Test("text is escaped, wide clusters stand in their cells, borders and bars are drawn")
    func elements() {
        var frame = Frame(size: Size(columns: 8, rows: 2))
        frame.write("a<b日c&", at: Point(column: 0, row: 0))
        frame.write("──┐▃", at: Point(column: 1, row: 1), style: .plain.foreground(.red))
        #expect(lines(frame) == [
            #"<svg xmlns="http://www.w3.org/2000/svg" width="87.2" height="56" viewBox="0 0 87.2 56" role="img">"#,
            "<title>a &lt; b</title>",
            ##"<rect width="87.2" height="56" rx="6" fill="#1b1d23"/>"##,
            #"<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">"#,
            ##"<text x="10" y="23.4" textLength="25.2" lengthAdjust="spacingAndGlyphs" fill="#d4d4d4">a&lt;b</text>"##,
            ##"<text x="35.2" y="23.4" textLength="16.8" lengthAdjust="spacingAndGlyphs" fill="#d4d4d4">日</text>"##,
            ##"<text x="52" y="23.4" textLength="16.8" lengthAdjust="spacingAndGlyphs" fill="#d4d4d4">c&amp;</text>"##,
            ##"<path d="M18.4 37H35.2" stroke="#f4707b" fill="none"/>"##,
            ##"<path d="M35.2 37H39.4M39.4 37V46" stroke="#f4707b" fill="none"/>"##,
            ##"<rect x="43.6" y="39.3" width="8.4" height="6.7" fill="#f4707b"/>"##,
            "</g>", "</svg>",
        ])
    }

    @Test("attributes, a reversed background, the cursor; blanks are left out")
    func looks() {
        var frame = Frame(size: Size(columns: 6, rows: 1))
        frame.write(" x ", at: Point(column: 0, row: 0), style: .plain.bold().underline().italic().reverse())
        frame.write(" y", at: Point(column: 3, row: 0), style: .plain.dim())
        frame.cursor = Point(column: 5, row: 0)
        #expect(lines(frame, .light).dropFirst(4) == [
            ##"<rect x="10" y="10" width="25.7" height="18.5" fill="#24292f"/>"##,
            ##"<rect x="52" y="10" width="8.4" height="18" fill="#24292f" fill-opacity=".5"/>"##,
            ##"<text x="10" y="23.4" textLength="25.2" lengthAdjust="spacingAndGlyphs" fill="#ffffff" font-weight="bold" font-style="italic" text-decoration="underline"> x </text>"##,
            ##"<text x="43.6" y="23.4" textLength="8.4" lengthAdjust="spacingAndGlyphs" fill="#7b7e82">y</text>"##,
            "</g>", "</svg>",
        ])
    }

    @Test("T02 T08 whatever a text holds, the picture holds no control character and no markup of it")
    func hostile() {
        var frame = Frame(size: Size(columns: 60, rows: 1))
        frame.write("</text><script>\u{1B}[31m\u{0}\u{FFFE}\u{202E}\u{85}]]>&lt;", at: Point(column: 0, row: 0))
        let svg = frame.svg(theme: .dark, title: "\u{1B}]0;x\u{7}</title>")
        #expect(svg.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.value < 0xFFFE })
        #expect(!svg.contains("<script") && !svg.contains("\u{202E}") && svg.components(of: "</title>") == 1)
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { split(separator: part, omittingEmptySubsequences: false).count - 1 }
}

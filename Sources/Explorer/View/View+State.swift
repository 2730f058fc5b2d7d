import Rehydration
import Screen

extension Frame {
    mutating func drawState(_ place: HistoryPlace, in rect: Rect) {
        let isFocused = place.focus == .state
        let waiting = place.foldPercent.map { "folding \($0) %" } ?? glyphs.ellipsis
        drawPane(rect, title: stateTitle(place), trailing: place.isCurrent || place.stream == nil ? "" : waiting, isFocused: isFocused)
        drawTree(place.state, isFocused: isFocused, in: rect.inset())
    }

    private func stateTitle(_ place: HistoryPlace) -> String {
        guard let state = place.contents?.state else { return "State" }
        let title = state.index < 0 ? "State before the first event" : "State after \(state.version)"
        if let contents = place.contents, contents.altered != nil {
            return contents.beyond > 0 ? "\(title) + \(contents.beyond): what-if" : "\(title): what-if"
        }
        guard let base = place.baseName else { return title }
        return "State \(state.index < 0 ? "at the start" : String(state.version)) against \(base)"
    }

    /// - Parameter isJoined: the pane above shares its bottom line with this one's top.
    mutating func drawEvent(_ place: HistoryPlace, in rect: Rect, isJoined: Bool) {
        let isFocused = place.focus == .event
        drawPane(rect, title: place.eventTitle(arrow: glyphs.arrow), isFocused: isFocused)
        if isJoined {
            for (glyph, column) in [(glyphs.leftTee, rect.column), (glyphs.rightTee, rect.endColumn - 1)] {
                write(glyph, at: Point(column: column, row: rect.row), columns: 1, style: isFocused ? Theme.focusedBorder : Theme.border)
            }
        }
        drawTree(place.event, isFocused: isFocused, in: rect.inset())
    }
}

package import Screen

/// The screen that a state shows. Pure; O(cells of the screen and rows in sight), however long the history.
package func view(_ state: ExplorerState) -> Frame {
    var frame = Frame(size: state.size, glyphs: state.glyphs)
    guard Layout.fits(state.size) else {
        let need = Layout.smallest
        let text = "too small: needs \(need.columns)×\(need.rows), is \(state.size.columns)×\(state.size.rows)"
        frame.write(text, at: Point(column: 0, row: state.size.rows / 2))
        return frame
    }
    let layout = Layout(state)
    frame.drawHeader(state, in: layout.header)
    if state.help != nil {
        frame.drawHelp(state)
    } else {
        switch state.place {
        case .choosing: frame.drawChooser(state, in: layout)
        case .opening(let path): frame.drawOpening(path, in: layout)
        case .history(let place): frame.drawPanes(place, state, in: layout)
        }
    }
    if let question = state.question { frame.drawQuestion(question) }
    frame.drawStatus(state, in: layout.status)
    return frame
}

extension Frame {
    mutating func drawPanes(_ place: HistoryPlace, _ state: ExplorerState, in layout: Layout) {
        if let rect = layout.panes[.streams] { drawStreams(place, in: rect) }
        if let rect = layout.panes[.timeline] { drawTimeline(place, zone: state.zone, in: rect) }
        if let rect = layout.panes[.state] { drawState(place, in: rect) }
        if let rect = layout.panes[.event] {
            drawEvent(place, in: rect, isJoined: layout.panes[.state].map { $0.endRow == rect.row + 1 } ?? false)
        }
    }

    /// A pane's border and title; the pane in focus has a marked title.
    mutating func drawPane(_ rect: Rect, title: String, trailing: String = "", isFocused: Bool) {
        box(
            rect, title: title, trailing: trailing, style: isFocused ? Theme.focusedBorder : Theme.border,
            titleStyle: isFocused ? Theme.focusedTitle : Theme.title)
    }

    /// Draws one full line: the text, blanks behind it.
    mutating func drawLine(_ text: String, in rect: Rect, style: Style) {
        fill(rect, style)
        write(text, at: rect.origin, columns: rect.columns, style: style)
    }
}

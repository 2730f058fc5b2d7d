package import Screen

/// The screen that a state shows. Pure; O(cells of the screen and rows in sight), however long the history.
package func view(_ state: ExplorerState) -> Frame {
    var frame = Frame(size: state.size, glyphs: state.isSpelled ? .ascii : state.glyphs)
    guard Layout.fits(state.size) else {
        let need = Layout.smallest
        let text = "too small: needs \(need.columns)×\(need.rows), is \(state.size.columns)×\(state.size.rows)"
        frame.write(text, at: Point(column: 0, row: state.size.rows / 2))
        return frame
    }
    let layout = Layout(state)
    frame.drawHeader(state, in: layout.header)
    switch state.place {
    case .choosing: frame.drawChooser(state, in: layout)
    case .opening(let path): frame.drawOpening(path, in: layout)
    case .history(let place):
        if !state.overlays.contains(where: \.fillsScreen) { frame.drawPanes(place, state, in: layout) }
    }
    for overlay in state.overlays { frame.drawOverlay(overlay, state) }
    frame.drawStatus(state, in: layout.status)
    return frame
}

extension Overlay {
    /// Whether nothing of the panes is seen behind it.
    var fillsScreen: Bool {
        switch self {
        case .help, .results, .histogram, .text: true
        case .prompt, .palette, .question: false
        }
    }
}

extension Frame {
    fileprivate mutating func drawOverlay(_ overlay: Overlay, _ state: ExplorerState) {
        let body = bounds.splitTop(1).rest.splitBottom(1).rest
        switch overlay {
        case .help(let pager): drawHelp(state, pager, in: body)
        case .palette(let palette): drawPalette(palette)
        case .text(let pane): draw(pane, in: body)
        case .question(let question): drawQuestion(question)
        case .results: if let pane = state.history?.results { draw(pane, in: body) }
        case .histogram: if let pane = state.history?.histogram { draw(pane, zone: state.zone, isCounting: state.history?.isRunning(.histogram) ?? false, in: body) }
        case .prompt: break
        }
    }

    mutating func drawPanes(_ place: HistoryPlace, _ state: ExplorerState, in layout: Layout) {
        if let rect = layout.panes[.streams] { drawStreams(place, zone: state.zone, in: rect) }
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

    /// What a filter leaves: ` & text        shown 12 of 214`.
    mutating func drawFilter(_ text: String, shown: String, in rect: Rect) {
        let width = min(rect.columns, columnsWritten(shown))
        write("& " + text, at: rect.origin, columns: max(0, rect.columns - width - 1), style: Theme.remark)
        write(shown, at: Point(column: rect.endColumn - width, row: rect.row), columns: width, style: Theme.remark)
    }
}

import EventLog
import JSONText
import Screen

extension ExplorerState {
    /// A key on what lies over the panes.
    mutating func press(_ key: Key, on overlay: Overlay) -> [Command] {
        switch overlay {
        case .prompt(let prompt): return edit(prompt, key)
        case .palette(let palette): return press(key, on: palette)
        case .question(let question): return answer(question, key)
        case .help(let top): return scroll(key, in: .help, top: top, of: helpLines.count, height: bodyHeight) { .help(top: $0) }
        case .text(var pane):
            if KeyTable.binding(for: key, in: .text)?.action == .spell {
                pane.isSpelled.toggle()
                pane.top = 0
                overlays[overlays.count - 1] = .text(pane)
                return []
            }
            return scroll(key, in: .text, top: pane.top, of: pane.lines(columns: size.columns - 2).count, height: bodyHeight) {
                pane.top = $0
                return .text(pane)
            }
        case .results, .histogram: return press(key, onList: overlay)
        }
    }

    /// Rows between header and status, inside of a border.
    var bodyHeight: Int { max(1, size.rows - 4) }

    mutating func closeOverlay() { _ = overlays.popLast() }

    /// Keys that move in a text; any other closes it.
    private mutating func scroll(
        _ key: Key, in scene: Scene, top: Int, of lines: Int, height: Int, _ make: (Int) -> Overlay
    ) -> [Command] {
        let last = max(0, lines - height)
        func to(_ top: Int) -> Overlay { make(max(0, min(top, last))) }
        let shown: Overlay
        switch KeyTable.binding(for: key, in: scene)?.action {
        case .move(let rows): shown = to(top + rows)
        case .page(let halves): shown = to(top + halves * max(1, height / 2))
        case .first: shown = to(0)
        case .last: shown = to(last)
        case .quit: return quit()
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        default:
            closeOverlay()
            return []
        }
        overlays[overlays.count - 1] = shown
        return []
    }

    /// Keys on a list of results or the histogram.
    private mutating func press(_ key: Key, onList overlay: Overlay) -> [Command] {
        let scene = overlay == .results ? Scene.results : .histogram
        guard let binding = KeyTable.binding(for: key, in: scene) else {
            say("\(KeyScript.text(key)) does nothing here; ? shows the keys")
            return []
        }
        if key == .control("c") || key == .escape, let commands = stopTask() { return commands }
        switch binding.action {
        case .leave, .escape:
            closeOverlay()
            return overlay == .histogram ? withHistory { history, _, _ in history.stop(.histogram) } : []
        case .help, .palette, .prompt, .redraw, .suspend, .quit: return common(binding.action)
        default: break
        }
        let height = bodyHeight
        return withHistory { history, explorer, layout in
            switch (binding.action, overlay) {
            case (.enter, .results):
                guard let row = history.results?.selected else { return [] }
                guard let spot = row.spot else {
                    explorer.say("this is about no event")
                    return []
                }
                explorer.closeOverlay()
                explorer.say("L shows the list again")
                history.leaveStreams()
                return history.leap(layout) { $0.go(to: spot, layout) }
            case (.enter, _):
                guard let position = history.histogram?.selected?.first else { return [] }
                guard let spot = history.history.spot(at: position) else { return [] }
                explorer.closeOverlay()
                history.leaveStreams()
                return history.leap(layout) { $0.go(to: spot, layout) }
            case (.unfold, .histogram): return history.zoomHistogram(&explorer)
            case (.fold, .histogram): return history.widenHistogram()
            case (.step(let step), .results): return history.stepProjection(step, &explorer)
            case (.history, .results): return history.askProjectionHistory(&explorer)
            case (.keep, .results): return history.keepDecision(&explorer, layout)
            case (let action, .results): history.results?.move(action, height: height - 1)
            case (let action, _): history.histogram?.move(action, height: height)
            }
            return []
        }
    }

    private mutating func stopTask() -> [Command]? {
        guard case .history(var history) = place, let commands = history.stopAskedTask() else { return nil }
        place = .history(history)
        return commands
    }

    private mutating func answer(_ question: Overlay.Question, _ key: Key) -> [Command] {
        switch key {
        case "y", "Y":
            closeOverlay()
            switch question {
            case .runModel(let path): return [.useModel(path: path)]
            case .leave(_, let quits): return quits ? [.quit] : leaveSource()
            case .append(let request, _): return withHistory { history, _, _ in history.start(.write, "appending to \(request.store)", .append(request)) }
            }
        case "n", "N", .escape, .enter, "q":
            closeOverlay()
            switch question {
            case .runModel: say("the model was not run; :model asks again")
            case .leave: say("the what-if stays; :write FILE writes the altered stream")
            case .append: say("nothing was appended; the what-if stays")
            }
        case .control("c"): return [.quit]
        default: break
        }
        return []
    }

    private mutating func press(_ key: Key, on palette: Palette) -> [Command] {
        var palette = palette
        let lines = palette.lines
        let height = PaletteLayout.height(size)
        func move(_ rows: Int) { palette.list.select(palette.list.selected + rows, of: lines.count, height: height) }
        switch (KeyTable.binding(for: key, in: .prompt)?.action, key) {
        case (.escape, _):
            closeOverlay()
            return []
        case (.enter, _):
            closeOverlay()
            return lines.indices.contains(palette.list.selected) ? choose(lines[palette.list.selected]) : []
        case (.recall(let back), _): move(-back)
        case (.complete(let step), _): move(step)
        case (_, .pageUp): move(-height)
        case (_, .pageDown): move(height)
        case (.line(let edit), _): palette.edit { $0.edit(edit) }
        case (_, .character(let character)): palette.edit { $0.insert(String(character)) }
        default: return []
        }
        overlays[overlays.count - 1] = .palette(palette)
        return []
    }

    private mutating func choose(_ line: Palette.Line) -> [Command] {
        switch line.target {
        case .action(let action): return perform(action)
        case .command(let word, true): return run(word)
        case .command(let word, false):
            overlays.append(.prompt(Prompt(.command, text: word + " ")))
            return []
        }
    }
}

extension HistoryPlace {
    /// Who was led to an event looks at it.
    mutating func leaveStreams() { if focus == .streams { focus = .timeline } }

    mutating func openResults(_ explorer: inout ExplorerState) {
        guard results != nil else { return explorer.say("there is no list yet; :problems, :stats and H make one") }
        if explorer.overlays.last != .results { explorer.overlays.append(.results) }
    }

    // MARK: Histogram

    mutating func openHistogram(_ explorer: inout ExplorerState) -> [Command] {
        guard let scope else { return [] }
        histogram = HistogramPane(scope: scope, shown: timeline.shown)
        explorer.overlays.append(.histogram)
        return askHistogram()
    }

    private mutating func askHistogram() -> [Command] {
        guard let pane = histogram else { return [] }
        return start(.histogram, "counting", .histogram(pane.scope, pane.shown, pane.ranges[pane.ranges.count - 1]))
    }

    mutating func zoomHistogram(_ explorer: inout ExplorerState) -> [Command] {
        guard let pane = histogram, let bars = pane.histogram, pane.selected != nil else { return [] }
        guard bars.width > Histogram.widths[0] else {
            explorer.say("no closer than this")
            return []
        }
        // The bar and one on each side.
        let start = bars.start + Int64(pane.list.selected - 1) * bars.width
        histogram?.ranges.append(start..<(start + 3 * bars.width))
        return askHistogram()
    }

    mutating func widenHistogram() -> [Command] {
        guard let ranges = histogram?.ranges, ranges.count > 1 else { return [] }
        histogram?.ranges.removeLast()
        return askHistogram()
    }
}

extension ResultsPane {
    var selected: ResultRow? { rows.indices.contains(list.selected) ? rows[list.selected] : nil }

    mutating func reveal(_ layout: Layout) { list.reveal(of: rows.count, height: max(1, layout.bodyHeight - 1)) }

    mutating func move(_ action: Action, height: Int) { list.move(action, of: rows.count, height: height) }
}

extension HistogramPane {
    var selected: Histogram.Bar? {
        guard let bars = histogram?.bars, bars.indices.contains(list.selected), bars[list.selected].count > 0 else { return nil }
        return bars[list.selected]
    }

    /// - Parameter time: where the selection goes: of the event under the cursor, or of the bar that was zoomed into.
    mutating func show(_ bars: Histogram, at time: Int64?) {
        histogram = bars
        list = ListPosition()
        if let time, time >= bars.start { list.selected = Int(min(Int64(bars.bars.count - 1), (time - bars.start) / bars.width)) }
    }

    mutating func reveal(_ layout: Layout) { list.reveal(of: histogram?.bars.count ?? 0, height: layout.bodyHeight) }

    mutating func move(_ action: Action, height: Int) { list.move(action, of: histogram?.bars.count ?? 0, height: height) }
}

extension ListPosition {
    mutating func move(_ action: Action, of count: Int, height: Int) {
        switch action {
        case .move(let rows): select(selected + rows, of: count, height: height)
        case .page(let halves): select(selected + halves * max(1, height / 2), of: count, height: height)
        case .first: select(0, of: count, height: height)
        case .last: select(count - 1, of: count, height: height)
        default: break
        }
    }
}

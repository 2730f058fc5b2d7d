import Screen

/// Lists that lie over the panes: results, and events over time.
extension ExplorerState {
    /// Keys on a list of results or the histogram.
    mutating func press(_ key: Key, onList overlay: Overlay) -> [Command] {
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
        case .seek(let step):
            seekInOverlay(step)
            return []
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
            case (.step(let step), .histogram): history.histogram?.step(step)
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
}

extension HistoryPlace {
    /// Who was led to an event looks at it.
    mutating func leaveStreams() { if focus == .streams { focus = .timeline } }

    mutating func openResults(_ explorer: inout ExplorerState) {
        guard results != nil else { return explorer.say("there is no list yet; :problems, :stats and H make one") }
        if explorer.overlays.last != .results { explorer.overlays.append(.results) }
    }
}

extension ResultsPane {
    var selected: ResultRow? { rows.indices.contains(list.selected) ? rows[list.selected] : nil }

    mutating func reveal(_ layout: Layout) { list.reveal(of: rows.count, height: max(1, layout.bodyHeight - 1)) }

    mutating func move(_ action: Action, height: Int) { list.move(action, of: rows.count, height: height) }
}

extension ListPosition {
    mutating func move(_ action: Action, of count: Int, height: Int) {
        endScroll()
        switch action {
        case .move(let rows): select(selected + rows, of: count, height: height)
        case .page(let halves): select(selected + halves * max(1, height / 2), of: count, height: height)
        case .first: select(0, of: count, height: height)
        case .last: select(count - 1, of: count, height: height)
        default: break
        }
    }
}

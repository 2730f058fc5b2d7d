import Screen

/// `/`, `n` and `N` in what lies over the panes: the help, a text, a list of results.
extension ExplorerState {
    /// What is searched there, line by line.
    var overlayLines: [String] {
        switch overlays.last {
        case .help?: helpLines.map { "\($0.keys) \($0.text)" }
        case .text(let pane)?: pane.lines(columns: size.columns - 2)
        case .results?: history?.results?.rows.map { $0.cells.joined(separator: " ") } ?? []
        default: []
        }
    }

    /// The next line from the one that was found or is selected on, or the one before, round the end.
    mutating func seekInOverlay(_ step: Int) {
        guard let text = overlaySearch else { return say("nothing was searched for here; / searches") }
        let lines = overlayLines
        let start = overlayPlace
        let order = lines.indices.lazy.map { ((start + ($0 + 1) * step) % lines.count + lines.count) % lines.count }
        guard let found = order.first(where: { text.occurs(in: lines[$0]) }) else {
            return say("no line here holds \(text.text)")
        }
        let top = max(0, min(found - bodyHeight / 3, lines.count - bodyHeight))
        func shown(_ pager: Pager) -> Pager {
            Pager(top: (pager.top..<pager.top + bodyHeight).contains(found) ? pager.top : top, found: found)
        }
        switch overlays.last {
        case .help(let pager)?: overlays[overlays.count - 1] = .help(shown(pager))
        case .text(var pane)?:
            pane.pager = shown(pane.pager)
            overlays[overlays.count - 1] = .text(pane)
        default:
            _ = withHistory { history, _, _ in
                history.results?.list.selected = found
                return []
            }
        }
    }

    private var overlayPlace: Int {
        switch overlays.last {
        case .help(let pager)?: pager.found ?? pager.top - 1
        case .text(let pane)?: pane.pager.found ?? pane.pager.top - 1
        default: history?.results?.list.selected ?? 0
        }
    }
}

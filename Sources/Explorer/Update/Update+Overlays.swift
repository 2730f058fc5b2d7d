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
        case .help(let pager): return turn(pager, key, in: .help) { .help($0) }
        case .text(var pane):
            if KeyTable.binding(for: key, in: .text)?.action == .spell {
                pane.isSpelled.toggle()
                pane.pager = Pager()
                overlays[overlays.count - 1] = .text(pane)
                return []
            }
            return turn(pane.pager, key, in: .text) {
                pane.pager = $0
                return .text(pane)
            }
        case .results, .histogram: return press(key, onList: overlay)
        }
    }

    /// Rows between header and status, inside of a border.
    var bodyHeight: Int { max(1, size.rows - 4) }

    mutating func closeOverlay() { _ = overlays.popLast() }

    /// Keys that move in a text or look for something in it; any other closes it.
    private mutating func turn(_ pager: Pager, _ key: Key, in scene: Scene, _ make: (Pager) -> Overlay) -> [Command] {
        let height = bodyHeight
        let last = max(0, overlayLines.count - height)
        func to(_ top: Int) { overlays[overlays.count - 1] = make(Pager(top: max(0, min(top, last)), found: pager.found)) }
        let action = KeyTable.binding(for: key, in: scene)?.action
        switch action {
        case .move(let rows): to(pager.top + rows)
        case .page(let halves): to(pager.top + halves * max(1, height / 2))
        case .first: to(0)
        case .last: to(last)
        case .seek(let step): seekInOverlay(step)
        case .prompt(.search), .quit, .redraw, .suspend: return common(action)
        case .prompt(.command), .palette:
            closeOverlay()
            return common(action)
        default: closeOverlay()
        }
        return []
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
}

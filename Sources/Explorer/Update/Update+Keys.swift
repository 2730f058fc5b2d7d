import JSONText
import Screen

extension ExplorerState {
    /// A key, wherever one is: prompt, question and help take it before the screen behind them does.
    mutating func press(_ key: Key) -> [Command] {
        notice = nil
        if prompt != nil { return editPrompt(key) }
        if question != nil { return answer(key) }
        if help != nil { return scrollHelp(key) }
        if key == .control("c") || key == .escape, let commands = stopReading() { return commands }
        if key == .control("c") { return [.quit] }
        switch place {
        case .choosing: return choose(key)
        case .opening: return key == "q" || key == .escape ? [.quit] : common(KeyTable.binding(for: key, in: nil)?.action)
        case .history: return pressInHistory(key)
        }
    }

    private mutating func pressInHistory(_ key: Key) -> [Command] {
        if case .character(let character) = key, let digit = character.wholeNumberValue, character.isASCII,
            digit > 0 || count != nil
        {
            return countDigit(digit)
        }
        guard case .history(var history) = place else { return [] }
        let number = count.flatMap { $0.isCount ? $0.value : nil }
        count = nil
        guard let binding = KeyTable.binding(for: key, in: history.focus) else {
            notice = .init(kind: .information, text: "\(KeyScript.text(key)) does nothing here; ? shows the keys")
            return []
        }
        if number != nil, key == .escape { return [] }
        let commands = history.perform(binding.action, count: binding.takesCount ? number : nil, layout: Layout(self))
        place = .history(history)
        if let commands {
            reveal()
            return commands
        }
        return common(binding.action)
    }

    private mutating func countDigit(_ digit: Int) -> [Command] {
        guard case .history(var history) = place else { return [] }
        if let count {
            history.focus = count.focusBefore
            self.count = PendingCount(value: min(count.value * 10 + digit, 999_999_999_999), focusBefore: count.focusBefore)
        } else {
            count = PendingCount(value: digit, focusBefore: history.focus)
            if let pane = Pane.allCases.first(where: { $0.number == digit }) { history.focus = pane }
        }
        place = .history(history)
        reveal()
        return []
    }

    /// What keys do on every screen.
    mutating func common(_ action: Action?) -> [Command] {
        switch action {
        case .commandLine: prompt = Prompt()
        case .help: help = Help()
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .quit: return [.quit]
        case .follow: return toggleFollowing()
        case .leave: return leave()
        case .escape: notice = .init(kind: .information, text: "q quits")
        default: break
        }
        return []
    }

    private mutating func leave() -> [Command] {
        guard case .history = place, chooser != nil else { return [.quit] }
        place = .choosing
        return []
    }

    private mutating func scrollHelp(_ key: Key) -> [Command] {
        let lines = helpLines.count
        let height = max(1, Layout(size: size, focus: .streams, zoomed: true).height(of: .streams))
        let top = help?.top ?? 0
        let last = max(0, lines - height)
        switch KeyTable.binding(for: key, in: nil)?.action {
        case .move(let rows): help?.top = max(0, min(top + rows, last))
        case .page(let halves): help?.top = max(0, min(top + halves * max(1, height / 2), last))
        case .first: help?.top = 0
        case .last: help?.top = last
        case .quit: return [.quit]
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        default: help = nil
        }
        return []
    }

    private mutating func answer(_ key: Key) -> [Command] {
        guard case .runModel(let path)? = question else { return [] }
        switch key {
        case "y", "Y":
            question = nil
            return [.useModel(path: path)]
        case "n", "N", .escape, .enter, "q":
            question = nil
            notice = .init(kind: .information, text: "the model was not run; :model asks again")
            return []
        case .control("c"): return [.quit]
        default: return []
        }
    }
}

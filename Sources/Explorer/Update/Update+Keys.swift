import JSONText
import Screen

extension ExplorerState {
    /// A key, wherever one is: what lies over the panes takes it before they do.
    mutating func press(_ key: Key) -> [Command] {
        // Esc and a letter behind it come as the same bytes as Alt with the letter, which has a meaning only where one types.
        if case .alt(let letter) = key, !isTyping || KeyTable.binding(for: key, in: .prompt) == nil {
            return press(.escape) + press(.character(letter))
        }
        notice = nil
        if let letter = awaitedLetter { return take(key, for: letter) }
        if case .history(let history) = place, history.play != nil { return stopPlaying(key) }
        if let overlay = overlays.last { return press(key, on: overlay) }
        if key == .control("c") || key == .escape, count == nil, let commands = stopWhatRuns() { return commands }
        if key == .control("c") { return quit() }
        switch place {
        case .choosing: return choose(key)
        case .opening: return key == "q" ? [.quit] : common(KeyTable.binding(for: key, in: nil)?.action)
        case .history: return pressInHistory(key)
        }
    }

    private var isTyping: Bool {
        switch overlays.last {
        case .prompt?, .palette?: true
        default: false
        }
    }

    private mutating func pressInHistory(_ key: Key) -> [Command] {
        _ = withHistory { history, _, _ in
            history.isUntouched = false
            return []
        }
        guard let focus = history?.focus else { return [] }
        if case .character(let character) = key, let digit = character.wholeNumberValue, character.isASCII, digit > 0 || count != nil {
            return countDigit(digit)
        }
        let number = count.flatMap { $0.isCount ? $0.value : nil }
        count = nil
        guard let binding = KeyTable.binding(for: key, in: Scene(focus)) else {
            say("\(KeyScript.text(key)) does nothing here; ? shows the keys")
            return []
        }
        if number != nil, key == .escape { return [] }
        return perform(binding.action, count: binding.takesCount ? number : nil)
    }

    /// What a key or a line of the palette does, the panes having the keys.
    mutating func perform(_ action: Action, count: Int? = nil) -> [Command] {
        var isTaken = false
        let commands = withHistory { history, explorer, layout in
            let commands = history.perform(action, count: count, &explorer, layout)
            isTaken = commands != nil
            return commands ?? []
        }
        return isTaken ? commands : common(action)
    }

    private mutating func countDigit(_ digit: Int) -> [Command] {
        guard case .history(var history) = place else { return [] }
        if let count {
            history.focus = count.focusBefore
            self.count = PendingCount(value: min(count.value * 10 + digit, 999_999_999_999), focusBefore: count.focusBefore)
        } else {
            count = PendingCount(value: digit, focusBefore: history.focus)
            if let pane = Pane.allCases.first(where: { $0.number == digit }) {
                history.focus = pane
                count?.tick = history.nextJobNumber()
            }
        }
        place = .history(history)
        return count.map { $0.isCount ? [] : [.tick(afterMilliseconds: PendingCount.milliseconds, $0.tick)] } ?? []
    }

    /// What keys do on every screen.
    mutating func common(_ action: Action?) -> [Command] {
        switch action {
        case .prompt(let kind): overlays.append(.prompt(Prompt(kind)))
        case .palette: overlays.append(.palette(Palette(scene: history.map { Scene($0.focus) })))
        case .help: overlays.append(.help(Pager()))
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .quit: return quit()
        case .follow: return toggleFollowing()
        case .leave: return leave()
        case .escape: say("q quits")
        default: break
        }
        return []
    }

    private mutating func leave() -> [Command] {
        guard chooser != nil, history != nil else { return quit() }
        if let text = history?.unsavedText {
            ask(.leave(text, quits: false))
            return []
        }
        return leaveSource()
    }

    /// Ends the program; where something would be lost, once that is said to be well.
    mutating func quit() -> [Command] {
        guard let text = history?.unsavedText else { return [.quit] }
        ask(.leave(text, quits: true))
        return []
    }

    /// Back to the list of stores.
    mutating func leaveSource() -> [Command] {
        guard case .history(let history) = place else { return [] }
        place = .choosing
        return [.keep(history.sessionRecord)] + history.tasks.map { .cancel(job: $0.number) }
    }

    /// Esc and Ctrl-C end what takes long before they end anything else.
    private mutating func stopWhatRuns() -> [Command]? {
        if case .history(var history) = place, let commands = history.stopAskedTask() {
            place = .history(history)
            return commands
        }
        return stopReading()
    }
}

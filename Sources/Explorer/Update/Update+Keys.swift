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
            history.endScroll()
            return []
        }
        if case .character(let character) = key, let digit = character.wholeNumberValue, character.isASCII, digit > 0 || count != nil {
            return countDigit(digit)
        }
        let number = takeCount(before: key)
        guard let focus = history?.focus else { return [] }
        guard let binding = KeyTable.binding(for: key, in: Scene(focus)) else {
            say("\(KeyScript.text(key)) does nothing here; ? shows the keys")
            return []
        }
        if number != nil, key == .escape { return [] }
        return perform(binding.action, count: binding.takesCount ? number : nil)
    }

    /// The number that was typed before a key, if there is one; the focus is then where its first digit was typed.
    private mutating func takeCount(before key: Key) -> Int? {
        defer { count = nil }
        guard let count, count.isCount else { return nil }
        if count.isTentative {
            guard KeyTable.binding(for: key, in: Scene(count.focusBefore))?.takesCount ?? false else { return nil }
            setFocus(count.focusBefore)
        }
        return count.value
    }

    private mutating func setFocus(_ pane: Pane) {
        _ = withHistory { history, _, _ in
            history.focus = pane
            return []
        }
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
        guard let focus = history?.focus else { return [] }
        let before = count?.focusBefore ?? focus
        let value = min((count?.value ?? 0) * 10 + digit, 999_999_999_999)
        guard count?.isTentative ?? true, let pane = Pane.allCases.first(where: { $0.number == digit }) else {
            count = PendingCount(value: value, focusBefore: before)
            setFocus(before)
            return []
        }
        return withHistory { history, explorer, _ in
            history.focus = pane
            let tick = history.nextJobNumber()
            explorer.count = PendingCount(value: value, focusBefore: before, tick: tick)
            return [.tick(afterMilliseconds: PendingCount.milliseconds, tick)]
        }
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

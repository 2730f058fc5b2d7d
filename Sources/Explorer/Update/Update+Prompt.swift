import EventLog
import Screen

extension ExplorerState {
    mutating func edit(_ prompt: Prompt, _ key: Key) -> [Command] {
        var line = prompt
        switch key {
        case .enter:
            closeOverlay()
            promptHistory.add(line.text, line.kind)
            return submit(line)
        case .escape, .control("c"):
            closeOverlay()
            return []
        case .backspace where line.text.isEmpty:
            closeOverlay()
            return []
        case .up, .control("p"): recall(1, &line)
        case .down, .control("n"): recall(-1, &line)
        case .tab: complete(1, &line)
        case .backTab: complete(-1, &line)
        default:
            guard line.text.edit(key) else { return [] }
            line.recalled = nil
            line.completion = nil
        }
        overlays[overlays.count - 1] = .prompt(line)
        return []
    }

    /// Pasted text is typed into the prompt, up to its first line break; elsewhere it is no command and is let go.
    mutating func paste(_ text: String) -> [Command] {
        let line = text.prefix { !$0.isNewline }
        switch overlays.last {
        case .prompt(var prompt)?:
            prompt.text += line
            prompt.completion = nil
            overlays[overlays.count - 1] = .prompt(prompt)
        case .palette(var palette)?:
            palette.text += line
            overlays[overlays.count - 1] = .palette(palette)
        default: say("pasted text is not run as keys; press : first to paste it there")
        }
        return []
    }

    private func recall(_ step: Int, _ line: inout Prompt) {
        let back = (line.recalled ?? -1) + step
        if back < 0 {
            guard line.recalled != nil else { return }
            line.recalled = nil
            line.text = line.draft
        } else if let earlier = promptHistory.line(back, line.kind) {
            if line.recalled == nil { line.draft = line.text }
            line.recalled = back
            line.text = earlier
        }
        line.completion = nil
    }

    private mutating func submit(_ line: Prompt) -> [Command] {
        switch line.kind {
        case .command: return run(line.text)
        case .search: return withHistory { history, explorer, layout in history.search(line.text, &explorer, layout) }
        case .filter:
            return withHistory { history, explorer, layout in
                if history.focus == .streams { return history.matchStreams(line.text) }
                var filter = history.timeline.filter
                filter.text = line.text.isEmpty ? nil : line.text
                return history.setFilter(filter, layout)
            }
        case .pipe: return line.text.isEmpty ? [] : withHistory { history, explorer, _ in history.pipe(to: line.text, &explorer) }
        }
    }
}

extension String {
    /// Typing at the end of a line. False for a key that types nothing.
    mutating func edit(_ key: Key) -> Bool {
        switch key {
        case .backspace: if !isEmpty { removeLast() }
        case .control("u"): self = ""
        case .control("w"):
            while last == " " { removeLast() }
            while let last, last != " " { removeLast() }
        case .character(let character): append(character)
        default: return false
        }
        return true
    }
}

import EventLog
import Screen

extension ExplorerState {
    mutating func edit(_ prompt: Prompt, _ key: Key) -> [Command] {
        var prompt = prompt
        switch KeyTable.binding(for: key, in: .prompt)?.action {
        case .enter:
            closeOverlay()
            promptHistory.add(prompt.text, prompt.kind)
            return submit(prompt)
        case .escape:
            closeOverlay()
            return []
        case .line(.delete(.left)) where prompt.line.isEmpty:
            closeOverlay()
            return []
        case .line(let edit):
            prompt.line.edit(edit)
            prompt.completion = nil
        case .recall(let step): prompt.recall(step, from: promptHistory)
        case .complete(let step): complete(step, &prompt)
        default:
            guard case .character(let character) = key else { return [] }
            prompt.line.insert(String(character))
            prompt.completion = nil
        }
        overlays[overlays.count - 1] = .prompt(prompt)
        return []
    }

    /// Pasted text is typed into the prompt, up to its first line break; elsewhere it is no command and is let go.
    mutating func paste(_ text: String) -> [Command] {
        let line = text.prefix { !$0.isNewline }
        switch overlays.last {
        case .prompt(var prompt)?:
            prompt.line.insert(line)
            prompt.completion = nil
            overlays[overlays.count - 1] = .prompt(prompt)
        case .palette(var palette)?:
            palette.edit { $0.insert(line) }
            overlays[overlays.count - 1] = .palette(palette)
        default: say("pasted text is not run as keys; press : first to paste it there")
        }
        return []
    }

    private mutating func submit(_ line: Prompt) -> [Command] {
        switch line.kind {
        case .command: return run(line.text)
        case .search where !overlays.isEmpty:
            overlaySearch = line.text.isEmpty ? nil : SmartText(line.text)
            if overlaySearch != nil { seekInOverlay(1) }
            return []
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

import Screen

extension ExplorerState {
    /// The help's lines, made from the table of keys: this pane's own first.
    var helpLines: [(keys: String, text: String)] {
        var lines: [(String, String)] = []
        let pane: Pane? = if case .history(let place) = place { place.focus } else { nil }
        func add(_ title: String, _ bindings: [Binding]) {
            guard !bindings.isEmpty else { return }
            if !lines.isEmpty { lines.append(("", "")) }
            lines.append((title, ""))
            lines += bindings.map { ("  " + $0.keys.map(KeyScript.text).joined(separator: " "), $0.help) }
        }
        add("In this pane", KeyTable.bindings.filter { binding in pane.map { binding.panes?.contains($0) ?? false } ?? false })
        for group in Binding.Group.allCases {
            add(group.rawValue, KeyTable.bindings.filter { $0.group == group && $0.panes == nil })
        }
        lines.append(("", ""))
        lines.append(("Command line", ""))
        lines += CommandTable.words.map { ("  " + $0.usage, $0.help) }
        lines.append(("", ""))
        lines.append(("Signs", ""))
        lines += [
            ("  ~ + -", "the last event changed, added, removed this"),
            ("  !", "an invariant broke here, or the event could not be folded"),
            ("  ?", "no handler for this type of event"),
        ]
        return lines
    }
}

extension Frame {
    mutating func drawHelp(_ state: ExplorerState) {
        let (_, rest) = bounds.splitTop(1)
        let (rect, _) = rest.splitBottom(1)
        drawPane(rect, title: "Help", isFocused: true)
        let inside = rect.inset()
        for (offset, line) in state.helpLines.dropFirst(state.help?.top ?? 0).prefix(inside.rows).enumerated() {
            let isTitle = line.text.isEmpty
            write(
                line.keys, at: Point(column: inside.column + 1, row: inside.row + offset), columns: isTitle ? inside.columns - 1 : 18,
                style: isTitle ? Style.plain.bold() : Theme.name)
            write(line.text, at: Point(column: inside.column + 20, row: inside.row + offset), columns: max(0, inside.columns - 20))
        }
    }
}

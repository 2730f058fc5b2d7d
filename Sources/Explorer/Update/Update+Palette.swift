import Screen

extension ExplorerState {
    mutating func press(_ key: Key, on palette: Palette) -> [Command] {
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

import EventLog
import Screen

extension ExplorerState {
    mutating func editPrompt(_ key: Key) -> [Command] {
        guard var line = prompt else { return [] }
        switch key {
        case .enter:
            prompt = nil
            return run(line.text)
        case .escape, .control("c"):
            prompt = nil
            return []
        case .backspace:
            if line.text.isEmpty { prompt = nil; return [] }
            line.text.removeLast()
        case .control("u"): line.text = ""
        case .control("w"):
            while line.text.last == " " { line.text.removeLast() }
            while let last = line.text.last, last != " " { line.text.removeLast() }
        case .character(let character): line.text.append(character)
        default: break
        }
        prompt = line
        return []
    }

    /// Pasted text is typed into the prompt, up to its first line break; elsewhere it is no command and is let go.
    mutating func paste(_ text: String) -> [Command] {
        guard prompt != nil else {
            notice = .init(kind: .information, text: "pasted text is not run as keys; press : first to paste it there")
            return []
        }
        prompt?.text += text.prefix { !$0.isNewline }
        return []
    }

    private mutating func run(_ line: String) -> [Command] {
        let parts = line.split(separator: " ", maxSplits: 1)
        guard let name = parts.first.map(String.init) else { return [] }
        let argument = parts.count > 1 ? String(parts[1]) : ""
        // A bare number or percentage means :goto, as in less and vim.
        if Int(name) != nil || name.hasSuffix("%") || name.hasPrefix("#") { return goto(line) }
        guard let word = CommandTable.word(named: name) else {
            let known = CommandTable.words.map { ":" + $0.names[0] }.joined(separator: " ")
            notice = .init(kind: .trouble, text: "there is no command :\(name); there are \(known)")
            return []
        }
        switch word.kind {
        case .goto: return goto(argument)
        case .model: offerModel()
        case .map: return map(argument)
        case .follow: return toggleFollowing()
        case .help: help = Help()
        case .quit: return [.quit]
        }
        return []
    }

    /// Other roles for the same source; alone, what it is read as now.
    private mutating func map(_ roles: String) -> [Command] {
        guard case .history(let history) = place else { return [] }
        guard roles.isEmpty else { return [.useMap(roles)] }
        // A guess is told with the map that states it.
        if let guess = history.opened.notes.first(where: { $0.contains("--map '") }) {
            notice = .init(kind: .information, text: guess)
            return []
        }
        var shown: [String] = []
        for source in history.history.sources where !shown.contains(source.formatTitle) { shown.append(source.formatTitle) }
        notice = .init(kind: .information, text: "read as \(shown.joined(separator: ", ")); :map stream=.PATH,type=.PATH reads it another way")
        return []
    }

    private mutating func offerModel() {
        if case .history(let history) = place, let offer = history.opened.offer {
            question = .runModel(path: offer)
        } else {
            notice = .init(kind: .information, text: "no other model lies beside this source")
        }
    }

    private mutating func goto(_ text: String) -> [Command] {
        guard case .history(var history) = place else {
            notice = .init(kind: .trouble, text: "open a store first")
            return []
        }
        let result = history.goto(text, zone: zone, layout: Layout(self))
        place = .history(history)
        switch result {
        case .success(let (commands, said)):
            if let said {
                let version = history.position(of: history.cursor).map { "version \(history.history.version(at: $0))" }
                notice = .init(kind: .information, text: "at \(said): \(version ?? "before the first event")")
            }
            return commands
        case .failure(let error):
            notice = .init(kind: .trouble, text: error.message)
            return []
        }
    }
}

import EventLog
import JSONText
import Rehydration

extension ExplorerState {
    /// Tab: the next word that can stand where one types. What stands behind the cursor stays.
    func complete(_ step: Int, _ prompt: inout Prompt) {
        guard prompt.kind == .command else { return }
        if let completion = prompt.completion {
            let count = completion.choices.count
            prompt.completion?.index = (completion.index + step + count) % count
        } else {
            let (before, choices) = choices(for: String(prompt.line.before))
            guard !choices.isEmpty else { return }
            prompt.completion = Prompt.Completion(
                before: before, choices: choices, after: String(prompt.line.after), index: step > 0 ? 0 : choices.count - 1)
        }
        if let completion = prompt.completion { prompt.line = completion.line }
        // Nothing more to choose from: what is typed next is completed anew.
        if prompt.completion?.choices.count == 1 { prompt.completion = nil }
    }

    /// What stays of the line, and what may stand behind it.
    func choices(for text: String) -> (before: String, choices: [String]) {
        guard let blank = text.lastIndex(of: " ") else {
            return ("", CommandTable.words.map { $0.names[0] }.filter { $0.hasPrefix(text) }.map { $0 + " " })
        }
        let before = String(text[...blank])
        let typed = String(text[text.index(after: blank)...])
        guard let name = text.split(separator: " ").first.map(String.init), let word = CommandTable.word(named: name) else { return (before, []) }
        return (before, candidates(for: word.argument).filter { $0.hasPrefix(typed) && $0 != typed })
    }

    private func candidates(for argument: CommandWord.Argument) -> [String] {
        switch argument {
        case .none, .free: return []
        case .words(let words): return words
        case .column: return Timeline.Column.allCases.map(\.rawValue)
        case .order: return StreamArrangement.Order.allCases.map(\.rawValue)
        case .type: return history.map { place in place.history.typeNames(atMost: 1000).map(\.description).sorted() } ?? []
        case .path: return history?.contents.map { $0.state.state.leafPaths(atMost: 500) } ?? []
        }
    }
}

extension JSONValue {
    fileprivate func leafPaths(atMost most: Int) -> [String] {
        var paths: [String] = []
        func collect(_ value: JSONValue, _ path: JSONPath) {
            guard paths.count < most else { return }
            switch value {
            case .object(let object) where !object.members.isEmpty:
                for member in object.members { collect(member.value, path.appending(.key(member.key))) }
            case .array(let array) where !array.isEmpty:
                for (index, element) in array.enumerated() { collect(element, path.appending(.index(index))) }
            default: paths.append(path.description)
            }
        }
        collect(self, JSONPath())
        return paths
    }
}

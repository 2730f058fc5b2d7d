/// A line that is being typed at the bottom of the screen.
package struct Prompt: Equatable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case command = ":"
        case search = "/"
        case filter = "&"
        case pipe = "|"
    }

    package let kind: Kind
    package var line: EditableLine
    /// Which earlier line is shown, counted back from the newest; −1: the one that is typed.
    private var place = -1
    /// Lines as they were left for others, by their place.
    private var left: [Int: EditableLine] = [:]
    /// What Tab goes through, and which of it is shown.
    var completion: Completion?

    struct Completion: Equatable, Sendable {
        let before: String
        let choices: [String]
        let after: String
        var index: Int

        var line: EditableLine { EditableLine(before + choices[index], after) }
    }

    package init(_ kind: Kind, text: String = "") {
        self.kind = kind
        line = EditableLine(text)
    }

    package var text: String { line.text }

    /// An earlier line, or back towards the one that is typed; each comes back as it was left.
    mutating func recall(_ step: Int, from history: PromptHistory) {
        let wanted = place + step
        guard wanted >= -1, let line = left[wanted] ?? history.line(wanted, kind).map({ EditableLine($0) }) else { return }
        left[place] = self.line
        place = wanted
        self.line = line
        completion = nil
    }
}

/// The lines that were typed in this session, by kind. They are never kept beyond it: what one searches for may be a secret.
struct PromptHistory: Equatable, Sendable {
    private var lines: [Prompt.Kind: [String]] = [:]
    private static let most = 200

    mutating func add(_ line: String, _ kind: Prompt.Kind) {
        guard !line.isEmpty else { return }
        lines[kind, default: []].removeAll { $0 == line }
        lines[kind, default: []].append(line)
        if lines[kind, default: []].count > Self.most { lines[kind]?.removeFirst() }
    }

    /// - Parameter back: 0 is the newest.
    func line(_ back: Int, _ kind: Prompt.Kind) -> String? {
        guard let lines = lines[kind], back >= 0, back < lines.count else { return nil }
        return lines[lines.count - 1 - back]
    }
}

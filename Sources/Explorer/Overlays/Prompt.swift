/// A line that is being typed at the bottom of the screen.
package struct Prompt: Equatable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case command = ":"
        case search = "/"
        case filter = "&"
        case pipe = "|"
    }

    package let kind: Kind
    package var text: String
    /// Which earlier line is shown, counted back from the newest; nil: the one being typed.
    var recalled: Int?
    /// What was typed before earlier lines were looked through.
    var draft = ""
    /// What Tab goes through, and which of it is shown.
    var completion: Completion?

    struct Completion: Equatable, Sendable {
        let before: String
        let choices: [String]
        var index: Int
    }

    package init(_ kind: Kind, text: String = "") {
        self.kind = kind
        self.text = text
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

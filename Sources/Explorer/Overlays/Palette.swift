import Screen

/// Every key and command, by what is typed of its name: Ctrl-P.
package struct Palette: Equatable, Sendable {
    let scene: Scene?
    package var line = EditableLine()
    package var list = ListPosition()

    package var text: String { line.text }

    /// Another text is another list.
    mutating func edit(_ body: (inout EditableLine) -> Void) {
        let before = text
        body(&line)
        if text != before { list = ListPosition() }
    }

    struct Line: Equatable, Sendable {
        enum Target: Equatable, Sendable {
            case action(Action)
            /// Put on the command line, or run where it needs nothing more.
            case command(String, isWhole: Bool)
        }

        let keys: String
        let title: String
        let target: Target
    }

    init(scene: Scene?) { self.scene = scene }

    /// What fits, the best first. O(lines × length).
    var lines: [Line] {
        let all = Self.all(scene)
        guard !text.isEmpty else { return all }
        let scored: [(score: Int, place: Int)] = all.enumerated().compactMap { place, line in
            let scores = [Fuzzy.score(text, in: line.keys), Fuzzy.score(text, in: line.title).map { $0 + 5 }].compactMap { $0 }
            return scores.min().map { ($0, place) }
        }
        return scored.sorted { ($0.score, $0.place) < ($1.score, $1.place) }.map { all[$0.place] }
    }

    private static func all(_ scene: Scene?) -> [Line] {
        let keys = KeyTable.bindings.filter { $0.holds(in: scene) }.map { binding in
            Line(keys: KeyTexts.keys(of: binding), title: binding.help, target: .action(binding.action))
        }
        let words = CommandTable.words.map { word in
            var isWhole = false
            if case .none = word.argument { isWhole = true }
            return Line(keys: word.usage, title: word.help, target: .command(word.names[0], isWhole: isWhole))
        }
        return keys + words
    }
}

/// Letters of a text in their order, with anything between them.
enum Fuzzy {
    /// Nil where they are not all there; the lower, the closer they stand together and to beginnings of words.
    static func score(_ wanted: String, in text: String) -> Int? {
        if text.lowercased().utf8Contains(wanted.lowercased()) { return 0 }
        let text = Array(text.lowercased().utf8)
        var score = 10
        var at = 0
        for letter in wanted.lowercased().utf8 where letter != UInt8(ascii: " ") {
            guard let found = text[at...].firstIndex(of: letter) else { return nil }
            let beginsWord = found == 0 || text[found - 1] == UInt8(ascii: " ") || text[found - 1] == UInt8(ascii: ":")
            score += min(20, found - at) + (beginsWord || found == at && at > 0 ? 0 : 3)
            at = found + 1
        }
        return score
    }
}

import Screen

/// What the tables say, for help and documentation.
package enum KeyTexts {
    /// The rows for one scene, then those of all panes by group.
    static func sections(for scene: Scene?) -> [(title: String, rows: [(keys: String, text: String)])] {
        var sections: [(String, [(String, String)])] = []
        if let scene {
            sections.append(("In this pane", KeyTable.bindings.filter { $0.scenes?.contains(scene) ?? false }.map(row)))
        }
        for group in Binding.Group.allCases {
            sections.append((group.rawValue, KeyTable.bindings.filter { $0.group == group && $0.scenes == nil }.map(row)))
        }
        sections.append(("Command line", CommandTable.words.map { ($0.usage, $0.help) }))
        if scene.map({ Scene.panes.contains($0) }) ?? true { sections.append(("Digits", digits)) }
        if scene != .prompt { sections.append((Binding.Group.typing.rawValue, KeyTable.bindings.filter { $0.group == .typing }.map(row))) }
        sections.append(("Signs", signs))
        return sections.filter { !$0.1.isEmpty }
    }

    /// What dispatch does before it looks into the table.
    static let digits: [(String, String)] = [
        ("1 2 3 4", "go to a pane at once: 3k is k in pane 3"),
        ("5j 10] 42G", "two digits or more, or one from 5, are a number for a key that takes one and follows at once; the pane is then the one before"),
        ("1 2", "without such a key, or with a pause behind it: the one pane, then the other"),
    ]

    static let signs: [(String, String)] = [
        ("~ + -", "the last event changed, added, removed this"),
        ("- ~ +", "right of an event's number: skipped or moved away, edited, inserted or moved there in the altered history"),
        ("!", "an invariant broke here, or the event could not be folded; in the list of streams: in one of its events"),
        ("?", "no handler for this type of event"),
        ("^", "versions are missing before this event"),
        ("<", "its time lies before that of the event before it"),
    ]

    static func row(_ binding: Binding) -> (String, String) { (keys(of: binding), binding.help) }

    static func keys(of binding: Binding) -> String { binding.keys.map(KeyScript.text).joined(separator: " ") }

    /// `Documentation/keys.md`.
    package static var document: String {
        var lines = [
            "# Keys and commands", "",
            "Made from the tables in `Sources/Explorer/Keys`, which dispatch, help and palette are made from, too; a test compares them.", "",
        ]
        func add(_ title: String, _ rows: [(String, String)]) {
            guard !rows.isEmpty else { return }
            lines += ["## \(title)", "", "| | |", "|---|---|"]
            lines += rows.map { "| \($0.0.isEmpty ? "" : code($0.0)) | \(cell($0.1)) |" } + [""]
        }
        for group in Binding.Group.allCases {
            add(group.rawValue, KeyTable.bindings.filter { $0.group == group && $0.scenes == nil }.map(row))
        }
        for scene in Scene.allCases {
            add("In: \(scene.title)", KeyTable.bindings.filter { $0.scenes?.contains(scene) ?? false }.map(row))
        }
        add("Command line", CommandTable.words.map { ($0.usage, $0.help) })
        add("Digits", digits)
        add("Signs", signs)
        return lines.dropLast().joined(separator: "\n") + "\n"
    }

    /// For the manual page: all groups, then what only one pane has.
    package static var manual: [(title: String, rows: [(keys: String, text: String)])] {
        var all = sections(for: nil)
        for scene in Scene.allCases {
            let rows = KeyTable.bindings.filter { $0.scenes?.contains(scene) ?? false }.map { (keys: keys(of: $0), text: $0.help) }
            if !rows.isEmpty { all.append((title: "In: \(scene.title)", rows: rows)) }
        }
        return all
    }

    /// A pipe would end the cell, also between backticks.
    private static func cell(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }

    private static func code(_ text: String) -> String { "`\(cell(text))`" }
}

import JSONText

/// A value shown as a tree: which of its lines are seen, and which is selected. The lines are kept, so that a key costs nothing
/// that grows with the value.
package struct TreePane: Equatable, Sendable {
    package var list = ListPosition()
    /// The lines that are seen.
    package internal(set) var rows: [TreeRow] = []
    var folding = TreeFolding()
    /// What `/` looked for last.
    var search: SmartText?

    package var selected: TreeRow? { rows.indices.contains(list.selected) ? rows[list.selected] : nil }

    /// Other lines for the same kind of thing; the selection stays on its path where that is still there.
    mutating func show(_ rows: [TreeRow], keepsSelection: Bool) {
        let path = keepsSelection ? selected?.path : nil
        if self.rows != rows { list.endScroll() }
        self.rows = rows
        if let path, let row = rows.firstIndex(where: { $0.path == path }) { list.selected = row }
        list.selected = max(0, min(list.selected, rows.count - 1))
    }

    /// How many of the first lines stay while the others scroll: never all that there is room for.
    func pinnedLines(height: Int) -> Int { min(rows.prefix(while: \.isPinned).count, height * 2 / 3) }

    /// Which of the lines stands on one of the screen's, counted from the pane's top.
    func row(atLine line: Int, height: Int) -> Int { line < pinnedLines(height: height) ? line : list.top + line }

    /// Moves what is seen of the lines that are not pinned.
    mutating func scroll(by lines: Int, height: Int) -> Bool {
        let pinned = pinnedLines(height: height)
        return list.scroll(by: lines, of: rows.count - pinned, height: height - pinned)
    }

    /// Keeps the selection in sight. Where a pinned line is selected the others are seen from the first on.
    mutating func reveal(height: Int) {
        let pinned = pinnedLines(height: height)
        list.selected = max(0, min(list.selected, rows.count - 1))
        guard !list.isScrolled else { return list.top = max(0, min(list.top, rows.count - height)) }
        var rest = ListPosition(selected: max(0, list.selected - pinned), top: list.selected < pinned ? 0 : list.top)
        rest.reveal(of: rows.count - pinned, height: height - pinned)
        list.top = rest.top
    }

    /// The line that holds the selected one.
    var parent: Int? {
        guard let selected, let path = selected.path, !path.steps.isEmpty else { return nil }
        let above = JSONPath(Array(path.steps.dropLast()))
        return rows[..<list.selected].lastIndex { $0.path == above && $0.isContainer }
    }
}

/// Which containers of a tree show one line for all that they hold.
package struct TreeFolding: Equatable, Sendable {
    var folded: Set<JSONPath> = []
    var unfolded: Set<JSONPath> = []
    /// What nobody has said anything of.
    var isAllFolded = false
    /// What did not change, and is long, is folded unless somebody unfolds it.
    var foldsUnchanged = false

    static let longUnchanged = 8

    func isFolded(_ path: JSONPath, _ value: JSONValue, hasChanged: Bool) -> Bool {
        if folded.contains(path) { return true }
        if unfolded.contains(path) { return false }
        if isAllFolded { return true }
        return foldsUnchanged && !hasChanged && !value.hasAtMost(lines: Self.longUnchanged)
    }

    mutating func set(_ path: JSONPath, folded isFolded: Bool) {
        if isFolded {
            folded.insert(path)
            unfolded.remove(path)
        } else {
            unfolded.insert(path)
            folded.remove(path)
        }
    }

    mutating func setAll(folded isFolded: Bool) {
        folded = []
        unfolded = []
        isAllFolded = isFolded
        if !isFolded { foldsUnchanged = false }
    }
}

extension JSONValue {
    /// Whether a tree of it has no more lines than that. O(lines).
    fileprivate func hasAtMost(lines most: Int) -> Bool { linesLeft(of: most) >= 0 }

    private func linesLeft(of most: Int) -> Int {
        var left = most
        switch self {
        case .object(let object):
            for member in object.members where left >= 0 { left = member.value.linesLeft(of: left - 1) }
        case .array(let array):
            for element in array where left >= 0 { left = element.linesLeft(of: left - 1) }
        default: break
        }
        return left
    }
}

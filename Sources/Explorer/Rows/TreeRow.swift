import JSONText

/// One line of a value shown as a tree.
package struct TreeRow: Equatable, Sendable {
    enum Mark: String, Equatable, Sendable {
        case none = " "
        case added = "+"
        case removed = "-"
        case changed = "~"
        case alarm = "!"
    }

    /// Where Enter on a line goes.
    enum Link: Equatable, Sendable {
        case event(id: ExactString)
        case correlation(ExactString)
    }

    var mark = Mark.none
    /// Levels of nesting.
    var depth = 0
    /// A key or `[3]`; empty for a line of text.
    var name = ""
    /// Before the last event, where that differs.
    var before: String? = nil
    var text = ""
    /// Stays in sight, above lines that scroll.
    var isPinned = false
    /// Said by the program, not part of the data.
    var isRemark = false
    /// Where in the value; nil for what is none of it.
    var path: JSONPath? = nil
    var value: JSONValue? = nil
    /// An object or array that holds something: it can be folded.
    var isContainer = false
    var isFolded = false
    var link: Link? = nil
    /// A value that is watched, pinned above the others.
    var watch: JSONPath? = nil
    /// An expression that is watched.
    var condition: String? = nil
}

extension TreeRow {
    /// A value's lines: containers stand above what they hold.
    /// - Parameters:
    ///   - changes: what the last event changed, by path.
    ///   - folding: which containers show one line only.
    ///   - steps: stand before every path.
    /// - Complexity: O(lines that are seen), O(changes).
    static func rows(
        of value: JSONValue, changes: [JSONChange] = [], folding: TreeFolding = TreeFolding(), under steps: [JSONPath.Step] = []
    ) -> [TreeRow] {
        var builder = Builder(changes, folding, root: steps.count)
        builder.append(value, name: "", path: JSONPath(steps), depth: 0)
        // What is gone has no line in the value; it follows under its whole path.
        for change in changes where change.after == nil {
            builder.rows.append(
                TreeRow(mark: .removed, name: change.path.description, text: change.before?.line ?? "", path: change.path, value: change.before))
        }
        return builder.rows
    }

    private struct Builder {
        let changes: [JSONPath: JSONChange]
        let folding: TreeFolding
        /// Steps of the value's own path.
        let root: Int
        /// Paths that something changed at or below.
        var changed: Set<JSONPath> = []
        var rows: [TreeRow] = []

        init(_ changes: [JSONChange], _ folding: TreeFolding, root: Int) {
            self.folding = folding
            self.root = root
            self.changes = Dictionary(changes.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
            guard folding.foldsUnchanged else { return }
            for change in changes {
                var steps = change.path.steps
                while !steps.isEmpty, changed.insert(JSONPath(steps)).inserted { steps.removeLast() }
            }
        }

        mutating func append(_ value: JSONValue, name: String, path: JSONPath, depth: Int) {
            let isRoot = path.steps.count == root
            let inner = isRoot ? depth : depth + 1
            guard !value.isLeaf else { return appendLeaf(value, name: name, path: path, depth: depth) }
            if !isRoot {
                let isFolded = folding.isFolded(path, value, hasChanged: changed.contains(path))
                rows.append(
                    TreeRow(
                        mark: isFolded && changed.contains(path) ? .changed : .none, depth: depth, name: name,
                        text: isFolded ? value.extent : "", path: path, value: value, isContainer: true, isFolded: isFolded))
                if isFolded { return }
            }
            switch value {
            case .object(let object):
                for member in object.members {
                    append(member.value, name: member.key.description, path: path.appending(.key(member.key)), depth: inner)
                }
            case .array(let array):
                for (index, element) in array.enumerated() {
                    append(element, name: "[\(index)]", path: path.appending(.index(index)), depth: inner)
                }
            default: break
            }
        }

        private mutating func appendLeaf(_ value: JSONValue, name: String, path: JSONPath, depth: Int) {
            var row = TreeRow(depth: depth, name: name, text: value.line, path: path, value: value)
            if let change = changes[path], change.after != nil {
                row.mark = change.before == nil ? .added : .changed
                row.before = change.before?.line
            }
            rows.append(row)
        }
    }

    static func remark(_ text: String, mark: Mark = .none) -> TreeRow { TreeRow(mark: mark, text: text, isRemark: true) }

    /// One change under its whole path.
    init(change: JSONChange) {
        self.init(
            mark: change.before == nil ? .added : change.after == nil ? .removed : .changed, name: change.path.description,
            before: change.after == nil ? nil : change.before?.line, text: (change.after ?? change.before)?.line ?? "")
        value = change.after ?? change.before
    }
}

extension JSONValue {
    /// `{3}` or `[12]`: how much a folded container holds.
    fileprivate var extent: String {
        switch self {
        case .object(let object): "{\(object.members.count)}"
        case .array(let array): "[\(array.count)]"
        default: line
        }
    }
}

import JSONText

/// One line of a value shown as a tree.
struct TreeRow: Equatable, Sendable {
    enum Mark: String, Equatable, Sendable {
        case none = " "
        case added = "+"
        case removed = "-"
        case changed = "~"
        case alarm = "!"
    }

    var mark = Mark.none
    /// Levels of nesting.
    var depth = 0
    /// A key or `[3]`; empty for a line of text.
    var name = ""
    /// Before the last event, where that differs.
    var before: String? = nil
    var text = ""
    /// Said by the program, not part of the data.
    var isRemark = false
}

extension TreeRow {
    /// A value's lines: containers stand above what they hold.
    /// - Parameter changes: what the last event changed, by path.
    static func rows(of value: JSONValue, changes: [JSONChange] = []) -> [TreeRow] {
        let byPath = Dictionary(changes.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        var rows: [TreeRow] = []
        append(value, name: "", path: JSONPath(), depth: 0, changes: byPath, to: &rows)
        // What is gone has no line in the value; it follows under its whole path.
        for change in changes where change.after == nil {
            rows.append(TreeRow(mark: .removed, name: change.path.description, text: change.before?.line ?? ""))
        }
        return rows
    }

    private static func append(
        _ value: JSONValue, name: String, path: JSONPath, depth: Int, changes: [JSONPath: JSONChange], to rows: inout [TreeRow]
    ) {
        let inner = path.steps.isEmpty ? depth : depth + 1
        switch value {
        case .object(let object) where !object.members.isEmpty:
            if !path.steps.isEmpty { rows.append(TreeRow(depth: depth, name: name)) }
            for member in object.members {
                append(
                    member.value, name: member.key.description, path: path.appending(.key(member.key)), depth: inner,
                    changes: changes, to: &rows)
            }
        case .array(let array) where !array.isEmpty:
            if !path.steps.isEmpty { rows.append(TreeRow(depth: depth, name: name)) }
            for (index, element) in array.enumerated() {
                append(
                    element, name: "[\(index)]", path: path.appending(.index(index)), depth: inner, changes: changes,
                    to: &rows)
            }
        default:
            var row = TreeRow(depth: depth, name: name, text: value.line)
            if let change = changes[path], change.after != nil {
                row.mark = change.before == nil ? .added : .changed
                row.before = change.before?.line
            }
            rows.append(row)
        }
    }

    static func remark(_ text: String, mark: Mark = .none) -> TreeRow { TreeRow(mark: mark, text: text, isRemark: true) }
}

package import JSONText

/// The fields that the payloads of one kind of event have had, and of which types.
package final class FieldTree {
    /// In the order in which they are told.
    package enum Shape: Int, CaseIterable, Sendable {
        case null, boolean, integer, number, string, array, object

        package var name: String { "\(self)" }
    }

    /// One field, as `schema` prints it.
    package struct Row: Sendable {
        /// In jq's notation, `[]` for the elements of an array: `.lines[].sku`.
        package let path: String
        /// How often each type was met, those that were not left out.
        package let shapes: [(shape: Shape, count: Int)]
        /// Events that have the field.
        package let present: Int
    }

    /// More fields than this are keys that are data: ids, dates.
    private static let mostFields = 10_000

    private final class Node {
        let path: String
        var counts = [Int](repeating: 0, count: Shape.allCases.count)
        var present = 0
        var lastEvent = -1
        var lastObject = -1
        var children: [ExactString: Node] = [:]
        /// In the order in which they were first met.
        var order: [Node] = []
        var element: Node?

        init(path: String) { self.path = path }
    }

    private let root = Node(path: "")
    private var fields = 0
    private var events = 0
    private var objects = 0
    /// True where more fields were met than are kept.
    package private(set) var isCutShort = false

    package init() {}

    /// O(bytes). Of a repeated key the first is counted.
    package func add(_ payload: JSONView) {
        add(payload, to: root)
        events += 1
    }

    private func add(_ view: JSONView, to node: Node) {
        node.counts[Self.shape(of: view).rawValue] += 1
        if node.lastEvent != events { node.present += 1 }
        node.lastEvent = events
        switch view.kind {
        case .object:
            let object = objects
            objects += 1
            for member in view.members {
                guard let child = child(of: node, member.key.string ?? ""), child.lastObject != object else { continue }
                child.lastObject = object
                add(member.value, to: child)
            }
        case .array:
            for element in view.elements {
                guard let child = elementNode(of: node) else { break }
                add(element, to: child)
            }
        default: break
        }
    }

    private func child(of node: Node, _ key: ExactString) -> Node? {
        if let child = node.children[key] { return child }
        let step = JSONPath([.key(key)]).description
        guard let child = newNode(path: node.path + (node.path.isEmpty || !step.hasPrefix(".[") ? step : String(step.dropFirst())))
        else { return nil }
        node.children[key] = child
        node.order.append(child)
        return child
    }

    private func elementNode(of node: Node) -> Node? {
        if let element = node.element { return element }
        node.element = newNode(path: node.path.isEmpty ? ".[]" : node.path + "[]")
        return node.element
    }

    private func newNode(path: String) -> Node? {
        guard fields < Self.mostFields else {
            isCutShort = true
            return nil
        }
        fields += 1
        return Node(path: path)
    }

    private static func shape(of view: JSONView) -> Shape {
        switch view.kind {
        case .null: .null
        case .bool: .boolean
        case .number: view.raw.allSatisfy { $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) } ? .integer : .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// A field before those inside it, fields of one object in the order in which they were first met. The payload itself,
    /// `.`, is a row only where it was something else than an object.
    package var rows: [Row] {
        var rows: [Row] = []
        if root.present > root.counts[Shape.object.rawValue] { rows.append(row(root, path: ".")) }
        collect(root, into: &rows)
        return rows
    }

    /// Recursion is bounded by `JSONParser.maximumDepth`.
    private func collect(_ node: Node, into rows: inout [Row]) {
        for child in node.order + (node.element.map { [$0] } ?? []) {
            rows.append(row(child, path: child.path))
            collect(child, into: &rows)
        }
    }

    private func row(_ node: Node, path: String) -> Row {
        let shapes = Shape.allCases.map { (shape: $0, count: node.counts[$0.rawValue]) }.filter { $0.count > 0 }
        return Row(path: path, shapes: shapes, present: node.present)
    }
}

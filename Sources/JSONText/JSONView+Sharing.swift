internal import CSimdjson
internal import Glibc

/// A value together with the text that it was read from: what another text writes alike is shared with it, for the price of comparing
/// bytes that lie side by side.
package final class WrittenJSON {
    package let value: JSONValue
    /// Whether all keys are known to stand in the order of their bytes, none twice.
    package let isSorted: Bool
    private let text: [UInt8]
    private let nodes: [csj_node]

    /// A value of which nothing can be shared.
    package init(_ value: JSONValue) {
        self.value = value
        isSorted = false
        text = []
        nodes = []
    }

    fileprivate init(_ view: JSONView, like other: WrittenJSON?, isSorted: Bool) {
        self.isSorted = isSorted
        text = Array(view.raw)
        nodes = Array(UnsafeBufferPointer(start: view.nodes, count: Int(view.node.next)))
        value = other.flatMap { view.value(like: $0) } ?? view.value
    }

    /// Nil where it was read from no text.
    fileprivate func withView<Result>(_ body: (JSONView) -> Result) -> Result? {
        guard !nodes.isEmpty else { return nil }
        return text.withUnsafeBufferPointer { text in
            nodes.withUnsafeBufferPointer { nodes in
                guard let text = text.baseAddress, let nodes = nodes.baseAddress else { return nil }
                // The text begins where the value does.
                return body(JSONView(text: text - Int(nodes[0].start), nodes: nodes, index: 0))
            }
        }
    }
}

extension JSONParser {
    /// The text as a value, sharing with another what is written the same: of two states that follow one another nearly all.
    /// - Parameter isSorted: whether whoever wrote it puts keys in the order of their bytes, none twice.
    /// - Complexity: O(bytes); what is shared is neither copied nor decoded.
    package func read(_ text: UnsafeBufferPointer<UInt8>, like other: WrittenJSON? = nil, isSorted: Bool = false) throws -> WrittenJSON {
        try parse(text) { WrittenJSON($0, like: other, isSorted: isSorted) }
    }
}

extension JSONView {
    fileprivate func value(like other: WrittenJSON) -> JSONValue? { other.withView { value(like: other.value, $0) } }

    /// - Parameter written: how the other value is written.
    private func value(like known: JSONValue, _ written: JSONView) -> JSONValue {
        if isWritten(as: written) { return known }
        switch (kind, known) {
        case (.object, .object(let object)): return .object(JSONObject(members: members(like: object.members, written)))
        case (.array, .array(let array)): return .array(elements(like: array, written))
        default: return value
        }
    }

    private func isWritten(as other: JSONView) -> Bool {
        let (left, right) = (raw, other.raw)
        return left.count == right.count && memcmp(left.baseAddress!, right.baseAddress!, left.count) == 0
    }

    /// Members to look ahead where the next is not the one at hand: some may have vanished.
    private static var ahead: Int { 4 }

    private func members(like old: [JSONObject.Member], _ written: JSONView) -> [JSONObject.Member] {
        var made: [JSONObject.Member] = []
        made.reserveCapacity(old.count + 1)
        // The next of the old members: its key's node, and its place.
        var next = (node: written.index + 1, place: 0)
        for (key, view) in members {
            var found = next
            while found.place < min(next.place + Self.ahead, old.count), !key.isWritten(as: written.at(found.node)) {
                found = (written.at(found.node + 1).following, found.place + 1)
            }
            guard found.place < min(next.place + Self.ahead, old.count) else {
                made.append(.init(key: key.string ?? "", value: view.value))
                continue
            }
            let other = written.at(found.node + 1)
            let known = old[found.place]
            made.append(view.isWritten(as: other) ? known : .init(key: known.key, value: view.value(like: known.value, other)))
            next = (other.following, found.place + 1)
        }
        return made
    }

    private func elements(like old: [JSONValue], _ written: JSONView) -> [JSONValue] {
        var made: [JSONValue] = []
        made.reserveCapacity(old.count + 1)
        var next = written.index + 1
        for view in elements {
            guard made.count < old.count else {
                made.append(view.value)
                continue
            }
            made.append(view.value(like: old[made.count], written.at(next)))
            next = written.at(next).following
        }
        return made
    }
}

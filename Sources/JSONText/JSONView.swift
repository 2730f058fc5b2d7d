internal import CSimdjson
internal import Glibc

/// A value inside a parsed text, without a copy: a row number in the parser's flat list of nodes.
///
/// Lives only inside the closure given to `JSONParser.parse`; what must outlive it is taken out by `value`, `string` or `range`.
package struct JSONView {
    package enum Kind: Sendable { case null, bool, number, string, array, object }

    let text: UnsafePointer<UInt8>
    let nodes: UnsafePointer<csj_node>
    let index: Int

    var node: csj_node { nodes[index] }

    package var kind: Kind { Kind(csj: node.kind) }

    /// Where the value stands in the text that was parsed, in bytes, quotes and brackets included.
    package var range: Range<Int> { Int(node.start)..<Int(node.end) }

    /// The value's text as written.
    package var raw: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: text + Int(node.start), count: Int(node.end - node.start))
    }

    package var isTrue: Bool { UInt32(node.kind) == csj_kind_true.rawValue }

    /// A string's decoded text; nil for another kind. O(length).
    package var string: ExactString? { RawScalar(self).string }

    package var number: JSONNumber? {
        kind == .number ? JSONNumber(text: String(decoding: raw, as: UTF8.self)) : nil
    }

    /// True where this is a string (or key) of exactly these bytes once decoded. No allocation unless it holds an escape.
    package func isString(_ expected: ExactString) -> Bool {
        guard kind == .string else { return false }
        guard node.escaped == 0 else { return string == expected }
        return raw.count == expected.bytes.count + 2
            && expected.bytes.withUnsafeBytes { $0.isEmpty || memcmp(raw.baseAddress! + 1, $0.baseAddress!, $0.count) == 0 }
    }
}

extension JSONView.Kind {
    @inline(__always)
    init(csj kind: UInt8) {
        switch UInt32(kind) {
        case csj_kind_null.rawValue: self = .null
        case csj_kind_true.rawValue, csj_kind_false.rawValue: self = .bool
        case csj_kind_number.rawValue: self = .number
        case csj_kind_string.rawValue: self = .string
        case csj_kind_array.rawValue: self = .array
        default: self = .object
        }
    }
}

extension JSONView {
    func at(_ index: Int) -> JSONView { JSONView(text: text, nodes: nodes, index: index) }
    var following: Int { Int(node.next) }

    /// The elements of an array; empty for another kind.
    package var elements: some Sequence<JSONView> {
        let end = kind == .array ? following : index + 1
        return sequence(state: index + 1) { (next: inout Int) -> JSONView? in
            guard next < end else { return nil }
            defer { next = at(next).following }
            return at(next)
        }
    }

    /// The members of an object, in order, repeated keys included; empty for another kind.
    package var members: some Sequence<(key: JSONView, value: JSONView)> {
        let end = kind == .object ? following : index + 1
        return sequence(state: index + 1) { (next: inout Int) -> (key: JSONView, value: JSONView)? in
            guard next < end else { return nil }
            let value = at(next + 1)
            defer { next = value.following }
            return (at(next), value)
        }
    }

    /// The first member of that key. O(members).
    package subscript(key: ExactString) -> JSONView? {
        for member in members where member.key.isString(key) { return member.value }
        return nil
    }

    package subscript(path: JSONPath) -> JSONView? {
        var view = self
        for step in path.steps {
            switch step {
            case .key(let key):
                guard let next = view[key] else { return nil }
                view = next
            case .index(let index):
                var found: JSONView?
                for (number, element) in view.elements.enumerated() where number == index { found = element; break }
                guard let found else { return nil }
                view = found
            }
        }
        return view
    }

    /// A copy that outlives the parser. Recursion is bounded by `JSONParser.maximumDepth`.
    package var value: JSONValue {
        switch kind {
        case .null: .null
        case .bool: .bool(isTrue)
        case .number: .number(JSONNumber(text: String(decoding: raw, as: UTF8.self)))
        case .string: .string(string ?? "")
        case .array: .array(elements.map(\.value))
        case .object:
            .object(JSONObject(members: members.map { .init(key: $0.key.string ?? "", value: $0.value.value) }))
        }
    }
}

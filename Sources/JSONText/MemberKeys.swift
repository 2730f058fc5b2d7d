internal import CSimdjson

/// Keys that are looked up together, in many objects.
package final class MemberKeys: @unchecked Sendable {
    // Written once, in the initialiser.
    fileprivate let keys: UnsafeMutablePointer<csj_key>
    private let bytes: UnsafeMutablePointer<CChar>
    package let count: Int

    package init(_ names: [ExactString]) {
        count = names.count
        keys = .allocate(capacity: max(count, 1))
        bytes = .allocate(capacity: max(names.reduce(0) { $0 + $1.bytes.count }, 1))
        var at = bytes
        for (index, name) in names.enumerated() {
            keys[index] = csj_key(bytes: at, length: name.bytes.count)
            for byte in name.bytes {
                at.pointee = CChar(bitPattern: byte)
                at += 1
            }
        }
    }

    deinit {
        keys.deallocate()
        bytes.deallocate()
    }
}

extension JSONView {
    /// For each key the number of the node of its first member, 0 where there is none. One walk over the members.
    /// - Parameter found: room for `keys.count` numbers.
    /// - Returns: false where a key of this object is written with escapes: it was passed over.
    package func find(_ keys: MemberKeys, into found: UnsafeMutablePointer<UInt32>) -> Bool {
        csj_find_members(text, nodes, UInt32(index), keys.keys, keys.count, found)
    }

    /// Another value of the same text, by the number of its node.
    package func value(atNode number: UInt32) -> JSONView { JSONView(text: text, nodes: nodes, index: Int(number)) }

    /// True where a string is written with escapes.
    package var isEscaped: Bool { node.escaped != 0 }

    /// The parsed text, for a neighbour in C that walks the same nodes. Valid as long as the view.
    package var textAddress: UnsafePointer<UInt8> { text }
    package var nodesAddress: UnsafeRawPointer { UnsafeRawPointer(nodes) }
}

internal import CSimdjson

extension JSONView {
    /// The first member of that name; nil where there is none. O(members), no allocation unless a key holds an escape.
    package func member(named name: String) -> JSONView? {
        guard kind == .object else { return nil }
        var name = name
        var found: UInt32 = 0
        let isSure = name.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                var key = csj_key(bytes: bytes.baseAddress, length: bytes.count)
                return bytes.isEmpty ? false : csj_find_members(text, nodes, UInt32(index), &key, 1, &found)
            }
        }
        if !isSure { return self[ExactString(name)] }
        return found == 0 ? nil : JSONView(text: text, nodes: nodes, index: Int(found))
    }

    /// A number written as an integer of 64 bits; nil for anything else. No allocation.
    package var integer: Int64? { RawScalar(self).integer }
}

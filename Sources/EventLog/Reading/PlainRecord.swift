package import JSONText

/// Where the roles of a record lie that needs no decoding: numbers of nodes of its parsed text, 0 for a role that it lacks.
///
/// What most stores write is so: each role a member, or a member of a member. A host reads such a record without a copy.
package struct PlainRecord {
    package let root: JSONView
    package let data: UInt32
    package let meta: UInt32
    package let schema: UInt32
    package let id: UInt32
    package let time: UInt32
    package let correlation: UInt32
    package let causation: UInt32
}

/// How the plain records of one source are read.
struct PlainLayout: Sendable {
    private enum Role: Int, CaseIterable { case stream, type, version, data, meta, schema, id, time, correlation, causation }

    private let keys: MemberKeys
    /// For each role its key among `keys`; nil where the format has no such role.
    private let places: [Int?]
    /// For roles of two steps: the key within that member.
    private let inner: [MemberKeys?]

    /// Nil where the format is not plain: then each record is read in full.
    init?(_ format: EnvelopeFormat) {
        guard format.envelopes.isEmpty, format.batch == nil, format.streamOfFile == nil else { return nil }
        guard case .at(let data) = format.data, format.version != nil else { return nil }
        var meta: JSONPath?
        switch format.meta {
        case nil: break
        case .at(let path)?: meta = path
        default: return nil
        }
        var paths: [JSONPath?] = []
        for field in [format.stream, format.type, format.version] {
            guard case .at(let path)? = field else { return nil }
            paths.append(path)
        }
        paths += [data, meta]
        for field in [format.schema, format.id, format.time, format.correlation, format.causation] {
            switch field {
            case nil: paths.append(nil)
            case .at(let path)?: paths.append(path)
            default: return nil
            }
        }
        var names: [ExactString] = []
        var places: [Int?] = []
        var inner: [MemberKeys?] = []
        for (role, path) in zip(Role.allCases, paths) {
            guard let path else { places.append(nil); inner.append(nil); continue }
            var steps: [ExactString] = []
            for step in path.steps {
                guard case .key(let key) = step else { return nil }
                steps.append(key)
            }
            guard steps.count == 1 || steps.count == 2 && role.rawValue > Role.meta.rawValue else { return nil }
            let place = names.firstIndex(of: steps[0]) ?? names.count
            if place == names.count { names.append(steps[0]) }
            places.append(place)
            inner.append(steps.count == 2 ? MemberKeys([steps[1]]) : nil)
        }
        keys = MemberKeys(names)
        self.places = places
        self.inner = inner
    }

    enum Outcome {
        case plain(PlainRecord)
        /// Not as simple as it looks: to be read in full.
        case odd
        /// Another event than the index says.
        case changed
    }

    func read(_ root: JSONView, stream: ExactString, version: Int64, type: ExactString, hasTime: Bool) -> Outcome {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: keys.count) { found in
            guard root.kind == .object, root.find(keys, into: found.baseAddress!) else { return .odd }
            func node(_ role: Role) -> UInt32 {
                guard let place = places[role.rawValue] else { return 0 }
                guard let inner = inner[role.rawValue], found[place] != 0 else { return found[place] }
                var nested: UInt32 = 0
                _ = root.value(atNode: found[place]).find(inner, into: &nested)
                return nested
            }
            let roles = (stream: node(.stream), type: node(.type), version: node(.version), data: node(.data))
            guard roles.stream != 0, roles.type != 0, roles.version != 0, roles.data != 0 else { return .odd }
            let names = (root.value(atNode: roles.stream), root.value(atNode: roles.type), root.value(atNode: roles.version))
            guard names.0.kind == .string, names.1.kind == .string, names.2.kind == .number, !names.0.isEscaped, !names.1.isEscaped
            else { return .odd }
            guard names.0.isString(stream), names.1.isString(type), Self.integer(names.2.raw) == version else { return .changed }
            var time: UInt32 = 0
            if hasTime {
                time = node(.time)
                guard time != 0, root.value(atNode: time).kind == .string else { return .odd }
            }
            var texts: (UInt32, UInt32, UInt32, UInt32) = (node(.schema), node(.id), node(.correlation), node(.causation))
            for keyPath in [\(UInt32, UInt32, UInt32, UInt32).0, \.1, \.2, \.3] where texts[keyPath: keyPath] != 0 {
                switch root.value(atNode: texts[keyPath: keyPath]).kind {
                case .string, .number: break
                case .object: return .odd
                default: texts[keyPath: keyPath] = 0
                }
            }
            return .plain(PlainRecord(
                root: root, data: roles.data, meta: node(.meta), schema: texts.0, id: texts.1, time: time, correlation: texts.2,
                causation: texts.3))
        }
    }

    /// Digits of a whole number that fits; nil for anything else.
    static func integer(_ digits: UnsafeBufferPointer<UInt8>) -> Int64? {
        let isNegative = digits.first == UInt8(ascii: "-")
        let rest = isNegative ? digits[1...] : digits[...]
        guard !rest.isEmpty, rest.count <= 18 else { return Int64(String(decoding: digits, as: UTF8.self)) }
        var value: Int64 = 0
        for digit in rest {
            guard digit >= 0x30, digit <= 0x39 else { return nil }
            value = value &* 10 &+ Int64(digit &- 0x30)
        }
        return isNegative ? -value : value
    }
}

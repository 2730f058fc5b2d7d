import JSONText

extension RecordParser {
    /// For formats whose roles are members of the record, or members of members, as they are in most stores.
    /// - Returns: nil for any other: its records are read in full.
    convenience init?(_ format: EnvelopeFormat) {
        guard format.envelopes.isEmpty, format.batch == nil, format.streamOfFile == nil, case .at(let data) = format.data else { return nil }
        var paths: [RecordRole: JSONPath] = [.data: data]
        switch format.meta {
        case nil: break
        case .at(let path)?: paths[.meta] = path
        default: return nil
        }
        let fields: [(RecordRole, Field?)] = [
            (.stream, format.stream), (.type, format.type), (.version, format.version), (.schema, format.schema), (.id, format.id),
            (.time, format.time), (.correlation, format.correlation), (.causation, format.causation),
        ]
        for (role, field) in fields {
            switch field {
            case nil: break
            case .at(let path)?: paths[role] = path
            default: return nil
            }
        }
        guard paths[.version] != nil else { return nil }
        var keys: [RecordRole: [ExactString]] = [:]
        for (role, path) in paths {
            let names = path.steps.compactMap { step -> ExactString? in if case .key(let key) = step { key } else { nil } }
            guard names.count == path.steps.count, names.count == 1 || names.count == 2 else { return nil }
            keys[role] = names
        }
        self.init(keys, wrappers: TypedJSON.scalars)
    }
}

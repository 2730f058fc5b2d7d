import JSONText

extension Field {
    /// The role's text in a record; a number is its digits. Nil where it is missing, null or neither string nor number.
    func text(in record: JSONView, fileName: ExactString) -> ExactString? {
        switch self {
        case .at(let path):
            guard let view = record[path] else { return nil }
            switch view.kind {
            case .string: return view.string
            case .number: return ExactString(bytes: view.raw)
            default: return nil
            }
        case .first(let fields):
            for field in fields {
                if let text = field.text(in: record, fileName: fileName), !text.isEmpty { return text }
            }
            return nil
        case .joined(let fields, let separator):
            var bytes: [UInt8] = []
            for (index, field) in fields.enumerated() {
                guard let text = field.text(in: record, fileName: fileName) else { return nil }
                if index > 0 { bytes += separator.bytes }
                bytes += text.bytes
            }
            return ExactString(bytes: bytes)
        case .before(let mark, let field): return field.split(at: mark, in: record, fileName)?.before
        case .after(let mark, let field): return field.split(at: mark, in: record, fileName)?.after
        case .fileName: return fileName
        case .constant(let text): return text
        }
    }

    private func split(
        at mark: UInt8, in record: JSONView, _ fileName: ExactString
    ) -> (before: ExactString, after: ExactString)? {
        guard let bytes = text(in: record, fileName: fileName)?.bytes, let at = bytes.firstIndex(of: mark) else { return nil }
        return (ExactString(bytes: bytes[..<at]), ExactString(bytes: bytes[(at + 1)...]))
    }

    /// An integer role (version, position, schema), written as a number or as a string of digits.
    func integer(in record: JSONView, fileName: ExactString) -> Int64? {
        text(in: record, fileName: fileName).flatMap { Int64($0.description) }
    }

    /// The time role: text in a form that `Instant.reading` knows, or an epoch number.
    func time(in record: JSONView, fileName: ExactString) -> (time: EventTime, hasZone: Bool)? {
        guard let text = text(in: record, fileName: fileName) else { return nil }
        if let reading = Instant.reading(text.bytes) {
            return (EventTime(text: text, instant: reading.instant), reading.hasZone)
        }
        // An epoch number says nothing to a person; its text is written out. The source line still holds the digits.
        guard let instant = Instant(epoch: text.description) else { return nil }
        return (EventTime(text: ExactString(instant.text()), instant: instant), true)
    }

    /// The record's keys that the role reads, outermost step only.
    var topKeys: [ExactString] {
        switch self {
        case .at(let path): if case .key(let key)? = path.steps.first { [key] } else { [] }
        case .first(let fields), .joined(let fields, _): fields.flatMap(\.topKeys)
        case .before(_, let field), .after(_, let field): field.topKeys
        case .fileName, .constant: []
        }
    }
}

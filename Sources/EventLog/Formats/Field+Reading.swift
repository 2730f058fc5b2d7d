import JSONText

extension Field {
    /// The role's text in a record; a number is its digits. Nil where it is missing, null or neither string nor number.
    func text(in record: JSONView, fileName: ExactString) -> ExactString? {
        switch self {
        case .at(let path):
            return record[path].flatMap(Self.text)
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
        case .parts(let fields, let separator):
            let texts = fields.map { $0.text(in: record, fileName: fileName) }
            guard let first = texts.first, first != nil else { return nil }
            return ExactString(bytes: Array(texts.compactMap { $0 }.filter { !$0.isEmpty }.map(\.bytes).joined(separator: separator.bytes)))
        case .before(let mark, let field): return field.split(at: mark, in: record, fileName)?.before
        case .after(let mark, let field): return field.split(at: mark, in: record, fileName)?.after
        case .behindLast(let mark, let field):
            guard let bytes = field.text(in: record, fileName: fileName)?.bytes, bytes.count >= mark.bytes.count else { return nil }
            let starts = (0...(bytes.count - mark.bytes.count)).reversed()
            guard let at = starts.first(where: { bytes[$0...].starts(with: mark.bytes) }) else { return nil }
            return ExactString(bytes: bytes[(at + mark.bytes.count)...])
        case .except(let wrong, let field):
            return field.text(in: record, fileName: fileName).flatMap { $0 == wrong ? nil : $0 }
        case .inside(let payload, let path):
            guard let text = payload.text(in: record, used: []) else { return nil }
            return try? JSONParser().parse(text) { $0[path].flatMap(Self.text) }
        case .paired(let path, let key): return record[path].flatMap { Self.paired($0, key) }
        case .element(let path, let sign, let field):
            return record[path]?.elements.first { sign.holds(for: $0) }.flatMap { field.text(in: $0, fileName: fileName) }
        case .firstMember(let path):
            return record[path]?.members.first { _ in true }.flatMap { Self.text($0.value) }
        case .highestKey(let path): return record[path].flatMap(Self.highestMember(of:))?.key.string
        case .fileName: return fileName
        case .constant(let text): return text
        }
    }

    /// A string, a number's digits, or either of them in the object that MongoDB's Extended JSON or DynamoDB's JSON writes around it.
    private static func text(_ view: JSONView) -> ExactString? {
        switch view.kind {
        case .string: return view.string
        case .number: return ExactString(bytes: view.raw)
        case .object: return TypedJSON.scalar(view).flatMap(text)
        default: return nil
        }
    }

    private static func paired(_ view: JSONView, _ key: ExactString) -> ExactString? {
        if view.kind == .object { return view[key].flatMap(text) }
        var isNext = false
        for (index, element) in view.elements.enumerated() {
            if isNext { return text(element) }
            isNext = index.isMultiple(of: 2) && element.isString(key)
        }
        return nil
    }

    /// The member of an object whose key is the highest number.
    static func highestMember(of view: JSONView) -> (key: JSONView, value: JSONView)? {
        let numbered = view.members.compactMap { member in
            (member.key.string?.description).flatMap { Int($0) }.map { (number: $0, member: member) }
        }
        return numbered.max { $0.number < $1.number }?.member
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

    /// The time role, as `Instant` reads it.
    func time(in record: JSONView, fileName: ExactString) -> (time: EventTime, hasZone: Bool)? {
        guard let text = text(in: record, fileName: fileName),
            let reading = Instant.reading(text.bytes, isString: !isNumber(in: record, fileName: fileName))
        else { return nil }
        // An epoch number says nothing to a person; its text is written out. The source line still holds the digits.
        return (EventTime(text: reading.isEpoch ? ExactString(reading.instant.text()) : text, instant: reading.instant), reading.hasZone)
    }

    /// Whether its text is a number's digits; of a text that is made of others it is not.
    private func isNumber(in record: JSONView, fileName: ExactString) -> Bool {
        switch self {
        case .at(let path): record[path]?.kind == .number
        case .first(let fields):
            fields.first { !($0.text(in: record, fileName: fileName)?.isEmpty ?? true) }?.isNumber(in: record, fileName: fileName) ?? false
        case .except(_, let field): field.isNumber(in: record, fileName: fileName)
        default: false
        }
    }
    /// The record's keys that the role reads, outermost step only.
    var topKeys: [ExactString] {
        switch self {
        case .at(let path): if case .key(let key)? = path.steps.first { [key] } else { [] }
        case .first(let fields), .joined(let fields, _), .parts(let fields, _): fields.flatMap(\.topKeys)
        case .before(_, let field), .after(_, let field), .behindLast(_, let field), .except(_, let field): field.topKeys
        // A look into a payload, a list or a row leaves it where it is.
        case .inside, .paired, .element, .firstMember, .highestKey, .fileName, .constant: []
        }
    }
}

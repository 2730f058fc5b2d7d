import JSONText

extension EnvelopeReader {
    /// True where the format gives each event a version and this record has none that counts events.
    func lacksUsableVersion(_ record: JSONView) -> Bool {
        guard let version = format.version else { return false }
        return version.integer(in: record, fileName: fileName).map { $0 < 0 } ?? true
    }

    /// As it is written, whatever it is.
    func versionText(of record: JSONView) -> String? {
        guard let field = format.version else { return nil }
        if let text = field.text(in: record, fileName: fileName) { return text.description }
        guard case .at(let path) = field else { return nil }
        return record[path]?.value.line
    }

    /// The event's id together with what it is unique in.
    func scopedID(of record: JSONView) -> ExactString? {
        guard let id = format.id?.text(in: record, fileName: fileName) else { return nil }
        guard let scope = format.idScope?.text(in: record, fileName: fileName) else { return id }
        return ExactString(bytes: scope.bytes + [0] + id.bytes)
    }
}

extension Payload {
    /// Whether the payload may be a text inside the record, and so was not parsed with it.
    var isWrapped: Bool {
        switch self {
        case .jsonString, .base64: true
        case .first(let payloads): payloads.contains(where: \.isWrapped)
        case .at, .keyEnding, .rest: false
        }
    }
}

import JSONText

extension EnvelopeReader {
    /// True where the format gives each event a version and this record has none that counts events.
    func lacksUsableVersion(_ found: JSONView) -> Bool {
        guard let version = format.version else { return false }
        let record = format.envelope(of: found)
        return version.integer(in: record, fileName: fileName).map { $0 < 0 } ?? true
    }

    /// As it is written, whatever it is.
    func versionText(of found: JSONView) -> String? {
        guard let field = format.version else { return nil }
        let record = format.envelope(of: found)
        if let text = field.text(in: record, fileName: fileName) { return text.description }
        guard case .at(let path) = field else { return nil }
        return record[path]?.value.line
    }

    /// The event's id together with what it is unique in.
    func scopedID(of found: JSONView) -> ExactString? {
        let record = format.envelope(of: found)
        guard let id = format.id?.text(in: record, fileName: fileName) else { return nil }
        guard let scope = format.idScope?.text(in: record, fileName: fileName) else { return id }
        return ExactString(bytes: scope.bytes + [0] + id.bytes)
    }
}

extension Payload {
    /// Whether the payload may be a text inside the record, and so was not parsed with it.
    var isWrapped: Bool {
        switch self {
        case .jsonString, .base64, .bytes, .inside, .untyped, .pairs: true
        case .first(let payloads): payloads.contains(where: \.isWrapped)
        case .at, .keyEnding, .highestKey, .rest: false
        }
    }
}

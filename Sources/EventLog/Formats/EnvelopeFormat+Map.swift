import JSONText

extension EnvelopeFormat {
    /// A format from a `--map` line: `stream=.aggregate.id,type=.kind,time=.ts`.
    ///
    /// Roles: stream, type, version, position, time, id, schema, correlation, causation, data, meta. Without `data`, the
    /// members that no role uses are the data. Without `stream`, every event stands in one stream named after the file.
    /// - Throws: `SourceError` that says what is wrong with the line.
    package init(map: String) throws(SourceError) {
        var fields: [String: JSONPath] = [:]
        for part in Self.parts(of: map) {
            let sides = part.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { throw Self.wrong(map, "\"\(part)\" is not ROLE=.path") }
            let role = String(sides[0])
            guard Self.roles.contains(role) else {
                throw Self.wrong(map, "\"\(role)\" is no role; roles are \(Self.roles.joined(separator: ", "))")
            }
            guard fields[role] == nil else { throw Self.wrong(map, "the role \"\(role)\" is given twice") }
            do { fields[role] = try JSONPath(parsing: String(sides[1])) } catch {
                throw Self.wrong(map, "\(role): \(error.message) (column \(error.column) of \"\(sides[1])\")")
            }
        }
        guard let type = fields["type"] else { throw Self.wrong(map, "the role \"type\" is missing, as in type=.kind") }
        func field(_ role: String) -> Field? { fields[role].map(Field.at) }
        self.init(
            name: "map", title: map, signature: [.has(type)], stream: field("stream") ?? .fileName, type: .at(type),
            version: field("version"), position: field("position"), time: field("time"), id: field("id"),
            schema: field("schema"), correlation: field("correlation"), causation: field("causation"),
            data: fields["data"].map(Payload.jsonString) ?? .rest, meta: fields["meta"].map(Payload.jsonString))
    }

    /// Between commas, unless these stand in a quoted key.
    private static func parts(of map: String) -> [Substring] {
        var (isQuoted, isEscaped) = (false, false)
        return map.split { character in
            defer { isEscaped = isQuoted && character == "\\" && !isEscaped }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            return character == "," && !isQuoted
        }
    }

    /// A format from a map that nobody wrote.
    init?(guess map: String) {
        guard let format = try? EnvelopeFormat(map: map) else { return nil }
        self.init(
            name: "guess", title: "unknown format, roles guessed", signature: format.signature, stream: format.stream, type: format.type,
            version: format.version, position: format.position, time: format.time, id: format.id, schema: format.schema,
            correlation: format.correlation, causation: format.causation, data: format.data, meta: format.meta)
    }

    private static let roles = [
        "stream", "type", "version", "position", "time", "id", "schema", "correlation", "causation", "data", "meta",
    ]

    private static func wrong(_ map: String, _ message: String) -> SourceError {
        SourceError(path: "--map", problem: .badMap(message))
    }
}

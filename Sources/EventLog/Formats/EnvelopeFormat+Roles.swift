import JSONText

extension EnvelopeFormat {
    /// Where each role lies, in words, in the order of an event's members; roles that the format lacks are left out.
    package var roles: [(role: String, place: String)] {
        let stream = [batch?.stream ?? stream, streamOfFile].compactMap { $0?.description }.joined(separator: ", else of the file: ")
        let version = (version ?? batch?.firstVersion ?? batch?.nextVersion)?.description
        let places: [(String, String?)] = [
            ("stream", stream), ("type", type.description), ("version", version ?? "counted from 0 in log order"),
            ("position", position?.description), ("time", time?.description), ("id", idIsKey ? "the key under which the event stands" : id?.description),
            ("schema", schema?.description), ("correlation", correlation?.description), ("causation", causation?.description),
            ("data", data.description), ("meta", meta?.description),
        ]
        return places.compactMap { role, place in place.map { (role, $0) } }
    }

    /// Records that are read over and counted, in the plural.
    package var asideNames: [String] { asides.map(\.what) + [batch?.asides?.what].compactMap { $0 } }

    /// Where events lie in a document that wraps them.
    package var containerPaths: [String] { containers.map(\.description) }

    /// Where each record of several events keeps them.
    package var batchPath: String? { batch?.elements.description }
}

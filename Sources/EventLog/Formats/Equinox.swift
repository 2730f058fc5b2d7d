import JSONText

/// https://github.com/jet/equinox: one document holds a run of a stream's events, and snapshots beside them.
extension EnvelopeFormat {
    /// Documents of CosmosStore.
    static let equinoxCosmos = EnvelopeFormat(
        name: "equinox-cosmos",
        title: "Equinox CosmosStore",
        signature: [".p", ".i", ".n", ".e", .lacks(".e.L")],
        batch: Batch(
            elements: JSONPath(literal: ".e"), stream: ".p", firstVersion: ".i", nextVersion: ".n", asides: (list: JSONPath(literal: ".u"), what: "snapshots")),
        stream: ".p", type: ".c", time: ".t", correlation: ".correlationId", causation: ".causationId",
        data: .bytes(".d"), meta: .bytes(".m"))

    /// Items of DynamoStore, as an export to S3 or a scan writes them. The types stand in a list of their own.
    static let equinoxDynamo = EnvelopeFormat(
        name: "equinox-dynamo",
        title: "Equinox DynamoStore",
        signature: [.any([.all([".p", ".n", ".e.L", ".c.L"]), .all([".Item.p", ".Item.n", ".Item.e.L", ".Item.c.L"])])],
        envelopes: [JSONPath(literal: ".Item"), JSONPath(literal: ".M")],
        batch: Batch(
            elements: JSONPath(literal: ".e.L"), stream: ".p", nextVersion: ".n", types: (list: JSONPath(literal: ".c.L"), type: ".S"),
            asides: (list: JSONPath(literal: ".u.L"), what: "snapshots")),
        stream: ".p", type: ".c", time: ".t", correlation: ".x", causation: ".y",
        data: .base64(".d.B"), meta: .base64(".m.B"))
}

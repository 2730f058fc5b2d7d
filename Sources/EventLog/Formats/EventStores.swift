import JSONText

extension EnvelopeFormat {
    /// Our own store, one event a line.
    static let hindcast = EnvelopeFormat(
        name: "hindcast",
        title: "hindcast store",
        signature: [".stream", ".version", ".type", ".data"],
        stream: ".stream", type: ".type", version: ".version", time: ".time", id: ".id", schema: ".schema",
        correlation: ".meta.correlation", causation: ".meta.causation",
        data: ".data", meta: ".meta")

    /// https://developers.eventstore.com: a page of `/streams/NAME/0/forward/100?embed=body`.
    static let eventStoreDBAtom = EnvelopeFormat(
        name: "eventstoredb-atom",
        title: "EventStoreDB Atom feed",
        signature: [".positionEventNumber", ".streamId", ".eventNumber"],
        containers: [JSONPath(literal: ".entries")],
        stream: ".streamId", type: ".eventType", version: ".eventNumber", time: ".updated", id: ".eventId",
        data: .jsonString(".data"), meta: .jsonString(".metaData"))

    /// The same page without `embed`: an entry says only which event it links to, not what lies in it.
    static let eventStoreDBLinks = EnvelopeFormat(
        name: "eventstoredb-links",
        title: "EventStoreDB Atom feed without bodies",
        signature: [".title", ".id", ".updated", ".summary", ".links", .lacks(".entries")],
        containers: [JSONPath(literal: ".entries")],
        stream: .after(UInt8(ascii: "@"), ".title"), type: ".summary", version: .before(UInt8(ascii: "@"), ".title"),
        time: ".updated", id: ".id",
        data: .rest)

    /// The body of an append: it does not say to which stream, so the file's name does.
    static let eventStoreDBAppend = EnvelopeFormat(
        name: "eventstoredb-append",
        title: "EventStoreDB append body",
        signature: [".eventId", ".eventType", ".data", .lacks(".stream_id"), .lacks(".streamId")],
        stream: .fileName, type: ".eventType", time: ".metadata.TimeStamp", id: ".eventId",
        correlation: .at(JSONPath([.key("metadata"), .key("$correlationId")])),
        causation: .at(JSONPath([.key("metadata"), .key("$causationId")])),
        data: ".data", meta: ".metadata")

    /// `select row_to_json(e) from mt_events e order by seq_id`.
    static let marten = EnvelopeFormat(
        name: "marten",
        title: "Marten mt_events",
        signature: [".seq_id", ".stream_id", ".version", ".mt_dotnet_type"],
        stream: ".stream_id", type: ".type", version: ".version", position: ".seq_id", time: ".timestamp", id: ".id",
        correlation: ".correlation_id", causation: ".causation_id",
        data: ".data", meta: ".headers")

    /// `select row_to_json(m) from messages m order by global_position`.
    static let messageDB = EnvelopeFormat(
        name: "message-db",
        title: "message-db messages",
        signature: [".global_position", ".position", ".stream_name", ".type"],
        stream: ".stream_name", type: ".type", version: ".position", position: ".global_position", time: ".time", id: ".id",
        schema: ".metadata.schemaVersion",
        correlation: ".metadata.correlationStreamName", causation: ".metadata.causationMessageGlobalPosition",
        data: .jsonString(".data"), meta: .jsonString(".metadata"))
}

import JSONText

extension EnvelopeFormat {
    private static let systemEvents = [Aside("system events", .prefix(".eventType", "$"))]
    private static let systemTypes = [Aside("system events", .prefix(".type", "$"))]

    private static func metadata(_ payload: Payload, _ key: ExactString) -> Field { .inside(payload, JSONPath([.key(key)])) }

    /// https://developers.eventstore.com: a page of `/streams/NAME/0/forward/100?embed=body`.
    static let eventStoreDBAtom = EnvelopeFormat(
        name: "eventstoredb-atom",
        title: "EventStoreDB Atom feed",
        signature: [".positionEventNumber", ".streamId", ".eventNumber"],
        containers: [JSONPath(literal: ".entries")],
        asides: systemEvents,
        hasSystemStreams: true,
        stream: ".streamId", type: ".eventType", version: ".eventNumber", time: ".updated", id: ".eventId",
        correlation: metadata(.jsonString(".metaData"), "$correlationId"),
        causation: metadata(.jsonString(".metaData"), "$causationId"),
        data: .jsonString(".data"), meta: .jsonString(".metaData"))

    /// The same page without `embed`: an entry says only which event it links to, not what lies in it.
    static let eventStoreDBLinks = EnvelopeFormat(
        name: "eventstoredb-links",
        title: "EventStoreDB Atom feed without bodies",
        signature: [".title", ".id", ".updated", ".summary", ".links", .lacks(".entries")],
        containers: [JSONPath(literal: ".entries")],
        asides: [Aside("system events", .prefix(".summary", "$"))],
        hasSystemStreams: true,
        stream: .after("@", ".title"), type: ".summary", version: .before("@", ".title"), time: ".updated", id: ".id",
        data: .rest)

    /// The body of an append: it does not say to which stream, so the file's name does.
    static let eventStoreDBAppend = EnvelopeFormat(
        name: "eventstoredb-append",
        title: "EventStoreDB append body",
        signature: [".eventId", ".eventType", ".data", .lacks(".stream_id"), .lacks(".streamId")],
        asides: systemEvents,
        hasSystemStreams: true,
        stream: .fileName, type: ".eventType", time: ".metadata.TimeStamp", id: ".eventId",
        correlation: metadata(".metadata", "$correlationId"), causation: metadata(".metadata", "$causationId"),
        data: ".data", meta: ".metadata")

    /// What the Node client reads, written out: https://github.com/kurrent-io/KurrentDB-Client-NodeJS
    static let kurrentNode = EnvelopeFormat(
        name: "kurrentdb-node",
        title: "KurrentDB events of the Node client",
        signature: [".event.streamId", ".event.revision"],
        envelopes: [JSONPath(literal: ".event")],
        asides: [Aside("system events", .prefix(".event.type", "$"))],
        hasSystemStreams: true,
        stream: ".streamId", type: ".type", version: ".revision", position: ".position.commit", time: ".created", id: ".id",
        correlation: metadata(".metadata", "$correlationId"), causation: metadata(".metadata", "$causationId"),
        data: .bytes(".data"), meta: .bytes(".metadata"))

    /// What the .NET client reads, written out: https://github.com/kurrent-io/KurrentDB-Client-Dotnet
    static let kurrentDotNet = EnvelopeFormat(
        name: "kurrentdb-dotnet",
        title: "KurrentDB events of the .NET client",
        signature: [".Event.EventStreamId", ".OriginalEvent"],
        envelopes: [JSONPath(literal: ".Event")],
        asides: [Aside("system events", .prefix(".Event.EventType", "$"))],
        hasSystemStreams: true,
        stream: ".EventStreamId", type: ".EventType", version: ".EventNumber", position: ".Position.CommitPosition",
        time: ".Created", id: ".EventId",
        correlation: metadata(.bytes(".Metadata"), "$correlationId"), causation: metadata(.bytes(".Metadata"), "$causationId"),
        data: .bytes(".Data"), meta: .bytes(".Metadata"))

    /// What the Go client reads, written out, a resolved event or the recorded one in it:
    /// https://github.com/kurrent-io/KurrentDB-Client-Go
    static let kurrentGo = EnvelopeFormat(
        name: "kurrentdb-go",
        title: "KurrentDB events of the Go client",
        signature: [
            .any([
                .all([".StreamID", ".EventNumber", ".UserMetadata"]),
                .all([".Event.StreamID", ".Event.EventNumber", ".Event.UserMetadata"]),
            ])
        ],
        envelopes: [JSONPath(literal: ".Event")],
        asides: [Aside("system events", .any([.prefix(".EventType", "$"), .prefix(".Event.EventType", "$")]))],
        hasSystemStreams: true,
        stream: ".StreamID", type: ".EventType", version: ".EventNumber", position: ".Position.Commit",
        time: .first([".CreatedDate", ".Created"]), id: ".EventID",
        correlation: metadata(.bytes(".UserMetadata"), "$correlationId"),
        causation: metadata(.bytes(".UserMetadata"), "$causationId"),
        data: .bytes(".Data"), meta: .bytes(".UserMetadata"))

    /// A Kafka topic that a KurrentDB connector fills, as kcat prints it: https://docs.kurrent.io/server/latest/features/connectors
    static let kurrentConnector = EnvelopeFormat(
        name: "kurrentdb-connector",
        title: "KurrentDB connector sink",
        signature: [
            ".topic", ".partition", ".offset", ".tstype", ".ts", ".payload",
            .reads(.paired(".headers", "esdb-record-stream-id")),
        ],
        hasSystemStreams: true,
        stream: .paired(".headers", "esdb-record-stream-id"), type: .paired(".headers", "esdb-record-schema-subject"),
        version: .paired(".headers", "esdb-record-stream-revision"), position: .paired(".headers", "esdb-record-log-position"),
        time: .paired(".headers", "esdb-record-timestamp"), id: .paired(".headers", "esdb-record-id"),
        correlation: .paired(".headers", "esdb-record-headers-$correlationId"),
        causation: .paired(".headers", "esdb-record-headers-$causationId"),
        data: .bytes(".payload"), meta: ".headers")

    /// Seed data: groups of events, each group naming its stream.
    static let kurrentSeed = EnvelopeFormat(
        name: "kurrentdb-seed",
        title: "KurrentDB stream groups",
        signature: [".stream", ".events", .any([".events[0].type", ".events[0].eventType"]), .lacks(".type")],
        batch: Batch(elements: JSONPath(literal: ".events"), stream: ".stream"),
        asides: systemTypes,
        hasSystemStreams: true,
        stream: ".stream", type: .first([".type", ".eventType"]), time: .first([".time", ".data.at"]),
        id: .first([".id", ".eventId"]),
        correlation: metadata(".metadata", "$correlationId"), causation: metadata(".metadata", "$causationId"),
        data: ".data", meta: ".metadata")
}

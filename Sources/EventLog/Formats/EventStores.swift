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

    /// `select row_to_json(e) from mt_events e order by seq_id`. https://martendb.io/events/storage.html
    static let marten = EnvelopeFormat(
        name: "marten",
        title: "Marten mt_events",
        signature: [".seq_id", ".stream_id", ".version", ".mt_dotnet_type"],
        asides: [Aside("tombstones", .text(".type", "tombstone")), Aside("archived events", .isTrue(".is_archived"))],
        stream: ".stream_id", type: ".type", version: ".version", position: ".seq_id", time: ".timestamp", id: ".id",
        correlation: ".correlation_id", causation: ".causation_id",
        data: .jsonString(".data"), meta: .jsonString(".headers"))

    /// `select row_to_json(m) from emt_messages m order by transaction_id, global_position`.
    /// https://github.com/event-driven-io/emmett
    static let emmett = EnvelopeFormat(
        name: "emmett",
        title: "Emmett emt_messages",
        signature: [".message_id", ".message_type", ".message_data", ".stream_position"],
        asides: [Aside("messages that are no events", .all([.has(".message_kind"), .not(.text(".message_kind", "E"))]))],
        stream: ".stream_id", type: ".message_type", version: ".stream_position", position: ".global_position", time: ".created",
        id: ".message_id", schema: ".message_schema_version",
        correlation: .inside(.jsonString(".message_metadata"), ".correlationId"),
        causation: .inside(.jsonString(".message_metadata"), ".causationId"),
        data: .jsonString(".message_data"), meta: .jsonString(".message_metadata"))

    /// `select row_to_json(m) from messages m order by global_position`. http://docs.eventide-project.org/user-guide/message-db
    static let messageDB = EnvelopeFormat(
        name: "message-db",
        title: "message-db messages",
        signature: [".global_position", ".position", ".stream_name", ".type"],
        stream: ".stream_name", type: ".type", version: ".position", position: ".global_position", time: ".time", id: ".id",
        schema: .inside(.jsonString(".metadata"), ".schemaVersion"),
        correlation: .inside(.jsonString(".metadata"), ".correlationStreamName"),
        causation: .inside(.jsonString(".metadata"), ".causationMessageGlobalPosition"),
        data: .jsonString(".data"), meta: .jsonString(".metadata"))

    /// Rows of the PostgreSQL recorder, and the notifications of the JSON service. The time stands in the state.
    /// https://eventsourcing.readthedocs.io
    static let pyEventSourcing = EnvelopeFormat(
        name: "pyeventsourcing",
        title: "eventsourcing for Python",
        signature: [".originator_id", ".originator_version", ".topic", ".state"],
        stream: ".originator_id", type: .first([.behindLast(":", ".topic"), ".topic"]), version: ".originator_version",
        position: .first([".notification_id", ".id"]),
        time: .first([.inside(.bytes(".state"), ".timestamp._data_"), .inside(.bytes(".state"), ".timestamp")]),
        schema: .inside(.bytes(".state"), ".class_version"),
        data: .bytes(".state"), meta: .rest)

    /// Rows of `events` joined with `stream_events` and `streams`. https://github.com/commanded/eventstore
    static let commanded = EnvelopeFormat(
        name: "commanded",
        title: "Commanded EventStore",
        signature: [".stream_uuid", ".stream_version", ".event_number", ".event_type"],
        stream: ".stream_uuid", type: ".event_type", version: ".stream_version", position: ".event_number", time: ".created_at",
        id: ".event_id", correlation: ".correlation_id", causation: ".causation_id",
        data: .bytes(".data"), meta: .bytes(".metadata"))

    /// Rows of `event_store_events`, joined with `event_store_events_in_streams` or not. An event that is linked to several streams has
    /// a row in each, with the same id. https://railseventstore.org
    static let railsEventStore = EnvelopeFormat(
        name: "rails-event-store",
        title: "Rails Event Store",
        signature: [".event_id", ".event_type", ".data", ".metadata", ".created_at", ".valid_at"],
        stream: ".stream", type: ".event_type", version: ".position", position: ".id", time: ".created_at", id: ".event_id", idScope: ".stream",
        correlation: .inside(.bytes(".metadata"), ".correlation_id"), causation: .inside(.bytes(".metadata"), ".causation_id"),
        data: .bytes(".data"), meta: .bytes(".metadata"))

    /// https://github.com/reimagined/resolve: what the event store's `export()` writes.
    static let resolve = EnvelopeFormat(
        name: "resolve",
        title: "reSolve export",
        signature: [".aggregateId", ".aggregateVersion", ".threadId", ".threadCounter"],
        stream: ".aggregateId", type: ".type", version: ".aggregateVersion", time: ".timestamp",
        data: ".payload", meta: .rest)

    /// Documents of the event log as `mongoexport` writes them. https://www.cratis.io
    static let chronicle = EnvelopeFormat(
        name: "chronicle",
        title: "Cratis Chronicle event log",
        signature: [".eventSourceId", ".type", ".occurred", ".content"],
        stream: ".eventSourceId", type: ".type", position: "._id", time: ".occurred",
        schema: .highestKey(of: ".content"), correlation: ".correlationId",
        data: .untyped(.highestKey(of: ".content")), meta: .untyped(.rest))
}

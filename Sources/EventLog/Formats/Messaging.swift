import JSONText

extension EnvelopeFormat {
    /// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
    static let cloudEvents = EnvelopeFormat(
        name: "cloudevents",
        title: "CloudEvents",
        signature: [".specversion", ".id", ".source", ".type"],
        stream: .first([".subject", ".source"]), type: ".type", time: ".time", id: ".id", idScope: ".source",
        schema: .behindLast(".v", ".type"),
        correlation: .first([".correlationid", .trace(of: ".traceparent")]), causation: ".causationid",
        data: .first([".data", .base64(".data_base64")]), meta: .rest)

    /// CloudEvents whose envelope is Kafka headers, as kcat prints them:
    /// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
    static let cloudEventsKafka = EnvelopeFormat(
        name: "cloudevents-kafka",
        title: "CloudEvents in Kafka headers",
        signature: [
            ".topic", ".partition", ".offset", ".tstype", ".ts", ".payload", .reads(.paired(".headers", "ce_type")),
            .reads(.paired(".headers", "ce_id")),
        ],
        stream: .first([.paired(".headers", "ce_subject"), ".key", .paired(".headers", "ce_source")]),
        type: .paired(".headers", "ce_type"), time: .first([.paired(".headers", "ce_time"), ".ts"]), id: .paired(".headers", "ce_id"),
        schema: .behindLast(".v", .paired(".headers", "ce_type")),
        correlation: .first([.paired(".headers", "ce_correlationid"), .trace(of: .paired(".headers", "ce_traceparent"))]),
        causation: .paired(".headers", "ce_causationid"),
        data: .bytes(".payload"), meta: .rest)

    /// The read API's lines and bare events: https://docs.eventsourcingdb.io
    static let eventSourcingDB = EnvelopeFormat(
        name: "eventsourcingdb",
        title: "EventSourcingDB",
        signature: [
            .any([
                .all([".specversion", ".id", ".source", ".type", ".hash", ".predecessorhash"]),
                .all([.text(".type", "event"), ".payload.specversion", ".payload.id", ".payload.type"]),
            ])
        ],
        envelopes: [JSONPath(literal: ".payload")],
        asides: [Aside("heartbeats", .all([.text(".type", "heartbeat"), .lacks(".specversion")]))],
        stream: ".subject", type: ".type", position: ".id", time: ".time", id: ".id", schema: .behindLast(".v", ".type"),
        correlation: .trace(of: ".traceparent"),
        data: ".data", meta: .rest)

    /// https://cdevents.dev
    static let cdEvents = EnvelopeFormat(
        name: "cdevents",
        title: "CDEvents",
        signature: [".context.specversion", .prefix(".context.type", "dev.cdevents."), ".subject"],
        stream: .first([.joined([".subject.source", ".subject.id"], by: "#"), ".subject.id"]), type: ".context.type",
        time: ".context.timestamp", id: ".context.id", correlation: ".context.chainId",
        causation: .element(of: ".context.links", where: .text(".linkType", "PATH"), ".from.contextId"),
        data: ".subject", meta: ".context")

    /// https://github.com/eiffel-community/eiffel. An event names no stream, only the events that it links to.
    static let eiffel = EnvelopeFormat(
        name: "eiffel",
        title: "Eiffel events",
        signature: [".meta.id", ".meta.type", ".meta.version", ".links"],
        assumption: "events name no stream; each file is one",
        stream: .fileName, type: ".meta.type", time: ".meta.time", id: ".meta.id",
        correlation: .element(of: ".links", where: .text(".type", "CONTEXT"), ".target"),
        causation: .element(of: ".links", where: .text(".type", "CAUSE"), ".target"),
        data: ".data", meta: .rest)

    /// `kcat -J`: https://github.com/edenhill/kcat. Messages without a payload delete their key.
    static let kcat = EnvelopeFormat(
        name: "kcat",
        title: "Kafka messages of kcat -J",
        signature: [".topic", ".partition", ".offset", ".tstype", ".ts", ".payload"],
        asides: [Aside("tombstones", .isNull(".payload"))],
        assumption: "the type is that of a header or of the payload, else the topic",
        stream: .first([".key", ".topic"]),
        type: .first([
            .paired(".headers", "type"), .paired(".headers", "eventType"), .paired(".headers", "event_type"),
            .inside(.jsonString(".payload"), ".type"), .inside(.jsonString(".payload"), ".eventType"),
            .inside(.jsonString(".payload"), ".event_type"), ".topic",
        ]),
        time: ".ts", id: .joined([".topic", ".partition", ".offset"], by: "/"),
        correlation: .first([.paired(".headers", "correlationId"), .trace(of: .paired(".headers", "traceparent"))]),
        data: .bytes(".payload"), meta: .rest)

    /// Amazon EventBridge, as its rules and archives deliver events:
    /// https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
    static let eventBridge = EnvelopeFormat(
        name: "eventbridge",
        title: "Amazon EventBridge",
        signature: [".detail-type", ".detail", ".source", ".account"],
        stream: .first([".resources[0]", ".source"]), type: ".detail-type", time: ".time", id: ".id",
        data: ".detail", meta: .rest)

    /// https://docs.stripe.com/api/events/object
    static let stripe = EnvelopeFormat(
        name: "stripe",
        title: "Stripe events",
        signature: [.text(".object", "event"), ".data.object", ".type"],
        containers: [JSONPath(literal: ".data")],
        listsNewestFirst: true,
        stream: .first([".data.object.id", ".data.object.object"]), type: ".type", time: ".created", id: ".id",
        correlation: .first([".request.id", ".request"]),
        data: ".data", meta: .rest)

    /// GH Archive's lines and the events API of GitHub; before 2015 the repository stood in `repository`. https://www.gharchive.org
    static let gitHub = EnvelopeFormat(
        name: "github",
        title: "GitHub events (GH Archive)",
        signature: [".actor", .any([".repo", ".repository"]), ".payload", ".type", ".created_at"],
        listsNewestFirst: true,
        stream: .first([".repo.name", ".repo.id", .joined([".repository.owner", ".repository.name"], by: "/")]),
        type: ".type", time: ".created_at", id: ".id",
        data: ".payload", meta: .rest)
}

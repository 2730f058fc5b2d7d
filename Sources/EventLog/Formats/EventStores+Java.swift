import JSONText

extension EnvelopeFormat {
    /// Rows of `domain_event_entry`: https://docs.axoniq.io/axon-framework-reference/4.11/events/event-bus-and-event-store
    static let axon4 = EnvelopeFormat(
        name: "axon4",
        title: "Axon Framework 4, domain event entries",
        signature: [
            .any([
                .all([".global_index", ".aggregate_identifier", ".sequence_number", ".payload_type"]),
                .all([".globalIndex", ".aggregateIdentifier", ".sequenceNumber", ".payloadType"]),
            ])
        ],
        stream: .first([".aggregate_identifier", ".aggregateIdentifier"]), type: .first([".payload_type", ".payloadType"]),
        version: .first([".sequence_number", ".sequenceNumber"]), position: .first([".global_index", ".globalIndex"]),
        time: .first([".time_stamp", ".timeStamp"]), id: .first([".event_identifier", ".eventIdentifier"]),
        schema: .first([".payload_revision", ".payloadRevision"]),
        correlation: .first([
            .inside(.bytes(".meta_data"), ".correlationId"), .inside(.bytes(".metaData"), ".correlationId"),
        ]),
        data: .bytes(".payload"), meta: .first([.bytes(".meta_data"), .bytes(".metaData")]))

    /// Rows of `aggregate_event_entry`: https://github.com/AxonFramework/AxonFramework, `AggregateEventEntry`.
    static let axon5 = EnvelopeFormat(
        name: "axon5",
        title: "Axon Framework 5, aggregate event entries",
        signature: [
            .any([
                .all([".globalIndex", ".aggregateSequenceNumber", ".identifier", ".version"]),
                .all([".global_index", ".aggregate_sequence_number", ".identifier", ".version"]),
            ])
        ],
        stream: .first([".aggregateIdentifier", ".aggregate_identifier"]), type: ".type",
        version: .first([".aggregateSequenceNumber", ".aggregate_sequence_number"]),
        position: .first([".globalIndex", ".global_index"]), time: ".timestamp", id: ".identifier", schema: ".version",
        correlation: .inside(.bytes(".metadata"), ".correlationId"), causation: .inside(.bytes(".metadata"), ".causationId"),
        data: .bytes(".payload"), meta: .bytes(".metadata"))

    /// https://docs.axoniq.io/axon-server-reference: events of the HTTP API.
    static let axonServer = EnvelopeFormat(
        name: "axon-server",
        title: "Axon Server events",
        signature: [".messageIdentifier", ".aggregateSequenceNumber", ".payload.type"],
        stream: ".aggregateIdentifier", type: ".payload.type", version: ".aggregateSequenceNumber", time: ".timestamp",
        id: ".messageIdentifier", schema: ".payload.revision",
        correlation: ".metaData.correlationId", causation: ".metaData.causationId",
        data: .jsonString(".payload.data"), meta: ".metaData")
}

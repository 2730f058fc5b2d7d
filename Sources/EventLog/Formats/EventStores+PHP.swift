import JSONText

extension EnvelopeFormat {
    /// Rows of `stored_events`: https://spatie.be/docs/laravel-event-sourcing
    static let spatie = EnvelopeFormat(
        name: "spatie",
        title: "Spatie stored_events",
        signature: [".aggregate_uuid", ".event_class", ".event_properties"],
        stream: ".aggregate_uuid", type: ".event_class", version: ".aggregate_version", position: ".id", time: ".created_at",
        schema: ".event_version",
        data: .jsonString(".event_properties"), meta: .jsonString(".meta_data"))

    /// Messages as EventSauce writes them, bare or in the payload column of a row: https://eventsauce.io
    static let eventSauce = EnvelopeFormat(
        name: "eventsauce",
        title: "EventSauce messages",
        signature: [.any([.reads(sauce("__event_type")), ".headers.__aggregate_root_id"])],
        stream: .first([".aggregate_root_id", sauce("__aggregate_root_id"), ".headers.__aggregate_root_id"]),
        type: .first([sauce("__event_type"), ".headers.__event_type"]),
        version: .first([".version", sauce("__aggregate_root_version"), ".headers.__aggregate_root_version"]),
        position: ".id", time: .first([sauce("__time_of_recording"), ".headers.__time_of_recording"]),
        id: .first([".event_id", sauce("__event_id"), ".headers.__event_id"]),
        data: .first([.inside(.jsonString(".payload"), ".payload"), .jsonString(".payload")]),
        meta: .first([.inside(.jsonString(".payload"), ".headers"), ".headers"]))

    private static func sauce(_ header: ExactString) -> Field {
        .inside(.jsonString(".payload"), JSONPath([.key("headers"), .key(header)]))
    }

    /// Rows of a stream's table: https://github.com/prooph/pdo-event-store
    static let prooph = EnvelopeFormat(
        name: "prooph",
        title: "Prooph events",
        signature: [
            .any([".event_name", ".message_name"]), ".payload", .reads(.inside(.jsonString(".metadata"), "._aggregate_id")),
        ],
        stream: .inside(.jsonString(".metadata"), "._aggregate_id"), type: .first([".event_name", ".message_name"]),
        version: .inside(.jsonString(".metadata"), "._aggregate_version"), position: ".no", time: ".created_at",
        id: .first([".event_id", ".uuid"]),
        causation: .inside(.jsonString(".metadata"), "._causation_id"),
        data: .jsonString(".payload"), meta: .jsonString(".metadata"))

    /// Rows of the event store's table: https://github.com/broadway/event-store-dbal
    static let broadway = EnvelopeFormat(
        name: "broadway",
        title: "Broadway events",
        signature: [".uuid", ".playhead", ".recorded_on", ".type"],
        stream: ".uuid", type: ".type", version: ".playhead", position: ".id", time: ".recorded_on",
        data: .first([.inside(.jsonString(".payload"), ".payload"), .jsonString(".payload")]),
        meta: .first([.inside(.jsonString(".metadata"), ".payload"), .jsonString(".metadata")]))
}

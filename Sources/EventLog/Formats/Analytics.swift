import JSONText

extension EnvelopeFormat {
    /// https://segment.com/docs/connections/spec/common/
    static let segment = EnvelopeFormat(
        name: "segment",
        title: "Segment calls",
        signature: [
            ".messageId", .any(["track", "identify", "page", "screen", "group", "alias"].map { .text(".type", $0) }),
            .any([".userId", ".anonymousId"]),
        ],
        stream: .first([".userId", ".anonymousId"]), type: .first([".event", ".type"]),
        time: .first([".timestamp", ".originalTimestamp", ".receivedAt"]), id: ".messageId", schema: ".version",
        data: .first([".properties", ".traits"]), meta: .rest)

    /// Enriched events as JSON: https://docs.snowplow.io/docs/fundamentals/canonical-event/
    static let snowplow = EnvelopeFormat(
        name: "snowplow",
        title: "Snowplow enriched events",
        signature: [".event_id", ".collector_tstamp", ".app_id", ".event"],
        stream: .first([".domain_userid", ".user_id", ".domain_sessionid", ".app_id"]), type: .first([".event_name", ".event"]),
        time: .first([".derived_tstamp", ".collector_tstamp"]), id: ".event_id",
        data: .rest)

    /// https://wikitech.wikimedia.org/wiki/Event_Platform/EventStreams_HTTP_Service
    static let wikimedia = EnvelopeFormat(
        name: "wikimedia",
        title: "Wikimedia recent changes",
        signature: [".meta.stream", ".meta.dt", ".wiki"],
        asides: [Aside("canary events", .text(".meta.domain", "canary"))],
        stream: .first([.joined([".wiki", ".title"], by: ":"), ".wiki"]), type: ".type", time: ".meta.dt", id: ".meta.id",
        correlation: ".meta.request_id",
        data: .rest)
}

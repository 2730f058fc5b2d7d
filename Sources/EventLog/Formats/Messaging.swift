import JSONText

extension EnvelopeFormat {
    /// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
    static let cloudEvents = EnvelopeFormat(
        name: "cloudevents",
        title: "CloudEvents",
        signature: [".specversion", ".id", ".source", ".type"],
        stream: .first([".subject", ".source"]), type: ".type", time: ".time", id: ".id", idScope: ".source",
        correlation: ".correlationid", causation: ".causationid",
        data: .first([".data", .base64(".data_base64")]), meta: .rest)

    /// https://cdevents.dev
    static let cdEvents = EnvelopeFormat(
        name: "cdevents",
        title: "CDEvents",
        signature: [".context.specversion", .prefix(".context.type", "dev.cdevents."), ".subject"],
        stream: .first([.joined([".subject.source", ".subject.id"], by: "#"), ".subject.id"]), type: ".context.type",
        time: ".context.timestamp", id: ".context.id", correlation: ".context.chainId",
        data: ".subject", meta: ".context")

    /// Amazon EventBridge, as its rules and archives deliver events.
    static let eventBridge = EnvelopeFormat(
        name: "eventbridge",
        title: "Amazon EventBridge",
        signature: [.has(JSONPath([.key("detail-type")])), ".detail", ".source", ".account"],
        stream: .first([".resources[0]", ".source"]), type: .at(JSONPath([.key("detail-type")])), time: ".time", id: ".id",
        data: ".detail", meta: .rest)

    /// https://docs.stripe.com/api/events/object
    static let stripe = EnvelopeFormat(
        name: "stripe",
        title: "Stripe events",
        signature: [.text(".object", "event"), ".data.object", ".type"],
        containers: [JSONPath(literal: ".data")],
        stream: .first([".data.object.id", ".data.object.object"]), type: ".type", time: ".created", id: ".id",
        correlation: ".request.id",
        data: ".data", meta: .rest)

    /// GH Archive's lines and the events API of GitHub.
    static let gitHub = EnvelopeFormat(
        name: "github",
        title: "GitHub events (GH Archive)",
        signature: [".actor", ".repo", ".payload", ".type", ".created_at"],
        stream: .first([".repo.name", ".repo.id"]), type: ".type", time: ".created_at", id: ".id",
        data: ".payload", meta: .rest)
}

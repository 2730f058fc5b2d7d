import JSONText

extension EnvelopeFormat {
    /// https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
    static let kubernetesAudit = EnvelopeFormat(
        name: "kubernetes-audit",
        title: "Kubernetes audit log",
        signature: [.text(".kind", "Event"), .prefix(".apiVersion", "audit.k8s.io/")],
        containers: [JSONPath(literal: ".items")],
        // A request passes several stages; only the last says what became of it.
        asides: [
            Aside("stages before the response", .any([.text(".stage", "RequestReceived"), .text(".stage", "ResponseStarted")]))
        ],
        stream: .first([
            .parts([
                .parts([".objectRef.resource", ".objectRef.apiGroup"], by: "."), ".objectRef.namespace", ".objectRef.name",
            ], by: "/"),
            ".requestURI",
        ]),
        type: .parts([".verb", ".objectRef.subresource"], by: "/"), time: .first([".stageTimestamp", ".timestamp"]), id: ".auditID", idScope: ".stage",
        correlation: ".auditID",
        data: .rest)

    /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html
    static let cloudTrail = EnvelopeFormat(
        name: "cloudtrail",
        title: "AWS CloudTrail",
        signature: [".eventVersion", ".eventSource", ".eventName", ".awsRegion", .not(.prefix(".eventSource", "aws:"))],
        containers: [JSONPath(literal: ".Records")],
        stream: .first([".resources[0].ARN", ".userIdentity.arn", ".eventSource"]), type: ".eventName", time: ".eventTime",
        id: ".eventID", correlation: ".requestID",
        data: .rest)

    /// The answer of `aws cloudtrail lookup-events`: the record stands in a string.
    static let cloudTrailLookup = EnvelopeFormat(
        name: "cloudtrail-lookup",
        title: "AWS CloudTrail lookup-events",
        signature: [".EventId", ".EventName", ".CloudTrailEvent"],
        containers: [JSONPath(literal: ".Events")],
        listsNewestFirst: true,
        stream: .first([
            .inside(.jsonString(".CloudTrailEvent"), ".resources[0].ARN"),
            .inside(.jsonString(".CloudTrailEvent"), ".userIdentity.arn"), ".EventSource",
        ]),
        type: ".EventName", time: .first([.inside(.jsonString(".CloudTrailEvent"), ".eventTime"), ".EventTime"]), id: ".EventId",
        correlation: .inside(.jsonString(".CloudTrailEvent"), ".requestID"),
        data: .jsonString(".CloudTrailEvent"), meta: .rest)
}

import JSONText

extension EnvelopeFormat {
    /// https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
    static let kubernetesAudit = EnvelopeFormat(
        name: "kubernetes-audit",
        title: "Kubernetes audit log",
        signature: [.text(".kind", "Event"), .prefix(".apiVersion", "audit.k8s.io/")],
        containers: [JSONPath(literal: ".items")],
        stream: .first([
            .joined([".objectRef.resource", ".objectRef.namespace", ".objectRef.name"], by: "/"),
            .joined([".objectRef.resource", ".objectRef.name"], by: "/"),
            ".objectRef.resource", ".requestURI",
        ]),
        type: ".verb", time: .first([".stageTimestamp", ".timestamp"]), id: ".auditID", idScope: ".stage",
        correlation: ".auditID",
        data: .rest)

    /// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html
    static let cloudTrail = EnvelopeFormat(
        name: "cloudtrail",
        title: "AWS CloudTrail",
        signature: [".eventVersion", ".eventSource", ".eventName", ".awsRegion"],
        containers: [JSONPath(literal: ".Records")],
        stream: .first([".resources[0].ARN", ".userIdentity.arn", ".eventSource"]), type: ".eventName", time: ".eventTime",
        id: ".eventID", correlation: ".requestID",
        data: .rest)
}

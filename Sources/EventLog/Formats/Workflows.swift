import JSONText

extension EnvelopeFormat {
    /// `temporal workflow show --output json`, the UI's download and the HTTP API. The events do not say which workflow they
    /// belong to, apart from the attributes of the first.
    static let temporal = EnvelopeFormat(
        name: "temporal",
        title: "Temporal workflow history",
        signature: [".eventId", ".eventTime", ".eventType", .oneKeyEnding("EventAttributes")],
        containers: [JSONPath(literal: ".events"), JSONPath(literal: ".history.events")],
        stream: .fileName,
        streamOfFile: .first([
            ".workflowExecutionStartedEventAttributes.workflowId",
            .joined([".workflowExecutionStartedEventAttributes.workflowType.name",
                ".workflowExecutionStartedEventAttributes.originalExecutionRunId"], by: "-"),
        ]),
        type: ".eventType", version: ".eventId", time: ".eventTime",
        data: .keyEnding("EventAttributes"), meta: .rest)

    /// Records as Zeebe's exporters write them: https://docs.camunda.io/docs/components/zeebe/technical-concepts/internal-processing
    static let zeebe = EnvelopeFormat(
        name: "zeebe",
        title: "Zeebe records (Camunda 8)",
        signature: [".recordType", ".valueType", ".intent", ".position", ".partitionId"],
        asides: [
            Aside("commands", .text(".recordType", "COMMAND")), Aside("rejections", .text(".recordType", "COMMAND_REJECTION")),
        ],
        stream: .first([.except("-1", ".value.processInstanceKey"), .except("-1", ".key"), ".valueType"]),
        type: .joined([".valueType", ".intent"], by: "."), position: ".position", time: ".timestamp",
        id: .joined([".partitionId", ".position"], by: "-"),
        causation: .joined([".partitionId", .except("-1", ".sourceRecordPosition")], by: "-"),
        data: ".value", meta: .rest)
}

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
}

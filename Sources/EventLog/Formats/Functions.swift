import JSONText

extension EnvelopeFormat {
    /// What AWS hands to Lambda functions in `Records`: DynamoDB streams, Kinesis, SQS, SNS, S3 and others.
    /// https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
    static let lambda = EnvelopeFormat(
        name: "aws-lambda",
        title: "AWS Lambda records",
        signature: [.any([.prefix(".eventSource", "aws:"), .prefix(".EventSource", "aws:")])],
        containers: [JSONPath(literal: ".Records")],
        stream: .first([
            .joined([.before("/", .after("/", ".eventSourceARN")), .firstMember(of: ".dynamodb.Keys")], by: "/"),
            ".kinesis.partitionKey",
            .joined([".s3.bucket.name", ".s3.object.key"], by: "/"),
            ".Sns.TopicArn", ".attributes.MessageGroupId", ".eventSourceARN", ".eventSource", ".EventSource",
        ]),
        type: .first([".eventName", ".Sns.Subject", ".eventSource", ".EventSource"]),
        time: .first([
            ".eventTime", ".dynamodb.ApproximateCreationDateTime", ".kinesis.approximateArrivalTimestamp",
            ".attributes.SentTimestamp", ".Sns.Timestamp",
        ]),
        id: .first([".eventID", ".eventId", ".messageId", ".Sns.MessageId"]),
        data: .first([
            .untyped(".dynamodb.NewImage"), .untyped(".dynamodb"), .base64(".kinesis.data"), .jsonString(".body"),
            .jsonString(".Sns.Message"), ".s3", .rest,
        ]))
}

import JSONText

/// Rows of tables as change data capture sends them. The record does not say which column is the key.
extension EnvelopeFormat {
    private static let keyAssumption = "rows are told apart by their column id, else by their first column"

    private static func key(of rows: [String]) -> Field {
        .first(rows.map { .at($0 + ".id") } + rows.map { .firstMember(of: $0) })
    }

    /// https://debezium.io/documentation/reference/stable/connectors: with or without the schema around it.
    static let debezium = EnvelopeFormat(
        name: "debezium",
        title: "Debezium change events",
        signature: [
            .any([
                .all([".op", ".source.connector", .any([".after", ".before"])]),
                .all([".payload.op", ".payload.source.connector", .any([".payload.after", ".payload.before"])]),
            ])
        ],
        envelopes: [JSONPath(literal: ".payload")],
        assumption: keyAssumption,
        stream: .first([
            .joined([".source.db", ".source.table", key(of: [".after", ".before"])], by: "."),
            .joined([".source.db", ".source.collection", key(of: [".after", ".before"])], by: "."),
            .joined([".source.db", ".source.table"], by: "."), ".source.db",
        ]),
        type: ".op", time: .first([.except("0", ".source.ts_ms"), ".ts_ms"]), correlation: ".transaction.id",
        data: ".after", meta: .rest)

    /// https://maxwells-daemon.io/dataformat/
    static let maxwell = EnvelopeFormat(
        name: "maxwell",
        title: "Maxwell row changes",
        signature: [".database", ".table", ".type", ".ts", .any([".xid", ".data"]), .lacks(".isDdl"), .lacks(".mysqlType")],
        assumption: keyAssumption,
        stream: .first([.joined([".database", ".table", key(of: [".data"])], by: "."), .joined([".database", ".table"], by: ".")]),
        type: ".type", time: ".ts", correlation: ".xid",
        data: ".data", meta: .rest)

    /// https://github.com/alibaba/canal: flat messages. One may hold several rows of a statement; it stands under the first.
    static let canal = EnvelopeFormat(
        name: "canal",
        title: "Canal row changes",
        signature: [".isDdl", ".mysqlType", ".data"],
        asides: [Aside("changes of tables", .isTrue(".isDdl"))],
        assumption: "rows are told apart by their column id, else by their first column; a statement stands under its first row",
        stream: .first([.joined([".database", ".table", key(of: [".data[0]"])], by: "."), .joined([".database", ".table"], by: ".")]),
        type: ".type", time: .first([".es", ".ts"]),
        data: ".data", meta: .rest)

    /// https://docs.oracle.com/en/middleware/goldengate/big-data/: the JSON formatter.
    static let goldenGate = EnvelopeFormat(
        name: "goldengate",
        title: "Oracle GoldenGate row changes",
        signature: [".op_type", ".op_ts", ".pos"],
        assumption: keyAssumption,
        stream: .first([.joined([".table", key(of: [".after", ".before"])], by: "."), ".table"]), type: ".op_type", time: ".op_ts",
        data: ".after", meta: .rest)

    /// https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kafka.html
    static let dms = EnvelopeFormat(
        name: "dms",
        title: "AWS DMS row changes",
        signature: [".metadata.record-type", ".metadata.operation"],
        asides: [Aside("control records", .text(".metadata.record-type", "control"))],
        assumption: keyAssumption,
        stream: .first([
            .joined([".metadata.schema-name", ".metadata.table-name", key(of: [".data"])], by: "."),
            .joined([".metadata.schema-name", ".metadata.table-name"], by: "."),
        ]),
        type: ".metadata.operation", time: ".metadata.timestamp", correlation: ".metadata.transaction-id",
        data: ".data", meta: ".metadata")

    /// Rows of an outbox table: https://debezium.io/documentation/reference/stable/transformations/outbox-event-router.html
    static let outbox = EnvelopeFormat(
        name: "outbox",
        title: "Debezium outbox rows",
        signature: [".aggregatetype", ".aggregateid", ".type", ".payload"],
        stream: .joined([".aggregatetype", ".aggregateid"], by: "-"), type: ".type", time: ".timestamp", id: ".id",
        data: .jsonString(".payload"), meta: .rest)
}

import JSONText

extension EnvelopeFormat {
    /// https://pkg.go.dev/cmd/test2json
    static let goTest = EnvelopeFormat(
        name: "go-test",
        title: "go test -json",
        signature: [".Action", ".Package", .any([".Time", ".Output", ".Elapsed", ".Test"])],
        stream: .first([.joined([".Package", ".Test"], by: "/"), ".Package", ".ImportPath"]), type: ".Action", time: ".Time",
        data: .rest)

    /// What Redux DevTools export: https://github.com/reduxjs/redux-devtools
    static let redux = EnvelopeFormat(
        name: "redux",
        title: "Redux DevTools export",
        signature: [.text(".type", "PERFORM_ACTION"), ".action.type", ".timestamp"],
        containers: [JSONPath(literal: ".actionsById")],
        stream: .fileName, type: ".action.type", time: ".timestamp",
        data: ".action")

    /// Windows event logs as NXLog and Microsoft Sentinel write them. `EventTime` is local and names no zone.
    static let windows = EnvelopeFormat(
        name: "windows",
        title: "Windows event log",
        signature: [".EventID", ".Channel", .any([".Hostname", ".Computer"])],
        stream: .joined([.first([".Hostname", ".Computer"]), ".Channel"], by: "/"), type: .joined([".Channel", ".EventID"], by: "/"),
        version: ".RecordNumber", time: .first([.at(#".["@timestamp"]"#), ".TimeGenerated", ".EventTime"]), schema: ".Version",
        correlation: .first([".ProcessGuid", ".LogonId"]),
        data: .rest)
}

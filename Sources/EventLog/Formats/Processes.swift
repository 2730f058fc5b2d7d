import JSONText

/// Logs that process mining reads: https://www.ocel-standard.org. An event may belong to several objects; it stands under the first.
extension EnvelopeFormat {
    private static let firstObject = "an event of several objects stands under the first"

    static let ocel2 = EnvelopeFormat(
        name: "ocel2",
        title: "OCEL 2.0",
        signature: [".id", ".type", ".time", ".attributes", ".relationships"],
        containers: [JSONPath(literal: ".events")],
        assumption: firstObject,
        stream: ".relationships[0].objectId", type: ".type", time: ".time", id: ".id",
        data: .pairs(".attributes"), meta: ".relationships")

    static let ocel1 = EnvelopeFormat(
        name: "ocel1",
        title: "OCEL 1.0",
        signature: [.has(#".["ocel:activity"]"#), .has(#".["ocel:timestamp"]"#)],
        containers: [JSONPath(literal: #".["ocel:events"]"#)],
        assumption: firstObject,
        stream: .at(#".["ocel:omap"][0]"#), type: .at(#".["ocel:activity"]"#), time: .at(#".["ocel:timestamp"]"#), idIsKey: true,
        data: .at(#".["ocel:vmap"]"#), meta: .at(#".["ocel:omap"]"#))
}

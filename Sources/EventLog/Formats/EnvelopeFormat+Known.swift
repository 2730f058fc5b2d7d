extension EnvelopeFormat {
    /// Every format that is recognised, the more specific first: the first whose signature fits is taken.
    package static let known: [EnvelopeFormat] = [
        .hindcast,
        .temporal,
        .kubernetesAudit,
        .cloudTrail,
        .eventBridge,
        .cdEvents,
        .cloudEvents,
        .marten,
        .messageDB,
        .eventStoreDBAtom,
        .eventStoreDBLinks,
        .eventStoreDBAppend,
        .stripe,
        .gitHub,
    ]

    package static func named(_ name: String) -> EnvelopeFormat? { known.first { $0.name == name } }
}

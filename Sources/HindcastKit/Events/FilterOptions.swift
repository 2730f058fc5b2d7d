import ArgumentParser
import EventLog
import JSONText

/// Which events; the same for every command that takes a selection of them.
struct FilterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only streams whose name fits: account-*", valueName: "glob"))
    var stream: String?

    @Option(name: .customLong("type"), help: ArgumentHelp("Only that type; may be repeated.", valueName: "type"))
    var types: [String] = []

    @Option(name: .customLong("not-type"), help: ArgumentHelp("Never that type; may be repeated.", valueName: "type"))
    var excludedTypes: [String] = []

    // Unconditional: a span such as -3h begins like an option.
    @Option(parsing: .unconditional, help: ArgumentHelp("Only events at or after it: \(PointInTime.forms)", valueName: "at"))
    var since: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Only events at or before it.", valueName: "at"))
    var until: String?

    // Unconditional: an expression may begin with a minus.
    @Option(
        name: .customLong("where"), parsing: .unconditional,
        help: ArgumentHelp("Only events for which a Lua expression over event, data and meta is true.", valueName: "expr"))
    var expression: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Only records that hold this text.", valueName: "string"))
    var text: String?

    @Option(help: ArgumentHelp("Only events of that correlation.", valueName: "id"))
    var correlation: String?

    /// Compiled before a source is opened: a mistake in it is told at once.
    /// - Throws: `ExpressionError`.
    func condition() throws -> EventCondition? { try expression.map { try EventCondition($0) } }

    /// - Throws: `UsageError`, `PointError`.
    func filter(for source: OpenedSource, _ condition: EventCondition?, _ console: Console) throws -> EventFilter {
        if let stream { source.sayWhereNoStream(fits: stream, console) }
        for type in types + excludedTypes { source.sayWhereNoEvent(isOf: type, console) }
        return EventFilter(
            stream: stream.map { Glob($0) }, types: Set(types.map { ExactString($0) }),
            excludedTypes: Set(excludedTypes.map { ExactString($0) }),
            since: try bound(since, "--since", source, console), until: try bound(until, "--until", source, console),
            text: text.map { TextSearch($0, source.history.payloadCoding) }, correlation: correlation.map { ExactString($0) },
            condition: condition)
    }

    private func bound(_ text: String?, _ flag: String, _ source: OpenedSource, _ console: Console) throws -> LogBound? {
        guard let text else { return nil }
        let bound = try LogBound(try PointInTime(text: text, flag: flag), in: source.history, zone: source.zone)
        if case .time(let instant) = bound { console.say("\(flag.dropFirst(2)) \(instant.longText(in: source.zone))") }
        return bound
    }
}

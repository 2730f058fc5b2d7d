internal import CLuaHost
package import EventLog
package import JSONText
package import Rehydration

/// A loaded Lua model. Its folds, states and expressions belong to it and to its thread.
package final class LuaReader: ModelReader {
    let host: LuaHost
    package let name: String
    package let upcasters: [UpcasterStep]
    /// In the order of their declaration. The log's projections are among them; `fold(for:)` never gives those.
    package let aggregates: [LuaFold]
    /// Aggregates whose numbers are decimals: an expression must see the same kind.
    private let hasDecimals: Bool

    /// - Parameter allocations: for tests: how many succeed before none does, until the model has loaded.
    /// - Throws: `ModelError`; `CancellationError` if stopped.
    package init(_ model: LuaModel, allocations: Int? = nil) throws {
        let host = try LuaHost(model, allocations: allocations)
        self.host = host
        name = model.name
        upcasters = try (0..<clh_upcaster_count(host.pointer)).map { index in
            let info = clh_upcaster_at(host.pointer, index)
            guard let from = Int(exactly: info.from), let to = Int(exactly: info.to), from < to else {
                throw ModelError(
                    path: model.path, line: info.line > 0 ? Int(info.line) : nil,
                    message: "upcast \(info.type.exact) \(info.from)→\(info.to): a schema can only go up")
            }
            return UpcasterStep(type: info.type.exact, from: from, to: to, newType: info.as.exact)
        }
        host.newestSchemas = UpcasterStep.newestSchemas(of: upcasters)
        aggregates = (0..<clh_aggregate_count(host.pointer)).map { LuaFold(host: host, index: $0) }
        hasDecimals = aggregates.contains { $0.usesDecimals }
    }

    package func line(of step: UpcasterStep) -> Int? {
        upcasters.firstIndex(of: step).map { Int(clh_upcaster_at(host.pointer, $0).line) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Whether the model can name this: a global, or with a field a function of a library. For lints, once the model has loaded.
    package func knows(_ name: String, _ field: String? = nil) -> Bool {
        Array(name.utf8).withText { name in (field.map { Array($0.utf8) }).withText { clh_knows(host.pointer, name, $0) } }
    }

    /// - Throws: `HandlerError` where the model asks a function of its own and that fails.
    package func fold(for stream: ExactString) throws -> (any Fold)? {
        try index(for: stream).map { aggregates[$0] }
    }

    /// O(patterns).
    private func index(for stream: ExactString) throws -> Int? {
        var index: Int64 = -1
        let status = stream.bytes.withText { clh_match(host.pointer, $0, &index) }
        try host.check(status, "streams of \(name)")
        return index < 0 ? nil : Int(index)
    }

    package var projections: [any ProjectionFold] { aggregates.filter(\.isProjection) }

    package var tellsSchemas: Bool { clh_tells_schemas(host.pointer) }

    package func schema(of event: Event) throws -> Int? {
        guard tellsSchemas else { return nil }
        var found: Int32 = 0
        var schema: Int64 = 0
        let status = event.withHostEvent { clh_schema_of(host.pointer, $0, &found, &schema) }
        try host.check(status, "schema_of")
        return found != 0 ? Int(exactly: schema) : nil
    }

    func readsDecimals(_ event: Event) throws -> Bool {
        guard hasDecimals, let index = try index(for: event.stream) else { return false }
        return aggregates[index].usesDecimals
    }

    package func expression(_ source: String) throws -> any Expression { try LuaExpression(source, of: self) }

    /// The expression with its own type, for its faster questions.
    package func luaExpression(_ source: String) throws -> LuaExpression { try LuaExpression(source, of: self) }
}

extension LuaReader {
    /// What the model printed so far, at most 64 KiB: text of the model's, to be made safe before it is shown.
    package var printed: [UInt8] { clh_output(host.pointer).array }
    package func forgetPrinted() { clh_clear_output(host.pointer) }

    /// Bytes that the model's values take.
    package var memoryInUse: Int { clh_memory_in_use(host.pointer) }

    /// For tests: that many more allocations succeed, then none; negative turns it off.
    package func failAllocations(after count: Int) { clh_fail_after(host.pointer, Int64(count)) }
}

extension LuaReader {
    /// What `ignore` named, sorted by bytes.
    package var ignoredTypes: [ExactString] { host.names(Int32(clh_names_ignored.rawValue), of: 0) }
}

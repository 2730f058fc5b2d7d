internal import CLuaHost
internal import EventLog
internal import JSONText
package import Rehydration

/// Lua as the language of expressions over states that are not Lua's own.
package struct LuaExpressions: ExpressionLanguage {
    package init() {}

    package func compile(_ source: String) throws -> any JSONExpression { try LuaJSONExpression(source) }
}

/// A Lua expression in a Lua state of its own.
private final class LuaJSONExpression: JSONExpression {
    private let source: String
    private let host: LuaHost
    private let function: LuaWatchFunction

    init(_ source: String) throws {
        self.source = source
        host = try LuaHost(LuaModel(name: "expression", source: ""))
        guard let function = LuaWatchFunction(source, of: host) else {
            let failure = host.failure
            throw ExpressionError(source: source, column: max(failure.column, 1), message: failure.text)
        }
        self.function = function
    }

    var mentionsState: Bool { function.sees(clh_watch_sees_state) }
    var mentionsBefore: Bool { function.sees(clh_watch_sees_before) }

    /// O(states that it mentions).
    func isTrue(state: JSONValue, before: JSONValue, event: Event) throws -> Bool {
        let state = mentionsState ? try reference(to: state) : 0
        defer { release(state) }
        let before = mentionsBefore ? try reference(to: before) : 0
        defer { release(before) }
        return try event.withHostEvent { try ask(state, before, $0) }
    }

    func isTrue(event: EventView) throws -> Bool {
        guard let record = event.record else { return try isTrue(state: .null, before: .null, event: event.event) }
        var there = clh_event()
        there.lie(event, in: record, type: clh_text(event.typeBytes(of: event.typeNumber)))
        return try ask(0, 0, &there)
    }

    private func ask(_ state: Int32, _ before: Int32, _ event: UnsafePointer<clh_event>) throws -> Bool {
        var truth: Int32 = 0
        try check(clh_ask(host.pointer, state, before, event, 0, &function.watch, &truth))
        return truth != 0
    }

    private func reference(to state: JSONValue) throws -> Int32 {
        var writer = JSONWriter()
        writer.append(state)
        var reference: Int32 = 0
        try check(writer.bytes.withText { clh_from_json(host.pointer, $0, &reference) })
        return reference
    }

    private func release(_ reference: Int32) {
        if reference != 0 { clh_release(host.pointer, reference) }
    }

    private func check(_ status: Int32) throws {
        if status == Int32(clh_ok.rawValue) { return }
        if status == Int32(clh_stopped.rawValue) { throw CancellationError() }
        throw host.lastError(source)
    }
}

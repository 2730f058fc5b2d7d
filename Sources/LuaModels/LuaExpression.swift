internal import CLuaHost
package import EventLog
package import JSONText
package import Rehydration

/// A Lua expression over `state`, `before`, `event`, `data`, `meta`, compiled for one reader.
///
/// It sees Lua's functions that read, none that change a table, and nothing of the model's own; it defines no functions.
/// So it may look at a live state without a copy.
package final class LuaExpression: Expression {
    package let source: String
    let reader: LuaReader
    private let reference: Int32
    /// For asking after every event; made when it is first needed. Nil where it cannot be asked that way.
    private(set) lazy var watch: LuaWatchFunction? = LuaWatchFunction(source, of: reader.host)

    /// - Throws: `ExpressionError`.
    init(_ source: String, of reader: LuaReader) throws {
        self.source = source
        self.reader = reader
        var reference: Int32 = 0
        let status = Array(source.utf8).withText { clh_compile(reader.host.pointer, $0, &reference) }
        guard status == Int32(clh_ok.rawValue) else {
            let failure = reader.host.failure
            throw ExpressionError(source: source, column: max(failure.column, 1), message: failure.text)
        }
        self.reference = reference
    }

    deinit { clh_release(reader.host.pointer, reference) }

    /// O(states that it mentions), for thawing them.
    /// - Throws: `HandlerError`; `CancellationError` if stopped.
    package func value(state: FrozenState?, before: FrozenState?, event: Event?) throws -> JSONValue {
        var json = clh_text()
        try run(state, before, event) { clh_evaluate(reader.host.pointer, reference, $0, &json) }
        return try reader.host.value(json, source)
    }

    /// As `value`, only whether it is neither false nor nil.
    package func isTrue(state: FrozenState?, before: FrozenState?, event: Event?) throws -> Bool {
        var truth: Int32 = 0
        try run(state, before, event) { clh_test(reader.host.pointer, reference, $0, &truth) }
        return truth == 1
    }

    /// On live states of the same reader: nothing is copied, for searches over millions of events.
    package func isTrue(state: LuaState?, before: LuaState? = nil, event: Event? = nil) throws -> Bool {
        var truth: Int32 = 0
        var scope = clh_scope()
        scope.state = state?.reference ?? 0
        scope.before = before?.reference ?? 0
        try run(&scope, event) { clh_test(reader.host.pointer, reference, $0, &truth) }
        return truth == 1
    }
}

extension LuaExpression {
    private func run(
        _ state: FrozenState?, _ before: FrozenState?, _ event: Event?, _ call: (UnsafePointer<clh_scope>) -> Int32
    ) throws {
        var scope = clh_scope()
        try (state?.bytes).withText { state in
            try (before?.bytes).withText { before in
                scope.frozen_state = state
                scope.frozen_before = before
                try run(&scope, event, call)
            }
        }
    }

    private func run(_ scope: inout clh_scope, _ event: Event?, _ call: (UnsafePointer<clh_scope>) -> Int32) throws {
        let status: Int32
        if let event {
            scope.decimal = try reader.readsDecimals(event) ? 1 : 0
            status = event.withHostEvent {
                scope.event = $0
                return call(&scope)
            }
        } else {
            status = call(&scope)
        }
        try reader.host.check(status, source)
    }
}

internal import CLuaHost
internal import EventLog
internal import JSONText
package import Rehydration

/// A Lua expression that takes what it looks at as arguments. Belongs to one host.
final class LuaWatchFunction {
    private let host: LuaHost
    var watch = clh_watch()

    /// Nil where the expression does not compile: the host's failure then says why.
    init?(_ source: String, of host: LuaHost) {
        self.host = host
        let status = Array(source.utf8).withText { clh_compile_watch(host.pointer, $0, &watch) }
        guard status == Int32(clh_ok.rawValue) else { return nil }
    }

    deinit { clh_release(host.pointer, watch.function) }

    func sees(_ what: clh_watch_sees) -> Bool { watch.sees & Int32(what.rawValue) != 0 }
}

/// Asks about the states of a Lua fold where they are.
struct LuaWatch: Watch {
    let fold: LuaFold
    let function: LuaWatchFunction
    let source: String

    func apply(_ view: EventView, to state: inout LuaState) throws -> Truth {
        guard let record = view.record else { return try apply(view.event, to: &state) }
        var answer = clh_watched()
        let status = record.withHostEvent(of: view) {
            clh_apply_watched(fold.host.pointer, fold.index, state.reference, $0, &function.watch, &answer)
        }
        if status == Int32(clh_ok.rawValue) { return answer.truth != 0 ? .yes : .no }
        return try failed(status, answer, view.type)
    }

    func apply(_ event: Event, to state: inout LuaState) throws -> Truth {
        var answer = clh_watched()
        let status = event.withHostEvent {
            clh_apply_watched(fold.host.pointer, fold.index, state.reference, $0, &function.watch, &answer)
        }
        if status == Int32(clh_ok.rawValue) { return answer.truth != 0 ? .yes : .no }
        return try failed(status, answer, event.type)
    }

    func ask(_ event: Event, of state: LuaState) throws -> Truth {
        var truth: Int32 = 0
        let status = event.withHostEvent {
            clh_ask(fold.host.pointer, state.reference, state.reference, $0, fold.usesDecimals ? 1 : 0, &function.watch, &truth)
        }
        if status == Int32(clh_ok.rawValue) { return truth != 0 ? .yes : .no }
        return try failed(status, clh_watched(handling: 0, truth: 0, applied: 1), event.type)
    }

    private func failed(_ status: Int32, _ answer: clh_watched, _ type: ExactString) throws -> Truth {
        if answer.applied == 0 { try fold.host.check(status, "\(fold.name).on.\(type)") }
        if status == Int32(clh_stopped.rawValue) { throw CancellationError() }
        return .failed
    }

    var failure: HandlerError { fold.host.lastError(source) }
}

extension LuaFold {
    /// The host's own way, for expressions of the same reader.
    package func watch(_ expression: any Expression) -> (any Watch<LuaState>)? {
        guard let expression = expression as? LuaExpression, expression.reader.host === host, let function = expression.watch else { return nil }
        return LuaWatch(fold: self, function: function, source: expression.source)
    }
}

extension LuaHost {
    /// What the last call failed with, in a handler's name.
    func lastError(_ handler: String) -> HandlerError {
        let failure = failure
        return HandlerError(
            handler: handler, path: failure.in_model == 1 ? name : nil, line: failure.in_model == 1 && failure.line > 0 ? Int(failure.line) : nil,
            message: failure.text)
    }
}

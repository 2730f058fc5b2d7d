// Imported for its `link` directive alone: the C files of CLuaHost cannot carry one.
internal import CLua
internal import CLuaHost
internal import JSONText
internal import Rehydration

/// Owns one Lua state and turns its failures into errors. Used by one thread at a time.
final class LuaHost {
    let pointer: OpaquePointer
    let name: String
    private let path: String
    // Keeps the flag alive that the state looks at.
    private let stopper: LuaStopper
    let parser = JSONParser()
    let batches = EventBatches()
    /// By type, of those that the model's upcasters lead to: what `emit` gives an event.
    var newestSchemas: [ExactString: Int] = [:]

    /// By aggregate, once asked for.
    var watchesOfInvariants: [Int: [clh_watch]] = [:]

    /// Runs the model's source.
    /// - Parameter allocations: for tests: how many succeed before none does.
    /// - Throws: `ModelError`; `CancellationError` if stopped.
    init(_ model: LuaModel, allocations: Int? = nil) throws {
        name = model.name
        path = model.path
        stopper = model.stopper
        var limits = clh_limits(steps: Int64(model.limits.steps), memory: model.limits.memory, fail_after: Int64(allocations ?? -1))
        guard let pointer = clh_new(&limits, model.stopper.flag) else {
            throw ModelError(path: model.path, line: nil, message: "out of memory")
        }
        self.pointer = pointer
        let status = model.source.withText { clh_load(pointer, $0, model.name) }
        if allocations != nil { clh_fail_after(pointer, -1) }
        guard status != Int32(clh_ok.rawValue) else { return }
        if status == Int32(clh_stopped.rawValue) { throw CancellationError() }
        let failure = clh_last_failure(pointer)!.pointee
        throw ModelError(path: path, line: failure.line > 0 ? Int(failure.line) : nil, message: failure.text)
    }

    deinit { clh_free(pointer) }

    var failure: clh_failure { clh_last_failure(pointer)!.pointee }

    /// - Throws: `HandlerError` in the handler's name; `CancellationError` if stopped.
    func check(_ status: Int32, _ handler: @autoclosure () -> String) throws {
        if status == Int32(clh_ok.rawValue) { return }
        throw error(status, handler())
    }

    private func error(_ status: Int32, _ handler: String) -> any Error {
        if status == Int32(clh_stopped.rawValue) { return CancellationError() }
        let failure = failure
        var message = failure.text
        if status == Int32(clh_rejected.rawValue) { message = "rejected outside of a decision: \(message)" }
        let line = failure.in_model == 1 && failure.line > 0 ? Int(failure.line) : nil
        return HandlerError(handler: handler, path: name, line: line, message: message)
    }

    /// A JSON text of the host's as a value.
    func value(_ json: clh_text, _ handler: @autoclosure () -> String) throws -> JSONValue {
        try naming(handler()) { try parser.parse(json.buffer) { $0.value } }
    }

    /// The same for one that the host has put in order, sharing with another what is written the same.
    func written(_ json: clh_text, like other: WrittenJSON?, _ handler: @autoclosure () -> String) throws -> WrittenJSON {
        try naming(handler()) { try parser.read(json.buffer, like: other, isSorted: true) }
    }

    private func naming<Result>(_ handler: @autoclosure () -> String, _ read: () throws -> Result) throws -> Result {
        do { return try read() } catch let error as JSONError {
            throw HandlerError(handler: handler(), path: name, line: nil, message: error.description)
        }
    }
}

extension clh_failure {
    var text: String {
        withUnsafeBytes(of: message) { String(decoding: $0.prefix(length), as: UTF8.self) }
    }
}

import EventLog
import JSONText
import LuaModels
import Rehydration
import Testing

/// A model from its source; one aggregate `thing` whose handler `Did` has the given body, where no source is given.
func reader(_ source: String, limits: LuaLimits = LuaLimits()) throws -> LuaReader {
    try LuaReader(LuaModel(name: "model.lua", source: source, limits: limits))
}

func reader(handler body: String, options: String = "", limits: LuaLimits = LuaLimits()) throws -> LuaReader {
    try reader("local thing = aggregate('thing', {\(options)})\nfunction thing.on.Did(state, event)\n\(body)\nend", limits: limits)
}

func event(_ type: ExactString = "Did", _ data: String = "{}", stream: ExactString = "thing-1", schema: Int? = nil, meta: String? = nil) -> Event {
    Event(
        position: 7, stream: stream, version: 3, type: type, schema: schema, id: "id-1",
        time: EventTime(text: "2026-03-05T14:32:00Z", instant: Instant(microseconds: 0)), correlation: "c-1", data: Array(data.utf8),
        meta: meta.map { Array($0.utf8) })
}

extension LuaReader {
    /// The fold with its own type, whose states need no box.
    func luaFold(for stream: ExactString) throws -> LuaFold? { try fold(for: stream) as? LuaFold }
}

/// The state after one event, as one line of JSON.
func state(_ body: String, _ data: String = "{}", options: String = "", limits: LuaLimits = LuaLimits()) throws -> String {
    let reader = try reader(handler: body, options: options, limits: limits)
    let fold = try #require(try reader.luaFold(for: "thing-1"))
    var state = try fold.initialState(of: "thing-1")
    #expect(try fold.apply(event("Did", data), to: &state) == .handled)
    return try fold.json(state).line
}

/// The error of one event's handler, or of its state.
func failure(_ body: String, _ data: String = "{}", options: String = "", limits: LuaLimits = LuaLimits()) throws -> HandlerError {
    try #require(throws: HandlerError.self) { _ = try state(body, data, options: options, limits: limits) }
}

/// The error of a model that does not load.
func loadFailure(_ source: String) throws -> ModelError {
    try #require(throws: ModelError.self) { _ = try reader(source) }
}

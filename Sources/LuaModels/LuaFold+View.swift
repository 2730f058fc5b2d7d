internal import CLuaHost
package import EventLog
internal import JSONText
package import Rehydration

extension LuaFold {
    /// About the cost of the handler itself: nothing is allocated for the event.
    package func apply(_ view: EventView, to state: inout LuaState) throws -> Handling {
        guard let record = view.record else { return try apply(view.event, to: &state) }
        var handling: Int32 = 0
        var event = clh_event()
        event.lie(view, in: record, type: clh_text(view.typeBytes(of: view.typeNumber)))
        let status = clh_apply(host.pointer, index, state.reference, &event, &handling)
        if status != Int32(clh_ok.rawValue) { try host.check(status, "\(name).on.\(view.type)") }
        return Self.handling(handling)
    }
}

internal import CLuaHost
package import EventLog
internal import JSONText
package import Rehydration

extension LuaReader {
    /// Bare data is of the step's new type and schema. An event that `emit` made says its type; its schema is the third argument
    /// of `emit`, else the step's where the type is the step's new one, else the newest that there is of that type.
    package func upcast(_ event: Event, by step: UpcasterStep) throws -> [Event] {
        guard let index = upcasters.firstIndex(of: step) else {
            throw HandlerError(handler: "upcast \(step)", path: name, line: nil, message: "no upcaster of this model")
        }
        var made: UnsafePointer<clh_made>?
        var count = 0
        let status = event.withHostEvent { clh_upcast(host.pointer, index, $0, &made, &count) }
        try host.check(status, "upcast \(step)")
        return UnsafeBufferPointer(start: made, count: count).map { made in
            var next = event
            if made.type.bytes != nil {
                next.type = made.type.exact
                let own = next.type == step.newType
                next.schema = made.has_schema == 1 ? Int(made.schema) : own ? step.to : host.newestSchemas[next.type]
            } else {
                next.type = step.newType
                next.schema = step.to
            }
            next.data = made.data.array
            return next
        }
    }
}

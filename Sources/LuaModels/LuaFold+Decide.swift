internal import CLuaHost
package import JSONText
package import Rehydration

extension LuaFold: Decider {
    package var commands: [ExactString] { host.names(Int32(clh_names_commands.rawValue), of: index) }

    /// True if the aggregate has a `decide` function for the command.
    package func decides(_ command: ExactString) -> Bool {
        command.bytes.withText { clh_decides(host.pointer, index, $0) } == 1
    }

    /// The state is copied first, so that nothing the model does can change it.
    package func decide(command: ExactString, input: [UInt8], state: LuaState) throws -> Decision {
        var made: UnsafePointer<clh_made>?
        var count = 0
        let status = command.bytes.withText { command in
            input.withText { clh_decide(host.pointer, index, command, $0, state.reference, &made, &count) }
        }
        if status == Int32(clh_rejected.rawValue) { return .refused(reason: host.failure.text) }
        try host.check(status, "\(name).decide.\(command)")
        return .accepted(UnsafeBufferPointer(start: made, count: count).map {
            let type = $0.type.exact
            return DecidedEvent(type: type, schema: $0.has_schema == 1 ? Int($0.schema) : host.newestSchemas[type], data: $0.data.array)
        })
    }
}

internal import CLuaHost
package import JSONText
internal import Rehydration

extension LuaFold {
    /// An event that a decision asks for. Nothing is written anywhere.
    package struct NewEvent: Hashable, Sendable {
        package let type: ExactString
        /// As `emit` was told, else the newest that the model's upcasters lead to; nil where no upcaster knows the type.
        package let schema: Int?
        /// A JSON text.
        package let data: [UInt8]

        package init(type: ExactString, schema: Int?, data: [UInt8]) {
            self.type = type
            self.schema = schema
            self.data = data
        }
    }

    package enum Decision: Hashable, Sendable {
        case accepted([NewEvent])
        case refused(reason: String)
    }

    /// True if the aggregate has a `decide` function for the command.
    package func decides(_ command: ExactString) -> Bool {
        command.bytes.withText { clh_decides(host.pointer, index, $0) } == 1
    }

    /// Tries a command. The state is copied first, so that nothing the model does can change it.
    /// - Parameter input: what the command brings along, a JSON text.
    /// - Throws: `HandlerError`; `CancellationError` if stopped.
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
            return NewEvent(type: type, schema: $0.has_schema == 1 ? Int($0.schema) : host.newestSchemas[type], data: $0.data.array)
        })
    }
}

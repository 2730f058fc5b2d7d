internal import CLuaHost

/// Stops the calls that readers of one model are in, from any thread: each ends with `CancellationError` within about a
/// thousand instructions, and so does every further call until `reset`.
package final class LuaStopper: @unchecked Sendable {
    // An atomic flag on the C side: the one thing that two threads touch.
    let flag: OpaquePointer

    package init() {
        guard let flag = clh_flag_new() else { preconditionFailure("out of memory for a flag") }
        self.flag = flag
    }

    deinit { clh_flag_free(flag) }

    package func stop() { clh_flag_raise(flag) }
    package func reset() { clh_flag_clear(flag) }
}

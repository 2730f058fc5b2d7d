internal import CLuaHost

/// A state inside Lua. Changed in place by `LuaFold.apply`; a copy of the reference is the same state.
package final class LuaState {
    let host: LuaHost
    let reference: Int32

    init(host: LuaHost, reference: Int32) {
        self.host = host
        self.reference = reference
    }

    deinit { clh_release(host.pointer, reference) }
}

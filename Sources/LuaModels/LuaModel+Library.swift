internal import CLua

extension LuaModel {
    /// `Lua 5.4.4`.
    package static var library: String { "Lua \(LUA_VERSION_MAJOR).\(LUA_VERSION_MINOR).\(LUA_VERSION_RELEASE)" }
}

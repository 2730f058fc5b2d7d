internal import CLuaHost
internal import EventLog
package import Rehydration

/// Compares states of two Lua folds where they are.
struct LuaSameness: StateSameness {
    /// A state that takes too many steps to look through is compared as shown.
    func areSame(_ left: LuaState, _ right: LuaState) throws -> Bool {
        if left.host === right.host { return false }
        var same: Int32 = 0
        let status = clh_same(left.host.pointer, left.reference, right.host.pointer, right.reference, &same)
        if status == Int32(clh_stopped.rawValue) { throw CancellationError() }
        return status == Int32(clh_ok.rawValue) && same != 0
    }
}

extension LuaFold {
    package func sameness(with other: any Fold) -> Any? { other is LuaFold ? LuaSameness() : nil }
}

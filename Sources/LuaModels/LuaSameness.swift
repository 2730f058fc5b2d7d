internal import CLuaHost
internal import EventLog
package import Rehydration

/// Compares states of two Lua folds of different hosts where they are.
struct LuaSameness: StateSameness {
    let left: LuaFold
    let right: LuaFold

    /// A state that takes too many steps to look through is compared as shown.
    func areSame(_ left: LuaState, _ right: LuaState) throws -> Bool {
        var same: Int32 = 0
        let status = clh_same(left.host.pointer, left.reference, right.host.pointer, right.reference, &same)
        if status == Int32(clh_stopped.rawValue) { throw CancellationError() }
        return status == Int32(clh_ok.rawValue) && same != 0
    }

    /// About the cost of the handlers of both, and of a look at each value.
    func apply(_ batch: UnsafeBufferPointer<EventView>, to left: LuaState, and right: LuaState) throws -> PairedStep {
        let (mine, theirs) = (self.left.host.batches, self.right.host.batches)
        mine.take(batch, for: self.left)
        theirs.take(batch, for: self.right)
        var answer = clh_both()
        let status = clh_apply_both(
            half(self.left, left, mine), half(self.right, right, theirs), mine.events, batch.count, &answer)
        if status == Int32(clh_stopped.rawValue) { throw CancellationError() }
        return switch clh_both_end(UInt32(answer.end)) {
        case clh_both_same: .same
        case clh_both_differ: .differ(at: answer.done)
        case clh_both_left_failed: .leftFailed(at: answer.done)
        default: .rightFailed(at: answer.done)
        }
    }

    private func half(_ fold: LuaFold, _ state: LuaState, _ batches: EventBatches) -> clh_half {
        clh_half(host: fold.host.pointer, aggregate: fold.index, state: state.reference, handlers: batches.handlers)
    }
}

extension LuaFold {
    package func sameness(with other: any Fold) -> Any? {
        guard let other = other as? LuaFold, other.host !== host else { return nil }
        return LuaSameness(left: self, right: other)
    }
}

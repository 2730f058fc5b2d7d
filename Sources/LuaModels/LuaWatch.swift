internal import CLuaHost
internal import EventLog
internal import JSONText
package import Rehydration

/// A Lua expression that takes what it looks at as arguments. Belongs to one host.
final class LuaWatchFunction {
    private let host: LuaHost
    var watch = clh_watch()

    /// Nil where the expression does not compile: the host's failure then says why.
    init?(_ source: String, of host: LuaHost) {
        self.host = host
        let status = Array(source.utf8).withText { clh_compile_watch(host.pointer, $0, &watch) }
        guard status == Int32(clh_ok.rawValue) else { return nil }
    }

    deinit { clh_release(host.pointer, watch.function) }

    func sees(_ what: clh_watch_sees) -> Bool { watch.sees & Int32(what.rawValue) != 0 }
}

/// Asks about the states of a Lua fold where they are.
struct LuaWatch: Watch {
    let fold: LuaFold
    let function: LuaWatchFunction
    let source: String

    /// About the cost of the handlers and of the expression themselves.
    func apply(_ feed: EventFeed, to state: inout LuaState, since truth: Truth, _ hear: (WatchStep) -> Bool) throws {
        var last = truth
        while true {
            let batch = try feed.nextBatch()
            if !batch.isEmpty {
                guard try apply(batch, feed, state, &last, hear) else { return }
                continue
            }
            guard try feed.next() else { return }
            let step = try step(feed, to: &state)
            if step.truths.allSatisfy({ $0 == last && $0 != .failed }) { continue }
            if let truth = step.truths.last { last = truth == .yes ? .yes : .no }
            guard hear(step) else { return }
        }
    }

    /// - Returns: whether more is wanted.
    private func apply(
        _ batch: UnsafeBufferPointer<EventView>, _ feed: EventFeed, _ state: LuaState, _ last: inout Truth, _ hear: (WatchStep) -> Bool
    ) throws -> Bool {
        let batches = fold.host.batches
        batches.take(batch, for: fold)
        var place = 0
        while place < batch.count {
            var answer = clh_asked()
            let status = clh_apply_asking(
                fold.host.pointer, fold.index, state.reference, batches.events + place, batches.handlers + place, batch.count - place,
                &function.watch, 1, last == .yes ? 1 : 0, nil, &answer)
            place += answer.done
            if status == Int32(clh_ok.rawValue), answer.differs == 0 { break }
            var truth: Truth = last == .yes ? .no : .yes
            if status != Int32(clh_ok.rawValue) {
                if status == Int32(clh_stopped.rawValue) { throw CancellationError() }
                if answer.applied == 0 {
                    feed.stop(at: place, of: batch)
                    try fold.host.check(status, "\(fold.name).on.\(batch[place].type)")
                }
                truth = .failed
            }
            last = truth == .yes ? .yes : .no
            guard hear(WatchStep(batch[place], [truth], truth == .failed ? [failure] : [])) else { return false }
            place += 1
        }
        return true
    }

    var looksAtStates: Bool { function.sees(clh_watch_sees_state) || function.sees(clh_watch_sees_before) }

    func apply(_ event: Event, to state: inout LuaState) throws -> Truth {
        var answer = clh_watched()
        let status = event.withHostEvent {
            clh_apply_watched(fold.host.pointer, fold.index, state.reference, $0, &function.watch, &answer)
        }
        if status == Int32(clh_ok.rawValue) { return answer.truth != 0 ? .yes : .no }
        if answer.applied == 0 { try fold.host.check(status, "\(fold.name).on.\(event.type)") }
        return try failed(status)
    }

    func ask(_ event: Event, of state: LuaState) throws -> Truth {
        var truth: Int32 = 0
        let status = event.withHostEvent {
            clh_ask(fold.host.pointer, state.reference, state.reference, $0, fold.usesDecimals ? 1 : 0, &function.watch, &truth)
        }
        return status == Int32(clh_ok.rawValue) ? truth != 0 ? .yes : .no : try failed(status)
    }

    private func failed(_ status: Int32) throws -> Truth {
        if status == Int32(clh_stopped.rawValue) { throw CancellationError() }
        return .failed
    }

    var failure: HandlerError { fold.host.lastError(source) }
}

extension LuaFold {
    /// The host's own way, for expressions of the same reader.
    package func watch(_ expression: any Expression) -> (any Watch<LuaState>)? {
        guard let expression = expression as? LuaExpression, expression.reader.host === host, let function = expression.watch else { return nil }
        return LuaWatch(fold: self, function: function, source: expression.source)
    }

    /// About the cost of the handlers and invariants themselves.
    package func apply(_ feed: EventFeed, to state: inout LuaState, under audit: any Audit) throws {
        while true {
            let batch = try feed.nextBatch()
            if !batch.isEmpty {
                try apply(batch, feed, state, audit)
            } else {
                guard try feed.next() else { return }
                try step(feed, to: &state, under: audit)
            }
        }
    }

    private func apply(_ batch: UnsafeBufferPointer<EventView>, _ feed: EventFeed, _ state: LuaState, _ audit: any Audit) throws {
        let batches = host.batches
        batches.take(batch, for: self)
        var watches = watches(leavingOut: audit.settled)
        var place = 0
        while place < batch.count {
            var answer = clh_asked()
            var lookout = clh_lookout(audit.lookout)
            let status = clh_apply_asking(
                host.pointer, index, state.reference, batches.events + place, batches.handlers + place, batch.count - place, &watches,
                watches.count, 1, &lookout, &answer)
            audit.lookout = Lookout(lookout)
            for at in place..<(place + answer.done) { audit.folded(batch[at], Self.handling(batches.answer(to: at))) }
            place += answer.done
            if status == Int32(clh_ok.rawValue), answer.differs == 0 { break }
            if status != Int32(clh_ok.rawValue), answer.applied == 0 {
                feed.stop(at: place, of: batch)
                try host.check(status, "\(name).on.\(batch[place].type)")
            }
            if status == Int32(clh_stopped.rawValue) { throw CancellationError() }
            audit.folded(batch[place], Self.handling(batches.answer(to: place)))
            if answer.unshowable != 0 {
                // Looked at once more, for the words.
                audit.lookout.isUnshowable = false
                audit.lookout.since -= 1
            } else {
                audit.broken(try brokenInvariants(of: state), after: batch[place])
                watches = self.watches(leavingOut: audit.settled)
            }
            try lookOut(state, after: batch[place], under: audit)
            place += 1
        }
    }

    private func watches(leavingOut names: Set<String>) -> [clh_watch] {
        if names.isEmpty { return host.invariantWatches(of: self) }
        return invariants.indices.filter { !names.contains(invariants[$0]) }.map { clh_invariant_watch(host.pointer, index, $0) }
    }
}

extension clh_lookout {
    fileprivate init(_ lookout: Lookout) {
        self.init(interval: Int64(lookout.interval), since: Int64(lookout.since), unshowable: lookout.isUnshowable ? 1 : 0)
    }
}

extension Lookout {
    fileprivate init(_ lookout: clh_lookout) {
        self.init()
        (interval, since, isUnshowable) = (Int(lookout.interval), Int(lookout.since), lookout.unshowable != 0)
    }
}

extension LuaHost {
    /// What the last call failed with, in a handler's name.
    func lastError(_ handler: String) -> HandlerError {
        let failure = failure
        return HandlerError(
            handler: handler, path: failure.in_model == 1 ? name : nil, line: failure.in_model == 1 && failure.line > 0 ? Int(failure.line) : nil,
            message: failure.text)
    }

    /// All invariants of a fold, made once.
    func invariantWatches(of fold: LuaFold) -> [clh_watch] {
        if let known = watchesOfInvariants[fold.index] { return known }
        let watches = fold.invariants.indices.map { clh_invariant_watch(pointer, fold.index, $0) }
        watchesOfInvariants[fold.index] = watches
        return watches
    }
}

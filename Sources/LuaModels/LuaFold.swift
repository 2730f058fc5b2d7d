internal import CLuaHost
package import EventLog
package import JSONText
package import Rehydration

/// One aggregate or projection of a Lua model.
package struct LuaFold: ProjectionFold {
    let host: LuaHost
    let index: Int
    package let name: String
    package let isProjection: Bool
    /// `numbers = "decimal"`: events' numbers that are no 64-bit integers reach it as exact decimals.
    package let usesDecimals: Bool
    /// In the order of their declaration.
    package let invariants: [String]

    package var isModel: Bool { true }

    init(host: LuaHost, index: Int) {
        self.host = host
        self.index = index
        let info = clh_aggregate_at(host.pointer, index)
        name = info.name.exact.description
        isProjection = info.projection == 1
        usesDecimals = info.decimal == 1
        invariants = (0..<info.invariants).map { clh_invariant_name(host.pointer, index, $0).exact.description }
    }

    package func reads(_ stream: ExactString) throws -> Bool {
        var claims: Int32 = 0
        let status = stream.bytes.withText { clh_claims(host.pointer, index, $0, &claims) }
        try host.check(status, "streams of \(name)")
        return claims != 0
    }

    package func initialState(of stream: ExactString) throws -> LuaState {
        var reference: Int32 = 0
        let status = stream.bytes.withText { clh_initial(host.pointer, index, $0, &reference) }
        try host.check(status, "\(name).initial")
        return LuaState(host: host, reference: reference)
    }

    /// About the cost of the handler itself: nothing is allocated for the event.
    /// - Throws: `HandlerError`; `CancellationError` if stopped.
    package func apply(_ event: Event, to state: inout LuaState) throws -> Handling {
        var handling: Int32 = 0
        let status = event.withHostEvent { clh_apply(host.pointer, index, state.reference, $0, &handling) }
        try host.check(status, "\(name).on.\(event.type)")
        return Self.handling(handling)
    }

    /// About the cost of the handlers themselves: what lies in a plain record is read there, and only what is asked for.
    package func apply(_ feed: EventFeed, to state: inout LuaState) throws {
        let batches = host.batches
        while true {
            let batch = try feed.nextBatch()
            if batch.isEmpty {
                guard try feed.next() else { return }
                for event in try feed.events() { feed.note(try apply(event, to: &state)) }
                continue
            }
            batches.take(batch, for: self)
            var done = 0
            let status = clh_apply_all(host.pointer, index, state.reference, batches.events, batches.handlers, batch.count, &done)
            if status != Int32(clh_ok.rawValue) {
                feed.stop(at: done, of: batch)
                try host.check(status, "\(name).on.\(batch[done].type)")
            }
            feed.note(Self.handling(batches.answer(to: batch.count - 1)))
        }
    }

    static func handling(_ answer: Int32) -> Handling {
        answer == Int32(clh_handled.rawValue) ? .handled : answer == Int32(clh_ignored.rawValue) ? .ignored : .unhandled
    }

    /// O(state).
    package func json(_ state: LuaState) throws -> JSONValue { try host.value(text(of: state), "state of \(name)") }

    package func json(_ state: LuaState, like other: WrittenJSON?) throws -> WrittenJSON {
        try host.written(text(of: state), like: other, "state of \(name)")
    }

    /// Valid until the host's next call.
    private func text(of state: LuaState) throws -> clh_text {
        var json = clh_text()
        try host.check(clh_json(host.pointer, state.reference, &json), "state of \(name)")
        return json
    }

    /// O(state), about a tenth of `json`.
    package func check(_ state: LuaState) throws -> Int? {
        var values: Int64 = 0
        if clh_check(host.pointer, state.reference, &values) == Int32(clh_ok.rawValue) { return Int(values) }
        // Of several faults `json` always names the same.
        _ = try json(state)
        try host.check(clh_check(host.pointer, state.reference, &values), "state of \(name)")
        return Int(values)
    }

    /// An invariant sees the state itself, not a copy.
    package func brokenInvariants(of state: LuaState) throws -> [BrokenInvariant] {
        try invariants.indices.compactMap { number in
            let invariant = invariants[number]
            var holds: Int32 = 0
            do {
                try host.check(
                    clh_invariant(host.pointer, index, number, state.reference, &holds), "\(name).invariant \"\(invariant)\"")
            } catch let error as HandlerError {
                return BrokenInvariant(invariant, error: error)
            }
            return holds == 0 ? BrokenInvariant(invariant) : nil
        }
    }

    /// O(state). States that are equal give equal bytes.
    package func freeze(_ state: LuaState) throws -> FrozenState {
        var frozen = clh_text()
        try host.check(clh_freeze(host.pointer, state.reference, &frozen), "state of \(name)")
        return FrozenState(bytes: frozen.array)
    }

    /// O(state). Bytes that are damaged are an error, whatever they hold.
    package func thaw(_ frozen: FrozenState) throws -> LuaState {
        var reference: Int32 = 0
        let status = frozen.bytes.withText { clh_thaw(host.pointer, $0, &reference) }
        try host.check(status, "state of \(name)")
        return LuaState(host: host, reference: reference)
    }
}

extension LuaFold {
    /// The types that it has handlers for, sorted by bytes.
    package var handledTypes: [ExactString] { host.names(Int32(clh_names_handlers.rawValue), of: index) }
}

extension LuaHost {
    func names(_ which: Int32, of aggregate: Int) -> [ExactString] {
        var json = clh_text()
        guard clh_list_names(pointer, aggregate, which, &json) == Int32(clh_ok.rawValue) else { return [] }
        return (try? parser.parse(json.buffer) { $0.elements.compactMap(\.string) }) ?? []
    }
}

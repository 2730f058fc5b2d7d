internal import CLuaHost
internal import EventLog
internal import JSONText
package import Rehydration

extension LuaFold {
    /// As `apply`, and the cost of a few table reads more: JSON is made only of values that differ.
    package func apply(_ feed: EventFeed, to state: inout LuaState, watching watch: PathWatch) throws {
        let eye = try LuaPathWatch.of(watch, in: host)
        let reference = state.reference
        while true {
            let batch = eye.canWatch ? try feed.nextBatch() : UnsafeBufferPointer(start: nil, count: 0)
            if !batch.isEmpty {
                try apply(batch, feed, state, eye, watch)
                continue
            }
            guard try feed.next() else { return }
            for event in try feed.events() { feed.note(try apply(event, to: &state)) }
            try eye.look(at: reference, of: name, watch)
        }
    }

    private func apply(
        _ batch: UnsafeBufferPointer<EventView>, _ feed: EventFeed, _ state: LuaState, _ eye: LuaPathWatch, _ watch: PathWatch
    ) throws {
        let batches = host.batches
        batches.take(batch, for: self)
        var place = 0
        while place < batch.count {
            var answer = clh_watching()
            let status = clh_apply_watching(
                host.pointer, index, state.reference, batches.events + place, batches.handlers + place, batch.count - place, eye.pointer,
                batches.sights, &answer)
            for sight in UnsafeBufferPointer(start: batches.sights, count: answer.count) {
                feed.stand(at: place + sight.event, of: batch)
                try watch.see(.number(JSONNumber(sight.integer)))
            }
            place += answer.done
            if status != Int32(clh_ok.rawValue) {
                feed.stop(at: place, of: batch)
                try host.check(status, "\(name).on.\(batch[place].type)")
            }
            guard answer.differs != 0 else { continue }
            feed.stand(at: place, of: batch)
            try eye.look(at: state.reference, of: name, watch)
            place += 1
        }
        feed.stand(at: batch.count - 1, of: batch)
        feed.note(Self.handling(batches.answer(to: batch.count - 1)))
    }

    package func look(at state: LuaState, _ watch: PathWatch) throws {
        try LuaPathWatch.of(watch, in: host).look(at: state.reference, of: name, watch)
    }
}

/// A path that the host walks itself.
private final class LuaPathWatch {
    private let host: LuaHost
    let pointer: OpaquePointer

    /// Whether it can look on while a batch is applied.
    var canWatch: Bool { clh_can_watch(pointer) != 0 }

    static func of(_ watch: PathWatch, in host: LuaHost) throws -> LuaPathWatch {
        if let known = watch.host as? LuaPathWatch, known.host === host { return known }
        let made = try LuaPathWatch(watch.path, in: host)
        watch.host = made
        return made
    }

    private init(_ path: JSONPath, in host: LuaHost) throws {
        var steps: [clh_path_watch_step] = []
        var keys: [UnsafeMutableBufferPointer<CChar>] = []
        defer { for key in keys { key.deallocate() } }
        for step in path.steps {
            switch step {
            case .index(let index): steps.append(clh_path_watch_step(key: clh_text(), index: Int64(index)))
            case .key(let key):
                // A key may be empty; its pointer must not be.
                let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: key.bytes.count + 1)
                _ = copy.initialize(from: key.bytes.map(CChar.init(bitPattern:)) + [0])
                keys.append(copy)
                steps.append(clh_path_watch_step(key: clh_text(bytes: copy.baseAddress, length: key.bytes.count), index: 0))
            }
        }
        var pointer: OpaquePointer?
        try host.check(clh_path_watch_new(host.pointer, steps, steps.count, &pointer), "\(path)")
        guard let pointer else { throw HandlerError(handler: "\(path)", path: nil, line: nil, message: "out of memory") }
        self.host = host
        self.pointer = pointer
    }

    deinit { clh_path_watch_free(host.pointer, pointer) }

    @inline(__always)
    func look(at state: Int32, of fold: String, _ watch: PathWatch) throws {
        var seen: Int32 = 0
        var json = clh_text()
        let status = clh_look(host.pointer, pointer, state, &seen, &json)
        if status == Int32(clh_ok.rawValue), seen == Int32(clh_seen_same.rawValue) { return }
        do { try host.check(status, "state of \(fold) at \(watch.path)") } catch let error as HandlerError { return try watch.cannotShow(error) }
        try watch.see(seen == Int32(clh_seen_nothing.rawValue) ? nil : try value(json, fold))
    }

    /// A number is its text: no parser is needed for it.
    private func value(_ json: clh_text, _ fold: String) throws -> JSONValue {
        let bytes = json.buffer
        if let first = bytes.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) {
            return .number(JSONNumber(text: String(decoding: bytes, as: UTF8.self)))
        }
        return try host.value(json, "state of \(fold)")
    }
}

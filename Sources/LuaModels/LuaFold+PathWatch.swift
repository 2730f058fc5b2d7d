internal import CLuaHost
internal import EventLog
internal import JSONText
package import Rehydration

extension LuaFold {
    /// As `apply`, and the cost of a few table reads more: JSON is made only of values that differ.
    package func apply(_ feed: EventFeed, to state: inout LuaState, watching watch: PathWatch) throws {
        let eye = try LuaPathWatch.of(watch, in: host)
        let reference = state.reference
        while try feed.next() {
            if let view = feed.recorded {
                feed.note(try apply(view, to: &state))
            } else {
                for event in try feed.events() { feed.note(try apply(event, to: &state)) }
            }
            try eye.look(at: reference, of: name, watch)
        }
    }

    package func look(at state: LuaState, _ watch: PathWatch) throws {
        try LuaPathWatch.of(watch, in: host).look(at: state.reference, of: name, watch)
    }
}

/// A path that the host walks itself.
private final class LuaPathWatch {
    private let host: LuaHost
    private let pointer: OpaquePointer

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

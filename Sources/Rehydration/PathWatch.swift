package import JSONText

/// What lies at one path of a state, looked at after each event.
///
/// A host compares in its own representation what it can, and makes JSON of it only where it differs. Used by one thread.
package final class PathWatch {
    package let path: JSONPath
    /// What lies there; nil: nothing, or nothing that JSON can say.
    package private(set) var value: JSONValue?
    /// Whether anything ever lay there.
    package private(set) var wasThere: Bool
    /// The first value that JSON could not say.
    package private(set) var problem: HandlerError?
    /// What the host keeps for its own comparison.
    package var host: AnyObject?
    private var hasBegun = false
    private let changed: (_ before: JSONValue?, _ after: JSONValue?) throws -> Void

    init(_ path: JSONPath, changed: @escaping (JSONValue?, JSONValue?) throws -> Void) {
        self.path = path
        self.changed = changed
        wasThere = false
    }

    /// What lies there now; the first time, before the first event. Two values are one where no leaf of them differs.
    package func see(_ now: JSONValue?) throws {
        let before = value
        if !hasBegun {
            hasBegun = true
            value = now
            wasThere = now != nil
            return
        }
        guard now != before else { return }
        if let now, let before, now.hasLeaves, before.hasLeaves, JSONValue.changes(from: before, to: now).isEmpty { return }
        value = now
        if now != nil { wasThere = true }
        try changed(before, now)
    }

    /// What lies there cannot be shown: as if nothing did.
    package func cannotShow(_ error: HandlerError) throws {
        problem = problem ?? error
        try see(nil)
    }
}

extension JSONValue {
    /// Whether it is made of others.
    fileprivate var hasLeaves: Bool {
        switch self {
        case .array, .object: true
        case .null, .bool, .number, .string: false
        }
    }
}

extension Fold {
    package func apply(_ feed: EventFeed, to state: inout State, watching watch: PathWatch) throws {
        while try feed.next() {
            for event in try feed.events() { feed.note(try apply(event, to: &state)) }
            try look(at: state, watch)
        }
    }

    package func look(at state: State, _ watch: PathWatch) throws {
        let value: JSONValue?
        do { value = try json(state)[watch.path] } catch let error as HandlerError { return try watch.cannotShow(error) }
        try watch.see(value)
    }
}

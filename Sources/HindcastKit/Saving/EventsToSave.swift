package import EventLog
package import JSONText
import Screen

/// Events that were made, by a decision or in a what-if, on their way to a place of the user's choice.
///
/// Nothing is written before `save`; what the user is asked beforehand is `question`. An export is never written to: a place
/// is a store of our own, or a file that is not there yet.
package struct EventsToSave: Hashable, Sendable {
    package let stream: ExactString
    /// The version of the event that they follow: -1 at a stream's beginning. In a store the stream must stand there still.
    package let after: Int64
    package let events: [EventToAppend]

    package init(_ events: [EventToAppend], of stream: ExactString, after: Int64) {
        self.stream = stream
        self.after = after
        self.events = events
    }

    package enum Place: Hashable, Sendable {
        /// A folder, made where it is missing, or the `events.jsonl` in it.
        case store(String)
        case newFile(String)
    }

    /// What was saved, and where the last event stands.
    package struct Saved: Hashable, Sendable {
        package let place: Place
        package let events: Int
        package let version: Int64
        /// In the store; nil in a file.
        package let position: Int?
        /// A store had them already, under the same ids.
        package let wasThere: Bool
    }
}

extension EventsToSave {
    /// Names what would be written and where; safe to print.
    package func question(for place: Place) -> String {
        let behind = after < 0 ? "as its first" : "after version \(after)"
        return switch place {
        case .store(let path): sanitised("Append \(counted(events.count, "event")) to \(stream) in the store \(path), \(behind)?")
        case .newFile(let path): sanitised("Write \(counted(events.count, "event")) of \(stream) to the new file \(path)?")
        }
    }

    /// All of them or none; on the disk when it returns.
    /// - Throws: `StoreError`: a stream that went on meanwhile is `wrongExpectedVersion`. For a file `UsageError` where the name is
    ///   taken, `SystemError`, and `InvalidEvent` for what no store would take either.
    package func save(to place: Place, options: EventStore.Options = .init()) throws -> Saved {
        switch place {
        case .store(let path):
            let store = try EventStore(path: path, options: options)
            let appended = try store.append(events, to: stream, expecting: after < 0 ? .none : .exact(after))
            try store.close()
            return Saved(
                place: place, events: events.count, version: appended.version, position: appended.position, wasThere: appended.wasThere)
        case .newFile(let path):
            let lines = try EventToAppend.lines(of: events, in: stream, after: after, clock: options.clock)
            try NewFile.write(path) { try $0.write(lines) }
            return Saved(place: place, events: events.count, version: after + Int64(events.count), position: nil, wasThere: false)
        }
    }
}

extension EventsToSave.Saved {
    /// One line for a status; safe to print.
    package var sentence: String {
        switch place {
        case .store(let path):
            sanitised("\(counted(events, "event")) \(wasThere ? "already in" : "appended to") \(path), up to version \(version)")
        case .newFile(let path): sanitised("\(counted(events, "event")) written to \(path)")
        }
    }
}

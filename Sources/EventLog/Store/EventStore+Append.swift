package import JSONText

/// Where the last event of an append stands.
package struct Appended: Hashable, Sendable {
    package let stream: ExactString
    /// -1 where the stream has no event.
    package let version: Int64
    /// In the whole store; nil where nothing was to be appended.
    package let position: Int?
    /// All of it was in the store already, under the same ids.
    package let wasThere: Bool
    /// What stood behind the last whole event, and lies elsewhere now.
    package var movedTail: MovedTail? = nil
}

extension EventStore {
    /// Appends events to a stream: all of them or none, and on the disk when it returns.
    ///
    /// Ids come first: where all events are stored under their ids already, that is success, whatever is expected of the stream.
    /// - Complexity: one write and one sync; the line of an id that may be known is read.
    /// - Throws: `StoreError`. Then nothing was appended, but for `notDurable`, after which only opening anew tells, and for
    ///   `closing`.
    @discardableResult
    package func append(
        _ events: [EventToAppend], to stream: ExactString, expecting: ExpectedVersion
    ) throws(StoreError) -> Appended {
        guard !isDead else { throw failure(.dead) }
        let prepared = try prepare(events, stream)
        while open == nil {
            if let appended = try create(prepared, expecting) { return appended }
            // Another process made it meanwhile.
            open = try OpenStore(place, options, calls)
        }
        return try withLock { open throws(StoreError) in
            try open.refresh()
            return try append(prepared, expecting, open)
        }
    }

    private func prepare(_ events: [EventToAppend], _ stream: ExactString) throws(StoreError) -> PreparedAppend {
        let prepared: PreparedAppend
        do throws(InvalidEvent) {
            prepared = try PreparedAppend(events, to: stream, parser: parser)
        } catch {
            throw failure(.invalidEvent(number: error.number, message: error.message))
        }
        if events.count > 1 { try refuseRepeatedIDs(prepared.events) }
        return prepared
    }

    private func refuseRepeatedIDs(_ events: [PreparedEvent]) throws(StoreError) {
        var numbers: [ExactString: Int] = [:]
        numbers.reserveCapacity(events.count)
        for (number, event) in events.enumerated() {
            if let id = event.id, let first = numbers.updateValue(number, forKey: id) {
                throw failure(.repeatedID(id, first: first, again: number))
            }
        }
    }

    /// The lock is held, and what is known is as it is.
    private func append(
        _ new: PreparedAppend, _ expecting: ExpectedVersion, _ open: OpenStore
    ) throws(StoreError) -> Appended {
        if let damage = open.scan.damage { throw refusal(for: damage, open) }
        let stream = new.stream
        let events = new.events
        let stored = try open.storedEvents(of: new)
        if let last = stored.last, stored.allSatisfy({ $0 != nil }) {
            // Whoever wrote it may have ended before the disk had it.
            if open.syncedEnd < open.scan.end { try sync(open, undoTo: nil) }
            return Appended(stream: stream, version: last?.version ?? -1, position: last?.position, wasThere: true)
        }
        let last = try open.lastVersion(of: stream)
        try Self.check(expecting, stream, last, place)
        if let number = stored.firstIndex(where: { $0 != nil }), let known = stored[number], let id = events[number].id {
            throw failure(.duplicateID(id, stored: known, new: number))
        }
        guard !events.isEmpty else { return Appended(stream: stream, version: last, position: nil, wasThere: false) }
        guard last < .max - Int64(events.count) else { throw failure(.invalidEvent(number: nil, message: "the stream is full")) }
        options.beforeWriting()
        let moved = try moveTornTailAside(open)
        var appended = try write(new, after: last, open)
        appended.movedTail = moved
        return appended
    }

    static func check(
        _ expecting: ExpectedVersion, _ stream: ExactString, _ last: Int64, _ place: StorePlace
    ) throws(StoreError) {
        let isMet = switch expecting {
        case .any: true
        case .none: last < 0
        case .exists: last >= 0
        case .exact(let version): version == last
        }
        if isMet { return }
        throw StoreError(
            path: place.file, problem: .wrongExpectedVersion(stream: stream, expected: expecting, actual: last < 0 ? nil : last))
    }

    private func write(_ new: PreparedAppend, after last: Int64, _ open: OpenStore) throws(StoreError) -> Appended {
        let end = open.status.size
        // The clock is asked under the lock: times rise with positions, whoever waited for whom.
        let text = AppendedText(
            new, after: last, at: end, lacksLineFeed: open.scan.lacksLineFeed, time: options.clock(), open.index.hash)
        do throws(FileCallError) {
            try calls.writeAll(text.bytes, to: open.file.number)
        } catch {
            try undo(open, to: end, after: error)
            throw failure(.writing(error))
        }
        try sync(open, undoTo: end)
        do throws(FileCallError) {
            guard try open.noteAppended(text.bytes, text.rows) else {
                isDead = true
                throw FileCallError(call: "", code: 0)
            }
        } catch {
            isDead = true
            throw failure(error.code == 0 ? .changedWhileWriting : .notDurable(error))
        }
        open.syncedEnd = open.scan.end
        return Appended(
            stream: new.stream, version: last + Int64(new.events.count), position: open.scan.events - 1, wasThere: false)
    }

    /// Cuts back what was written in part.
    private func undo(_ open: OpenStore, to end: Int, after error: FileCallError) throws(StoreError) {
        do throws(FileCallError) {
            try calls.truncate(open.file.number, to: end)
            try open.noteCut()
        } catch {
            isDead = true
            throw failure(.notDurable(error))
        }
    }

    /// Waits for the disk; for the folder as well, before the first answer.
    private func sync(_ open: OpenStore, undoTo end: Int?) throws(StoreError) {
        do throws(FileCallError) {
            try calls.syncData(open.file.number)
            if !open.isFolderSynced {
                // A second name of the store, left by a crash in the middle of giving it the first.
                NewStoreFile(place: place, calls: calls).removeLeftovers()
                try calls.syncFolder(at: place.realFolder)
                open.isFolderSynced = true
            }
        } catch {
            // A second sync may succeed though the first one's bytes are lost: https://lwn.net/Articles/752063/
            isDead = true
            if let end { try? calls.truncate(open.file.number, to: end) }
            calls.forgetCached(open.file.number)
            throw failure(.notDurable(error))
        }
        open.syncedEnd = open.scan.end
    }
}

/// The bytes of one append.
struct AppendedText {
    private(set) var bytes: [UInt8] = []
    private(set) var rows: [StoreScan.Row] = []

    /// - Parameters:
    ///   - end: of the file, in bytes.
    ///   - time: of events that have none.
    init(_ new: PreparedAppend, after last: Int64, at end: Int, lacksLineFeed: Bool, time: Instant, _ hash: KeyedHash) {
        let key = hash.hash(new.stream)
        let head = LineHead(new.stream, time: time)
        let count = new.events.count
        bytes.reserveCapacity(new.size + count * (head.stream.count + head.time.count + 80) + 1)
        rows.reserveCapacity(count)
        if lacksLineFeed { bytes.append(0x0A) }
        for (index, event) in new.events.enumerated() {
            let version = last + 1 + Int64(index)
            rows.append(StoreScan.Row(
                offset: end + bytes.count, stream: key, version: version, id: event.id.map { hash.hash($0).low }))
            let mark = count > 1 ? BatchMark(index: index, size: count) : nil
            new.appendLine(index, to: &bytes, head, version: version, batch: mark)
        }
    }
}

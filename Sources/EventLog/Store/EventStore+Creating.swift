import JSONText

extension EventStore {
    /// The first append to a store that is not there yet.
    /// - Returns: nil where another process made it.
    func create(_ new: PreparedAppend, _ expecting: ExpectedVersion) throws(StoreError) -> Appended? {
        let stream = new.stream
        if calls.exists(place.file) { return nil }
        try Self.check(expecting, stream, -1, place)
        guard !new.isEmpty else { return Appended(stream: stream, version: -1, position: nil, wasThere: false) }
        options.beforeWriting()
        let text = AppendedText(new, after: -1, at: 0, lacksLineFeed: false, time: options.clock(), KeyedHash(key0: 0, key1: 0))
        let isMade: Bool
        do {
            isMade = try NewStoreFile(place: place, calls: calls).make { file in try calls.writeAll(text.bytes, to: file) }
        } catch {
            throw error as? StoreError ?? failure(.missing)
        }
        guard isMade else { return nil }
        // It is on the disk; what goes wrong now is the next append's to tell.
        if let made = try? OpenStore(place, options, calls) {
            open = made
            try? withLock { open throws(StoreError) in try open.refresh() }
        }
        return Appended(stream: stream, version: Int64(new.events.count) - 1, position: new.events.count - 1, wasThere: false)
    }
}

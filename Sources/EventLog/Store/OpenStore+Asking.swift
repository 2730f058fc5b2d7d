import JSONText

extension OpenStore {
    /// -1 where the stream has no event. The lock is held.
    func lastVersion(of stream: ExactString) throws(StoreError) -> Int64 {
        try asking { () throws(IndexSegment.Unusable) in try index.lastVersion(of: index.hash.hash(stream)) } ?? -1
    }

    /// For each event the one that is stored under its id, if it says the same; nil where the id is new or there is none.
    /// - Throws: `StoreError.duplicateID` where it says something else.
    func storedEvents(of events: [PreparedEvent], in stream: ExactString) throws(StoreError) -> [StoreError.StoredAt?] {
        var stored: [StoreError.StoredAt?] = []
        for (number, event) in events.enumerated() {
            guard let id = event.id, let found = try find(id, like: event, in: stream) else { stored.append(nil); continue }
            guard found.isSame else {
                throw StoreError(path: place.file, problem: .duplicateID(id, stored: found.at, new: number))
            }
            stored.append(found.at)
        }
        return stored
    }

    private func find(
        _ id: ExactString, like event: PreparedEvent, in stream: ExactString
    ) throws(StoreError) -> (at: StoreError.StoredAt, isSame: Bool)? {
        var result: (at: StoreError.StoredAt, isSame: Bool)?
        let lines = StoredLines(calls: calls, file: file.number, end: scan.end)
        var failure: FileCallError?
        _ = try asking { () throws(IndexSegment.Unusable) in
            try index.first(ofID: index.hash.hash(id).low) { offset, position in
                do {
                    result = try parser.parse(try lines.line(at: offset)) { root in
                        let line = StoreLine(root)
                        guard line.id?.isString(id) == true else { return nil }
                        let at = StoreError.StoredAt(
                            stream: line.stream?.string ?? "", version: line.versionNumber ?? -1, position: position)
                        return (at, event.isSame(as: line, in: stream))
                    }
                } catch {
                    failure = error as? FileCallError
                }
                return result != nil || failure != nil
            }
        }
        if let failure { throw StoreError(path: place.file, problem: .system(doing: "reading", failure)) }
        return result
    }

    /// Where the cache turns out to be of no use, all is read anew, and the question asked again.
    private func asking<Answer>(_ body: () throws(IndexSegment.Unusable) -> Answer) throws(StoreError) -> Answer {
        do throws(IndexSegment.Unusable) { return try body() } catch {}
        do throws(FileCallError) { try rebuild(status) } catch {
            throw StoreError(path: place.file, problem: .system(doing: "reading", error))
        }
        if let damage = scan.damage { throw StoreError(path: place.file, problem: .damaged(damage)) }
        do throws(IndexSegment.Unusable) { return try body() } catch {
            throw StoreError(path: place.file, problem: .system(doing: "reading the cache of", FileCallError(call: "pread", code: 5)))
        }
    }
}

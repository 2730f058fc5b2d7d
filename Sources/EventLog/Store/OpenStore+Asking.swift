import JSONText

extension OpenStore {
    /// -1 where the stream has no event. The lock is held.
    func lastVersion(of stream: ExactString) throws(StoreError) -> Int64 {
        try asking { () throws(IndexSegment.Unusable) in try index.lastVersion(of: index.hash.hash(stream)) } ?? -1
    }

    /// For each event the one that is stored under its id, if it says the same; nil where the id is new or there is none.
    /// - Throws: `StoreError.duplicateID` where it says something else.
    func storedEvents(of new: PreparedAppend) throws(StoreError) -> [StoreError.StoredAt?] {
        var stored: [StoreError.StoredAt?] = []
        stored.reserveCapacity(new.events.count)
        for (number, event) in new.events.enumerated() {
            guard let id = event.id, let found = try find(id, of: new, number) else { stored.append(nil); continue }
            guard found.isSame else {
                throw StoreError(path: place.file, problem: .duplicateID(id, stored: found.at, new: number))
            }
            stored.append(found.at)
        }
        return stored
    }

    /// The first event of that id, and whether it says the same. A line is read only where the index knows the id's hash.
    private func find(
        _ id: ExactString, of new: PreparedAppend, _ number: Int
    ) throws(StoreError) -> (at: StoreError.StoredAt, isSame: Bool)? {
        let candidates = try asking { () throws(IndexSegment.Unusable) in try index.entries(ofID: index.hash.hash(id).low) }
        guard !candidates.isEmpty else { return nil }
        let lines = StoredLines(calls: calls, file: file.number, end: scan.end)
        for candidate in candidates {
            do {
                let found = try parser.parse(try lines.line(at: Int(candidate.second))) {
                    root -> (at: StoreError.StoredAt, isSame: Bool)? in
                    let line = StoreLine(root)
                    guard line.id?.isString(id) == true else { return nil }
                    let at = StoreError.StoredAt(
                        stream: line.stream?.string ?? "", version: line.versionNumber ?? -1, position: Int(candidate.third))
                    return (at, new.isSame(number, as: line))
                }
                if let found { return found }
            } catch let error as FileCallError {
                throw StoreError(path: place.file, problem: .system(doing: "reading", error))
            } catch {
                // A line that is none: another one's id, then.
                continue
            }
        }
        return nil
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

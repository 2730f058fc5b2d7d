import JSONText

extension StoreImport {
    /// Copies a file that is a store's as it stands: every line was read and found to be in its place.
    /// - Complexity: O(bytes), several times as fast as `write`, which makes each line anew.
    /// - Returns: nil where it is no such file; nothing is left behind then.
    /// - Throws: `StoreError`, `damaged` among them where a store's own file is: a part of the truth is not to pass for all of it.
    ///   `SourceError`.
    package func copy(_ location: SourcePath) throws -> Outcome? {
        let path = location.argument
        // A pipe could be read only once.
        guard location != .standardInput, (try? calls.status(at: path))?.kind == .file else { return nil }
        let source = try SourceOpener().open(location)
        guard !source.isSpooled else { return nil }
        guard location.isOfStore || Self.hasShapeOfStore(source) else { return nil }
        let file: OpenFile
        let size: Int
        do throws(FileCallError) {
            file = OpenFile(try calls.open(path, .reading), calls)
            size = try calls.status(of: file.number).size
        } catch {
            throw SourceError(path: location.description, problem: .system(error.code))
        }

        let index = StoreIndex()
        var scan = StoreScan(index: index)
        var odd: StoreDamage?
        scan.onOddity = { if odd == nil { odd = $0 } }
        struct NoStore: Error {}
        do {
            try make { target in
                try scan.run(calls, file.number, size: size)
                if let damage = scan.damage, location.isOfStore, scan.events > 0 || OtherContent.words(for: location) == nil {
                    throw StoreError(path: source.path, problem: .damaged(damage))
                }
                guard scan.damage == nil, scan.end > 0 else { throw NoStore() }
                if let odd, odd.offset < scan.end {
                    throw failure(.notStorable(Place(path: source.path, line: odd.line, offset: odd.offset), odd.message))
                }
                try checkIDs(index, source.path, file.number, upTo: scan.end)
                for start in stride(from: 0, to: scan.end, by: Self.blockSize) {
                    let range = start..<min(scan.end, start + Self.blockSize)
                    try calls.writeAll(try calls.bytes(file.number, range), to: target)
                    calls.startWriting(target, range)
                }
                if scan.lacksLineFeed {
                    try calls.writeAll([0x0A], to: target)
                    scan.stepOverLineFeed()
                }
            }
        } catch is NoStore {
            return nil
        }
        cache(index, scan)
        let torn = scan.tornStart.map { size - $0 } ?? 0
        return Outcome(events: scan.events, renumberedStreams: 0, tornBytes: torn)
    }

    private static func hasShapeOfStore(_ source: SourceFile) -> Bool {
        guard let found = try? Recognition.of(source, forced: nil) else { return false }
        return found.format.name == EnvelopeFormat.hindcast.name && found.layout == .lines
    }

    private static var blockSize: Int { 8 << 20 }

    /// No id may stand twice. O(n log n); lines are read only where two have the same hash.
    private func checkIDs(_ index: StoreIndex, _ path: String, _ file: Int32, upTo end: Int) throws {
        var entries = index.ids.entries
        entries.sortByFirst()
        let lines = StoredLines(calls: calls, file: file, end: end)
        var start = 0
        for next in entries.indices where next + 1 == entries.count || entries[next + 1].first != entries[start].first {
            defer { start = next + 1 }
            guard next > start else { continue }
            var firsts: [ExactString: IndexEntry] = [:]
            for entry in entries[start...next] {
                guard let id = try lines.id(at: Int(entry.second)) else { continue }
                guard let first = firsts.updateValue(entry, forKey: id) else { continue }
                func place(_ entry: IndexEntry) -> Place {
                    Place(path: path, line: Int(entry.third) + 1, offset: Int(entry.second))
                }
                throw failure(.importedTwice(id, first: place(first), again: place(entry)))
            }
        }
    }
}

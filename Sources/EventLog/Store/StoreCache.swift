import JSONText

/// The files in which the append side keeps its index of one store, in a folder of the user's own.
///
/// Several segments, each of a range of the store: `append-<hash>.0`, `.1` and so on, where one ends the next begins. Nothing
/// that goes wrong here is an error: without a cache the store is read from its beginning.
struct StoreCache {
    private let calls: any FileCalls
    private let folder: String
    private let name: String
    /// Where in the first segment the seal stands.
    private static let sealOffset = 2048

    /// - Parameters:
    ///   - folder: hindcast's own, made where it is missing.
    ///   - store: the path of the store's file, links resolved.
    /// - Returns: nil where the folder is another's, open to others, or a link.
    init?(folder: String, store: String, calls: any FileCalls) {
        self.calls = calls
        self.folder = folder
        // The name tells nothing of the store's; it need not be secret, only another one for another store.
        let hash = KeyedHash(key0: 0x6869_6e64, key1: 0x6361_7374).hash(ExactString(store))
        name = "append-" + Self.hexadecimal(hash.high) + Self.hexadecimal(hash.low)
        guard (try? PrivateFolder(folder)) != nil else { return nil }
    }

    private static func hexadecimal(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private func path(_ level: Int) -> String { "\(folder)/\(name).\(level)" }

    /// The segments that fit the store as it is now: all of them, or none.
    func load(for status: FileStatus, _ store: Int32) -> [IndexSegment] {
        var segments: [IndexSegment] = []
        while let segment = segment(segments.count), segment.header.device == status.device, segment.header.inode == status.inode,
            segment.header.range.lowerBound == segments.last?.header.range.upperBound ?? 0,
            segment.header.hash == segments.first?.header.hash ?? segment.header.hash
        {
            segments.append(segment)
        }
        guard let first = segments.first, let last = segments.last, last.header.range.upperBound <= status.size else { return [] }
        if let seal = seal(of: first) {
            if seal.size == status.size, seal.modified == status.modified, seal.changed == status.changed { return segments }
            // Somebody touched it, and it did not grow: what stands in it may be anything.
            if seal.size >= status.size { return [] }
        }
        let sample = Self.sample(calls, store, end: last.header.range.upperBound, last.header.hash)
        return sample == last.header.sample ? segments : []
    }

    private func segment(_ level: Int) -> IndexSegment? {
        guard let number = try? calls.open(path(level), .own) else { return nil }
        let file = OpenFile(number, calls)
        guard let status = try? calls.status(of: number), status.kind == .file, status.owner == calls.user,
            status.permissions & 0o077 == 0
        else { return nil }
        return try? IndexSegment(file, calls)
    }
}

extension StoreCache {
    private func seal(of segment: IndexSegment) -> (size: Int, modified: Int64, changed: Int64)? {
        guard let bytes = try? calls.bytes(segment.file.number, Self.sealOffset..<(Self.sealOffset + 32)),
            let words = IndexHeader.checkedWords(bytes, segment.header.hash), words.count == 3
        else { return nil }
        return (Int(truncatingIfNeeded: words[0]), Int64(bitPattern: words[1]), Int64(bitPattern: words[2]))
    }

    /// Notes in the first segment that the store was known to be whole when it looked like this.
    static func seal(_ segments: [IndexSegment], _ status: FileStatus, _ calls: any FileCalls) {
        guard let first = segments.first else { return }
        let words = IndexHeader.withChecksum(
            [UInt64(status.size), UInt64(bitPattern: status.modified), UInt64(bitPattern: status.changed)], first.header.hash)
        words.withUnsafeBytes { bytes in try? calls.writeAll(bytes, to: first.file.number, at: sealOffset) }
    }

    /// Of all bytes where they are few, else of 256 pieces from the first to the last. One MiB at most is read.
    static func sample(_ calls: any FileCalls, _ store: Int32, end: Int, _ hash: KeyedHash) -> UInt64? {
        let piece = 4096
        let pieces = 256
        let offsets = end <= piece * pieces
            ? Array(stride(from: 0, to: end, by: piece)) : (0..<pieces).map { (end - piece) / (pieces - 1) * $0 } + [end - piece]
        var sum: UInt64 = 0
        for offset in offsets {
            guard let bytes = try? calls.bytes(store, offset..<min(end, offset + piece)) else { return nil }
            sum = bytes.withUnsafeBytes { KeyedHash(key0: hash.key0 ^ sum, key1: hash.key1).hash($0).low }
        }
        return sum
    }
}

extension StoreCache {
    /// Writes what the index's tables hold as a segment; smaller ones before it become part of it, so that there are few.
    /// - Complexity: O(n log n); over a store's life each event is written O(log n) times.
    func save(_ index: StoreIndex, upTo scan: StoreScan, _ status: FileStatus, _ store: Int32) {
        guard let sample = Self.sample(calls, store, end: scan.end, index.hash) else { return }
        var segments = index.segments
        var ids = index.ids.entries
        var streams = index.streams.entries
        ids.sortByFirst()
        streams.sortByFirst()
        while let last = segments.last, last.header.idCount + last.header.streamCount <= 4 * (ids.count + streams.count) {
            guard let older = try? last.all() else { return }
            ids = Self.merged(older.ids, ids, keepsBoth: true)
            streams = Self.merged(older.streams, streams, keepsBoth: false)
            segments.removeLast()
        }
        let header = IndexHeader(
            hash: index.hash, status: status, range: (segments.last?.header.range.upperBound ?? 0)..<scan.end, lines: scan.lines,
            events: scan.events, lastEvent: scan.lastEvent, sample: sample, idCount: ids.count, streamCount: streams.count)
        do throws(FileCallError) {
            guard let segment = try write(header, ids, streams, level: segments.count) else { return }
            index.replace(segments: segments + [segment])
            Self.seal(index.segments, status, calls)
            var level = segments.count + 1
            while calls.exists(path(level)) {
                try calls.remove(path(level))
                level += 1
            }
        } catch {
            return
        }
    }

    /// Two sorted rows as one, the older first among equals; of a stream only the newer entry is kept.
    private static func merged(_ older: [IndexEntry], _ newer: [IndexEntry], keepsBoth: Bool) -> [IndexEntry] {
        var merged: [IndexEntry] = []
        merged.reserveCapacity(older.count + newer.count)
        var next = newer.startIndex
        for entry in older {
            while next < newer.count, newer[next].first < entry.first { merged.append(newer[next]); next += 1 }
            if !keepsBoth, newer[next...].prefix(while: { $0.first == entry.first }).contains(where: { $0.second == entry.second }) {
                continue
            }
            merged.append(entry)
        }
        return merged + newer[next...]
    }

    private func write(
        _ header: IndexHeader, _ ids: [IndexEntry], _ streams: [IndexEntry], level: Int
    ) throws(FileCallError) -> IndexSegment? {
        let temporary = "\(path(level)).new-\(Self.hexadecimal(.random(in: .min ... .max)))"
        let file = OpenFile(try calls.open(temporary, .new), calls)
        do throws(FileCallError) {
            try calls.makePrivate(file.number, isFolder: false)
            var block = header.words + Array(repeating: 0, count: IndexPages.size / 8 - header.words.count)
            var written = 0
            var fence: [UInt64] = []
            func flush() throws(FileCallError) {
                var failure: FileCallError?
                block.withUnsafeBytes { bytes in
                    do throws(FileCallError) { try calls.writeAll(bytes, to: file.number, at: written) } catch { failure = error }
                }
                if let failure { throw failure }
                written += block.count * 8
                block.removeAll(keepingCapacity: true)
            }
            for entries in [ids, streams] {
                for start in stride(from: 0, to: entries.count, by: IndexPages.entriesPerPage) {
                    let page = entries[start..<min(entries.count, start + IndexPages.entriesPerPage)]
                    block += IndexPages.page(page, number: fence.count, header.hash)
                    fence.append(page[start].first)
                    if block.count > 64 << 10 { try flush() }
                }
            }
            block += IndexHeader.withChecksum(fence, header.hash)
            try flush()
            try calls.syncData(file.number)
            try calls.rename(temporary, to: path(level))
            try calls.syncFolder(at: folder)
            return try? IndexSegment(file, calls)
        } catch {
            try? calls.remove(temporary)
            throw error
        }
    }
}

import Digest
package import EventLog
package import JSONText

/// What `snapshots` says of one that is kept.
package struct SnapshotAnswer: Hashable, Sendable {
    package let stream: ExactString
    package let version: Int64
    /// Whether it is the state that folding gives; nil where that was not asked.
    package let ok: Bool?
    /// The first path that differs.
    package let path: JSONPath?
    /// Why it cannot be used at all, and the file.
    package var problem: String?
}

extension Rehydrator {
    /// Folds a stream from its start and keeps its state on disk after every so many events.
    /// - Returns: one answer for each that was written; none for a stream that is shorter, or whose state cannot be kept.
    /// - Complexity: O(events); memory for the stream's snapshots.
    /// - Throws: `SnapshotError`, `SourceError`.
    package func buildSnapshots(of stream: History.Stream, every interval: Int, in folder: SnapshotFolder) throws -> [SnapshotAnswer] {
        let path = EventPath(stream)
        guard path.count >= interval else { return [] }
        let fold = try fold(for: stream.name)
        let cursor = makeCursor(fold, on: path, snapshots: nil)
        defer { cursor.dropCheckpoints() }
        // The files must be unchanged from before the first record is read until after the last.
        let stamp = SourceStamp(history)
        var file = SnapshotFile(stream: stream.name, fold: fold.name, sources: "")
        var states: [FrozenState] = []
        var digest = RecordDigest()
        var offset = 0
        var digested = 0
        for index in stride(from: interval - 1, to: path.count, by: interval) {
            let frozen: FrozenState?
            do { frozen = try cursor.frozen(at: index) } catch let error as CancellationError { throw error } catch { continue }
            guard let state = frozen else { continue }
            while digested <= index {
                digest.add(try reader.event(at: path[digested]).raw)
                digested += 1
            }
            file.entries.append(SnapshotFile.Entry(
                index: index, version: history.version(at: path[index]), digest: digest.text, offset: offset,
                length: state.bytes.count, checksum: SHA256.hexadecimal(of: state.bytes)))
            states.append(state)
            offset += state.bytes.count
        }
        guard let last = file.entries.last else { return [] }
        file.problems = cursor.problems(upTo: last.index)
        file.sources = stamp.flatMap { $0 == SourceStamp(history) ? $0.text : nil } ?? ""
        try folder.makeReady()
        try file.write(to: folder.path(of: stream.name), states: states)
        return file.entries.map { SnapshotAnswer(stream: stream.name, version: $0.version, ok: nil, path: nil) }
    }

    /// The snapshots of a stream that are kept and are of its events; with `verifying`, compared with what folding from the start
    /// gives. A file that is damaged or of other events is told in `notices`.
    package func snapshots(of stream: History.Stream, verifying: Bool) throws -> [SnapshotAnswer] {
        let path = EventPath(stream)
        let fold = try fold(for: stream.name)
        let noticed = notices.count
        guard let kept = try streamSnapshots(path, fold: fold.name) else {
            return notices.dropFirst(noticed).map { SnapshotAnswer(stream: stream.name, version: -1, ok: false, path: nil, problem: $0) }
        }
        let cursor = makeCursor(fold, on: path, snapshots: nil)
        defer { cursor.dropCheckpoints() }
        return try kept.file.entries.compactMap { entry in
            guard let found = try kept.state(atOrBefore: entry.index, after: entry.index - 1) else {
                let problem = "\(kept.damaged[entry.index] ?? "is of other events") (\(kept.path))"
                return SnapshotAnswer(stream: stream.name, version: entry.version, ok: false, path: nil, problem: problem)
            }
            guard verifying else { return SnapshotAnswer(stream: stream.name, version: entry.version, ok: nil, path: nil) }
            let isSame = try cursor.frozen(at: entry.index) == found.state
            let change = try isSame ? nil : JSONValue.changes(from: cursor.json(at: entry.index), to: cursor.json(of: found.state)).first
            return SnapshotAnswer(stream: stream.name, version: entry.version, ok: isSame, path: isSame ? nil : change?.path ?? JSONPath())
        }
    }
}

import Digest
import EventLog
import JSONText

/// The snapshots of one stream as a cursor uses them: only those that are surely of these events.
///
/// Files that are unchanged since the snapshots were made are enough. Where they grew or were written anew, the digest of the
/// stream's records decides.
final class StreamSnapshots {
    let file: SnapshotFile
    let path: String
    /// Numbers of events whose snapshot is damaged; the others of the file are as good as they were.
    private(set) var damaged: [Int: String] = [:]
    private let stream: EventPath
    private let reader: HistoryReader
    private let isUnchanged: Bool
    private var isGivenUp = false
    private let notice: (String) -> Void
    private var proven: (index: Int, digest: RecordDigest) = (-1, RecordDigest())

    /// - Parameter notice: is told, in one line, why snapshots that are there are not used.
    /// - Returns: nil where there are none to use.
    init?(
        _ stream: EventPath, fold: String, in folder: SnapshotFolder, of reader: HistoryReader, stamp: SourceStamp?,
        notice: @escaping (String) -> Void
    ) {
        path = folder.path(of: stream.name)
        do throws(SnapshotFile.Damage) {
            guard let file = try SnapshotFile.read(path) else { return nil }
            guard file.stream == stream.name, file.fold == fold else { throw .init(message: "belongs to another stream or aggregate") }
            self.file = file
            isUnchanged = stamp?.text == file.sources
        } catch {
            notice(Self.words(stream.name, path, error))
            return nil
        }
        self.stream = stream
        self.reader = reader
        self.notice = notice
    }

    /// What could not be folded on the way to a state that was given out.
    func problems(upTo index: Int) -> [(index: Int, problem: FoldProblem)] { file.problems.filter { $0.index <= index } }

    /// The last usable state at or before an index, if it stands after another one.
    /// - Throws: `SourceError` where the records that prove it cannot be read.
    func state(atOrBefore index: Int, after other: Int) throws -> (index: Int, state: FrozenState)? {
        while !isGivenUp, let entry = file.entries.last(where: { $0.index <= index && damaged[$0.index] == nil }), entry.index > other,
            entry.index < stream.count
        {
            guard try isOfTheseEvents(entry) else {
                isGivenUp = true
                notice(Self.words(stream.name, path, SnapshotFile.Damage(message: "is of other events")))
                return nil
            }
            do throws(SnapshotFile.Damage) { return (entry.index, try file.state(of: entry, in: path)) } catch {
                damaged[entry.index] = error.message
                notice(Self.words(stream.name, path, error, version: entry.version))
            }
        }
        return nil
    }

    private static func words(_ stream: ExactString, _ path: String, _ damage: SnapshotFile.Damage, version: Int64? = nil) -> String {
        let which = version.map { "the snapshot of \(stream) at version \($0)" } ?? "the file of snapshots of \(stream)"
        return "\(which) \(damage.message) and is ignored: hindcast snapshots build makes it anew (\(path))"
    }

    private func isOfTheseEvents(_ entry: SnapshotFile.Entry) throws -> Bool {
        guard reader.history.version(at: stream[entry.index]) == entry.version else { return false }
        if isUnchanged { return true }
        if entry.index < proven.index { proven = (-1, RecordDigest()) }
        while proven.index < entry.index {
            proven.index += 1
            proven.digest.add(try reader.event(at: stream[proven.index]).raw)
        }
        return proven.digest.text == entry.digest
    }
}

/// Of records one after another. `text` may be asked at any point.
struct RecordDigest {
    private var state = [UInt8](repeating: 0, count: 32)

    /// A chain: the hash of the hash before and the record.
    mutating func add(_ record: [UInt8]) {
        let digest = SHA256()
        digest.update(state)
        digest.update(record)
        state = digest.finish()
    }

    var text: String { SHA256.text(state) }
}

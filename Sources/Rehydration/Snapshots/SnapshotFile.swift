import Digest
import EventLog
import Glibc
import JSONText

/// The snapshots of one stream on disk.
///
///   8 bytes `HCSNAP2\n` · 8 bytes length of the header, low end first · 32 bytes SHA-256 of the header · header (JSON) · states
///
/// The header names stream, fold, sources, each state's place and SHA-256, and the digest of all records that it was folded from.
struct SnapshotFile {
    struct Entry: Hashable {
        /// The event's number on its stream that the state stands after.
        let index: Int
        let version: Int64
        /// Of the records from the first up to this event.
        let digest: String
        /// Behind the header.
        let offset: Int
        let length: Int
        let checksum: String
    }

    var stream: ExactString
    var fold: String
    var sources: String
    var entries: [Entry] = []
    var problems: [(index: Int, problem: FoldProblem)] = []
    /// Where the states begin in the file.
    fileprivate(set) var start = 0

    static let magic = Array("HCSNAP2\n".utf8)
    private static let longestHeader = 1 << 30

    /// What is wrong with a file.
    struct Damage: Error { let message: String }

    /// - Returns: nil where there is none.
    /// - Throws: `Damage`.
    static func read(_ path: String) throws(Damage) -> SnapshotFile? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let front = bytes(of: descriptor, at: 0, count: 48)
        if front.starts(with: magic.dropLast(2)), !front.starts(with: magic) { throw Damage(message: "is of another version of hindcast, or damaged,") }
        guard front.count == 48, front.starts(with: magic) else { throw Damage(message: "is no file of snapshots") }
        let length = (0..<8).reduce(0) { $0 | UInt64(front[8 + $1]) << (8 * UInt64($1)) }
        guard length < UInt64(longestHeader) else { throw Damage(message: "is damaged") }
        let header = bytes(of: descriptor, at: 48, count: Int(length))
        guard header.count == Int(length), SHA256.hash(header).elementsEqual(front[16..<48]),
            let value = try? JSONParser().value(of: header), var file = SnapshotFile(header: value)
        else { throw Damage(message: "is damaged") }
        file.start = 48 + Int(length)
        return file
    }

    /// The state of an entry.
    /// - Throws: `Damage`.
    func state(of entry: Entry, in path: String) throws(Damage) -> FrozenState {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { throw Damage(message: "is gone") }
        defer { close(descriptor) }
        let bytes = Self.bytes(of: descriptor, at: start + entry.offset, count: entry.length)
        guard bytes.count == entry.length, SHA256.hexadecimal(of: bytes) == entry.checksum else { throw Damage(message: "is damaged") }
        return FrozenState(bytes: bytes)
    }

    private static func bytes(of descriptor: Int32, at offset: Int, count: Int) -> [UInt8] {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, offset >= 0, count >= 0, offset <= Int(facts.st_size), count <= Int(facts.st_size) - offset
        else { return [] }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
                if got < 0, errno == EINTR { continue }
                if got <= 0 { break }
                filled += got
            }
        }
    }

    /// Writes beside the file, then takes its place: a reader sees the old one or the new one.
    func write(to path: String, states: [FrozenState]) throws(SnapshotError) {
        var writer = JSONWriter()
        writer.append(header)
        let header = writer.bytes
        var bytes = Self.magic
        for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: header.count >> (8 * shift))) }
        bytes += SHA256.hash(header)
        bytes += header
        for state in states { bytes += state.bytes }

        let temporary = "\(path).\(getpid())"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SnapshotError(path: temporary, code: errno) }
        var failure: Int32 = 0
        var written = 0
        while written < bytes.count, failure == 0 {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written) }
            if count < 0 { if errno != EINTR { failure = errno } } else { written += count }
        }
        if failure == 0, fsync(descriptor) != 0 { failure = errno }
        if close(descriptor) != 0, failure == 0 { failure = errno }
        if failure == 0, rename(temporary, path) != 0 { failure = errno }
        guard failure == 0 else {
            unlink(temporary)
            throw SnapshotError(path: path, code: failure)
        }
    }
}

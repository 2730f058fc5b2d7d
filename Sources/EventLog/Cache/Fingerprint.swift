internal import Glibc

/// What tells whether a file still is what it was, without reading it all: what the file system says of it, and samples of its bytes.
struct Fingerprint: Hashable {
    enum Comparison {
        case same
        /// Bytes were added at the end; whether another has changed is for `IndexedBytes` to tell.
        case grown
        case other
    }

    let device: Int64
    let inode: Int64
    let size: Int
    /// Nanoseconds since the epoch: of the content, and of the file's own facts, which nobody can set back.
    let modified: Int64
    let changed: Int64
    let samples: UInt64

    private static let sampleSize = 4 << 10
    private static let sampleCount = 16

    /// - Parameters:
    ///   - facts: those of before it was read: what changes meanwhile then shows the next time.
    ///   - size: how much of the file is meant.
    /// - Complexity: 18 reads of 4 KiB.
    init?(_ file: SourceFile, _ facts: SourceFile.Facts, size: Int) {
        device = facts.device
        inode = facts.inode
        self.size = size
        modified = facts.modified
        changed = facts.changed
        guard let samples = Self.samples(of: file, size: size) else { return nil }
        self.samples = samples
    }

    private init(device: Int64, inode: Int64, size: Int, modified: Int64, changed: Int64, samples: UInt64) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.changed = changed
        self.samples = samples
    }

    /// The sum of its beginning, its end and 16 places between. Nil where it cannot be read.
    /// - Parameter size: how much of the file is meant.
    static func samples(of file: SourceFile, size: Int) -> UInt64? {
        var sum = UInt64(size)
        let step = max(1, (size - sampleSize) / (sampleCount + 1))
        for number in 0...(sampleCount + 1) {
            let start = number == sampleCount + 1 ? max(0, size - sampleSize) : number * step
            guard start < size else { continue }
            guard let bytes = try? file.read(start..<min(size, start + sampleSize)) else { return nil }
            sum = bytes.withUnsafeBytes { Checksum.of($0, seed: sum) }
        }
        return sum
    }

    /// How the file is now, compared with this.
    func compare(with file: SourceFile) -> Comparison {
        guard let facts = file.facts, facts.device == device, facts.inode == inode, file.size >= size,
            Self.samples(of: file, size: size) == samples
        else { return .other }
        if file.size > size { return .grown }
        return facts.modified == modified && facts.changed == changed ? .same : .other
    }
}

extension Fingerprint {
    func write(to writer: inout CacheWriter) {
        for number in [device, inode, Int64(size), modified, changed, Int64(bitPattern: samples)] { writer.add(number) }
    }

    init(from reader: inout CacheReader) throws(CacheFault) {
        self.init(
            device: try reader.number(), inode: try reader.number(), size: try reader.count(), modified: try reader.number(),
            changed: try reader.number(), samples: UInt64(bitPattern: try reader.number()))
    }
}

/// How an index lies in a file: a head of fixed size, the facts, then the pages of its two tables.
///
/// It holds offsets, numbers and keyed hashes, no name and nothing of a payload. `Documentation/architecture.md` says more.
enum IndexFile {
    /// Indexes of one version of the program never take the place of another's: the number is part of their names as well.
    static let version: UInt8 = 4

    /// Told apart from other files, from other versions, and from machines that write numbers the other way round.
    static let magic: [UInt8] = Array("hindcast index\0".utf8) + [version]

    /// Magic, length of the facts, length of everything behind the head, its checksum, and the checksum of what stands before.
    static let headSize = 16 + 8 * 4

    static func head(factsLength: Int, bodyLength: Int, sum: UInt64) -> [UInt8] {
        var writer = CacheWriter()
        for number in [UInt64(factsLength), UInt64(bodyLength), sum] { writer.add(number) }
        let head = magic + writer.bytes
        var end = CacheWriter()
        end.add(head.withUnsafeBytes { Checksum.of($0, seed: 0) })
        return head + end.bytes
    }

    /// What the head says: where the facts and everything behind it lie, and what sum all of that has. Nil where the file is not whole.
    static func head(of file: SourceFile) -> (facts: Range<Int>, body: Range<Int>, sum: UInt64)? {
        guard let head = try? file.read(0..<headSize), head.count == headSize, head.starts(with: magic) else { return nil }
        var reader = CacheReader(Array(head.dropFirst(magic.count)))
        guard let facts = try? reader.word(), let body = try? reader.word(), let sum = try? reader.word(), let headSum = try? reader.word(),
            head.dropLast(8).withUnsafeBytes({ Checksum.of($0, seed: 0) }) == headSum,
            body == UInt64(file.size - headSize), facts <= body
        else { return nil }
        return (headSize..<(headSize + Int(facts)), headSize..<file.size, sum)
    }
}

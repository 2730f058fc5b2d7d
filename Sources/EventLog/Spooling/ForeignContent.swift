/// What is given as an export but is none, and no text: told by its first bytes (those of file(1)'s magic).
enum ForeignContent {
    /// Nil where nothing speaks against text.
    static func problem(of head: some Collection<UInt8>) -> SourceError.Problem? {
        if let packed = packed.first(where: { head.starts(with: $0.magic) }) {
            return .compressed(packed.name, command: packed.command)
        }
        if head.dropFirst(257).starts(with: Array("ustar".utf8)) { return .compressed("a tar archive", command: "tar -xOf") }
        if let other = others.first(where: { head.starts(with: $0.magic) }) { return .notText(other.what) }
        // A byte order mark, or a bracket in two bytes.
        let utf16: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF], [0x7B, 0], [0, 0x7B], [0x5B, 0], [0, 0x5B]]
        if utf16.contains(where: head.starts) { return .notText("UTF-16; convert it: iconv -f UTF-16 -t UTF-8") }
        if head.count >= 64, head.allSatisfy({ $0 == 0 }) { return .notText("zero bytes") }
        return nil
    }

    private static let packed: [(magic: [UInt8], name: String, command: String)] = [
        ([0x1F, 0x8B], "gzip", "gzip -dc"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd", "zstd -dc"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz", "xz -dc"),
        (Array("BZh".utf8), "bzip2", "bzip2 -dc"),
        ([0x04, 0x22, 0x4D, 0x18], "lz4", "lz4 -dc"),
        ([0x50, 0x4B, 0x03, 0x04], "a zip archive", "unzip -p"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive", "7z x -so"),
        ([0xFF, 0x06, 0, 0, 0x73, 0x4E, 0x61, 0x50, 0x70, 0x59], "snappy", "snzip -dc"),
        ([0x89, 0x4C, 0x5A, 0x4F], "lzop", "lzop -dc"),
        (Array("LZIP".utf8), "lzip", "lzip -dc"),
        ([0x5D, 0, 0, 0x80, 0], "lzma", "xz -dc"),
        ([0x1F, 0x9D], "compress", "gzip -dc"),
    ]

    private static let others: [(magic: [UInt8], what: String)] = [
        (Array("PAR1".utf8), "Parquet; convert it to JSON lines"),
        (Array("Obj\u{1}".utf8), "Avro; convert it to JSON lines: avro-tools tojson"),
        (Array("ORC".utf8), "ORC; convert it to JSON lines"),
        (Array("SQLite format 3\0".utf8), "an SQLite database; write its rows as JSON lines"),
        (Array("%PDF-".utf8), "PDF"),
        ([0x7F] + Array("ELF".utf8), "a program"),
    ]
}

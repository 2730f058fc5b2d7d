extension PrivateFolder {
    private static let longest = 1 << 20

    /// The lines of a small file; nil where there is none, or where it is not ours alone.
    package func lines(of name: String) -> [String]? {
        guard let file = open(name), file.size <= Self.longest, let bytes = try? file.read(0..<file.size) else { return nil }
        return bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Replaces a small file, durably.
    /// - Throws: `PrivateFolderError`.
    package func write(_ lines: [String], to name: String) throws(PrivateFolderError) {
        let text = Array(lines.map { $0 + "\n" }.joined().utf8)
        try write(name, isDurable: true) { (file) throws(PrivateFolderError) in try file.write(text, at: 0) }
    }
}

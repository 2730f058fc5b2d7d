/// How the bytes of a source are packed: told by its first bytes, never by its name.
package enum Compression: String, Hashable, Sendable, CustomStringConvertible {
    case gzip
    case zstd

    init?(magic head: some Collection<UInt8>) {
        if head.starts(with: [0x1F, 0x8B, 0x08]) {
            self = .gzip
        } else if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || Self.isSkippableFrame(head) {
            self = .zstd
        } else {
            return nil
        }
    }

    /// pzstd and others begin with a frame of their own notes (RFC 8878, 3.1.2).
    private static func isSkippableFrame(_ head: some Collection<UInt8>) -> Bool {
        head.first.map { 0x50...0x5F ~= $0 } == true && head.dropFirst().starts(with: [0x2A, 0x4D, 0x18])
    }

    package var description: String { rawValue }

    /// What unpacks it from a file to standard output.
    package var command: String {
        switch self {
        case .gzip: "gzip -dc"
        case .zstd: "zstd -dc"
        }
    }

    func makeDecompressor() -> any Decompressor {
        switch self {
        case .gzip: GzipDecompressor()
        case .zstd: ZstdDecompressor()
        }
    }
}

/// Unpacks piece by piece.
protocol Decompressor: AnyObject {
    /// Compressed bytes taken so far.
    var offset: Int { get }
    /// Whether the input may end here: not in the middle of a member or frame.
    var isAtEnd: Bool { get }
    /// Whether something stands at `offset` that does not belong to the compressed data; nothing more is taken then.
    var isFollowedByOther: Bool { get }

    /// What is wrong at `offset`; nothing more is taken then.
    var damage: SourceError.Problem? { get }

    /// Takes bytes from the front of `input` and writes what they hold. To be called again while it fills the output.
    /// - Returns: how many bytes were written.
    /// - Throws: `needsLongWindow`. Damage is told by `damage`, behind what could be unpacked before it.
    func decompress(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(SourceError.Problem) -> Int
}

internal import CZlib

/// Any number of gzip members one after another, as `gzip`, `pigz`, `bgzip` and `cat a.gz b.gz` leave them (RFC 1952).
/// Zero bytes behind a member are padding.
final class GzipDecompressor: Decompressor {
    // zlib keeps the address of this structure: it must not move.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var isWithinMember = false
    private var membersRead = 0
    private(set) var offset = 0
    private(set) var isFollowedByOther = false
    private(set) var damage: SourceError.Problem?

    var isAtEnd: Bool { !isWithinMember && membersRead > 0 }

    init() {
        stream.initialize(to: z_stream())
        guard hindcast_inflate_init_gzip(stream) == Z_OK else { preconditionFailure("out of memory for zlib") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func decompress(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(SourceError.Problem) -> Int {
        guard damage == nil else { return 0 }
        if !isWithinMember {
            if membersRead > 0 { skipPadding(&input) }
            guard !input.isEmpty, !isFollowedByOther else { return 0 }
            isWithinMember = true
        }
        let (before, room) = (input.count, output.count)
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(clamping: before)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: room)
        let code = inflate(stream, Z_NO_FLUSH)
        let taken = Int(UInt32(clamping: before) - stream.pointee.avail_in)
        input = UnsafeRawBufferPointer(rebasing: input.dropFirst(taken))
        offset += taken
        let written = Int(UInt32(clamping: room) - stream.pointee.avail_out)
        switch code {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END:
            membersRead += 1
            isWithinMember = false
            inflateReset(stream)
        default:
            let message = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(code)"
            // What stands behind a whole member and is none is no damage of it.
            guard membersRead > 0, message == "incorrect header check" else {
                damage = .damaged(.gzip, offset: offset, message)
                return written
            }
            offset -= Int(stream.pointee.total_in)
            isFollowedByOther = true
            isWithinMember = false
        }
        return written
    }

    private func skipPadding(_ input: inout UnsafeRawBufferPointer) {
        let zeros = input.prefix { $0 == 0 }.count
        offset += zeros
        input = UnsafeRawBufferPointer(rebasing: input.dropFirst(zeros))
    }
}

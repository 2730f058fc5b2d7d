internal import CZstd

/// Any number of Zstandard frames one after another, skippable ones among them (RFC 8878).
final class ZstdDecompressor: Decompressor {
    private let context: OpaquePointer
    private var isWithinFrame = false
    private var framesRead = 0
    private var frameStart = 0
    private(set) var offset = 0
    private(set) var isFollowedByOther = false
    private(set) var damage: SourceError.Problem?

    var isAtEnd: Bool { !isWithinFrame && framesRead > 0 }

    init() {
        guard let context = ZSTD_createDCtx() else { preconditionFailure("out of memory for zstd") }
        self.context = context
    }

    deinit { ZSTD_freeDCtx(context) }

    func decompress(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(SourceError.Problem) -> Int {
        guard isWithinFrame || !input.isEmpty, !isFollowedByOther, damage == nil else { return 0 }
        if !isWithinFrame { frameStart = offset }
        isWithinFrame = true
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let result = ZSTD_decompressStream(context, &target, &source)
        input = UnsafeRawBufferPointer(rebasing: input.dropFirst(source.pos))
        offset += source.pos
        if ZSTD_isError(result) != 0 {
            let message = String(cString: ZSTD_getErrorName(result))
            switch ZSTD_getErrorCode(result) {
            // What stands behind a whole frame and is none is no damage of it.
            case ZSTD_error_prefix_unknown where framesRead > 0:
                offset = frameStart
                isFollowedByOther = true
                isWithinFrame = false
            case ZSTD_error_frameParameter_windowTooLarge: throw .needsLongWindow
            default: damage = .damaged(.zstd, offset: offset, message)
            }
        } else if result == 0 {
            framesRead += 1
            isWithinFrame = false
        }
        return target.pos
    }
}

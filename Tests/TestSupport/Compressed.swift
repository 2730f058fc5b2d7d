internal import CZlib
internal import CZstd

/// One gzip member.
package func gzipped(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var stream = z_stream()
    precondition(
        deflateInit2_(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
    defer { deflateEnd(&stream) }
    var input = Array(bytes)
    return [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, UInt(input.count))) + 64) { output, count in
        input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
            count = Int(stream.total_out)
        }
    }
}

/// One Zstandard frame with a checksum, as zstd(1) makes them.
package func zstdCompressed(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let input = Array(bytes)
    let context = ZSTD_createCCtx()
    defer { ZSTD_freeCCtx(context) }
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    return [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(input.count)) { output, count in
        count = ZSTD_compress2(context, output.baseAddress, output.count, input, input.count)
        precondition(ZSTD_isError(count) == 0)
    }
}

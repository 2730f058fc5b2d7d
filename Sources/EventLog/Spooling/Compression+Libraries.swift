internal import CZlib
internal import CZstd

extension Compression {
    /// The libraries that unpack, with the versions that this process runs with: `zlib 1.2.13`.
    package static var libraries: [String] {
        ["zlib \(String(cString: zlibVersion()))", "zstd \(String(cString: ZSTD_versionString()))"]
    }
}

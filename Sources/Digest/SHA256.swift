internal import CCrypto

/// SHA-256 (FIPS 180-4), by which contents are told apart: models that are trusted, snapshots.
package struct SHA256 {
    private final class Context {
        let pointer: OpaquePointer

        init() {
            guard let pointer = EVP_MD_CTX_new(), EVP_DigestInit_ex(pointer, EVP_sha256(), nil) == 1 else {
                preconditionFailure("out of memory for a digest")
            }
            self.pointer = pointer
        }

        deinit { EVP_MD_CTX_free(pointer) }
    }

    private let context = Context()

    package init() {}

    /// O(bytes).
    package func update(_ bytes: some Collection<UInt8>) {
        let done: Int32? = bytes.withContiguousStorageIfAvailable { EVP_DigestUpdate(context.pointer, $0.baseAddress, $0.count) }
        if done == nil { update(Array(bytes)) }
    }

    /// 32 bytes. Nothing can be added afterwards.
    package func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            EVP_DigestFinal_ex(context.pointer, buffer.baseAddress, nil)
            count = 32
        }
    }

    package static func hash(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let digest = SHA256()
        digest.update(bytes)
        return digest.finish()
    }

    /// 64 hexadecimal digits.
    package static func hexadecimal(of bytes: some Collection<UInt8>) -> String { Self.text(hash(bytes)) }

    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

internal import CCrypto

extension SHA256 {
    /// `OpenSSL 3.0.17 …`, of the library that this process runs with.
    package static var library: String { String(cString: OpenSSL_version(OPENSSL_VERSION)) }
}

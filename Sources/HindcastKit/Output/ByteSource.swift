import Glibc

/// Where bytes come from: standard input, or what a test gives.
package protocol ByteSource {
    /// Empty at the end.
    func read() throws -> [UInt8]
}

/// A file descriptor as a source.
package struct DescriptorSource: ByteSource {
    private let descriptor: Int32

    package init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// The corresponding C function is `read`.
    package func read() throws -> [UInt8] {
        while true {
            var failure: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if got < 0 { failure = errno } else { count = got }
            }
            if failure == 0 { return bytes }
            guard failure == EINTR else { throw SystemError(code: failure, doing: "reading standard input") }
        }
    }
}

/// Bytes that are there already.
package struct FixedSource: ByteSource {
    private final class Rest {
        var bytes: [UInt8]
        init(_ bytes: [UInt8]) { self.bytes = bytes }
    }
    private let rest: Rest

    package init(_ bytes: some Sequence<UInt8>) { rest = Rest(Array(bytes)) }

    package func read() -> [UInt8] {
        defer { rest.bytes = [] }
        return rest.bytes
    }
}

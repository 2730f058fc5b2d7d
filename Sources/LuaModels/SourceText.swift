internal import EventLog
internal import Glibc
internal import Rehydration

/// The text of a model's file, read with nothing trusted about what stands behind the path.
enum SourceText {
    static let largest = 1 << 20

    /// - Throws: `ModelError`.
    static func read(_ path: String) throws -> [UInt8] {
        func failed(_ message: String) -> ModelError { ModelError(path: path, line: nil, message: message) }
        // Without O_NONBLOCK, opening a FIFO would wait for somebody to write to it.
        let file = SourcePath(argument: path).withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard file >= 0 else { throw failed(String(cString: strerror(errno))) }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw failed(String(cString: strerror(errno))) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw failed("not a regular file") }
        guard facts.st_size <= largest else { throw failed("larger than 1 MiB, which no model is") }

        var bytes: [UInt8] = []
        while bytes.count <= largest {
            var count = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, filled in
                repeat { count = Glibc.read(file, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
                filled = max(count, 0)
            }
            guard count >= 0 else { throw failed(String(cString: strerror(errno))) }
            if count == 0 { break }
            bytes += chunk
        }
        try check(bytes, path: path)
        return bytes
    }

    /// - Throws: `ModelError` with the line for what is no text.
    static func check(_ bytes: [UInt8], path: String) throws {
        guard bytes.count <= largest else {
            throw ModelError(path: path, line: nil, message: "larger than 1 MiB, which no model is")
        }
        if bytes.first == 0x1B { throw ModelError(path: path, line: nil, message: "compiled Lua, not its text") }
        if let zero = bytes.firstIndex(of: 0) {
            throw ModelError(path: path, line: line(of: zero, in: bytes), message: "a NUL byte: not a text file")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            var start = bytes.startIndex
            var number = 1
            for piece in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
                if String(validating: piece, as: UTF8.self) == nil { break }
                start = piece.endIndex
                number += 1
            }
            throw ModelError(path: path, line: start == bytes.endIndex ? nil : number, message: "invalid UTF-8")
        }
    }

    private static func line(of offset: Int, in bytes: [UInt8]) -> Int { 1 + bytes[..<offset].count { $0 == 0x0A } }
}

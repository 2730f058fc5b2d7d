internal import Glibc

/// A folder of a test's own.
package struct TemporaryFolder: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// Writes a file, with the folders on the way to it; returns its path.
    @discardableResult
    package func write(_ name: String, _ bytes: some Sequence<UInt8>, appending: Bool = false) throws -> String {
        let file = path + "/" + name
        for (index, character) in name.enumerated() where character == "/" {
            mkdir(path + "/" + name.prefix(index), 0o700)
        }
        let descriptor = open(file, O_WRONLY | O_CREAT | O_CLOEXEC | (appending ? O_APPEND : O_TRUNC), 0o600)
        guard descriptor >= 0 else { throw SystemFault(call: "open \(file)", code: errno) }
        defer { close(descriptor) }
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress!, $0.count) }
            guard written > 0 else { throw SystemFault(call: "write \(file)", code: errno) }
            rest = rest.dropFirst(written)
        }
        return file
    }

    @discardableResult
    package func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    /// Cuts a file short, or makes it longer without writing to it.
    package func truncate(_ file: String, to size: Int) throws {
        guard Glibc.truncate(file, off_t(size)) == 0 else { throw SystemFault(call: "truncate \(file)", code: errno) }
    }

    package func makeFIFO(_ name: String) throws -> String {
        let file = path + "/" + name
        guard mkfifo(file, 0o600) == 0 else { throw SystemFault(call: "mkfifo \(file)", code: errno) }
        return file
    }
}

/// A system call that a test needed and did not get.
package struct SystemFault: Error {
    package let call: String
    package let code: Int32
}

/// Runs `body` with an empty folder, and removes the folder and all that it holds afterwards.
package func withTemporaryFolder<Result>(_ body: (TemporaryFolder) throws -> Result) throws -> Result {
    var template = Array("/tmp/hindcast-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemFault(call: "mkdtemp", code: errno) }
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { remove(tree: path) }
    return try body(TemporaryFolder(path: path))
}

private func remove(tree path: String) {
    for entry in entries(of: path) {
        if entry.isFolder { remove(tree: path + "/" + entry.name) } else { unlink(path + "/" + entry.name) }
    }
    rmdir(path)
}

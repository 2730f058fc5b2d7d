internal import EventLog
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

extension TemporaryFolder {
    package func makeSocket(_ name: String) throws -> String {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let file = path + "/" + name
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: file.utf8.prefix($0.count - 1)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        guard bound == 0 else { throw SystemFault(call: "bind \(file)", code: errno) }
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
    defer { remove(tree: SourcePath(path)) }
    return try body(TemporaryFolder(path: path))
}

/// In bytes: names need be no text.
private func remove(tree path: SourcePath) {
    guard let directory = path.withCString({ opendir($0) }) else { return }
    while let entry = readdir(directory) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
        guard name != [0x2E], name != [0x2E, 0x2E] else { continue }
        let inner = path.appending(name)
        if entry.pointee.d_type == UInt8(DT_DIR) { remove(tree: inner) } else { _ = inner.withCString { unlink($0) } }
    }
    closedir(directory)
    _ = path.withCString { rmdir($0) }
}

extension TemporaryFolder {
    package var isEmpty: Bool { entries(of: path).isEmpty }

    /// Writes a file whose name need be no text.
    package func write(named name: [UInt8], _ text: String) throws {
        let file = (Array((path + "/").utf8) + name + [0]).map(CChar.init(bitPattern:))
        let descriptor = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFault(call: "open \(name)", code: errno) }
        defer { close(descriptor) }
        _ = Array(text.utf8).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    package func link(_ name: String, to target: String) throws {
        guard symlink(target, path + "/" + name) == 0 else { throw SystemFault(call: "symlink \(name)", code: errno) }
    }
}

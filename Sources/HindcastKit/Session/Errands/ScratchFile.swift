import Glibc

/// A file for another program to work on, in a folder that only its owner can enter.
struct ScratchFile {
    let path: String
    private let folder: String
    /// More is taken for a mistake.
    private static let limit = 256 << 20

    /// - Parameter folder: where; /var/tmp or /tmp without it.
    /// - Throws: `SystemError`.
    init(_ bytes: [UInt8], suffix: String, folder parent: String?) throws {
        var made: String?
        for parent in parent.map({ [$0] }) ?? ["/var/tmp", "/tmp"] where made == nil { made = Self.folder(in: parent) }
        guard let made else { throw SystemError(code: errno, doing: "making a private folder in \(parent ?? "/var/tmp")") }
        folder = made
        path = "\(made)/hindcast\(suffix)"
        do {
            try NewFile.write(path) { try $0.write(bytes) }
        } catch {
            rmdir(made)
            throw error
        }
    }

    /// The corresponding C function is `mkdtemp`: a name that nobody can guess, 0700.
    private static func folder(in parent: String) -> String? {
        var template = Array("\(parent)/hindcast-XXXXXX".utf8CString)
        return template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!).map { String(cString: $0) } }
    }

    /// Opens it for reading, from its beginning.
    /// - Throws: `SystemError`.
    func opened() throws -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw SystemError(code: errno, doing: "reading \(path)") }
        return descriptor
    }

    /// What it holds now: editors write in place, or put a new file under the name.
    /// - Throws: `SystemError`.
    func content() throws -> [UInt8] {
        let descriptor = try opened()
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= Self.limit {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0, errno != EINTR { throw SystemError(code: errno, doing: "reading \(path)") }
            if count > 0 { bytes += buffer[..<count] }
        }
        throw SystemError(code: EFBIG, doing: "reading \(path)")
    }

    /// Takes the folder away, with what an editor left beside the file.
    func remove() {
        if let directory = opendir(folder) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { unlink("\(folder)/\(name)") }
            }
            closedir(directory)
        }
        rmdir(folder)
    }
}

import EventLog
import Glibc
import LuaModels

/// The models that the user said yes to, by the SHA-256 of their text: a model that was changed since has to be accepted anew.
///
/// One line each, `SHA-256 NAME`, in a file that only its owner can read. A file that others may write to is not believed.
struct TrustStore: Sendable {
    /// Nil where there is no home to keep it in.
    let path: String?

    init(_ folders: UserFolders) { path = folders.state.map { "\($0)/trusted-models" } }

    func trusts(_ digest: String) -> Bool { lines().contains { $0.prefix(64) == digest } }

    /// - Throws: `SystemError`.
    func trust(_ digest: String, name: String) throws {
        guard let path else { throw UsageError("no home folder is known to keep it in", hint: "set HOME, or name the model with --model") }
        guard !trusts(digest) else { return }
        try PrivateFile.write(path, lines: lines() + ["\(digest) \(name.filter { !$0.isNewline })"])
    }

    private func lines() -> [String] { path.flatMap(PrivateFile.lines) ?? [] }
}

/// A small file of the user's own that nobody else can write to.
enum PrivateFile {
    private static let largest = 1 << 20

    /// Nil where it is not there, or is not the user's alone.
    static func lines(of path: String) -> [String]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_uid == geteuid(), facts.st_mode & 0o022 == 0,
            facts.st_size <= largest
        else { return nil }
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(facts.st_size)) { buffer, count in
            while count < buffer.count {
                let got = read(descriptor, buffer.baseAddress! + count, buffer.count - count)
                if got < 0, errno == EINTR { continue }
                if got <= 0 { break }
                count += got
            }
        }
        return bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Writes beside it, then takes its place. Makes the folder.
    /// - Throws: `SystemError`.
    static func write(_ path: String, lines: [String]) throws {
        try makeFolder(SourcePath(argument: path).folder.argument)
        let temporary = "\(path).\(getpid())"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SystemError(code: errno, doing: "creating \(temporary)") }
        let text = Array(lines.map { $0 + "\n" }.joined().utf8)
        let written = text.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let isWritten = written == text.count && fsync(descriptor) == 0
        let code = errno
        close(descriptor)
        guard isWritten, rename(temporary, path) == 0 else {
            unlink(temporary)
            throw SystemError(code: isWritten ? errno : code, doing: "writing \(path)")
        }
    }

    /// With those that it lies in, each for its owner alone.
    static func makeFolder(_ path: String) throws {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        let code = errno
        let parent = SourcePath(argument: path).folder.argument
        guard code == ENOENT, parent != path else { throw SystemError(code: code, doing: "creating \(path)") }
        try makeFolder(parent)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemError(code: errno, doing: "creating \(path)") }
    }
}

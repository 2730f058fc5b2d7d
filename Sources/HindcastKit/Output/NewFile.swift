import EventLog
import Glibc

/// A file that this program makes: it appears under its name when all of it is on the disk, and never in place of another.
enum NewFile {
    /// Gives a file with a passing name to `body`, for its owner only, and names it at the end; takes it away if anything fails.
    /// - Throws: `SystemError`, `UsageError` where something of that name is there, and what `body` throws.
    static func write(_ path: String, _ body: (Output) throws -> Void) throws {
        let target = SourcePath(argument: path)
        let path = target.description
        if isThere(target) { throw alreadyThere(path) }
        let passing = passingName(for: target)
        let descriptor = passing.withCString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600) }
        guard descriptor >= 0 else { throw SystemError(code: errno, doing: "creating \(path)") }
        defer { _ = passing.withCString { unlink($0) } }
        do {
            // Whatever the mask says.
            fchmod(descriptor, 0o600)
            let output = Output(FileSink(descriptor))
            do {
                try body(output)
                try output.flush()
            } catch OutputError.failed(let code) {
                throw SystemError(code: code, doing: "writing \(path)")
            }
            guard fsync(descriptor) == 0 else { throw SystemError(code: errno, doing: "writing \(path)") }
        } catch {
            close(descriptor)
            throw error
        }
        // A full disk may be told only here.
        guard close(descriptor) == 0 else { throw SystemError(code: errno, doing: "writing \(path)") }
        try give(target, to: passing, path)
        syncFolder(of: target)
    }

    /// `.NAME.new-3f2a…` beside it.
    private static func passingName(for target: SourcePath) -> SourcePath {
        let slash = target.bytes.lastIndex(of: UInt8(ascii: "/"))
        // Names have 255 bytes at most.
        let name = target.bytes[(slash.map { $0 + 1 } ?? 0)...].prefix(200)
        let ending = ".new-" + String(UInt64.random(in: .min ... .max), radix: 36)
        return target.folder.appending([UInt8(ascii: ".")] + name + Array(ending.utf8))
    }

    /// `link` fails where a name is taken, which `rename` does not. Where the file system has no links, the name is taken first.
    private static func give(_ target: SourcePath, to passing: SourcePath, _ path: String) throws {
        let isLinked = passing.withCString { old in target.withCString { link(old, $0) } } == 0
        if isLinked { return }
        if errno == EEXIST { throw alreadyThere(path) }
        let claimed = target.withCString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600) }
        guard claimed >= 0 else { throw errno == EEXIST ? alreadyThere(path) : SystemError(code: errno, doing: "creating \(path)") }
        close(claimed)
        guard passing.withCString({ old in target.withCString { rename(old, $0) } }) == 0 else {
            let code = errno
            _ = target.withCString { unlink($0) }
            throw SystemError(code: code, doing: "creating \(path)")
        }
    }

    private static func syncFolder(of target: SourcePath) {
        let folder = target.folder.withCString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// Told before a large history is read: the name is taken, or lies in a folder that is read as a history, whose events
    /// the new file would then be.
    static func check(_ path: String, isOutside sources: [SourcePath]) throws {
        guard !path.isEmpty else { throw UsageError("a new file needs a name") }
        if path == "-" { throw UsageError("- would be standard output, which has the answer", hint: "name a new file; ./- for one of that name") }
        let target = SourcePath(argument: path)
        let path = target.description
        if isThere(target) { throw alreadyThere(path) }
        guard let folder = target.folder.identity else { throw SystemError(code: errno, doing: "creating \(path)") }
        for source in sources where source.identity == folder {
            throw UsageError("\(path) would lie in \(source), which is only read", hint: "name a file elsewhere")
        }
    }

    private static func isThere(_ path: SourcePath) -> Bool {
        var status = stat()
        return path.withCString { lstat($0, &status) } == 0
    }

    private static func alreadyThere(_ path: String) -> any Error {
        UsageError("\(path) is there already and is not overwritten", hint: "name a new file")
    }
}

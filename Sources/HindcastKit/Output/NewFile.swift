import EventLog
import Glibc

/// A file that this program makes. It never opens one that is there.
enum NewFile {
    /// Creates the file for its owner only, and gives it to `body`; takes it away again if anything fails.
    /// - Throws: `SystemError`, `UsageError` where something of that name is there, and what `body` throws.
    static func write(_ path: String, _ body: (Output) throws -> Void) throws {
        let location = SourcePath(argument: path)
        let descriptor = location.withCString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600) }
        guard descriptor >= 0 else {
            if errno == EEXIST { throw alreadyThere(path) }
            throw SystemError(code: errno, doing: "creating \(path)")
        }
        do {
            let output = Output(FileSink(descriptor))
            do {
                try body(output)
                try output.flush()
            } catch OutputError.failed(let code) {
                throw SystemError(code: code, doing: "writing \(path)")
            }
        } catch {
            close(descriptor)
            _ = location.withCString { unlink($0) }
            throw error
        }
        // A full disk may be told only here.
        guard close(descriptor) == 0 else {
            let code = errno
            _ = location.withCString { unlink($0) }
            throw SystemError(code: code, doing: "writing \(path)")
        }
    }

    /// Told before a large history is read: the name is taken, or lies in a folder that is read as a history, whose events
    /// the new file would then be.
    static func check(_ path: String, isOutside sources: [SourcePath]) throws {
        var status = stat()
        if SourcePath(argument: path).withCString({ lstat($0, &status) }) == 0 { throw alreadyThere(path) }
        guard let folder = SourcePath(argument: path).folder.identity else { throw SystemError(code: errno, doing: "creating \(path)") }
        for source in sources where source.identity == folder {
            throw UsageError("\(path) would lie in \(source), which is only read", hint: "name a file elsewhere")
        }
    }

    private static func alreadyThere(_ path: String) -> UsageError {
        UsageError("\(path) is there already and is not overwritten", hint: "name a new file")
    }
}

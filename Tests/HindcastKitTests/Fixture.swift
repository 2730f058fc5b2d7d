import Glibc
import HindcastKit
import Rehydration

/// A temporary folder with files in it, gone with the value.
final class Fixture {
    let folder: String

    init(_ files: [String: String] = [:]) {
        var template = Array("/tmp/hindcast-kit-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { preconditionFailure("no temporary folder") }
        folder = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        for (name, text) in files { write(text, to: name) }
    }

    deinit { removeTree(folder) }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    func write(_ text: String, to name: String) {
        if let slash = name.lastIndex(of: "/") { mkdir(path(String(name[..<slash])), 0o700) }
        guard let file = fopen(path(name), "w") else { preconditionFailure("cannot write \(name)") }
        defer { fclose(file) }
        _ = text.utf8CString.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count - 1, file) }
    }

    private func removeTree(_ path: String) {
        guard let directory = opendir(path) else { unlink(path); return }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { removeTree("\(path)/\(name)") }
        }
        closedir(directory)
        rmdir(path)
    }
}

/// What a command printed and returned.
struct Outcome {
    let status: ExitStatus
    let out: String
    let err: String

    var lines: [String] { out.split(separator: "\n").map(String.init) }
}

func hindcast(
    _ arguments: String..., stdin: String = "", models: [any Model] = [], isTerminal: Bool = false,
    environment: [String: String] = [:]
) -> Outcome {
    hindcast(arguments, stdin: stdin, models: models, isTerminal: isTerminal, environment: environment)
}

func hindcast(
    _ arguments: [String], stdin: String = "", models: [any Model] = [], isTerminal: Bool = false, environment: [String: String] = [:]
) -> Outcome {
    let out = MemorySink(isTerminal: isTerminal)
    let err = MemorySink()
    let status = Hindcast.run(
        arguments: arguments, stdin: FixedSource(stdin.utf8), stdout: out, stderr: err, models: models,
        environment: { environment[$0] })
    return Outcome(status: status, out: out.text, err: err.text)
}

/// Keeps what is written, up to a limit at which it fails as told.
final class MemorySink: ByteSink {
    let isTerminal: Bool
    private(set) var bytes: [UInt8] = []
    private let failure: OutputError?

    init(isTerminal: Bool = false, failingWith failure: OutputError? = nil) {
        self.isTerminal = isTerminal
        self.failure = failure
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func write(_ bytes: [UInt8]) throws(OutputError) {
        if let failure { throw failure }
        self.bytes += bytes
    }
}

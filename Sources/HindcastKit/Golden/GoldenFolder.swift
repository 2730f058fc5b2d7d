import Digest
import EventLog
import Glibc
import JSONText
import Rehydration

/// A folder of recorded streams: `events/NAME.jsonl` holds a stream's events in our own store's shape, `states/NAME.jsonl` what
/// they are expected to do. The same history under the same model gives the same bytes.
struct GoldenFolder {
    let path: String

    func events(of stream: ExactString) -> String { "\(path)/events/\(Self.fileName(of: stream))" }
    func states(of stream: ExactString) -> String { "\(path)/states/\(Self.fileName(of: stream))" }

    /// A name that any file system takes: bytes other than letters, digits, `-`, `_` and `.` as %XX; long ones cut, with a digest.
    static func fileName(of stream: ExactString) -> String {
        var name = ""
        for (index, byte) in stream.bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: ".") where index > 0: name += "."
            default: name += "%" + SHA256.text([byte]).uppercased()
            }
        }
        if name.isEmpty { name = "%" }
        if name.utf8.count > 180 { name = name.prefix(160) + "~" + SHA256.hexadecimal(of: stream.bytes).prefix(16) }
        return name + ".jsonl"
    }

    /// - Throws: `UsageError` if a stream was recorded before.
    func checkIsNew(_ streams: [ExactString]) throws {
        for stream in streams {
            for file in [states(of: stream), events(of: stream)] where access(file, F_OK) == 0 {
                throw UsageError("\(file) is there already and is not overwritten", hint: "say --overwrite, or name another folder")
            }
        }
    }

    /// Makes the folder, with those that it lies in.
    func makeReady() throws {
        for folder in ["\(path)/events", "\(path)/states"] { try Self.make(SourcePath(argument: folder)) }
    }

    private static func make(_ folder: SourcePath) throws {
        func made() -> Int32 { folder.withCString { mkdir($0, 0o777) } == 0 ? 0 : errno }
        var code = made()
        if code == ENOENT, folder.folder != folder {
            try make(folder.folder)
            code = made()
        }
        guard code == 0 || code == EEXIST else { throw SystemError(code: code, doing: "creating \(folder)") }
    }

    func write(_ golden: Golden, events: (Output) throws -> Void) throws {
        try replace(states(of: golden.stream)) { file in
            for line in GoldenLines.lines(of: golden) { try file.line(line) }
        }
        try replace(self.events(of: golden.stream), events)
    }

    /// Written beside it, then takes its place.
    private func replace(_ file: String, _ body: (Output) throws -> Void) throws {
        let new = file + ".new"
        unlink(new)
        try NewFile.write(new, body)
        guard rename(new, file) == 0 else {
            let code = errno
            unlink(new)
            throw SystemError(code: code, doing: "writing \(file)")
        }
    }

    /// The files of recorded states, by name.
    /// - Throws: `UsageError` where there are none.
    func recorded() throws -> [String] {
        let states = names(in: "states")
        let events = names(in: "events")
        guard !states.isEmpty || !events.isEmpty else {
            throw UsageError("nothing is recorded in \(path)", hint: "hindcast golden record PATH… --dir \(path) does that")
        }
        for (name, there, missing) in [(events.subtracting(states).min(), "events", "states"), (states.subtracting(events).min(), "states", "events")] {
            guard let name else { continue }
            throw UsageError("\(path)/\(missing)/\(name) is not there, \(path)/\(there)/\(name) is", hint: "record the stream again, or remove what is left of it")
        }
        return states.sorted().map { "\(path)/states/\($0)" }
    }

    private func names(in part: String) -> Set<String> {
        guard let folder = opendir("\(path)/\(part)") else { return [] }
        defer { closedir(folder) }
        var names: Set<String> = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".jsonl"), !name.hasPrefix(".") { names.insert(name) }
        }
        return names
    }

    func read(_ file: String) throws -> Golden {
        let source = try SourceFile(path: SourcePath(argument: file))
        return try GoldenLines.golden(from: source.read(0..<source.size), named: file)
    }
}

import EventLog
import JSONText
import TestSupport
import Testing

@Suite("Files, and what becomes of them")
struct SourceTests {
    private static let lines = Bank.lines("a", [.opened(owner: "alice"), .deposited(50), .withdrawn(20)])
    private static let text = lines.map { $0 + "\n" }.joined()

    @Test("I09 I10 a file cut short while it is open is an error where it was cut, and no crash")
    func truncated() throws {
        try withTemporaryFolder { folder in
            let path = try folder.write("log.jsonl", Self.text)
            let history = try History(files: [path])
            let reader = HistoryReader(history)
            try folder.truncate(path, to: Self.lines[0].utf8.count + 20)
            #expect(try reader.event(at: 0).text == Self.lines[0])
            for position in 1...2 { #expect(throws: SourceError.self) { try reader.event(at: position) } }
            try folder.truncate(path, to: 0)
            let error = #expect(throws: SourceError.self) { try reader.event(at: 0) }
            guard case .malformed(line: 1, column: 1, offset: 0, let message)? = error?.problem else { Issue.record("\(String(describing: error))"); return }
            #expect(message.contains("changed"))
        }
    }

    @Test("I07 a file written over while it is open does not pass one event for another", arguments: [
        Bank.lines("a", [.withdrawn(10), .opened(owner: "alice"), .opened(owner: "bob")]), Bank.lines("b", [.opened(owner: "alice"), .deposited(50), .withdrawn(20)]),
        [Bank.line("a", 5, .opened(owner: "alice")), Bank.line("a", 6, .deposited(50)), Bank.line("a", 7, .withdrawn(20))],
        [Bank.line("a", 0, .opened(owner: "alice"), minute: 9), Bank.line("a", 1, .deposited(50), minute: 9), Bank.line("a", 2, .withdrawn(20), minute: 9)],
        [String(repeating: " ", count: 400)],
    ])
    func overwritten(lines: [String]) throws {
        try withTemporaryFolder { folder in
            let path = try folder.write("log.jsonl", Self.text)
            let reader = HistoryReader(try History(files: [path]))
            try folder.write("log.jsonl", lines.map { $0 + "\n" }.joined())
            for position in 0...2 { #expect(throws: SourceError.self) { try reader.event(at: position) } }
        }
    }

    @Test("I08 what is appended while a history is open does not change it")
    func grown() throws {
        try withTemporaryFolder { folder in
            let path = try folder.write("log.jsonl", Self.text)
            let history = try History(files: [path])
            try folder.write("log.jsonl", Self.text + Bank.line("a", 3, .deposited(1)) + "\n")
            #expect(try history.events().map(\.text) == Self.lines)
            #expect(try History(files: [path]).count == 4)
        }
    }

    @Test("I13 what is no file is refused without waiting for it")
    func noFile() throws {
        try withTemporaryFolder { folder in
            #expect(problem(opening: try History(files: [folder.path])) == .notAFile("a folder"))
            #expect(problem(opening: try History(files: ["/dev/zero"])) == .notAFile("a device"))
            #expect(problem(opening: try History(files: ["/dev/tty"])) == .notAFile("a device"))
            #expect(problem(opening: try History(files: [try folder.makeSocket("socket")])) == .notAFile("a socket"))
            #expect(problem(opening: try History(files: [folder.path + "/missing"])) == .system(2))
        }
    }

    @Test("paths stand for files, folders of files, stores and folders of stores")
    func paths() throws {
        try withTemporaryFolder { folder in
            try folder.write("export/b.jsonl", "")
            try folder.write("export/a.ndjson", "")
            try folder.write("export/c.json", "")
            try folder.write("export/d.jsonl.gz", "")
            try folder.write("export/.hidden.jsonl", "")
            try folder.write("export/notes.txt", "")
            try folder.write("stores/x/events.jsonl", "")
            try folder.write("stores/x/other.jsonl", "")
            try folder.write("stores/y/events.jsonl", "")
            try folder.write("stores/z/readme.txt", "")
            func full(_ names: String...) -> [SourcePath] { names.map { SourcePath(folder.path + "/" + $0) } }

            let export = full("export/a.ndjson", "export/b.jsonl", "export/c.json", "export/d.jsonl.gz")
            #expect(try SourceList.resolve(full("export")) == .files(export))
            #expect(try SourceList.resolve(full("export/")) == .files(export))
            #expect(try SourceList.resolve(full("stores/x")) == .files(full("stores/x/events.jsonl")))
            #expect(try SourceList.resolve(full("stores")) == .stores(full("stores/x", "stores/y")))
            #expect(try SourceList.resolve(full("export/notes.txt", "stores/x")) == .files(full("export/notes.txt", "stores/x/events.jsonl")))
            #expect(throws: SourceError(path: folder.path + "/stores", problem: .severalStores(full("stores/x", "stores/y").map(\.description)))) {
                try SourceList.resolve(full("export", "stores"))
            }
            #expect(throws: SourceError(path: folder.path + "/stores/z", problem: .noEvents)) { try SourceList.resolve(full("stores/z")) }
        }
    }

    @Test("a file that is named twice, or reached by two names, is read once, and that is said")
    func twice() throws {
        try withTemporaryFolder { folder in
            let log = SourcePath(try folder.write("export/log.jsonl", Self.text))
            try folder.link("export/newest.jsonl", to: "log.jsonl")
            var notes: [String] = []
            let list = try SourceList.resolve([log, SourcePath(folder.path + "/export"), log]) { notes.append($0) }
            #expect(list == .files([log]))
            #expect(notes == [
                "\(log) is named twice; it is read once",
                "\(folder.path)/export/newest.jsonl is the same file as \(log); it is read once",
                "\(log) is named twice; it is read once",
            ])
            #expect(throws: SourceError(path: "-", problem: .standardInputTwice)) { try SourceList.resolve(["-", log, "-"]) }
            #expect(try SourceList.resolve(["-", log]) == .files(["-", log]))
        }
    }

    @Test("I13 what is no file in a folder is passed over, and that is said")
    func passedOver() throws {
        try withTemporaryFolder { folder in
            let log = SourcePath(try folder.write("export/log.jsonl", Self.text))
            let pipe = try folder.makeFIFO("export/pipe.jsonl")
            let socket = try folder.makeSocket("export/socket.json")
            try folder.write("export/folder.json/x.txt", "")
            var notes: [String] = []
            #expect(try SourceList.resolve([SourcePath(folder.path + "/export")]) { notes.append($0) } == .files([log]))
            #expect(notes == ["\(pipe) is a pipe in a folder; it is passed over", "\(socket) is a socket in a folder; it is passed over"])
        }
    }

    @Test("folders in a folder of exports are not read, and those that hold events are named")
    func subfolders() throws {
        try withTemporaryFolder { folder in
            let log = SourcePath(try folder.write("export/log.jsonl", Self.text))
            try folder.write("export/more/log.jsonl", Self.text)
            try folder.write("export/notes/readme.txt", "")
            var notes: [String] = []
            #expect(try SourceList.resolve([SourcePath(folder.path + "/export")]) { notes.append($0) } == .files([log]))
            #expect(notes == ["\(folder.path)/export/more holds events, too, and is not read; name it as well"])
        }
    }

    @Test("T24 file names need be no text: every byte of them counts, and they are shown as text")
    func names() throws {
        try withTemporaryFolder { folder in
            // In Latin-1, cut off in the middle of a letter, composed and decomposed, and what looks like the first when shown.
            let names: [[UInt8]] = [
                Array("caf".utf8) + [0xE9], Array("caf".utf8) + [0xE8], [0xE2, 0x82], Array("caf\u{E9}".utf8), Array("cafe\u{301}".utf8),
                Array("\u{1B}[31m\u{202E}".utf8), [0xF4, 0x8F, 0xBF, 0xA9],
            ].map { $0 + Array(".jsonl".utf8) }
            for (number, name) in names.enumerated() { try folder.write(named: name, Bank.line("s-\(number)", 0, .deposited(number)) + "\n") }
            guard case .files(let files) = try SourceList.resolve([SourcePath(folder.path)]) else { Issue.record("stores"); return }
            #expect(Set(files.map { Array($0.bytes.dropFirst(folder.path.utf8.count + 1)) }) == Set(names))
            let history = try History(files: files)
            #expect(history.streamCount == names.count)
            for number in names.indices {
                let event = try history.events(of: ExactString("s-\(number)"))
                #expect(event.map(\.place.path) == [SourcePath(folder.path).appending(names[number]).description])
            }
            let shown = files.map { String($0.description.dropFirst(folder.path.count + 1)) }
            #expect(shown.contains("caf\\xE9.jsonl") && shown.contains("caf\\xE8.jsonl") && shown.contains("\\xE2\\x82.jsonl"))
        }
    }

    @Test("a folder of exports among other JSON: what is no export is flagged, the events are read")
    func mixedFolder() throws {
        try withTemporaryFolder { folder in
            try folder.write("a.jsonl", Self.text)
            try folder.write("package.json", #"{"name":"x","scripts":{"build":"make"}}"#)
            try folder.write("b.jsonl.gz", gzipped(Bank.line("b", 0, .deposited(1)).utf8))
            try folder.write("c.json.xz.json", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4])
            guard case .files(let files) = try SourceList.resolve([SourcePath(folder.path)]) else { Issue.record("stores"); return }
            let history = try History(files: files)
            #expect(history.versions == ["a: 0 1 2", "b: 0"])
            #expect(history.problems.map(\.place.path) == ["c.json.xz.json", "package.json"].map { folder.path + "/" + $0 })
        }
    }

    @Test("several files may hold one stream, packed or not; where events have positions, these order the log, else file and line do")
    func severalFiles() throws {
        func row(_ position: Int, _ version: Int) -> String {
            #"{"id":"\#(position)","stream_name":"a-1","type":"T\#(position)","position":\#(version),"global_position":\#(position),"data":{}}"# + "\n"
        }
        func event(_ type: String) -> String { #"{"specversion":"1.0","id":"1","source":"s","type":"\#(type)"}"# + "\n" }
        try withTemporaryFolder { folder in
            let files = try [
                folder.write("1.jsonl.gz", gzipped((row(10, 0) + row(40, 3)).utf8)), folder.write("2.jsonl", row(20, 1) + row(50, 4)),
                folder.write("3.jsonl.zst", zstdCompressed(row(30, 2).utf8)),
            ]
            let history = try History(files: files)
            #expect((0..<5).map { history.type(at: $0).description } == ["T10", "T20", "T30", "T40", "T50"])
            #expect(history.versions == ["a-1: 0 1 2 3 4"])
            #expect(try history.events().map { $0.place.path.hasSuffix("2.jsonl") } == [false, true, false, false, true])

            let plain = try [folder.write("a.jsonl", event("A") + event("B")), folder.write("b.jsonl.gz", gzipped(event("C").utf8))]
            #expect(try History(files: plain).events(of: "s").map(\.event.type) == ["A", "B", "C"])
            #expect(try History(files: plain.reversed()).events(of: "s").map(\.event.type) == ["C", "A", "B"])
        }
    }

    @Test("a file's size is told, and reading beyond its end gives what is there")
    func reading() throws {
        try withTemporaryFolder { folder in
            let file = try SourceFile(path: SourcePath(try folder.write("f", "0123456789")))
            #expect(file.size == 10)
            #expect(try file.read(3..<6) == Array("345".utf8))
            #expect(try file.read(8..<100) == Array("89".utf8))
            #expect(try file.read(20..<30) == [])
            #expect(try file.read(4..<4) == [])
        }
    }
}

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
            #expect(problem(opening: try History(files: [folder.path])) == .notAFile)
            #expect(problem(opening: try History(files: ["/dev/zero"])) == .notAFile)
            #expect(problem(opening: try History(files: [try folder.makeFIFO("pipe")])) == .notAFile)
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
            func full(_ names: String...) -> [String] { names.map { folder.path + "/" + $0 } }

            let export = full("export/a.ndjson", "export/b.jsonl", "export/c.json", "export/d.jsonl.gz")
            #expect(try SourceList.resolve(full("export")) == .files(export))
            #expect(try SourceList.resolve(full("export/")) == .files(export))
            #expect(try SourceList.resolve(full("stores/x")) == .files(full("stores/x/events.jsonl")))
            #expect(try SourceList.resolve(full("stores")) == .stores(full("stores/x", "stores/y")))
            #expect(try SourceList.resolve(full("export/notes.txt", "stores/x")) == .files(full("export/notes.txt", "stores/x/events.jsonl")))
            #expect(throws: SourceError(path: folder.path + "/stores", problem: .severalStores(full("stores/x", "stores/y")))) {
                try SourceList.resolve(full("export", "stores"))
            }
            #expect(throws: SourceError(path: folder.path + "/stores/z", problem: .noEvents)) { try SourceList.resolve(full("stores/z")) }
        }
    }

    @Test("a file's size is told, and reading beyond its end gives what is there")
    func reading() throws {
        try withTemporaryFolder { folder in
            let file = try SourceFile(path: try folder.write("f", "0123456789"))
            #expect(file.size == 10)
            #expect(try file.read(3..<6) == Array("345".utf8))
            #expect(try file.read(8..<100) == Array("89".utf8))
            #expect(try file.read(20..<30) == [])
            #expect(try file.read(4..<4) == [])
        }
    }
}

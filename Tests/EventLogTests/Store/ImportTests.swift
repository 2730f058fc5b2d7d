import EventLog
import Glibc
import JSONText
import Testing
import TestSupport

@Suite struct ImportTests {
    private func line(_ event: Event) -> [UInt8] {
        let id = event.id.map { #","id":"\#($0)""# } ?? ""
        return Array(#"{"stream":"\#(event.stream)","version":\#(event.version),"type":"\#(event.type)"\#(id),"data":"#.utf8) + event.data + [0x7D]
    }

    private func other(_ stream: String, _ version: Int, _ id: String) -> String {
        #"{"global_position":\#(id.utf8.count),"position":\#(version),"stream_name":"\#(stream)","type":"T","id":"\#(id)","data":"{}"}"# + "\n"
    }

    @Test func `versions count from 0 and keep their order`() throws {
        try withStore { test in
            let text = [("a", 8, "x"), ("b", 1, "y"), ("a", 7, "z"), ("a", 7, "w"), ("b", 2, "v")].map { other($0, $1, $2) }.joined()
            let export = try test.folder.write("export.jsonl", text)
            let outcome = try StoreImport(into: test.path).write(try History(files: [export]), line: line)
            #expect(outcome == .init(events: 5, renumberedStreams: 2, tornBytes: 0))
            #expect(test.ids == ["z", "y", "w", "x", "v"])
            #expect(try StoreCondition.of(test.file) == .whole)
            #expect(EventLogTests.outcome { try test.append([1], to: "a") } == "ok 3")
            #expect(TestStore.bytes(of: export) == Array(text.utf8))
        }
    }

    @Test func `a store that is there is never written to`() throws {
        try withStore { test in
            try test.append([0])
            #expect(throws: StoreError(path: test.file, problem: .alreadyThere)) { try StoreImport(into: test.path) }
            #expect(throws: StoreError.self) { try StoreImport(into: test.file) }
            #expect(test.ids == ["0"])
        }
    }

    @Test func `an id that stands twice is named with both places, and nothing is left`() throws {
        try withStore { test in
            let texts = [
                other("a", 0, "x") + other("b", 0, "y") + other("b", 1, "x"),
                (0..<3).map { #"{"stream":"s\#($0)","version":0,"type":"T","id":"\#($0 % 2)","data":1}"# + "\n" }.joined(),
            ]
            for (text, isOwn) in zip(texts, [false, true]) {
                let export = try test.folder.write("export.jsonl", text)
                let error = #expect(throws: StoreError.self) {
                    let new = try StoreImport(into: test.path)
                    if isOwn { _ = try new.copy(SourcePath(export)) } else { _ = try new.write(try History(files: [export]), line: line) }
                }
                guard case .importedTwice(_, let first, let again)? = error?.problem else { Issue.record("\(String(describing: error))"); continue }
                #expect(first.line == 1)
                #expect(again.line == 3)
                #expect(TestStore.names(in: test.folder.path) == ["export.jsonl"])
            }
        }
    }

    @Test func `a store's own file is copied byte for byte; anything else is not taken for one`() throws {
        try withStore { test in
            try test.append([0])
            try test.append([1, 2, 3])
            let whole = test.bytes
            func copied(_ bytes: [UInt8]) throws -> (StoreImport.Outcome?, [UInt8]) {
                let export = try test.folder.write("export.jsonl", bytes)
                let path = test.folder.path + "/new"
                defer {
                    unlink(path + "/events.jsonl")
                    rmdir(path)
                }
                return (try StoreImport(into: path).copy(SourcePath(export)), TestStore.bytes(of: path + "/events.jsonl"))
            }
            #expect(try copied(whole) == (.init(events: 4, renumberedStreams: 0, tornBytes: 0), whole))
            #expect(try copied(whole.dropLast()) == (.init(events: 4, renumberedStreams: 0, tornBytes: 0), whole))
            let first = test.lines[0].utf8.count + 1
            #expect(try copied(whole.dropLast(9)) == (.init(events: 1, renumberedStreams: 0, tornBytes: whole.count - 9 - first), Array(whole[..<first])))
            #expect(try copied(Array(whole[first...])).0 == nil)
            #expect(try copied(Array(other("a", 0, "x").utf8)).0 == nil)
            #expect(try copied([]).0 == nil)
        }
    }

    @Test(arguments: ["mkdir", "open", "write", "fdatasync", "renameNew", "fsync"])
    func `S09 a full disk leaves nothing`(_ call: String) throws {
        try withStore { test in
            let export = try test.folder.write("export.jsonl", other("a", 0, "x"))
            let calls = FaultyCalls()
            let new = try StoreImport(into: test.path, calls: calls)
            calls.plan(call, .fail(ENOSPC), forEver: call == "write")
            #expect(throws: StoreError.self) { try new.write(try History(files: [export]), line: line) }
            #expect(TestStore.names(in: test.folder.path) == ["export.jsonl"])
        }
    }

    @Test func `what a killed import left is taken away by the next`() throws {
        try withStore { test in
            let export = try test.folder.write("export.jsonl", other("a", 0, "x"))
            let calls = FaultyCalls()
            calls.plan("write", .end(afterBytes: 10))
            #expect(throws: (any Error).self) { try StoreImport(into: test.path, calls: calls).write(try History(files: [export]), line: line) }
            #expect(test.names.count == 1)
            #expect(test.names.first?.hasPrefix(".events.jsonl.new-") == true)
            _ = try StoreImport(into: test.path).write(try History(files: [export]), line: line)
            #expect(test.names == ["events.jsonl"])
        }
    }
}

extension [UInt8] {
    fileprivate func dropLast(_ count: Int = 1) -> [UInt8] { Array(self[..<(self.count - count)]) }
}

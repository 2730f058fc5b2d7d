import EventLog
import Glibc
import HindcastKit
import JSONText
import Testing

@Suite struct SavingTests {
    private let fixture = Fixture()
    private var options: EventStore.Options { .init(clock: { Instant.reading("2026-03-05T14:32:00Z".utf8)!.instant }) }

    private func made(_ count: Int, of stream: ExactString = "account-1", after: Int64) -> EventsToSave {
        EventsToSave(
            (0..<count).map { EventToAppend(type: "MoneyWithdrawn", data: Array(#"{"amount":1\#($0).50}"#.utf8)) }, of: stream, after: after)
    }

    private func text(_ name: String) -> String { TestFile.text(fixture.path(name)) }

    @Test func `the question names the store or the file, and nothing in it drives a terminal`() {
        #expect(made(1, after: -1).question(for: .store("shop")) == "Append 1 event to account-1 in the store shop, as its first?")
        #expect(made(2, after: 36).question(for: .store("shop")) == "Append 2 events to account-1 in the store shop, after version 36?")
        #expect(made(2, after: 36).question(for: .newFile("a.jsonl")) == "Write 2 events of account-1 to the new file a.jsonl?")
        let hostile = made(1, of: "a\u{1B}[2J", after: 0)
        #expect(!hostile.question(for: .store("x\u{1B}]52;c;eA==\u{07}")).utf8.contains(0x1B))
    }

    @Test func `events are appended where the stream still stands, and refused where it went on`() throws {
        let store = EventsToSave.Place.store(fixture.path("store"))
        let first = try made(2, after: -1).save(to: store, options: options)
        #expect(first.version == 1 && first.position == 1 && !first.wasThere)
        #expect(first.sentence == "2 events appended to \(fixture.path("store")), up to version 1")
        #expect(try made(1, after: 1).save(to: store, options: options).version == 2)
        let before = text("store/events.jsonl")
        for after in [-1, 1, 5] as [Int64] {
            let error = #expect(throws: StoreError.self) { try made(1, after: after).save(to: store, options: options) }
            #expect(error?.isRefusal == true)
        }
        #expect(text("store/events.jsonl") == before)
        #expect(hindcast("verify", fixture.path("store")).status == .well)
    }

    @Test func `an export takes no events, by whatever name`() throws {
        fixture.write(Samples.bank, to: "exports/bank.jsonl")
        for path in ["exports", "exports/bank.jsonl"] {
            let error = #expect(throws: StoreError.self) { try made(1, after: -1).save(to: .store(fixture.path(path)), options: options) }
            guard case .notAStore? = error?.problem else { Issue.record("\(path): \(String(describing: error))"); continue }
        }
        #expect(text("exports/bank.jsonl") == Samples.bank)
    }

    @Test func `P01 P05 a new file is whole, its owner's alone, and never one that was there`() throws {
        let saved = try made(2, after: 36).save(to: .newFile(fixture.path("new.jsonl")), options: options)
        #expect(saved.version == 38 && saved.position == nil)
        #expect(text("new.jsonl") == """
            {"stream":"account-1","version":37,"type":"MoneyWithdrawn","time":"2026-03-05T14:32:00Z","data":{"amount":10.50}}
            {"stream":"account-1","version":38,"type":"MoneyWithdrawn","time":"2026-03-05T14:32:00Z","data":{"amount":11.50}}

            """)
        var facts = stat()
        #expect(stat(fixture.path("new.jsonl"), &facts) == 0 && facts.st_mode & 0o777 == 0o600 && facts.st_nlink == 1)
        #expect(hindcast("info", fixture.path("new.jsonl"), "--json", "--no-cache").out.contains(#""events":2"#))

        let before = text("new.jsonl")
        symlink(fixture.path("new.jsonl"), fixture.path("link.jsonl"))
        symlink(fixture.path("nowhere"), fixture.path("dangling.jsonl"))
        for name in ["new.jsonl", "link.jsonl", "dangling.jsonl"] {
            #expect(throws: UsageError.self) { try made(1, after: 0).save(to: .newFile(fixture.path(name)), options: options) }
        }
        #expect(text("new.jsonl") == before)
        #expect(TestFile.names(in: fixture.folder) == ["dangling.jsonl", "link.jsonl", "new.jsonl"])
    }

    @Test func `what no store would take makes no file either`() {
        let invalid = EventsToSave(
            [EventToAppend(type: "T", data: Array("1".utf8)), EventToAppend(type: "$T", data: Array("1".utf8))], of: "a", after: 0)
        let error = #expect(throws: InvalidEvent.self) { try invalid.save(to: .newFile(fixture.path("new.jsonl")), options: options) }
        #expect(error == InvalidEvent(message: "types that begin with $ are reserved", number: 1))
        #expect(TestFile.names(in: fixture.folder) == [])
        #expect(throws: SystemError.self) { try made(1, after: 0).save(to: .newFile(fixture.path("no/new.jsonl")), options: options) }
    }
}

private enum TestFile {
    static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func names(in folder: String) -> [String] { ((try? SystemFileCalls().names(in: folder)) ?? []).sorted() }
}

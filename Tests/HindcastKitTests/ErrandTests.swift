import EventLog
import Explorer
import Glibc
import JSONText
import Rehydration
import Screen
import Testing

@testable import HindcastKit

@Suite("Errands: other programs, files, the clipboard")
struct ErrandTests {
    private let fixture = Fixture()
    private let terminal = FakeTerminal()

    private func errands(_ environment: [String: String] = [:]) -> Errands {
        Errands(
            terminal: terminal, sources: [], theme: .dark,
            environment: { environment.merging(["TMPDIR": self.fixture.folder, "HOME": self.fixture.folder]) { one, _ in one }[$0] })
    }

    private func words(_ body: () throws -> some Any) -> String {
        do { return "no error: \(try body())" } catch { return ErrorRenderer.sentence(for: error) }
    }

    @Test("U21 an editor's text comes back, and nothing is left behind; the terminal is left and taken back")
    func edit() throws {
        #expect(try errands(["EDITOR": "sed -i s/5/7/"]).edit(Array("{\"amount\":5}".utf8), suffix: ".json") == Array("{\"amount\":7}".utf8))
        // One that writes a new file under the old name, and leaves another beside it.
        let editor = "f() { ls -l \"$1\" >/dev/null && cp \"$1\" \"$1~\" && printf new >\"$1.tmp\" && mv \"$1.tmp\" \"$1\"; }; f"
        #expect(try errands(["VISUAL": editor, "EDITOR": "false"]).edit([], suffix: ".json") == Array("new".utf8))
        #expect(terminal.calls == ["leave", "reenter", "leave", "reenter"])
        #expect(entries() == [])
    }

    @Test("an append to what is no store is refused without a question, and one to a store is asked for")
    func proposal() throws {
        fixture.write(Samples.bank, to: "export.jsonl")
        let overlay = HistoryOverlay(stream: "account-1")
        func request(_ store: String) -> AppendRequest { AppendRequest(overlay: overlay, after: 2, events: [], store: store) }
        #expect(words { try errands().propose(request(fixture.path("export.jsonl"))) }.contains("it is a file; a store is a folder"))
        #expect(words { try errands().propose(request(fixture.path("new"))) }.contains("in the store \(fixture.path("new")), after version 2?"))
    }

    @Test("P01 what an editor is given is its owner's alone")
    func privacy() throws {
        let seen = try errands(["EDITOR": "f() { stat -c '%a %A' \"$1\" \"${1%/*}\" >\"$1.new\"; mv \"$1.new\" \"$1\"; }; f"]).edit([1], suffix: ".json")
        #expect(String(decoding: seen, as: UTF8.self) == "600 -rw-------\n700 drwx------\n")
    }

    @Test("U21 an editor that is not there, fails or is killed is told, and the terminal is taken back")
    func failures() {
        #expect(words { try errands(["EDITOR": "no-such-editor"]).edit([], suffix: "") } == "there is no program for \"no-such-editor\"")
        #expect(words { try errands(["EDITOR": "exit 3;"]).edit([], suffix: "") } == "\"exit 3;\" ended with status 3")
        #expect(words { try errands(["EDITOR": "kill -9 $$;"]).edit([], suffix: "") } == "\"kill -9 $$;\" was ended by signal 9 (Killed)")
        #expect(words { try errands(["EDITOR": "rm"]).edit([], suffix: "") }.hasSuffix("No such file or directory"))
        #expect(words { try errands(["SHELL": "/no/shell"]).pipe([], into: "x") }.contains("starting /no/shell: No such file"))
        #expect(terminal.calls.filter { $0 == "leave" }.count == 5 && terminal.calls.last == "reenter")
        #expect(entries() == [])
    }

    @Test("a command reads exactly the bytes, however much, whether or not it wants them")
    func pipe() throws {
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        #expect(try errands().pipe(bytes, into: "cat >\(fixture.path("copy"))") == "the command has ended well")
        let copy = try ScratchFile(bytes, suffix: "", folder: fixture.folder)
        defer { copy.remove() }
        #expect(try copy.content() == bytes)
        #expect(try errands().pipe([], into: "cmp \(copy.path) \(fixture.path("copy"))") == "the command has ended well")
        #expect(try errands().pipe(bytes, into: "true") == "the command has ended well")
        // What this program ignores is not ignored in another.
        #expect(words { try errands().pipe(bytes, into: "kill -PIPE $$; true") }.contains("signal 13"))
    }

    @Test("a new file is the owner's alone and never overwrites")
    func write() throws {
        let mask = umask(0)
        defer { umask(mask) }
        #expect(try errands().write(Array("text".utf8), to: "~/new.json") == "4 bytes written to \(fixture.path("new.json"))")
        var facts = stat()
        #expect(stat(fixture.path("new.json"), &facts) == 0 && facts.st_mode & 0o777 == 0o600 && facts.st_size == 4)
        #expect(words { try errands().write([], to: "~/new.json") }.contains("not overwritten"))
        #expect(words { try errands().draw(Frame(size: Size(columns: 1, rows: 1)), to: "~/new.png") }.contains(".svg"))
        #expect(try errands().draw(Frame(size: Size(columns: 1, rows: 1)), to: "~/a.svg").hasSuffix("a.svg"))
    }

    @Test("T26 a copy reaches the terminal only as a sequence for its clipboard")
    func copy() throws {
        #expect(try errands().copy(Array("\u{1B}[31m".utf8)).hasPrefix("copied 5 bytes"))
        #expect(terminal.sent == Array("\u{1B}]52;c;G1szMW0=\u{7}".utf8))
        #expect(words { try errands().copy([UInt8](repeating: 0, count: 75_000)) }.contains("too many"))
    }

    private func entries() -> [String] {
        guard let directory = opendir(fixture.folder) else { return ["?"] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            })
        }
        return names.filter { $0 != "." && $0 != ".." }
    }
}

/// A terminal whose children read and write nothing.
private final class FakeTerminal: Terminal {
    private(set) var calls: [String] = []
    private(set) var sent: [UInt8] = []
    private let null = open("/dev/null", O_RDWR | O_CLOEXEC)

    let size = Size(columns: 80, rows: 24)
    let glyphs = Glyphs.unicode
    let waker = Waker {}
    var childDescriptors: (input: Int32, output: Int32)? { (null, null) }

    deinit { Glibc.close(null) }

    func draw(_ frame: Frame) {}
    func nextEvent(timeoutMilliseconds: Int?) -> InputEvent? { nil }
    func suspend() {}
    func leave() { calls.append("leave") }
    func reenter() { calls.append("reenter") }
    func pause(_ text: String) {}
    func close() {}

    func send(_ sequence: [UInt8]) -> Bool {
        sent += sequence
        return true
    }
}

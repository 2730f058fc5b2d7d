import Glibc
import HindcastKit
import Testing

/// Exit 2, and one line that says what, where and what to do.
@Suite struct TroubleTests {
    private func trouble(_ arguments: String..., holds: String, line: SourceLocation = #_sourceLocation) {
        let out = MemorySink()
        let err = MemorySink()
        let status = Hindcast.run(arguments: arguments, stdout: out, stderr: err)
        #expect(status == .trouble, sourceLocation: line)
        #expect(out.text == "", sourceLocation: line)
        #expect(err.text.hasPrefix("hindcast: "), sourceLocation: line)
        #expect(err.text.hasSuffix("\n") && err.text.split(separator: "\n").count == 1, "\(err.text)", sourceLocation: line)
        #expect(err.text.contains(holds), "\(err.text)", sourceLocation: line)
    }

    @Test func usage() {
        trouble("info", "--nonsense", "x", holds: "see hindcast info --help")
        trouble("info", holds: "see hindcast info --help")
        trouble("streams", "x", "--sort", "size", holds: "'name', 'events', 'first' or 'last'; see")
        trouble("streams", "x", "--limit=-1", holds: "--limit -1")
        trouble("info", "x", "--jobs", "0", holds: "--jobs 0")
        trouble("info", "x", "--tz", "Mars/Olympus", holds: "Europe/Berlin")
        trouble("info", "x", "--format", "martn", holds: "(did you mean marten?); known are aws-lambda, ")
        trouble("info", "x", "--format", "marten", "--map", "type=.x", holds: "exclude each other")
        trouble("info", "x", "--map", "stram=.x", holds: "\"stram\" is no role")
    }

    @Test func sources() {
        let fixture = Fixture([
            "one/events.jsonl": "", "two/events.jsonl": "", "bare/notes.txt": "x", "torn.jsonl": "{\"a\":\n",
            "odd.jsonl": #"{"who":"x","action":"paid"}"#, "dir/x.jsonl": "",
        ])
        trouble("info", fixture.path("none.jsonl"), holds: "No such file or directory")
        trouble("info", fixture.path("bare"), holds: "no events in")
        trouble("info", fixture.folder + "/torn.jsonl", holds: "torn.jsonl:1:6: ")
        trouble("info", fixture.path("odd.jsonl"), holds: "who, action); say what is what: --map stream=.PATH,type=.action")
        unlink(fixture.path("torn.jsonl"))
        unlink(fixture.path("odd.jsonl"))
        trouble("info", fixture.folder, holds: "holds several folders of events; name one, or several: \(fixture.folder)/")
        trouble("info", "no\u{1B}[31m\u{202E}", holds: "no^[[31m<202E>")
    }

    @Test func theExplorerNeedsATerminal() {
        let fixture = Fixture(["bank.jsonl": Samples.bank])
        trouble(fixture.path("bank.jsonl"), holds: "needs a terminal")
        trouble("explore", fixture.path("bank.jsonl"), holds: "needs a terminal")
        trouble(fixture.path("none.jsonl"), holds: "No such file")
    }

    @Test func outputThatFails() {
        let fixture = Fixture(["bank.jsonl": Samples.bank])
        for arguments in [["--help"], ["--version"], ["events", fixture.path("bank.jsonl"), "--json"]] {
            let err = MemorySink()
            #expect(Hindcast.run(arguments: arguments, stdout: MemorySink(failingWith: .closed), stderr: err) == .well)
            #expect(err.text == "")
            #expect(Hindcast.run(arguments: arguments, stdout: MemorySink(failingWith: .failed(ENOSPC)), stderr: err) == .trouble)
            #expect(err.text == "hindcast: writing the output: No space left on device\n")
        }
    }

    @Test func helpAndVersion() {
        let version = hindcast("--version").lines
        #expect(version[0].hasPrefix("hindcast 0.1.0"))
        for library in ["ncurses 6.", "simdjson 3.", "Lua 5.4.", "OpenSSL 3.", "zlib 1.", "zstd 1."] {
            #expect(version.contains { $0.hasPrefix("  " + library) }, "\(library)")
        }
        for command in ["explore", "info", "streams", "events", "show", "state", "history", "diff", "what-if", "decide", "schema", "trace", "verify", "export", "append", "import", "recover"] {
            let help = hindcast(command, "--help")
            #expect(help.status == .well)
            #expect(help.out.contains("\n  hindcast \(command) sample-streams/"))
        }
    }
}

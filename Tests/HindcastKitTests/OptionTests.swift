import Glibc
import HindcastKit
import Rehydration
import Synchronization
import TestSupport
import Testing

@testable import HindcastKit

/// What the argument parser would let pass.
@Suite struct OptionTests {
    @Test(arguments: [
        ["find", "--when", "true", "--when", "false"], ["history", "--stream", "account-1042", "--select", ".a", "--select=.b"],
        ["what-if", "--stream", "a", "--stream", "b"], ["diff", "--stream=a", "--stream=b", "--from", "1", "--to", "2"],
        ["state", "--stream", "account-1042", "--at", "1", "--at=2"], ["golden", "test", "--dir", "a", "--dir", "b"], ["events", "--limit", "1", "--limit", "2"],
    ])
    func `an option that holds one value is given once`(arguments: [String]) {
        let words = arguments.filter { $0.hasPrefix("--") }.map { String($0.prefix { $0 != "=" }) }
        let twice = words.first { word in words.count { $0 == word } > 1 }!
        expectTrouble(hindcast(arguments + [SampleBank.path]), "\(twice) is given more than once")
    }

    @Test func `an option that may be repeated is, and a value may look like an option`() {
        #expect(hindcast("events", SampleBank.path, "--type", "MoneyWithdrawn", "--type", "MoneyDeposited", "--json").status == .well)
        #expect(hindcast("find", SampleBank.path, "--when", "--when", "--json").err.contains("in the expression"))
        #expect(hindcast("find", SampleBank.path, "--trust", "--when", "state.balance == -70", "--json").status == .well)
    }

    @Test(arguments: [
        ["state", "--stream", "account-1042", "--at=", "--json"], ["state", "--stream=", "account-1042"], ["find", "--when=", "true"],
        ["events", "--type=", "MoneyWithdrawn"],
    ])
    func `nothing behind an equals sign is no value, and what follows is none either`(arguments: [String]) {
        let word = arguments.first { $0.hasSuffix("=") }!
        expectTrouble(hindcast(arguments + [SampleBank.path]), "\(word) has no value")
    }

    @Test(arguments: [
        (["-V"], "unknown option -V; did you mean --version? see hindcast --help"),
        (["--vresion"], "unknown option --vresion; did you mean --version? see hindcast --help"),
        (["state", "--strem", "account-1042"], "unknown option --strem; did you mean --stream? see hindcast state --help"),
        (["info", "--jsno"], "unknown option --jsno; did you mean --json? see hindcast info --help"),
        (["find", "--when=true", "--evry"], "unknown option --evry; did you mean --every? see hindcast find --help"),
        (["model", "new", "--outt", "x"], "unknown option --outt; did you mean --out? see hindcast model new --help"),
        (["check", "--nonsense"], "unknown option --nonsense; see hindcast check --help"),
    ])
    func `an unknown option is named before anything that is missing, with the nearest`(arguments: [String], says: String) {
        for line in [arguments, arguments + [SampleBank.path]] { #expect(hindcast(line).err == "hindcast: \(says)\n") }
        expectTrouble(hindcast(arguments), says)
    }

    @Test func `what stands for a value is no option`() {
        #expect(!hindcast("events", SampleBank.path, "--text", "--jsno", "--limit", "x").err.contains("unknown option"))
        #expect(!hindcast("state", SampleBank.path, "--at", "-3h").err.contains("unknown option"))
        #expect(!hindcast("info", "--", "--jsno").err.contains("unknown option"))
    }

    @Test(arguments: [
        (["nonsense"], "there is no command \"nonsense\"; see hindcast --help"), (["stat"], "there is no command \"stat\"; did you mean state?"),
        (["model", "nwe"], "there is no command \"model nwe\"; did you mean new?"), (["info", "more"], "there is no command \"info more\"; see hindcast info --help"),
    ])
    func `help for what is no command is trouble, with the nearest`(words: [String], says: String) {
        expectTrouble(hindcast(["help"] + words), says)
    }

    @Test(arguments: [[], ["state"], ["model", "new"], ["help"], ["--help"]])
    func `help for what is there is help`(words: [String]) {
        let outcome = hindcast(["help"] + words)
        #expect(outcome.status == .well && outcome.out.contains("USAGE:") && outcome.err == "")
    }

    @Test func `into one pipe, what is said after the answer comes after it`() {
        let both = MemorySink()
        let status = Hindcast.run(
            arguments: ["check", SampleBank.path, "--trust", "--no-cache"], stdout: both, stderr: both, environment: { _ in nil })
        #expect(status == .no)
        let isSaid = both.text.split(separator: "\n").map { $0.hasPrefix("hindcast: ") }
        #expect(isSaid.count > 3 && isSaid == Array(repeating: false, count: isSaid.count - 1) + [true], "\(both.text)")
    }

    @Test func `an output that fails while something is said is still told`() {
        let err = MemorySink()
        let status = Hindcast.run(
            arguments: ["check", SampleBank.path, "--trust", "--no-cache"], stdout: MemorySink(failingWith: .failed(ENOSPC)), stderr: err, environment: { _ in nil })
        #expect(status == .trouble)
        #expect(err.text.hasSuffix("hindcast: writing the output: No space left on device\n"), "\(err.text)")
    }

    @Test func `an AT outside the history is trouble, and a time behind its end is said to be`() {
        expectTrouble(ask("state", "--at=-5"), "account-1042 has no version -5; it goes from 0 to 59")
        #expect(ask("state", "--at=-1", "--json").out.contains(#""version":-1"#))
        expectTrouble(hindcast("states", SampleBank.path, "--at=-5"), "no stream has a version -5")
        let late = ask("state", "--at", "2031-01-01", "--json")
        #expect(late.err.contains("version 59, which is the last: the stream ends before that time"), "\(late.err)")
        #expect(hindcast("states", SampleBank.path, "--trust", "--at", "2031-01-01", "--json").err.contains("; the log ends before that time"))
        #expect(!ask("state", "--at", "2026-03-05", "--json").err.contains("ends before"))
    }
}

/// Questions over everything that are ended early, and the line that tells how far they are.
@Suite struct InterruptionTests {
    private func run(_ arguments: [String], cache: String? = nil, _ interruption: Interruption) -> (status: HindcastKit.ExitStatus, out: String, err: String) {
        let out = MemorySink()
        let err = MemorySink()
        let status = Hindcast.run(
            arguments: arguments + ["--json", "--jobs", "1"], stdout: out, stderr: err, interruption: interruption,
            environment: { $0 == "XDG_CACHE_HOME" ? cache : nil })
        return (status, out.text, err.text)
    }

    @Test func `Ctrl-C where too little was read to make anything of: no answer, and no complaint of the source`() throws {
        try withTemporaryFolder { folder in
            let file = try folder.write("endless.jsonl", "y\ny\n")
            #expect(run(["info", file], .never).status == .trouble)
            let (status, out, err) = run(["info", file], Interruption { true })
            #expect(status == .interrupted && out == "" && err == "hindcast: stopped before the answer\n", "\(err)")
        }
    }

    /// Ctrl-C once the source was read, from the index cache.
    private func interruptedLater(_ arguments: [String]) throws -> (status: HindcastKit.ExitStatus, out: String, err: String) {
        try withTemporaryFolder { folder in
            #expect(run(["info", SampleBank.path], cache: folder.path, .never).status == .well)
            let looks = Mutex(0)
            return run(arguments + [SampleBank.path], cache: folder.path, Interruption { looks.withLock { $0 += 1; return $0 > 1 } })
        }
    }

    private static let model = SampleBank.path + "/model.lua"

    @Test(arguments: [["check"], ["find", "--when", "true"], ["states"], ["compare", "--before", model, "--after", model]])
    func `Ctrl-C: what was found so far, labelled partial, exit 130`(arguments: [String]) throws {
        let (status, out, err) = try interruptedLater(arguments)
        #expect(status == .interrupted && status.rawValue == 130)
        #expect(err.hasSuffix("hindcast: stopped: partial, 0 of 10 streams to their end, 0 of 468 events\n"), "\(err)")
        #expect(out == "")
    }

    @Test(arguments: [["events"], ["verify"], ["upcast"], ["schema"]])
    func `Ctrl-C while events are gone over: as far as that`(arguments: [String]) throws {
        let (status, out, err) = try interruptedLater(arguments)
        #expect(status == .interrupted, "\(err)")
        #expect(err.hasSuffix("hindcast: stopped: partial, 0 of 468 events\n"), "\(err)")
        #expect(out == "")
    }

    @Test func `Ctrl-C before an answer that is of use only as a whole: there is none`() {
        let (status, out, err) = run(["trace", "--id", "x", SampleBank.path], Interruption { true })
        #expect(status == .interrupted && out == "" && err == "hindcast: stopped before the answer: 0 of 468 events\n", "\(err)")
    }

    @Test(arguments: [["events"], ["verify"], ["upcast"], ["schema"], ["streams"], ["info"], ["check"], ["states"]])
    func `Ctrl-C while the source is read: an answer from what was read, labelled partial`(arguments: [String]) {
        let begun = Mutex(0)
        let interruption = Interruption(begin: { begun.withLock { $0 += 1 } }, isAsked: { begun.withLock { $0 == 1 } })
        let (status, out, err) = run(arguments + [SampleBank.path], interruption)
        #expect(status == .interrupted)
        #expect(err.contains("hindcast: stopped: partial, the first 0 events of the source\n"), "\(err)")
        #expect(out == "" || arguments == ["info"])
    }
}

/// What tells of Ctrl-C and of progress in one place.
@Suite struct LongWorkTests {
    private func work(_ isAsked: @escaping @Sendable () -> Bool) -> (LongWork, MemorySink) {
        let err = MemorySink()
        return (LongWork(Console(stdout: MemorySink(), stderr: err, environment: { _ in nil }), Interruption(isAsked: isAsked)), err)
    }

    @Test func `work that was not stopped ends as it ends`() {
        let (work, err) = work { false }
        #expect(work.goesOn("verifying", 1, of: 2, "event") && work.end(.no) == .no && err.text == "")
    }

    @Test func `work that was stopped says how far it came, once`() {
        let (work, err) = work { true }
        #expect(!work.goesOn("verifying", 4096, of: 5000, "event"))
        #expect(!work.goesOn("verifying", 4096, of: 5000, "event"))
        #expect(work.end(.well) == .interrupted)
        #expect(err.text == "hindcast: stopped: partial, 4096 of 5000 events\n")
    }

    @Test func `a fold that is stopped has no answer, one of many leaves the others`() throws {
        let (one, said) = work { true }
        #expect(try one.partly { try one.folding.report(4096, 9000) } == nil)
        #expect(one.end(nil) == .interrupted)
        #expect(said.text == "hindcast: stopped before the answer: 4096 of 9000 events\n")

        let asked = Mutex(false)
        let (many, err) = work { asked.withLock(\.self) }
        #expect(many.goesOn("recording", 3, of: 10, "stream"))
        asked.withLock { $0 = true }
        #expect(try many.partly { try many.foldingOneOfMany.report(4096, 9000) } == nil)
        #expect(many.end(.well) == .interrupted && err.text == "hindcast: stopped: partial, 3 of 10 streams\n")
    }

    @Test func `an error that is no stop is thrown on`() {
        let (work, _) = work { true }
        #expect(throws: UsageError.self) { try work.partly { throw UsageError("no") } }
    }

    @Test func `the line of progress is rewritten, erased, and never written where nobody looks`() {
        let terminal = MemorySink(isTerminal: true)
        let line = ProgressLine(terminal, patience: .zero)
        line.show("folding", 1, of: 10)
        line.show("folding", 1, of: 10)
        line.show("folding", 5, of: 10)
        line.erase()
        line.erase()
        #expect(terminal.text == "\rfolding 10 %\u{1B}[K\rfolding 50 %\u{1B}[K\r\u{1B}[K")
        let file = MemorySink()
        let none = ProgressLine(file, patience: .zero)
        none.show("folding", 1, of: 10)
        none.erase()
        #expect(file.text == "")
    }
}

/// Standard error beside an answer, and where there is none.
@Suite struct NoticeTests {
    @Test func `an error stands alone; beside an answer everything is said that was understood`() {
        expectTrouble(hindcast("decide", SampleBank.path, "--trust", "--stream", "account-1042", "--at", "36", "--command", "Withdra", "--input", "{}"), "it decides Withdraw")
        expectTrouble(hindcast("project", SampleBank.path, "--name", "totals"), "model.lua was not run: --trust runs it once")
        #expect(ask("state", "--at", "36", "--json").err == "hindcast: at 36: version 36\n")
    }

    @Test func `a name that nothing has is told, with those near it`() {
        let types = hindcast("events", SampleBank.path, "--type", "MoneyWithdrwn", "--json")
        #expect(types.status == .well && types.out == "" && types.err.contains("is of the type \"MoneyWithdrwn\"; near it: MoneyWithdrawn"))
        let streams = hindcast("find", SampleBank.path, "--trust", "--when", "true", "--match", "acount-*", "--json")
        #expect(streams.status == .no && streams.err.contains("fits \"acount-*\""), "\(streams.err)")
        let one = hindcast("events", SampleBank.path, "--stream", "account-104", "--json")
        #expect(one.status == .well && one.err.contains("near it: account-1024, account-1042"), "\(one.err)")
        expectTrouble(hindcast("fnd", SampleBank.path), "neither a file nor a command \"fnd\"; near it: hindcast find")
    }

    @Test func `two streams are compared at their ends, or where one says`() {
        let ends = hindcast("diff", SampleBank.path, "--trust", "--stream", "account-1042", "--with", "account-1007", "--json")
        #expect(ends.status == .no && ends.out.contains(#"{"path":".balance","before":91,"after":3456}"#) && ends.err == "")
        let start = hindcast("diff", SampleBank.path, "--trust", "--stream", "account-1042", "--with", "account-1007", "--from", "start", "--to", "start", "--json")
        #expect(start.status == .well && start.out == "")
        expectTrouble(hindcast("diff", SampleBank.path, "--stream", "account-1042", "--from", "1"), "--to is missing")
        expectTrouble(hindcast("diff", SampleBank.path, "--stream", "account-1042", "--with", "account-107"), "near it: account-1007")
    }
}

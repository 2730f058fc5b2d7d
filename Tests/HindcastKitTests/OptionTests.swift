import Glibc
import HindcastKit
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
    @Test(arguments: [["check"], ["find", "--when", "true"], ["states"], ["compare", "--before", SampleBank.path + "/model.lua", "--after", SampleBank.path + "/model.lua"]])
    func `Ctrl-C: what was found so far, labelled partial, exit 130`(arguments: [String]) {
        let out = MemorySink()
        let err = MemorySink()
        let status = Hindcast.run(
            arguments: arguments + [SampleBank.path, "--json", "--jobs", "1"], stdout: out, stderr: err,
            interruption: Interruption { true }, environment: { _ in nil })
        #expect(status == .interrupted && status.rawValue == 130)
        #expect(err.text.hasSuffix("hindcast: stopped: partial, 0 of 10 streams to their end, 0 of 468 events\n"), "\(err.text)")
        #expect(out.text == "")
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

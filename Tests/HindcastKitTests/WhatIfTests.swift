import EventLog
import HindcastKit
import JSONText
import LuaModels
import Rehydration
import TestSupport
import Testing

@Suite struct WhatIfTests {
    @Test func `both states, what differs, and the faults of the altered history`() {
        let outcome = ask("what-if", "--set", "37/amount=60", "--skip", "34", "--json", "--at", "37")
        #expect(outcome.out == """
            {"actual":{"address":{"city":"Liège","street":"Rue de l’Église 12"},"available":330,"balance":-70,"currency":"EUR",\
            "incoming":{"tr-4171":400},"owner":"alice","pending":400,"status":"open"},\
            "what-if":{"address":{"city":"Liège","street":"Rue de l’Église 12"},"available":-10,"balance":-10,"currency":"EUR",\
            "incoming":{},"owner":"alice","pending":0,"status":"open"},\
            "diff":[{"path":".available","before":330,"after":-10},{"path":".balance","before":-70,"after":-10},\
            {"path":".incoming[\\"tr-4171\\"]","before":400},{"path":".pending","before":400,"after":0}],\
            "errors":[{"kind":"invariant","version":36,"position":412,"type":"MoneyWithdrawn","mark":"edited",\
            "name":"balance is never negative","message":"does not hold, nor did it as recorded"}]}

            """)
        #expect(outcome.status == .no)
    }

    @Test func `no difference; exit 0`() {
        let outcome = ask("what-if", "--json")
        #expect(outcome.out.contains(#""diff":[],"errors":[{"kind":"invariant","version":37,"#))
        #expect(outcome.status == .well)
    }

    @Test func `an invariant is blamed on what was altered only where it held as recorded`() {
        let early = ask("what-if", "--insert", #"3={"type":"MoneyWithdrawn","data":{"amount":100000}}"#, "--json")
        #expect(early.out.contains(#""message":"does not hold any more""#), "\(early.out)")
        let other = ask("what-if", "--set", "34/amount=401", "--json")
        #expect(other.out.contains(#""message":"does not hold, nor did it as recorded""#) && !other.out.contains("any more"), "\(other.out)")
    }

    @Test func `an event that is skipped has nothing to be set, and no other place; - is no file`() {
        expectTrouble(ask("what-if", "--skip", "37", "--set", "37/amount=5"), "--skip 37 and --set 37/.amount exclude each other")
        expectTrouble(ask("what-if", "--move", "37:30", "--skip", "37"), "--skip 37 and --move 37:30 exclude each other")
        expectTrouble(ask("what-if", "--skip", "37", "--write", "-"), "- would be standard output", "name a new file")
    }

    @Test func `the impossible says why`() {
        expectTrouble(ask("what-if", "--skip", "99"), "--skip 99: account-1042 has no version 99; it goes from 0 to 59")
        expectTrouble(ask("what-if", "--skip=-1"), "--skip -1: account-1042 has no version -1")
        expectTrouble(ask("what-if", "--move", "37:-1"), "--move 37:-1: account-1042 begins at version 0; nothing can come before it")
        expectTrouble(ask("what-if", "--move", "37:37"), "the event is there already")
        expectTrouble(ask("what-if", "--move", "37"), "write it as 37:30")
        expectTrouble(ask("what-if", "--insert", #"61={"type":"A","data":{}}"#), "ends at version 59; the next event gets 60")
        expectTrouble(ask("what-if", "--insert", #"-1={"type":"A","data":{}}"#), "begins at version 0; nothing can come before it")
        expectTrouble(ask("what-if", "--insert", #"3={"type":"A"}"#), "--insert 3: \"data\" is missing")
        expectTrouble(ask("what-if", "--insert", "3={"), "--insert 3: column 2: the text ends inside an object or array")
        expectTrouble(ask("what-if", "--set", "37/amount=five"), "--set 37/amount, column 1 of the value: ", "a string is written in quotes")
        expectTrouble(ask("what-if", "--set", "37/amount"), "--set 37/amount has no value")
        expectTrouble(ask("what-if", "--set", "amount=5"), "does not begin with a version")
        expectTrouble(ask("what-if", "--set", "37/a.b=5"), "nothing lies at .a on the way to .a.b")
        expectTrouble(ask("what-if", "--set", "37/amount.b=5"), "no object to hold .b on the way to .amount.b, but a number")
        expectTrouble(ask("what-if", "--set", "37/type=5"), "an event's type is a string")
        expectTrouble(ask("what-if", "--at", "99"), "has no version 99")
    }

    @Test func `the event's own parts can be set, unless its data has a field of that name`() {
        #expect(ask("what-if", "--set", "37/data.amount=50", "--json").out == ask("what-if", "--set", "37/.amount=50", "--json").out)
        let typed = ask("what-if", "--set", "37/.type=\"MoneyDeposited\"", "--at", "37", "--json")
        #expect(typed.out.contains(#"{"path":".balance","before":-70,"after":170}"#))
        let new = ask("what-if", "--set", "37/amout=50", "--json")
        #expect(new.err == "hindcast: --set: MoneyWithdrawn has no .amout; it was added\n")
        #expect(new.status == .well)
    }

    @Test func `the altered stream is a new file, and nothing that is there is written to`() throws {
        let fixture = Fixture()
        let file = fixture.path("altered.jsonl")
        let before = text(ofFile: SampleBank.path + "/events.jsonl")
        let outcome = ask("what-if", "--insert", #"37={"type":"MoneyDeposited","data":{"amount":100},"time":"2026-03-05T14:31:50Z"}"#, "--write", file)
        #expect(outcome.err == "hindcast: 61 events written to \(file)\n")
        #expect(hindcast("verify", file).err.contains("nothing found"))
        let state = hindcast("state", file, "--model", SampleBank.path + "/model.lua", "--stream", "account-1042", "--at", "38", "--json")
        #expect(state.out.contains(#""balance":30,"#))
        expectTrouble(ask("what-if", "--skip", "3", "--write", file), "is there already and is not overwritten")
        #expect(text(ofFile: SampleBank.path + "/events.jsonl") == before)
    }

    @Test func `any edits come to what folding the rewritten file comes to, at every step`() throws {
        let model = try LuaModel(path: SampleBank.path + "/model.lua")
        for seed in UInt64(0)..<12 {
            var random = SplitMix64(seed: seed)
            let history = try History(files: [SampleBank.path + "/events.jsonl"])
            let stream = try #require(history.stream(named: random.oneIn(2) ? "account-1042" : "account-1007"))
            let rehydrator = try Rehydrator(history: history, models: [model])
            var overlay = HistoryOverlay(stream: stream.name)
            for _ in 0..<(1 + random.below(8)) { try edit(&overlay, on: stream, rehydrator, &random) }
            if random.oneIn(3) {
                let kept = overlay
                overlay.undo()
                overlay.redo()
                #expect(overlay == kept)
            }
            var lines: [String] = []
            try rehydrator.forEachEvent(of: overlay, on: stream) { lines.append(String(decoding: storedLine(of: $0), as: UTF8.self)) }
            let rewritten = try History(lines: lines)
            let other = try Rehydrator(history: rewritten, models: [model])
            let same = try #require(rewritten.stream(named: stream.name))
            #expect(same.positions.count == lines.count)
            // In an order that a person might step in.
            for _ in 0..<30 {
                let index = random.below(lines.count + 1) - 1
                let altered = try rehydrator.state(of: overlay, on: stream, at: index)
                let expected = try other.state(of: same, at: index)
                guard altered.state == expected.state, altered.version == expected.version, altered.changes == expected.changes,
                    altered.errors.map(\.version) == expected.errors.map(\.version), altered.broken == expected.broken
                else {
                    Issue.record("seed \(seed), at \(index): \(altered), expected \(expected); \(overlay.edits)")
                    return
                }
            }
            #expect(try rehydrator.marks(of: overlay, on: stream, in: 0..<lines.count) == other.marks(of: same, in: 0..<lines.count), "seed \(seed)")
            let end = try rehydrator.answer(WhatIf(overlay, at: stream.positions.count - 1), on: stream)
            let last = try other.state(of: same, at: lines.count - 1)
            #expect(end.altered.state == last.state, "seed \(seed)")
        }
    }

    private func edit(
        _ overlay: inout HistoryOverlay, on stream: History.Stream, _ rehydrator: Rehydrator, _ random: inout SplitMix64
    ) throws {
        let count = stream.positions.count
        let target = HistoryOverlay.Target.recorded(random.below(count))
        let edit: HistoryOverlay.Edit = switch random.below(6) {
        case 0: .skip(target)
        case 1: .restore(target)
        case 2: .set(target, try JSONPath(parsing: random.pick([".amount", ".meta.correlation", ".new"])), .number(JSONNumber(random.below(500))))
        case 3:
            .insert(
                (0...random.below(2)).map { _ in
                    EventToAppend(
                        type: random.pick(["MoneyDeposited", "MoneyWithdrawn", "Deposited", "Odd"]),
                        data: Array(random.pick([#"{"amount":70}"#, #"{"cents":900}"#, "{}"]).utf8))
                },
                random.pick([.before(random.below(count + 1)), .behind(target), .behind(nil)]))
        case 4: .shift(target, by: random.below(7) - 3)
        default: .move(target, to: random.below(count))
        }
        do { _ = try rehydrator.add(edit, to: &overlay, on: stream) } catch is OverlayError {}
    }

    @Test func `marks, places and undoing`() throws {
        let lines = (0..<5).map { #"{"stream":"a-1","version":\#($0),"type":"T\#($0)","data":{}}"# }
        let history = try History(lines: lines)
        let stream = try #require(history.stream(named: "a-1"))
        let rehydrator = try Rehydrator(history: history, models: [])
        var overlay = HistoryOverlay(stream: "a-1")
        func shown() throws -> String {
            try rehydrator.plan(of: overlay, on: stream).entries.map { entry in
                let name = switch entry.target {
                case .recorded(let number): "\(number)"
                case .inserted(let number): "n\(number)"
                }
                return entry.mark == .actual ? name : "\(name):\(entry.mark.rawValue)"
            }.joined(separator: " ")
        }
        func add(_ edit: HistoryOverlay.Edit) throws { _ = try rehydrator.add(edit, to: &overlay, on: stream) }
        try add(.skip(.recorded(1)))
        try add(.insert([EventToAppend(type: "N", data: Array("{}".utf8))], .before(1)))
        try add(.move(.recorded(4), to: 2))
        try add(.move(.recorded(0), to: 3))
        try add(.set(.recorded(3), try JSONPath(parsing: ".x"), 1))
        #expect(try shown() == "n0:inserted 1:skipped 4:moved 2 3:edited 0:moved")
        var versions: [String] = []
        try rehydrator.forEachEvent(of: overlay, on: stream) { versions.append("\($0.version)\($0.type)") }
        #expect(versions == ["0N", "1T4", "2T2", "3T3", "4T0"])
        for _ in 0..<4 { overlay.undo() }
        #expect(try shown() == "0 1:skipped 2 3 4")
        overlay.redo()
        #expect(try shown() == "0 n0:inserted 1:skipped 2 3 4")
        try add(.restore(.recorded(1)))
        #expect(overlay.undone.isEmpty)
        #expect(try shown() == "0 n0:inserted 1 2 3 4")
    }
}

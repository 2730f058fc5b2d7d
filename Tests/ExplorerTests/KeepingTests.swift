import EventLog
import JSONText
import Rehydration
import Screen
import Testing

@testable import Explorer

/// What a decision or an editor gives becomes part of a what-if, is moved, edited and taken out there, and ends in a store.
struct KeepingTests {
    private func state(_ driver: Driver) -> String? { driver.state.history?.contents?.altered?.state.state.line }
    private func place(_ driver: Driver) -> [Int] { driver.state.history.map { [$0.cursor, $0.beyond] } ?? [] }
    private func withdraw(_ amount: Int) -> String { ":decide Withdraw {\"amount\":\(amount)}<enter>" }

    @Test("what :decide would give is kept behind the event, decided upon again, and taken back in one step")
    func keep() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":2<enter>" + withdraw(5))
        #expect(driver.state.overlays == [.results])
        try driver.keys("a<c-l>")
        expectGolden(driver.frame, "kept-97x26")
        #expect(driver.state.overlays.isEmpty && place(driver) == [2, 1] && state(driver) == #"{"balance":-75,"owner":"alice"}"#)
        // Once it is kept there is nothing more to keep.
        try driver.keys(":keep<enter>")
        #expect(driver.state.notice?.text.hasPrefix("nothing was decided in this stream") ?? false)
        try driver.keys(withdraw(7))
        guard case .start(let job)? = driver.commands.last else { Issue.record("no job"); return }
        let overlay = try #require(driver.state.history?.alteration?.overlay)
        #expect(job.work == .decide(
            stream: "account-42", index: 2, command: "Withdraw", input: Array(#"{"amount":7}"#.utf8), overlay: overlay, beyond: 1))
        try driver.keys(":keep<enter>")
        #expect(place(driver) == [2, 2] && state(driver) == #"{"balance":-82,"owner":"alice"}"#)
        #expect(driver.state.history?.alteration?.text == "2 inserted")
        try driver.keys("]]")
        #expect(place(driver) == [4, 0] && state(driver) == #"{"balance":18,"owner":"alice"}"#)
        try driver.keys("[[[:undo<enter>")
        #expect(place(driver) == [2, 1] && state(driver) == #"{"balance":-75,"owner":"alice"}"#)
        try driver.keys(":undo<enter>")
        #expect(place(driver) == [2, 0] && driver.state.history?.alteration?.text == "nothing changed")
        try driver.keys(":redo<enter>:redo<enter>:discard<enter>")
        #expect(place(driver) == [2, 0] && driver.state.history?.contents?.altered == nil)
    }

    @Test("several events of one decision are one step")
    func several() throws {
        var driver = try Driver(97, 26)
        driver.holdsJobs = true
        try driver.keys(":2<enter>" + withdraw(5))
        let job = try #require(driver.lastJob)
        try driver.keys(":keep<enter>")
        #expect(driver.state.notice?.text == "Withdraw is still being decided")
        let events = ["A", "B", "C"].map { EventToAppend(type: ExactString($0), data: Array("{}".utf8)) }
        driver.send(.job(job, .decided(events)))
        driver.send(.job(job, .ended(.whole)))
        try driver.keys(":keep<enter>")
        #expect(driver.state.history?.alteration?.overlay.edits == [.insert(events, .behind(.recorded(2)))] && place(driver) == [2, 3])
        try driver.keys(":undo<enter>")
        #expect(driver.state.history?.alteration?.insertedCount == 0 && place(driver) == [2, 0])
    }

    @Test("a refusal, another place and another what-if cannot be kept: one line each")
    func nothingToKeep() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":keep<enter>")
        #expect(driver.state.notice?.kind == .information)
        try driver.keys(":decide Close<enter>:keep<enter>")
        #expect(driver.state.notice == .init(kind: .trouble, text: "there is nothing to keep: Close refused: closed"))
        try driver.keys(":2<enter>" + withdraw(5) + "q]:keep<enter>")
        #expect(driver.state.notice?.text == "Withdraw was decided at another place, or on another what-if; decide again here")
        try driver.keys("[x:keep<enter>")
        #expect(driver.state.notice?.text == "Withdraw was decided at another place, or on another what-if; decide again here")
        #expect(driver.state.history?.alteration?.text == "1 skipped")
    }

    @Test("the cursor stands on inserted events: they are edited, taken out, and looked at like others")
    func inserted() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":2<enter>")
        for amount in [1, 2] {
            try driver.keys("a")
            guard case .edit(_, _, let purpose)? = driver.commands.last else { Issue.record("no editor"); return }
            driver.send(.edited(Array(#"{"type":"MoneyDeposited","schema":2,"data":{"amount":\#(amount)}}"#.utf8), purpose))
            #expect(place(driver) == [2, amount])
        }
        #expect(state(driver) == #"{"balance":-67,"owner":"alice"}"#)
        try driver.keys("[e")
        #expect(place(driver) == [2, 1])
        guard case .edit(let text, _, let purpose)? = driver.commands.last else { Issue.record("no editor"); return }
        #expect(String(decoding: text, as: UTF8.self) == "{\n  \"amount\": 1\n}\n")
        driver.send(.edited(text, purpose))
        #expect(driver.state.notice?.text == "nothing was changed")
        driver.send(.edited(Array(#"{"amount":100}"#.utf8), purpose))
        #expect(place(driver) == [2, 1] && state(driver) == #"{"balance":30,"owner":"alice"}"#)
        try driver.keys("<c-l>")
        expectGolden(driver.frame, "inserted-97x26")
        try driver.keys("Y")
        #expect(driver.commands.last == .copy(Array(#"{"stream":"account-42","type":"MoneyDeposited","schema":2,"data":{"amount":100}}"#.utf8)))
        // Before an inserted one, behind another.
        try driver.keys("]i")
        guard case .edit(_, _, let between)? = driver.commands.last else { Issue.record("no editor"); return }
        driver.send(.edited(Array(#"{"type":"NoteAdded","data":{}}"#.utf8), between))
        #expect(place(driver) == [2, 2] && driver.state.history?.contents?.altered?.event?.type == "NoteAdded")
        try driver.keys("x")
        #expect(driver.state.history?.alteration?.text == "2 inserted" && place(driver) == [2, 2])
        try driver.keys("xx")
        #expect(driver.state.history?.alteration?.text == "nothing changed" && place(driver) == [2, 0])
        try driver.keys(":undo<enter>")
        #expect(driver.state.history?.alteration?.text == "1 inserted")
        // A filter and the whole log show recorded events only.
        try driver.keys("]")
        #expect(place(driver) == [2, 1])
        try driver.keys("0")
        #expect(place(driver) == [2, 0])
        try driver.keys("0]:type MoneyWithdrawn<enter>")
        #expect(place(driver) == [2, 0])
    }

    @Test("J and K move an event, the cursor goes along, and what is impossible says why")
    func move() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":1<enter>J")
        // The withdrawal now comes before the deposit.
        #expect(place(driver) == [2, 1] && state(driver) == #"{"balance":-70,"owner":"alice"}"#)
        #expect(driver.state.history?.alteration?.text == "1 moved")
        try driver.keys("<c-l>")
        expectGolden(driver.frame, "moved-97x26")
        try driver.keys("[")
        #expect(place(driver) == [2, 0] && state(driver) == #"{"balance":-120,"owner":"alice"}"#)
        try driver.keys("]K")
        #expect(place(driver) == [1, 0] && driver.state.history?.alteration?.text == "nothing changed")
        try driver.keys(":undo<enter>:undo<enter>JJJ")
        #expect(place(driver) == [4, 1])
        try driver.keys("9K")
        #expect(driver.state.notice == .init(kind: .trouble, text: "nothing can come before the beginning of a stream"))
        try driver.keys("9J")
        #expect(driver.state.notice == .init(kind: .trouble, text: "this is the end of the stream; there is no event to go past"))
        #expect(place(driver) == [4, 1])
        try driver.keys(":start<enter>:goto start<enter>J")
        #expect(driver.state.notice?.text == "before the first event there is none to move")
        // An event that was moved is skipped and comes back.
        try driver.keys(":4<enter>]x")
        #expect(driver.state.history?.alteration?.text == "1 skipped" && place(driver) == [4, 0])
        try driver.keys(":1<enter>x")
        #expect(driver.state.history?.alteration?.text == "1 moved")
    }

    @Test("any edits: each line stands for what the plan has there, and shows the state after it")
    func lines() throws {
        for seed in UInt64(1)...8 {
            var random = SplitMix64(seed: seed)
            func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
            var driver = try Driver(97, 26)
            for _ in 0..<(1 + below(7)) {
                try driver.keys(":goto start<enter>" + String(repeating: "]", count: below(9)))
                let key = ["x", "J", "K", "JJ", "KKK", "a", "i"][below(7)]
                try driver.keys(key)
                guard key == "a" || key == "i", case .edit(_, _, let purpose)? = driver.commands.last else { continue }
                driver.send(.edited(Array(#"{"type":"MoneyDeposited","schema":2,"data":{"amount":\#(below(50))}}"#.utf8), purpose))
            }
            let history = try #require(driver.state.history)
            guard let overlay = history.overlay, let stream = history.stream else { continue }
            let plan = try overlay.plan(events: stream.positions.count)
            let rehydrator = try Rehydrator(history: history.history, models: [TestBank()])
            var shown = 0
            for line in 0..<history.lineCount {
                let (row, beyond) = history.extraLines.place(ofLine: line)
                #expect(history.extraLines.line(ofRow: row) + beyond == line, "seed \(seed)")
                let entry = plan.entry(at: OverlayPlace(recorded: row, beyond: beyond))
                let target = history.alteration?.target(at: row, beyond: beyond)
                let isGhost = beyond == 0 && (entry < 0 || plan.entries[entry].target != .recorded(row))
                if !isGhost {
                    #expect(plan.entries[entry].target == target, "seed \(seed), line \(line)")
                    #expect(plan.place(ofEntry: entry) == OverlayPlace(recorded: row, beyond: beyond), "seed \(seed), line \(line)")
                    shown += 1
                }
                try driver.keys(":goto start<enter>" + String(repeating: "]", count: line + 1))
                #expect(place(driver) == [row, beyond], "seed \(seed), line \(line)")
                let expected = try rehydrator.state(of: overlay, on: stream, at: plan.foldedCount(throughEntry: entry) - 1)
                #expect(driver.state.history?.contents?.altered?.state.state == expected.state, "seed \(seed), line \(line)")
            }
            #expect(shown == plan.entries.count { !($0.isExtra && $0.isSkipped) }, "seed \(seed)")
        }
    }

    @Test("H, c and :find ask the altered history, and other lists say that they are as recorded")
    func questions() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":2<enter>x")
        let overlay = try #require(driver.state.history?.overlay)
        func work() -> Job.Work? {
            for case .start(let job) in driver.commands.reversed() { return job.work }
            return nil
        }
        try driver.keys(":find state.balance <lt> 0<enter>")
        #expect(work() == .find("state.balance < 0", stream: nil, overlays: [overlay]))
        #expect(driver.state.history?.results?.title == "state.balance < 0, what-if in account-42")
        try driver.keys("q:every state.balance <lt> 0<enter>")
        #expect(work() == .find("state.balance < 0", stream: "account-42", overlays: [overlay]))
        try driver.keys("q:watch .balance<enter>c")
        #expect(work() == .run(
            from: Spot(stream: "account-42", index: 2), step: 1, paths: [JSONPath([.key("balance")])], conditions: [], inLog: false, overlay: overlay))
        try driver.keys(":2<enter>3gH")
        #expect(driver.state.history?.results?.title.hasSuffix(" of account-42, what-if") ?? false)
        #expect(work() == .history(stream: "account-42", path: JSONPath([.key("balance")]), overlay: overlay))
        try driver.keys("q:check<enter>")
        #expect(driver.frame.lines[1].contains("streams checked (as recorded)"), "\(driver.frame.lines[1])")
        try driver.keys("q:discard<enter>:check<enter>")
        #expect(!driver.frame.lines[1].contains("(as recorded)"))
    }

    @Test(":append asks, names the store, appends nothing unless it is told to, and lets the what-if go")
    func append() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":append there<enter>")
        #expect(driver.state.notice?.text.hasPrefix("nothing is changed in this stream") ?? false)
        try driver.keys(":2<enter>x:append there<enter>")
        #expect(driver.state.notice == .init(
            kind: .trouble,
            text: "only events behind the last recorded one can be appended, and here it is: 1 skipped; :write FILE saves the altered stream as a new file"))
        try driver.keys("x:5<enter>" + withdraw(5) + "a:append<enter>")
        #expect(driver.state.notice?.text == "bank is no store of ours, and nothing else is ever appended to; name one: :append STORE, or a new file: :write FILE")
        try driver.keys(":append there<enter>")
        let overlay = try #require(driver.state.history?.overlay)
        let events = [EventToAppend(type: "MoneyWithdrawn", data: Array(#"{"amount":5}"#.utf8))]
        let request = AppendRequest(overlay: overlay, after: 5, events: events, store: "there")
        #expect(driver.commands.last == .propose(request))
        let question = Message.asked(.append(request, "Append 1 event to account-42 in the store there, after version 5?"))
        driver.send(question)
        expectGolden(driver.frame, "append-97x26")
        for key in ["<enter>", "n", "<esc>"] {
            driver.send(question)
            try driver.keys(key)
            #expect(driver.state.overlays.isEmpty && driver.state.notice?.text == "nothing was appended; the what-if stays")
        }
        #expect(driver.state.history?.overlay == overlay)
        driver.send(question)
        driver.holdsJobs = true
        try driver.keys("y")
        let job = try #require(driver.lastJob)
        driver.send(.job(job, .ended(.failed("refused: the stream went on"))))
        #expect(driver.state.notice?.text == "refused: the stream went on" && driver.state.history?.overlay == overlay)
        driver.holdsJobs = false
        driver.send(question)
        try driver.keys("y")
        #expect(driver.state.notice?.text == "1 appended to there" && driver.state.history?.overlay == nil && place(driver) == [5, 0])
        #expect(driver.commands.contains(.refresh))
    }
}

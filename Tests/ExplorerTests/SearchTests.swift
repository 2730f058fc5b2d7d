import EventLog
import JSONText
import Screen
import Testing

@testable import Explorer

/// `/ n N` and `&` in every pane, filters, and the whole log.
struct SearchTests {
    @Test("/ n N go from hit to hit, case smart, round the end, and Esc forgets them")
    func events() throws {
        var driver = try Driver(97, 26)
        let steps: [(keys: String, place: String)] = [
            ("g/moneyd<enter>", "account-42 4 timeline"),
            // The next hit of the whole stream, from the beginning again.
            ("n", "account-42 4 timeline"),
            ("/Money<enter>", "account-42 2 timeline"),
            ("n", "account-42 4 timeline"),
            ("N", "account-42 2 timeline"),
            ("/moneywithdrawn<enter>", "account-42 2 timeline"),
            ("/MONEY<enter>", "account-42 2 timeline"),
            ("/nowhere<enter>", "account-42 2 timeline"),
        ]
        for (number, step) in steps.enumerated() {
            try driver.keys(step.keys)
            #expect(driver.place == step.place, "step \(number): \(step.keys)")
        }
        #expect(driver.state.notice?.text == "no event holds nowhere")
        try driver.keys("<esc>n")
        #expect(driver.state.notice?.text.hasPrefix("nothing was searched for") == true)
    }

    @Test("a hit that is found later is gone to when it comes, and not twice")
    func later() throws {
        var driver = try Driver(97, 26)
        driver.holdsJobs = true
        try driver.keys("g/atm<enter>")
        #expect(driver.place == "account-42 0 timeline")
        guard case .start(let job)? = driver.commands.last(where: { if case .start(let job) = $0 { if case .scan = job.work { true } else { false } } else { false } })
        else { Issue.record("no search was started"); return }
        driver.send(.job(job.number, .progress(done: 1, of: 6)))
        #expect(driver.frame.lines.last?.contains("searching for atm 16 %") == true)
        driver.send(.job(job.number, .rows([2])))
        #expect(driver.place == "account-42 2 timeline")
        driver.send(.job(job.number, .rows([4])))
        #expect(driver.place == "account-42 2 timeline")
        try driver.keys("n")
        #expect(driver.place == "account-42 4 timeline")
    }

    @Test("Esc and Ctrl-C stop what runs before they do anything else; what was found stays, and is called partial")
    func stop() throws {
        for key in ["<esc>", "<c-c>"] {
            var driver = try Driver(97, 26)
            driver.holdsJobs = true
            try driver.keys(":where data.amount<enter>")
            guard let number = driver.lastJob else { Issue.record("no filter was started"); return }
            driver.send(.job(number, .rows([2])))
            try driver.keys(key)
            #expect(driver.commands.last == .cancel(job: number))
            #expect(!driver.commands.contains(.quit))
            driver.send(.job(number, .ended(.stopped)))
            #expect(driver.frame.lines.contains { $0.contains("partial: shown 1 of 6") }, "\(driver.frame.lines)")
            driver.send(.job(number, .rows([3])))
            #expect(driver.state.history?.rowCount == 1)
        }
    }

    @Test("filters: by type in and out, by text, together; what is hidden is counted, and the cursor goes to the nearest that is shown")
    func filters() throws {
        var driver = try Driver(97, 26)
        try driver.keys("g]:type MoneyW* MoneyD*<enter>")
        #expect(driver.state.history?.rowCount == 2)
        #expect(driver.place == "account-42 2 timeline")
        #expect(driver.frame.lines.contains { $0.contains("& type MoneyDeposited") && $0.contains("shown 2 of 6") })
        try driver.keys("]")
        #expect(driver.place == "account-42 4 timeline")
        try driver.keys("]k[")
        #expect(driver.place == "account-42 -1 timeline")
        try driver.keys(":not-type MoneyWithdrawn<enter>")
        #expect(driver.state.history?.rowCount == 1)
        try driver.keys("<esc>")
        #expect(driver.state.history?.rowCount == 6)
        #expect(driver.place == "account-42 -1 timeline")
        try driver.keys("&atm<enter>")
        #expect(driver.state.history?.rowCount == 1)
        try driver.keys("&<enter>")
        #expect(driver.state.history?.rowCount == 6)
        try driver.keys(":type Nothing<enter>")
        #expect(driver.state.notice?.kind == .trouble)
        try driver.keys("&nothing at all<enter>")
        expectGolden(driver.frame, "filtered-to-nothing-97x26")
        try driver.keys("]jgG")
        #expect(driver.place == "account-42 -1 timeline")
    }

    @Test("the whole log as one timeline: the cursor goes with it from stream to stream, and back")
    func log() throws {
        var driver = try Driver(120, 30)
        try driver.keys("2<c-l>:2<enter>0")
        #expect(driver.place == "account-42 2 timeline")
        let expected = ["account-42 3 timeline", "account-42 4 timeline", "account-42 5 timeline", "order-9 0 timeline", "account-7 1 timeline"]
        for place in expected {
            try driver.keys("j")
            #expect(driver.place == place)
        }
        expectGolden(driver.frame, "log-120x30")
        try driver.keys("gk")
        #expect(driver.place == "account-7 0 timeline")
        try driver.keys("[")
        #expect(driver.place == "account-7 -1 timeline")
        try driver.keys("G")
        #expect(driver.place == "account-7 60 timeline")
        try driver.keys(":goto #4<enter>")
        #expect(driver.place == "account-42 3 timeline")
        try driver.keys(":type OrderPlaced<enter>]")
        #expect(driver.place == "order-9 0 timeline")
        try driver.keys("<esc>0")
        #expect(driver.place == "order-9 0 timeline")
        #expect(driver.state.history?.timeline.scope == .stream)
    }

    @Test("streams: / goes on by name, & leaves those that fit by text or pattern, Esc shows all")
    func streams() throws {
        var driver = try Driver(97, 26)
        try driver.keys("1<c-l>/order<enter>")
        #expect(driver.place == "order-9 0 streams")
        try driver.keys("/account<enter>")
        #expect(driver.place == "account-42 5 streams")
        try driver.keys("n")
        #expect(driver.place == "account-7 60 streams")
        try driver.keys("N")
        #expect(driver.place == "account-42 5 streams")
        try driver.keys("&account-*<enter>")
        #expect(driver.frame.lines.contains { $0.contains("& account-*") && $0.contains("2 of 3") }, "\(driver.frame.lines)")
        try driver.keys("G")
        #expect(driver.place == "account-7 60 streams")
        try driver.keys("<esc>j")
        #expect(driver.place == "order-9 0 streams")
        try driver.keys("&none<enter>")
        #expect(driver.frame.lines.contains { $0.contains("no stream fits") })
    }

    @Test("trees: / finds keys and values, also in what is folded")
    func trees() throws {
        var driver = try Driver(97, 26)
        try driver.keys("1<c-l>G<enter>4<c-l>-")
        #expect(driver.frame.lines.contains { $0.contains("▸  lines") || $0.contains("▸lines") }, "\(driver.frame.lines)")
        try driver.keys("/sku<enter>")
        #expect(driver.state.history?.event.selected.map { "\($0)" }?.contains("sku") == true)
        try driver.keys("*")
        #expect(driver.state.history?.event.selected.map { "\($0)" }?.contains(".lines[1].sku") == true)
        try driver.keys("h")
        #expect(driver.state.history?.event.selected?.name == "[1]")
        try driver.keys("/nothing<enter>")
        #expect(driver.state.notice?.text == "no line here holds nothing")
    }

    @Test("what is left out of case is found where lower-casing everything finds it")
    func caseless() {
        var random = SplitMix64(seed: 3)
        func text(_ length: Int) -> [UInt8] { (0..<length).map { _ in Array("abzZxQ-1é".utf8)[Int(random.next() % 10)] } }
        for _ in 0..<300 {
            let here = text(Int(random.next() % 60))
            let wanted = String(decoding: text(Int(random.next() % 4)), as: UTF8.self)
            let lower = here.map(\.lowercasedASCII)
            let pattern = wanted.utf8.map(\.lowercasedASCII)
            let expected = pattern.isEmpty ? [0] : (0..<max(0, here.count - pattern.count + 1)).filter { Array(lower[$0..<($0 + pattern.count)]) == pattern }
            var places: [Int] = []
            here.withUnsafeBytes { bytes in
                CaselessSearch(wanted).forEachPlace(in: bytes) { place in
                    places.append(place)
                    return true
                }
            }
            #expect(places == expected, "\(wanted) in \(here)")
        }
    }

    @Test("a list of rows behaves like an array of them")
    func rowList() {
        for seed in UInt64(1)...6 {
            var random = SplitMix64(seed: seed)
            var list = RowList()
            var all: [UInt32] = []
            var next: UInt32 = 0
            for _ in 0..<Int(random.next() % 12) {
                var piece: [UInt32] = []
                for _ in 0..<Int(random.next() % 9000) {
                    next += UInt32(random.next() % 3 + 1)
                    piece.append(next)
                }
                list.append(piece)
                all += piece
                // What was told twice is there once.
                list.append(Array(piece.suffix(3)))
            }
            #expect(list.count == all.count, "seed \(seed)")
            for _ in 0..<12 where !all.isEmpty {
                let index = Int(random.next() % UInt64(all.count))
                let number = Int(random.next() % UInt64(next + 2))
                guard list[index] == Int(all[index]), list.countBelow(number) == all.count(where: { $0 < number }),
                    list.contains(number) == all.contains(UInt32(number))
                else {
                    Issue.record("seed \(seed), index \(index), number \(number)")
                    return
                }
            }
        }
    }
}

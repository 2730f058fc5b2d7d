import EventLog
import JSONText
import Screen
import Testing

@testable import Explorer

struct StreamsTests {
    @Test("s sorts by name, events, first and last event; S turns it round; the selection stays on its stream")
    func sort() throws {
        var driver = try Driver(97, 26)
        try driver.keys("1<c-l>s")
        #expect(driver.names == ["account-7", "account-42", "order-9"])
        #expect(driver.place == "account-42 5 streams")
        try driver.keys("s")
        #expect(driver.names == ["account-7", "account-42", "order-9"])
        try driver.keys("s")
        #expect(driver.names == ["order-9", "account-42", "account-7"])
        try driver.keys("S")
        #expect(driver.names == ["account-7", "account-42", "order-9"])
        try driver.keys("s")
        #expect(driver.names == ["account-42", "account-7", "order-9"])
    }

    @Test("categories fold into one line each, and unfold")
    func fold() throws {
        var driver = try Driver(97, 26)
        try driver.keys("1<c-l>h")
        #expect(driver.names == ["account-*2", "order-9"])
        expectGolden(driver.frame, "folded-97x26")
        #expect(driver.place == "account-42 5 streams")
        try driver.keys("j")
        #expect(driver.place == "order-9 0 streams")
        try driver.keys("kl")
        #expect(driver.names == ["account-42", "account-7", "order-9"])
        try driver.keys("-")
        #expect(driver.names == ["account-*2", "order-*1"])
        try driver.keys("<enter>")
        #expect(driver.names.count == 3 || driver.names == ["account-*2", "order-9"])
        try driver.keys("+")
        #expect(driver.names == ["account-42", "account-7", "order-9"])
    }

    @Test("streams with a broken invariant or a failed fold are marked")
    func trouble() throws {
        var driver = try Driver(97, 26)
        try driver.keys("1j")
        #expect(driver.frame.lines.contains { $0.contains("account-42") && $0.contains("! 6") }, "\(driver.frame.lines)")
    }

    @Test("an arrangement of many streams is the sorted list of those that fit, whatever is folded")
    func arrangements() throws {
        var lines: [String] = []
        var random = SplitMix64(seed: 11)
        for event in 0..<600 {
            let stream = ["a-\(random.next() % 40)", "b", "bb-\(random.next() % 9)", "c-\(random.next() % 3)-x"][Int(random.next() % 4)]
            let time = random.next() % 7 == 0 ? "" : #","time":"2026-03-0\#(random.next() % 9 + 1)T00:00:00Z""#
            lines.append(#"{"stream":"\#(stream)","type":"T\#(event % 3)"\#(time),"data":{}}"#)
        }
        let history = try TestHistory.open(lines.joined(separator: "\n") + "\n")
        for order in StreamArrangement.Order.allCases {
            for match in [nil, "b", "a-*", "B"] {
                var arrangement = StreamArrangement()
                arrangement.order = order
                arrangement.match = match
                let rows = StreamRows(arrangement, of: history)
                let fitting = (0..<history.streamCount).filter { match.map { NameRule($0) }?.admits(history.stream(at: $0).name) ?? true }
                #expect(Set(rows.lines.map(Int.init)) == Set(fitting), "\(order) \(match ?? "-")")
                #expect(rows.matching == fitting.count)
                arrangement.unfolded = ["a"]
                let folded = StreamRows(arrangement, of: history)
                #expect(folded.categories.reduce(0) { $0 + $1.streams } + folded.lines.count { $0 >= 0 } == fitting.count)
                #expect(!folded.categories.contains { $0.name == "a" })
                arrangement.unfolded = nil
                arrangement.isReversed = true
                #expect(StreamRows(arrangement, of: history).lines == rows.lines.reversed())
            }
        }
    }
}

extension Driver {
    /// The list of streams as it stands; a folded category as `account-*2`.
    var names: [String] {
        guard let history = state.history else { return [] }
        return (0..<history.streams.count(in: history.history)).map { row in
            switch history.streams.line(row, in: history.history) {
            case .stream(let place): history.history.stream(at: place).name.description
            case .category(let category): "\(category.name)-*\(category.streams)"
            case nil: "?"
            }
        }
    }
}

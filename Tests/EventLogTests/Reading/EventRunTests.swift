import EventLog
import JSONText
import TestSupport
import Testing

/// Events read where they lie, beside whole events read by the parser.
@Suite struct EventRunTests {
    /// A record as somebody might write it: members in any order, repeated, with escaped keys, values of wrong kinds.
    private static func record(_ version: Int, _ random: inout SplitMix64) -> String {
        func member(_ key: String, _ values: [String], _ random: inout SplitMix64) -> String {
            var key = key
            if random.oneIn(12), let letter = key.unicodeScalars.first {
                key = "\\u" + String(0x10000 + Int(letter.value), radix: 16).dropFirst() + key.dropFirst()
            }
            let space = random.oneIn(6) ? random.pick([" ", "\t", "  "]) : ""
            return "\(space)\"\(key)\"\(space):\(space)\(random.pick(values))\(space)"
        }
        let scalars = [#""x""#, #""caf\u00e9 \"q\" \\""#, "7", #"{"$oid":"5f"}"#, #"{"$numberLong":"12"}"#, #"{"a":1}"#, #"{"$oid":"a","b":2}"#, "null", "[1]", "true", #""""#]
        var members = [
            member("stream", [#""s-\#(version % 3)""#], &random), member("version", ["\(version)"], &random),
            member("type", [#""\#(random.pick(["A", "B", "Long\\u0041", "é"]))""#], &random),
            member("data", [
                "{}", "[]", "[1,{\"amount\":2}]", "7", "null", #""text""#, #"{"amount":\#(random.below(1000)),"note":"a, \"b\": {}"}"#,
                #"{"note":"}\\","amount":-1.50,"amount":2,"deep":{"amount":[{}]}}"#, #"{"amoun\u0074":"\ud83d\ude00","x":1}"#,
                #"{"a\":\"amount\":\"":0, "amount" : "ok" }"#, #"{"list":[[],["]"],{"}":"{"}],"amount":true}"#,
            ], &random),
        ]
        if random.oneIn(2) { members.append(member("schema", ["2", "\"3\"", #"{"$numberInt":"4"}"#, "1.5", "\"x\"", "null"], &random)) }
        if random.oneIn(2) { members.append(member("id", scalars, &random)) }
        if random.oneIn(2) { members.append(member("time", [#""2026-03-05T14:32:00Z""#, #""2026-03-05T14:32:00\u005a""#, #""1772721120""#, "1772721120", "null", #""soon""#], &random)) }
        if random.oneIn(2) {
            let inner = [member("correlation", scalars, &random), member("causation", scalars, &random), member("user", scalars, &random)]
            members.append(member("meta", ["{\(inner.shuffled(using: &random).joined(separator: ","))}", "null", "[]", #""m""#], &random))
        }
        if random.oneIn(3) { members.append(member("other", scalars, &random)) }
        if random.oneIn(4) { members.append(random.pick(members)) }
        if random.oneIn(3) { members.shuffle(using: &random) }
        return "{\(members.joined(separator: ","))}"
    }

    private static let names = ["amount", "note", "deep", "x", "a\":\"amount", "list", "missing", ""]

    @Test func `what is read of a record where it lies is what the parser reads`() throws {
        for seed in UInt64(0)..<60 {
            var random = SplitMix64(seed: seed)
            let format = try #require(EnvelopeFormat.named("hindcast"))
            let history = try History(lines: (0..<60).map { Self.record($0, &random) }, format: format)
            let reader = HistoryReader(history)
            let run = EventRun(history)
            var plain = 0
            for order in [Array(0..<history.count), Array((0..<history.count).reversed())] {
                run.begin(0..<order.count) { order[$0] }
                for position in order {
                    #expect(try run.next())
                    let view = try #require(run.current)
                    let expected = try reader.event(at: position).event
                    if view.record != nil { plain += 1 }
                    try Self.compareFields(view, expected, "seed \(seed), #\(position)")
                    guard view.event == expected else {
                        Issue.record("seed \(seed), #\(position): \(view.event), not \(expected)")
                        return
                    }
                    try Self.compareFields(view, expected, "seed \(seed), #\(position), read to its end")
                }
                #expect(try !run.next())
            }
            #expect(plain > 0, "seed \(seed)")
        }
    }

    private static func compareFields(_ view: EventView, _ expected: Event, _ place: String) throws {
        guard let record = view.record else { return }
        for name in names {
            let found = record.field(name).map { Array($0.raw) }
            let parsed = try JSONParser().parse(expected.data) { $0[ExactString(name)].map { Array($0.raw) } }
            if found != parsed { Issue.record("\(place), \(name): \(String(describing: found)), not \(String(describing: parsed))") }
            let text = record.field(name)?.string
            #expect(try text == JSONParser().parse(expected.data) { $0[ExactString(name)]?.string }, "\(place), \(name)")
        }
    }

    @Test func `batches give the same events, and end before what is stopped at`() throws {
        for seed in UInt64(0)..<20 {
            var random = SplitMix64(seed: 500 + seed)
            let format = try #require(EnvelopeFormat.named("hindcast"))
            let history = try History(lines: (0..<200).map { Self.record($0, &random) }, format: format)
            let run = EventRun(history)
            let stops = (0..<history.typeCount).map { _ in random.oneIn(4) }
            let order = (0..<history.count).filter { _ in !random.oneIn(3) }
            run.begin(0..<order.count) { order[$0] }
            var at = 0
            try stops.withUnsafeBufferPointer { stops in
                while true {
                    let most = 1 + random.below(40)
                    let batch = try run.nextBatch(most: most, before: stops.baseAddress!)
                    #expect(batch.count <= most)
                    for view in batch {
                        #expect(!stops[view.typeNumber], "seed \(seed)")
                        #expect(try view.event == HistoryReader(history).event(at: order[at]).event, "seed \(seed), #\(order[at])")
                        at += 1
                    }
                    guard batch.isEmpty else { continue }
                    guard try run.next() else { break }
                    #expect(run.current.position == order[at], "seed \(seed)")
                    at += 1
                }
            }
            #expect(at == order.count, "seed \(seed)")
        }
    }

    @Test func `a piece that is held is arranged by slots, each in the order of the log`() throws {
        for seed in UInt64(0)..<20 {
            var random = SplitMix64(seed: 900 + seed)
            let format = try #require(EnvelopeFormat.named("hindcast"))
            let history = try History(lines: (0..<150).map { Self.record($0, &random) }, format: format)
            let run = EventRun(history)
            let slots = (0..<history.streamCount).map { _ in Int32(random.below(4) - 1) }
            var next = 0
            while next < history.count {
                let end = try run.hold(from: next, bytes: 1 << random.below(14))
                #expect(end > next)
                let starts = run.arrange(slots, count: 3)
                for slot in 0..<3 {
                    run.beginHeld(starts[slot]..<starts[slot + 1])
                    let expected = (next..<end).filter { slots[run.streamNumber(at: $0)] == slot }
                    for position in expected {
                        #expect(try run.next())
                        #expect(run.current.position == position, "seed \(seed)")
                        #expect(try run.current.event == HistoryReader(history).event(at: position).event, "seed \(seed)")
                    }
                    #expect(try !run.next(), "seed \(seed)")
                }
                next = end
            }
        }
    }

    @Test func `pieces that are shared are the same for every reader, one that leaves early and one that is slow among them`() throws {
        for seed in UInt64(0)..<6 {
            var random = SplitMix64(seed: 1200 + seed)
            let format = try #require(EnvelopeFormat.named("hindcast"))
            let filler = String(repeating: "x", count: 30_000)
            let history = try History(lines: (0..<400).map { number in
                Self.record(number, &random).replacing(#""x""#, with: "\"\(filler)\"")
            }, format: format)
            let (from, reach) = (random.below(20), history.count - random.below(20))
            let unwanted = random.below(history.streamCount)
            let events = try (0..<history.count).map { try HistoryReader(history).event(at: $0).event }
            let readers = 1 + random.below(3)
            let pieces = SharedPieces(history, from: from, to: reach, readers: readers) { $0 != unwanted }
            let ends = Channel<(reader: Int, events: Int, isRight: Bool)>(senders: readers)
            let leaver = readers > 1 ? random.below(readers) : -1
            for reader in 0..<readers {
                Threads.detach {
                    defer { ends.close() }
                    let run = EventRun(history)
                    var (at, count, isRight) = (from, 0, true)
                    do {
                        while let piece = try pieces.next(reader), !(reader == leaver && at > from) {
                            isRight = isRight && piece.range.lowerBound == at && !piece.range.isEmpty
                            at = piece.range.upperBound
                            run.hold(piece)
                            for stream in 0..<history.streamCount {
                                run.beginHeld(piece.starts[stream]..<piece.starts[stream + 1])
                                var last = -1
                                while try run.next() {
                                    let event = run.current.event
                                    isRight = isRight && stream != unwanted && run.current.streamNumber == stream
                                        && event == events[event.position] && event.position > last && piece.range.contains(event.position)
                                    last = event.position
                                    count += 1
                                }
                                // Reading elsewhere in between takes nothing away.
                                try run.withEvent(at: 0) { isRight = isRight && $0.event == events[0] }
                            }
                        }
                    } catch { isRight = false }
                    pieces.leave(reader)
                    ends.send((reader, count, isRight && (at == reach || reader == leaver)))
                }
            }
            let numbers = EventRun(history)
            let wanted = (from..<reach).count { numbers.streamNumber(at: $0) != unwanted }
            var left = readers
            while left > 0 {
                for end in ends.receive() {
                    #expect(end.isRight, "seed \(seed), reader \(end.reader) of \(readers)")
                    if end.reader != leaver { #expect(end.events == wanted, "seed \(seed), reader \(end.reader)") }
                    left -= 1
                }
            }
        }
    }

    /// Whole events of an order of positions, by `next` and by batches in turn, up to the first that cannot be read, and why.
    private static func read(_ history: History, _ order: [Int], hasHelper: Bool, batches: Bool) throws -> (events: [Event], problem: String?) {
        let run = EventRun(history, hasHelper: hasHelper)
        let none = [Bool](repeating: false, count: history.typeCount)
        var events: [Event] = []
        // Given up on the way, and begun anew.
        run.begin(0..<order.count) { order[$0] }
        for _ in 0..<3 { _ = try? run.next() }
        run.begin(0..<order.count) { order[$0] }
        do {
            while true {
                let batch = batches ? try none.withUnsafeBufferPointer { try run.nextBatch(most: 1000, before: $0.baseAddress!) } : .init(start: nil, count: 0)
                events += batch.map(\.event)
                if batch.isEmpty {
                    guard try run.next() else { return (events, nil) }
                    events.append(run.current.event)
                }
            }
        } catch let error as SourceError { return (events, "\(error)") }
    }

    @Test(arguments: [false, true]) func `events that are read ahead are the same, up to where the file is cut`(batches: Bool) throws {
        try withTemporaryFolder { folder in
            var random = SplitMix64(seed: 11)
            let lines = (0..<15_000).map { number in
                // Close together and far apart, odd and plain, and one that is larger than what is read at once.
                let size = number == 9000 ? 5 << 20 : random.oneIn(20) ? random.below(6000) : random.below(60)
                let key = random.oneIn(50) ? "\\u0064ata" : "data"
                return #"{"stream":"s","version":\#(number),"type":"T","\#(key)":{"text":"\#(String(repeating: "x", count: size))"}}"#
            }
            let text = lines.joined(separator: "\n") + "\n"
            let file = try folder.write("events.jsonl", text)
            let history = try History(files: [SourcePath(argument: file)])
            let order = (0..<history.count).filter { _ in !random.oneIn(4) }
            #expect(order.count > 10_000)
            let expected = try Self.read(history, order, hasHelper: false, batches: false)
            #expect(expected.problem == nil && expected.events.map(\.position) == order)
            #expect(try Self.read(history, order, hasHelper: true, batches: batches) == expected)

            try folder.truncate(file, to: text.utf8.count * 2 / 3)
            let cut = try Self.read(history, order, hasHelper: false, batches: false)
            #expect(cut.problem != nil && cut.events.count < order.count)
            #expect(try Self.read(history, order, hasHelper: true, batches: batches) == cut)
        }
    }

    @Test func `columns gathered are those looked up one by one`() throws {
        var random = SplitMix64(seed: 3)
        let lines = (0..<3000).map { version in
            #"{"stream":"s-\#(version % 7)","version":\#(version * (version % 5 == 0 ? 1_000_000_007 : 1)),"type":"T\#(version % 11)",\#(version % 3 == 0 ? "" : #""time":"2026-03-05T14:32:00Z","#)"data":{"n":\#(version)}}"#
        }
        let history = try History(lines: lines)
        let run = EventRun(history)
        for _ in 0..<20 {
            let order = (0..<300).map { _ in random.below(history.count) }
            run.begin(0..<order.count) { order[$0] }
            for position in order {
                #expect(try run.next())
                let view = try #require(run.current)
                #expect(view.record != nil)
                #expect(view.version == history.version(at: position))
                #expect(view.type == history.type(at: position))
                #expect(view.stream == history.streamName(at: position))
                #expect(view.record?.field("n")?.integer == Int64(position))
            }
        }
    }
}

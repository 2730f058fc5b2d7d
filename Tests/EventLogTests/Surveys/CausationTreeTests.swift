import JSONText
import TestSupport
import Testing

@testable import EventLog

@Suite("What caused an event, and what it caused")
struct CausationTreeTests {
    /// The simple way: every event is looked at for every id.
    private static func simple(around start: Int, _ events: [Event]) -> [String] {
        func owner(_ id: ExactString) -> Int? { events.firstIndex { $0.id == id } }
        var way = [start]
        while let cause = events[way.last!].causation.flatMap(owner) {
            if let at = way.firstIndex(of: cause) {
                way.append(way[at...].min()!)
                break
            }
            way.append(cause)
        }
        var seen: Set<Int> = []
        var lines: [String] = []
        func tell(_ position: Int, _ depth: Int) {
            guard seen.insert(position).inserted else { return }
            lines.append("\(depth):\(position)")
            guard let id = events[position].id, owner(id) == position else { return }
            for effect in events.indices where events[effect].causation == id { tell(effect, depth + 1) }
        }
        tell(way.last!, 0)
        return lines
    }

    private static func check(_ history: History, _ seed: UInt64) throws {
        let events = try history.events().map(\.event)
        for jobs in [1, 3] {
            for start in stride(from: 0, to: events.count, by: 7) {
                let tree = CausationTree(history, jobs: jobs)
                var lines: [String] = []
                try tree.forEach(around: events[start]) { lines.append("\($0.depth):\($0.event.position)") }
                #expect(lines == simple(around: start, events), "seed \(seed), from \(start)")
                guard let id = events[start].id else { continue }
                #expect(try CausationTree(history, jobs: jobs).event(withID: id)?.position == events.firstIndex { $0.id == id }, "seed \(seed)")
            }
        }
    }

    /// Ids as JSON may write them.
    private static func written(_ id: String, _ random: inout SplitMix64) -> String {
        id.unicodeScalars.map { scalar in
            if scalar == "/" { return random.oneIn(2) ? "\\/" : "/" }
            if scalar == "\"" { return "\\\"" }
            guard random.oneIn(12), scalar.value < 0x10000 else { return String(scalar) }
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    private static func base64(_ text: String) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var out = ""
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            let bits = part.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
            for place in 0..<4 { out.append(place <= part.count ? digits[bits >> (18 - 6 * place) & 63] : "=") }
        }
        return out
    }

    @Test("found in the bytes is what a look at every event finds: escapes, JSON in strings, base64, ids twice", arguments: 0..<9 as Range<UInt64>)
    func same(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let shape = seed % 3
        let count = 150
        var ids: [String] = []
        var lines: [String] = []
        for number in 0..<count {
            let tails = ["", "/x", "é\"", "-aaaa-bbbb-cccc-dddd"]
            let id = random.oneIn(15) && !ids.isEmpty ? random.pick(ids) : "\(random.oneIn(20) ? "" : "id-")\(number)\(random.pick(tails))"
            ids.append(id)
            let cause = random.oneIn(4) ? "gone" : random.oneIn(3) ? ids[random.below(ids.count)] : ids[max(0, ids.count - 1 - random.below(3))]
            let own = Self.written(id, &random)
            let named = Self.written(cause, &random)
            let meta = random.oneIn(6) ? "{}" : #"{"causation_id":"\#(named)"}"#
            switch shape {
            case 0:
                let causation = random.oneIn(6) ? "{}" : #"{"causation":"\#(named)"}"#
                lines.append(#"{"stream":"s\#(number % 4)","version":\#(number / 4),"type":"T","id":"\#(own)","data":{},"meta":\#(causation)}"#)
            default:
                // A string in a string, or base64.
                let text = shape == 1
                    ? meta.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(":", with: "\\u003a") : Self.base64(meta)
                lines.append(#"{"s":"s\#(number % 4)","v":\#(number / 4),"t":"T","i":"\#(own)","d":{},"m":"\#(text)"}"#)
            }
        }
        let payload: Payload = shape == 1 ? .jsonString(".m") : .base64(".m")
        let format = shape == 0 ? nil : EnvelopeFormat(
            name: "test", title: "test", signature: [".s"], stream: ".s", type: ".t", version: ".v", id: ".i",
            causation: .inside(payload, ".causation_id"), data: ".d", meta: payload)
        let history = try History(lines: lines, format: format)
        #expect(history.count == count)
        #expect(history.idCoding == [PayloadCoding.none, .text, nil][Int(shape)])
        try Self.check(history, seed)
    }

    @Test("a cause close by is found without a look at the rest")
    func near() throws {
        let history = try History(lines: (0..<400).map {
            #"{"stream":"s\#($0 % 2)","version":\#($0 / 2),"type":"T","id":"id-\#($0)","data":{},"meta":{"causation":"id-\#($0 - 2)"}}"#
        })
        struct Looked: Error {}
        let tree = CausationTree(history) { _, _ in throw Looked() }
        #expect(try tree.event(withID: "id-198", near: 200)?.position == 198)
        #expect(throws: Looked.self) { try tree.event(withID: "id-0", near: 399) }
    }

    @Test("of many texts, long and short, each place is found, at any place in the blocks", arguments: 0..<4 as Range<UInt64>)
    func manyTexts(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let wanted = (0..<(seed == 0 ? 1 : 60)).map { "\($0)-" + String(repeating: seed == 3 ? "" : "needle", count: 3) }
        var lines: [String] = []
        for version in 0..<9000 {
            let note = random.oneIn(50) ? random.pick(wanted) : "hay"
            lines.append(#"{"stream":"a","version":\#(version),"type":"T","data":{"n":"\#(String(repeating: "x", count: random.below(300)))\#(note)"}}"#)
        }
        let history = try History(lines: lines)
        var found: [Int] = []
        try TextScan(wanted.map { ExactString($0) }, isNested: false, in: history, jobs: 2).forEach { found.append($0); return true }
        #expect(found == lines.indices.filter { line in wanted.contains { lines[line].contains($0) } }, "seed \(seed)")
    }
}

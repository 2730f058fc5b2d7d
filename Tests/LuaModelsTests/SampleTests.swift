import EventLog
import Glibc
import JSONText
import LuaModels
import Rehydration
import Testing

/// The models that the repository ships, over their own events.
@Suite struct SampleTests {
    private static let folder = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/sample-streams/"

    @Test(arguments: ["bank", "identity", "orders", "workflow"])
    func `a sample's model folds its events without an error`(sample: String) throws {
        let reader = try LuaReader(LuaModel(path: Self.folder + sample + "/model.lua"))
        let chain = try UpcasterChain([reader])
        var states: [ExactString: (fold: LuaFold, state: LuaState)] = [:]
        var counts: [Handling: Int] = [:]
        for (position, line) in try lines(Self.folder + sample + "/events.jsonl").enumerated() {
            let recorded = try event(line, position)
            for event in try chain.upcast(recorded).final {
                let fold = try #require(try reader.luaFold(for: event.stream), "\(event.stream)")
                var state = try states[event.stream]?.state ?? fold.initialState(of: event.stream)
                counts[try fold.apply(event, to: &state), default: 0] += 1
                states[event.stream] = (fold, state)
            }
        }
        #expect(counts[.handled, default: 0] > 200)
        #expect(counts[.unhandled] == nil)
        for (fold, state) in states.values {
            let frozen = try fold.freeze(state)
            #expect(try fold.json(fold.thaw(frozen)) == fold.json(state))
        }
    }

    private func lines(_ path: String) throws -> [[UInt8]] {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return bytes.split(separator: 0x0A).map(Array.init)
    }

    private func event(_ line: [UInt8], _ position: Int) throws -> Event {
        try JSONParser().parse(line) { record in
            Event(
                position: position, stream: record["stream"]?.string ?? "", version: record["version"]?.number?.int64 ?? 0,
                type: record["type"]?.string ?? "", schema: record["schema"]?.number?.int64.map { Int($0) },
                time: record["time"]?.string.map { EventTime(text: $0, instant: Instant(microseconds: 0)) },
                data: Array(record["data"]!.raw), meta: record["meta"].map { Array($0.raw) })
        }
    }
}

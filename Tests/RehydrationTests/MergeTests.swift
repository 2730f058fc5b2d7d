import EventLog
import JSONText
import Rehydration
import TestSupport
import Testing

@Suite("The merge of what no model claims")
struct MergeTests {
    private func merged(_ data: [String], type: ExactString = "Noted") throws -> JSONValue {
        let fold = MergeFold()
        var state = fold.initialState(of: "any")
        for (version, data) in data.enumerated() {
            let event = Event(position: version, stream: "any", version: Int64(version), type: type, data: Array(data.utf8))
            #expect(try fold.apply(event, to: &state) == .handled)
        }
        return state
    }

    @Test("the last value of each field, wherever it came from", arguments: [
        ([#"{"a":1,"b":2}"#, #"{"b":3,"c":4}"#], #"{"a":1,"b":3,"c":4}"#), ([#"{"a":{"x":1,"y":{"z":2}}}"#, #"{"a":{"y":{"w":3}}}"#], #"{"a":{"x":1,"y":{"z":2,"w":3}}}"#),
        ([#"{"a":[1,2,3]}"#, #"{"a":[4]}"#], #"{"a":[4]}"#), ([#"{"a":{"x":1}}"#, #"{"a":5}"#], #"{"a":5}"#), ([#"{"a":5}"#, #"{"a":{"x":1}}"#], #"{"a":{"x":1}}"#),
        ([#"{"a":{"x":1}}"#, #"{"a":null}"#], #"{"a":null}"#), ([#"{"a":{"x":1}}"#, #"{"a":{}}"#], #"{"a":{"x":1}}"#), ([], "{}"), (["null", #"{"a":1}"#, "null"], #"{"a":1}"#),
        ([#"{"a":1}"#, "7", #""x""#, "[1]"], #"{"a":1,"Noted":[1]}"#), ([#"{"\u00e9":1}"#, #"{"e\u0301":2}"#, #"{"é":3}"#], "{\"é\":3,\"e\u{301}\":2}"),
    ])
    func lastValues(data: [String], expected: String) throws {
        #expect(try merged(data).line == expected)
    }

    @Test("J05 J06 digits are kept", arguments: ["12345678901234567890", "1.10", "1e400", "-0", "1E2", "-1e-400", "0.1000000000000000055511151231257827"])
    func digits(number: String) throws {
        #expect(try merged([#"{"a":0}"#, #"{"a":\#(number),"b":[\#(number)]}"#]).line == #"{"a":\#(number),"b":[\#(number)]}"#)
    }

    @Test("a state put away comes back exactly")
    func freezing() throws {
        let fold = MergeFold()
        for seed in UInt64(0)..<500 {
            var random = SplitMix64(seed: seed)
            let state = JSONValue.random(using: &random)
            #expect(try fold.thaw(fold.freeze(state)) == state, "seed \(seed): \(state.line)")
        }
    }

    @Test("by any way the state is the one of merging from the start")
    func anyWay() throws {
        for seed in UInt64(0)..<20 {
            var random = SplitMix64(seed: seed)
            let data = (0..<90).map { _ in JSONValue.random(using: &random, depth: 3).line }
            let history = try History(lines: data.enumerated().map { Bank.line("others-1", $0.offset, .other(type: "Noted", data: $0.element)) })
            let stream = try #require(history.stream(named: "others-1"))
            let rehydrator = try Rehydrator(history: history, models: [], budget: random.pick([0, 5000, 1 << 20]))
            for _ in 0..<15 {
                let index = random.below(91) - 1
                #expect(try rehydrator.state(of: stream, at: index).state == merged(Array(data.prefix(index + 1))), "seed \(seed) at \(index)")
            }
        }
    }
}

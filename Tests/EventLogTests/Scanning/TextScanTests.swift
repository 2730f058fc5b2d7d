import TestSupport
import Testing

@testable import EventLog

@Suite("A text looked for in the bytes of a log")
struct TextScanTests {
    private static func found(_ text: String, in history: History) throws -> [Int] {
        var positions: [Int] = []
        try TextScan(text, in: history).forEach { positions.append($0); return true }
        return positions
    }

    @Test("several records on one line each count, written with escapes or not")
    func recordsOnOneLine() throws {
        let first = #"{"stream":"a","version":0,"type":"T","data":{"n":"x\u0041"}}"#
        let second = #"{"stream":"a","version":1,"type":"T","data":{"n":"n\u0065edle"}}"#
        let third = #"{"stream":"a","version":2,"type":"T","data":{"n":"needle"}}"#
        let fourth = #"{"stream":"a","version":3,"type":"T","data":{"n":"hay"}}"#
        let history = try History(text: "[\(first),\(second)]\n[\(fourth),\(third)]\n\(fourth)\n")
        #expect(history.count == 5)
        // Those with escapes may hold it; those that hold it plainly do.
        #expect(try Self.found("needle", in: history) == [0, 1, 3])
    }
}

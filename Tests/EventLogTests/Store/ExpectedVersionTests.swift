import EventLog
import JSONText
import Testing
import TestSupport

/// What is appended when, and what is stored then: sequences as KurrentDB tests them.
@Suite struct ExpectedVersionTests {
    /// Appends one after the other to one stream: numbers of events, and what is expected of the stream.
    private func outcomes(_ appends: ([Int], ExpectedVersion)...) throws -> (outcomes: [String], stored: [String]) {
        try withStore { test in
            let store = try test.open()
            let outcomes = appends.map { numbers, expected in
                outcome { try store.append(numbers.map { event($0) }, to: "a", expecting: expected) }
            }
            // What one handle says, a new one says as well.
            let again = appends.last.map { numbers, _ in numbers.isEmpty } == false ? try test.open() : nil
            #expect(again?.count ?? store.count == store.count)
            return (outcomes, test.ids)
        }
    }

    private func six() -> [([Int], ExpectedVersion)] {
        (0...5).map { ([$0], $0 == 0 ? .none : .exact(Int64($0 - 1))) }
    }

    /// 0em1 … 5e4, and one more.
    private func afterSix(_ numbers: [Int], _ expected: ExpectedVersion) throws -> (last: String, count: Int) {
        try withStore { test in
            let store = try test.open()
            for (numbers, expected) in six() { try store.append(numbers.map { event($0) }, to: "a", expecting: expected) }
            return (outcome { try store.append(numbers.map { event($0) }, to: "a", expecting: expected) }, test.ids.count)
        }
    }

    @Test(arguments: [ExpectedVersion.none, .any])
    func `X01 zero events leave the stream absent`(_ expected: ExpectedVersion) throws {
        let result = try outcomes(([], expected), ([], expected))
        #expect(result.outcomes == ["ok -1", "ok -1"])
        try withStore { test in
            try test.open().append([], to: "a", expecting: expected)
            #expect(TestStore.names(in: test.folder.path) == [])
        }
    }

    @Test(arguments: [ExpectedVersion.none, .any])
    func `X02 the first event of a stream`(_ expected: ExpectedVersion) throws {
        #expect(try outcomes(([0], expected)).outcomes == ["ok 0"])
    }

    @Test func `X03 a stream that must exist and does not`() throws {
        let result = try outcomes(([0], .exists))
        #expect(result.outcomes == ["actual none"])
        #expect(result.stored == [])
    }

    @Test func `X04 an exact version of a stream without events`() throws {
        #expect(try outcomes(([0], .exact(1)), ([0], .exact(7))).outcomes == ["expected 1 actual none", "expected 7 actual none"])
    }

    @Test func `X05 a stream that must not exist and does`() throws {
        let result = try outcomes(([0], .none), ([1], .none))
        #expect(result.outcomes == ["ok 0", "actual 0"])
        #expect(result.stored == ["0"])
    }

    @Test func `X06 both numbers are told`() throws {
        #expect(try outcomes(([0], .none), ([1], .exact(999))).outcomes == ["ok 0", "expected 999 actual 0"])
    }

    @Test func `X07 several events to a stream that exists`() throws {
        #expect(try outcomes(([0, 1, 2, 3, 4], .any), ([5], .exists)).outcomes == ["ok 4", "ok 5"])
    }

    @Test func `X08 X09 X10 X11 a known id is success whatever is expected`() throws {
        for expected in [ExpectedVersion.none, .any, .exact(5), .exact(6), .exact(4), .exists] {
            let (last, count) = try afterSix([0], expected)
            #expect(last == "there 0")
            #expect(count == 6)
        }
    }

    @Test func `X12 a known id is success at its own version`() throws {
        let result = try outcomes(([0], .none), ([0], .exact(0)))
        #expect(result.outcomes == ["ok 0", "there 0"])
        #expect(result.stored == ["0"])
    }

    @Test func `X13 the same event any number of times`() throws {
        let result = try outcomes(([0], .none), ([1], .exact(0)), ([2], .exact(1)), ([1], .any), ([1], .any))
        #expect(result.outcomes.suffix(2) == ["there 1", "there 1"])
        #expect(result.stored == ["0", "1", "2"])
    }

    @Test func `X14 parts of a batch are known by their ids`() throws {
        let result = try outcomes(([0, 1], .none), ([0], .none), ([0], .any), ([1], .exact(0)), ([1], .any), ([0, 1], .none))
        #expect(result.outcomes == ["ok 1", "there 0", "there 0", "there 1", "there 1", "there 1"])
        #expect(result.stored == ["0", "1"])
    }

    @Test func `X15 a batch that is known in part adds nothing`() throws {
        let result = try outcomes(([0, 1], .none), ([0, 1, 2], .none), ([0, 1, 2], .any))
        #expect(result.outcomes == ["ok 1", "actual 1", "duplicate 0 at 0"])
        #expect(result.stored == ["0", "1"])
    }

    @Test func `X16 one batch with the same id several times`() throws {
        let result = try outcomes((Array(repeating: 0, count: 6), .any), ([0], .none), ([0, 0], .any))
        #expect(result.outcomes == ["repeated 0 0 1", "ok 0", "repeated 0 0 1"])
        #expect(result.stored == ["0"])
    }

    @Test func `X17 the same id with other data`() throws {
        try withStore { test in
            let store = try test.open()
            try store.append([event(0), event(1)], to: "a", expecting: .none)
            #expect(outcome { try store.append([event(1, data: "{}")], to: "a", expecting: .any) } == "duplicate 1 at 1")
            #expect(outcome { try store.append([event(2), event(1, data: "{}")], to: "a", expecting: .exact(7)) } == "duplicate 1 at 1")
            #expect(test.ids == ["0", "1"])
        }
    }

    @Test func `X18 the same id in another stream`() throws {
        try withStore { test in
            let store = try test.open()
            try store.append([event(0)], to: "a", expecting: .none)
            #expect(outcome { try store.append([event(0)], to: "b", expecting: .none) } == "duplicate 0 at 0")
        }
    }

    @Test func `X19 ids are told apart by their bytes`() throws {
        try withStore { test in
            let store = try test.open()
            let ids: [ExactString] = ["\u{E9}", "e\u{301}", "E\u{301}", "\u{E9} ", "\u{E9}\u{0}"]
            for (number, id) in ids.enumerated() {
                let new = EventToAppend(type: "T", data: Array("1".utf8), id: id)
                #expect(outcome { try store.append([new], to: "a", expecting: .any) } == "ok \(number)")
            }
            for id in ids { #expect(outcome { try store.append([EventToAppend(type: "T", data: Array("1".utf8), id: id)], to: "a", expecting: .none) }.hasPrefix("there")) }
            #expect(test.ids.count == 5)
        }
    }

    @Test func `data are compared as they are stored, and a time only where it was given`() throws {
        try withStore { test in
            let store = try test.open()
            try store.append([event(0, data: #"{"n": [1, 2.0]}"#, time: nil)], to: "a", expecting: .none)
            #expect(outcome { try store.append([event(0, data: #"{"n":[1,2.0]}"#, time: nil)], to: "a", expecting: .none) } == "there 0")
            #expect(outcome { try store.append([event(0, data: #"{"n":[1,2]}"#, time: nil)], to: "a", expecting: .none) } == "duplicate 0 at 0")
            #expect(outcome { try store.append([event(0, data: #"{"n":[1,2.0]}"#, time: "2020-01-01")], to: "a", expecting: .none) } == "duplicate 0 at 0")
        }
    }
}

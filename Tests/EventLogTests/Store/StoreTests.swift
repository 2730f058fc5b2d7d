import EventLog
import Glibc
import JSONText
import Testing
import TestSupport

/// Files, locks and what may be stored.
@Suite struct StoreTests {
    @Test func `S17 S18 a lock belongs to the opened file, and dies with it`() throws {
        try withStore { test in
            try test.append([0])
            let calls = SystemFileCalls()
            let first = try calls.open(test.file, .appending)
            #expect(try calls.lock(first, milliseconds: 0))
            // The same process opens the file again and closes it: the lock is still held.
            let second = try calls.open(test.file, .appending)
            #expect(try !calls.lock(second, milliseconds: 0))
            try calls.close(second)
            let store: Result<EventStore, StoreError> = Result { () throws(StoreError) in try test.open { $0.patience = 0 } }
            #expect(throws: StoreError(path: test.file, problem: .busy(seconds: 0, holder: getpid()))) { try store.get() }
            try calls.close(first)
            #expect(outcome { try test.append([1]) } == "ok 1")
        }
    }

    @Test func `S19 no child inherits what a store opens`() throws {
        try withStore { test in
            try test.append([0])
            for mode in [FileMode.reading, .appending, .folder, .own, .new] {
                let path = switch mode { case .folder: test.path; case .new: test.path + "/new"; default: test.file }
                let file = try SystemFileCalls().open(path, mode)
                #expect(fcntl(file, F_GETFD) & FD_CLOEXEC != 0)
                close(file)
            }
        }
    }

    @Test func `S20 waiting for the lock is bounded, and names who holds it`() throws {
        try withStore { test in
            try test.append([0])
            let store = try test.open { $0.patience = 1000 }
            let calls = SystemFileCalls()
            let other = try calls.open(test.file, .appending)
            #expect(try calls.lock(other, milliseconds: 0))
            #expect(throws: StoreError(path: test.file, problem: .busy(seconds: 1, holder: getpid()))) {
                try store.append([event(1)], to: "a", expecting: .any)
            }
            try calls.close(other)
            // The thread that waited has let go: nobody is kept out.
            #expect(outcome { try test.append([1]) } == "ok 1")
            #expect(outcome { try store.append([event(2)], to: "a", expecting: .exact(1)) } == "ok 2")
        }
    }

    @Test func `S21 a reader sees only whole events while one is being written`() throws {
        try withStore { test in
            try test.append([0])
            let whole = test.bytes
            try test.append([1])
            let all = test.bytes
            for size in whole.count..<all.count {
                try test.write(Array(all[..<size]))
                let last = all[size - 1] == UInt8(ascii: "}") && size == all.count - 1
                let history = try History(files: [test.file])
                #expect(history.count == (last ? 2 : 1))
                #expect(history.problems.allSatisfy { $0.kind == .tornTail })
            }
        }
    }

    @Test func `S22 a file that was renamed, deleted or replaced is not written to`() throws {
        try withStore { test in
            for act in [{ unlink(test.file) }, { rename(test.file, test.file + ".old") }, {
                rename(test.file, test.file + ".old")
                return (try? test.write("")) == nil ? -1 : 0
            }] {
                unlink(test.file)
                try test.append([0])
                let store = try test.open()
                #expect(act() == 0)
                let names = test.names
                #expect(throws: StoreError(path: test.file, problem: .replaced)) { try store.append([event(1)], to: "a", expecting: .any) }
                #expect(test.names == names)
                // The handle that made the store knows it as well.
                unlink(test.file)
                let maker = try test.open()
                try maker.append([event(0)], to: "a", expecting: .any)
                unlink(test.file)
                #expect(throws: StoreError(path: test.file, problem: .replaced)) { try maker.append([event(1)], to: "a", expecting: .any) }
            }
        }
    }

    @Test func `S23 a file that was cut while it was open is not written to`() throws {
        try withStore { test in
            try test.append([0])
            try test.append([1])
            let store = try test.open()
            let size = test.bytes.count
            try test.folder.truncate(test.file, to: size - 1)
            #expect(throws: StoreError(path: test.file, problem: .shrunk(known: size, size: size - 1))) {
                try store.append([event(2)], to: "a", expecting: .any)
            }
            #expect(test.bytes.count == size - 1)
            #expect(outcome { try test.append([2]) } == "ok 2")
        }
    }

    @Test func `S05 S23 what is changed behind a handle's back is seen`() throws {
        try withStore { test in
            try test.append([0])
            try test.append([1])
            let store = try test.open()
            var bytes = test.bytes
            bytes[1] = 0
            usleep(20_000)  // The clock that files are stamped by is coarse.
            try test.write(bytes)
            #expect(outcome { try store.append([event(2)], to: "a", expecting: .any) }.hasPrefix("damaged 0 1"))
        }
    }

    @Test func `S24 links lead to one store; what is no file is refused and not waited for`() throws {
        try withStore { test in
            try test.append([0])
            mkdir(test.folder.path + "/b", 0o700)
            mkdir(test.folder.path + "/c", 0o700)
            symlink(test.file, test.folder.path + "/b/events.jsonl")
            link(test.file, test.folder.path + "/c/events.jsonl")
            symlink(test.path, test.folder.path + "/d")
            for (number, name) in ["b", "c", "d", "store/", "store/events.jsonl"].enumerated() {
                let store = try EventStore(path: test.folder.path + "/" + name)
                #expect(outcome { try store.append([event(1 + number)], to: "a", expecting: .exact(Int64(number))) } == "ok \(number + 1)")
            }
            #expect(test.ids == ["0", "1", "2", "3", "4", "5"])

            func refusal(_ path: String) -> String {
                outcome { try EventStore(path: path).append([event(0)], to: "a", expecting: .any) }
            }
            let fifo = try test.folder.makeFIFO("fifo")
            #expect(refusal(fifo) == "it is neither file nor folder")
            mkdir(test.folder.path + "/e", 0o700)
            _ = try test.folder.makeFIFO("e/events.jsonl")
            #expect(refusal(test.folder.path + "/e") == "its events.jsonl is no regular file")
            mkdir(test.folder.path + "/f", 0o700)
            mkdir(test.folder.path + "/f/events.jsonl", 0o700)
            #expect(refusal(test.folder.path + "/f") == "its events.jsonl is no regular file")
            #expect(refusal("/dev/null") == "it is neither file nor folder")
            #expect(refusal("") == "a store needs a name")
        }
    }

    @Test func `an export is never appended to`() throws {
        try withStore { test in
            let export = try test.folder.write("exports/export.jsonl", "{}\n")
            for path in [export, test.folder.path + "/exports"] {
                #expect(throws: StoreError.self) { try EventStore(path: path) }
            }
            #expect(TestStore.bytes(of: export) == Array("{}\n".utf8))
            #expect(TestStore.names(in: test.folder.path + "/exports") == ["export.jsonl"])
            // Another system's events under our store's name: no line of them is one of ours.
            let other = #"{"seq_id":1,"stream_id":"a","version":1,"mt_dotnet_type":"T","type":"t","data":{}}"# + "\n"
            try test.write(other + other)
            #expect(try test.open().tornRange != nil || test.open().damage != nil)
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
    func `S25 a store that may not be written is told of, and nothing is left beside it`() throws {
        try withStore { test in
            try test.append([0])
            chmod(test.file, 0o400)
            #expect(throws: StoreError(path: test.file, problem: .system(doing: "opening", FileCallError(call: "open", code: EACCES)))) { try test.open() }
            chmod(test.path, 0o500)
            #expect(test.names == ["events.jsonl"])
            #expect(test.ids == ["0"])
            chmod(test.path, 0o700)
        }
    }

    @Test(arguments: [EACCES, EROFS])
    func `S25 what cannot be opened for writing can be read`(_ code: Int32) throws {
        try withStore { test in
            try test.append([0])
            let calls = FaultyCalls()
            calls.plan("open", .fail(code))
            #expect(throws: StoreError(path: test.file, problem: .system(doing: "opening", FileCallError(call: "open", code: code)))) {
                try test.open(calls: calls)
            }
            #expect(test.names == ["events.jsonl"])
            #expect(test.ids == ["0"])
        }
    }

    @Test func `S31 a time is kept as it was written, and order is by version`() throws {
        try withStore { test in
            let store = try test.open()
            let times: [ExactString] = [
                "2026-03-05T14:32:00.123456789Z", "2016-12-31T23:59:60Z", "9999-12-31T23:59:59Z", "2026-03-05 14:32:00", "1999-01-01",
                "2026-03-05T14:32:00+02:00",
            ]
            for (number, time) in times.enumerated() { try store.append([event(number, time: time)], to: "a", expecting: .any) }
            for (line, time) in zip(test.lines, times) { #expect(line.contains("\"time\":\"\(time)\"")) }
            #expect(test.ids == ["0", "1", "2", "3", "4", "5"])
            #expect(outcome { try store.append([event(9, time: "yesterday")], to: "a", expecting: .any) }.hasPrefix("the time \"yesterday\" cannot be read"))
            try store.append([event(9, time: nil)], to: "a", expecting: .any)
            #expect(test.lines[6].contains(#""time":"2026-03-05T14:32:00Z""#))
        }
    }

    @Test func `S32 one line always, and what is stored says what was meant`() throws {
        try withStore { test in
            let store = try test.open()
            let data = "{\n \"a\": \"x\\n\u{2028}\\u0000\\ud800\",\r\n\t\"b\" : [ 1.0, -0, 1e400 ] }"
            let lone = ExactString(bytes: [0x61, 0xED, 0xA0, 0x80])
            let new = EventToAppend(type: lone, data: Array(data.utf8), id: "\n", meta: Array("{ }".utf8))
            try store.append([new], to: "x\u{0}\n\u{9B}", expecting: .none)
            #expect(test.lines.count == 1)
            #expect(test.text.hasPrefix(#"{"stream":"x\u0000\n\u009b","version":0,"type":"a\ud800","id":"\n","time":"#))
            #expect(test.text.contains("\"data\":{\"a\":\"x\\n\u{2028}\\u0000\\ud800\",\"b\":[1.0,-0,1e400]},\"meta\":{}"))
            #expect(outcome { try store.append([new], to: "x\u{0}\n\u{9B}", expecting: .none) } == "there 0")
            let loaded = try store.load("x\u{0}\n\u{9B}")[0].event
            #expect(loaded.type == lone)
            #expect(loaded.id == "\n")

            for bad in [[0xFF], [0xC3], [0x61, 0xE2, 0x82], [0xC0, 0x80]] as [[UInt8]] {
                let text = ExactString(bytes: bad)
                #expect(outcome { try store.append([EventToAppend(type: text, data: [0x31])], to: "a", expecting: .any) } == "the type is no valid UTF-8")
                #expect(outcome { try store.append([EventToAppend(type: "T", data: [0x31], id: text)], to: "a", expecting: .any) } == "the id is no valid UTF-8")
                #expect(outcome { try store.append([event(0)], to: text, expecting: .any) } == "the stream's name is no valid UTF-8")
                #expect(outcome { try store.append([EventToAppend(type: "T", data: [0x22] + bad + [0x22])], to: "a", expecting: .any) }.contains("invalid UTF-8"))
            }
            #expect(test.lines.count == 1)
        }
    }

    @Test func `S34 one invalid event of a batch, and nothing is written`() throws {
        let invalid: [(EventToAppend, String)] = [
            (EventToAppend(type: "", data: [0x31]), "the type is empty"),
            (EventToAppend(type: "$T", data: [0x31]), "types that begin with $ are reserved"),
            (EventToAppend(type: "T", data: []), "data, byte 1: no JSON value"),
            (EventToAppend(type: "T", data: Array("{} {}".utf8)), "data, byte 4: more text after the value"),
            (EventToAppend(type: "T", data: [0x31], id: ""), "the id is empty; leave it out"),
            (EventToAppend(type: "T", data: [0x31], schema: -1), "the schema version is negative"),
            (EventToAppend(type: "T", data: [0x31], meta: [0x31]), "meta must be an object"),
            (EventToAppend(type: "T", data: Array(repeating: 0x5B, count: 511) + Array(repeating: 0x5D, count: 511)), "ok"),
            (EventToAppend(type: "T", data: Array(repeating: 0x5B, count: 512) + Array(repeating: 0x5D, count: 512)), "nested deeper than 512 levels"),
        ]
        try withStore { test in
            let store = try test.open()
            for (wrong, message) in invalid where message != "ok" {
                #expect(outcome { try store.append([event(0), wrong, event(1)], to: "a", expecting: .any) } == message)
                #expect(TestStore.names(in: test.folder.path) == [])
            }
            for (deep, message) in invalid where message == "ok" { try store.append([deep], to: "a", expecting: .any) }
            #expect(try store.load("a").count == 1)
            #expect(outcome { try store.append([event(0)], to: "", expecting: .any) } == "the stream's name is empty")
            #expect(outcome { try store.append([event(0)], to: "$all", expecting: .any) } == "names of streams that begin with $ are reserved")
        }
    }

    @Test func `S33 what is no event is not read as one`() throws {
        let parser = JSONParser()
        for (line, message) in [
            ("", "column 1: no JSON value"), ("[]", "no object; one event is one JSON object"), ("3", "no object; one event is one JSON object"),
            (#"{"type":"T","data":"#, "column 20: the text ends inside an object or array"),
            (#"{"type":"T","data":1} x"#, "column 23: more text after the value"), (#"{"data":1}"#, "\"type\" is missing"),
            (#"{"type":"T"}"#, "\"data\" is missing"), (#"{"type":1,"data":1}"#, "\"type\" must be a string"),
            (#"{"type":"T","data":1,"schema":1.0}"#, "\"schema\" must be a whole number from 0"),
            (#"{"type":"T","data":1,"type":"U"}"#, "\"type\" is there twice"),
            (#"{"type":"T","data":1,"stream":"a"}"#, "\"stream\" is given by the store, not by the event"),
            (#"{"type":"T","data":1,"tpye":"a"}"#, "\"tpye\" is no member of an event; known are type, data, id, time, schema, meta"),
        ] {
            #expect(throws: InvalidEvent(message: message)) { try EventToAppend(line: Array(line.utf8), parser: parser) }
        }
        let whole = #"{"type":"T","data":[1, 2],"id":"i","time":"2026","schema":3,"meta":{"a":1}}"#
        let read = try EventToAppend(line: Array(whole.utf8), parser: parser)
        #expect(read == EventToAppend(
            type: "T", data: Array("[1, 2]".utf8), id: "i", time: "2026", schema: 3, meta: Array(#"{"a":1}"#.utf8)))
    }

    @Test(arguments: [0o000, 0o022, 0o077] as [mode_t])
    func `S39 P01 everything is its owner's alone, whatever the mask`(_ mask: mode_t) throws {
        try withStore { test in
            mkdir(test.cacheFolder, 0o700)
            let before = umask(mask)
            defer { umask(before) }
            let store = try test.open(cached: true)
            try store.append([event(0)], to: "a", expecting: .none)
            try store.close()
            #expect(TestStore.mode(of: test.path) == 0o700)
            #expect(TestStore.mode(of: test.file) == 0o600)
            chmod(test.file, 0o640)
            try test.write("torn", appending: true)
            _ = try test.open(cached: true).recover()
            #expect(TestStore.mode(of: test.path + "/" + test.tornFiles[0]) == 0o600)
            for name in TestStore.names(in: test.cacheFolder) { #expect(TestStore.mode(of: test.cacheFolder + "/" + name) == 0o600) }
        }
    }

    @Test func `S40 the condition of a store is told and nothing is changed`() throws {
        try withStore { test in
            try test.append([0])
            try test.append([1])
            let whole = test.bytes
            #expect(try StoreCondition.of(test.file) == .whole)
            try test.write("{", appending: true)
            #expect(try StoreCondition.of(test.file) == .torn(whole.count..<(whole.count + 1), line: 3, isBeingWritten: false))
            let calls = SystemFileCalls()
            let file = try calls.open(test.file, .appending)
            #expect(try calls.lock(file, milliseconds: 0))
            #expect(try StoreCondition.of(test.file) == .torn(whole.count..<(whole.count + 1), line: 3, isBeingWritten: true))
            try calls.close(file)
            try test.write([0] + whole.dropFirst())
            guard case .damaged(let damage) = try StoreCondition.of(test.file) else { Issue.record("not damaged"); return }
            #expect(damage.offset == 0)
            #expect(test.names == ["events.jsonl"])
        }
    }

    @Test func `the API appends and loads`() throws {
        try withStore { test in
            let store = try test.open()
            #expect(try store.load("a") == [])
            let appended = try store.append([event(0), event(1)], to: "a", expecting: .none)
            #expect(appended.version == 1 && appended.position == 1 && !appended.wasThere)
            let again = try test.append([0, 1])
            #expect(again.version == 1 && again.position == 1 && again.wasThere)
            try store.append([event(2)], to: "b", expecting: .none)
            #expect(try store.append([event(3)], to: "a", expecting: .exact(1)).position == 3)
            #expect(try store.load("a").map(\.event.version) == [0, 1, 2])
            #expect(try store.load("a").map(\.event.position) == [0, 1, 3])
            #expect(store.count == 4)
            try store.close()
        }
    }

    @Test func `S15 S31 the clock is asked under the lock, so that times rise with positions`() throws {
        try withStore { test in
            try test.append([0])
            let file = test.file
            let store = try test.open {
                $0.clock = {
                    let other = Glibc.open(file, O_RDWR)
                    defer { close(other) }
                    #expect(flock(other, LOCK_EX | LOCK_NB) == -1)
                    return Instant.reading("2026-03-05T14:32:00Z".utf8)!.instant
                }
            }
            try store.append([event(1, time: nil), event(2, time: nil)], to: "a", expecting: .any)
            #expect(test.lines[1].contains(#""time":"2026-03-05T14:32:00Z","data":{"n":1}"#))
            // The same again, at another time: the time is no part of what they say.
            let again = try test.open { $0.clock = { Instant.reading("2027-01-01T00:00:00Z".utf8)!.instant } }
            let appended = try again.append([event(1, time: nil), event(2, time: nil)], to: "a", expecting: .any)
            #expect(appended.wasThere)
            #expect(test.ids == ["0", "1", "2"])
        }
    }
}

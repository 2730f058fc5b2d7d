import EventLog
import JSONText
import TestSupport
import Testing

@Suite("What a file is taken for")
struct RecognitionTests {
    private static let event = #"{"stream":"a-1","version":0,"type":"T","data":{}}"#

    @Test("I12 S27 nothing, or nothing but white space, is a log of no events", arguments: ["", "\n", " ", "\r\n\r\n", "\u{FEFF}", "\u{FEFF}\n", "\n\n \t\n"])
    func empty(text: String) throws {
        let history = try History(text: text)
        #expect(history.count == 0)
        #expect(history.streamCount == 0)
        #expect(history.problems == [])
    }

    @Test("I19 J12 what is compressed or UTF-16 is refused with a hint", arguments: [
        ([0x50, 0x4B, 0x03, 0x04, 0x00], .compressed("a zip archive", command: "unzip -p")), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0x00], .compressed("xz", command: "xz -dc")),
        (Array("BZh91AY&SY".utf8), .compressed("bzip2", command: "bzip2 -dc")), ([0x04, 0x22, 0x4D, 0x18, 0x64], .compressed("lz4", command: "lz4 -dc")),
        ([UInt8](repeating: 0x61, count: 257) + Array("ustar".utf8), .compressed("a tar archive", command: "tar -xOf")),
        ([UInt8](repeating: 0, count: 4096), .notText("zero bytes")), (Array("PAR1".utf8) + [21, 4], .notText("Parquet; convert it to JSON lines")),
        ([0xFF, 0xFE] + "{}".utf16.flatMap { [UInt8($0), 0] }, .notText("UTF-16; convert it: iconv -f UTF-16 -t UTF-8")),
        ([0xFE, 0xFF] + "{}".utf16.flatMap { [0, UInt8($0)] }, .notText("UTF-16; convert it: iconv -f UTF-16 -t UTF-8")),
    ] as [([UInt8], SourceError.Problem)])
    func notText(bytes: [UInt8], expected: SourceError.Problem) {
        #expect(problem(opening: try History(bytes: bytes, name: "export.jsonl")) == expected)
    }

    @Test("J12 UTF-16 without a byte order mark is named too", arguments: [true, false])
    func utf16WithoutMark(isLittle: Bool) {
        let bytes = (Self.event + "\n").utf8.flatMap { isLittle ? [$0, UInt8(0)] : [UInt8(0), $0] }
        guard case .notText(let what)? = problem(opening: try History(bytes: bytes)) else { Issue.record("not named"); return }
        #expect(what.hasPrefix("UTF-16"))
    }

    @Test("I19 other bytes are refused at their place", arguments: [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], 1, 1, 0), (Array("hello\nworld\n".utf8), 1, 1, 0), (Array("\n\n[1, 2, x]\n".utf8), 3, 8, 9), (Array("123\n".utf8), 1, 1, 0),
        (Array("{\"stream\":\"a\"".utf8), 1, 14, 13),
    ] as [([UInt8], Int, Int, Int)])
    func noJSON(bytes: [UInt8], line: Int, column: Int, offset: Int) throws {
        guard case .malformed(let atLine, let atColumn, let atOffset, _)? = problem(opening: try History(bytes: bytes, name: "export.jsonl")) else {
            Issue.record("opened")
            return
        }
        #expect([atLine, atColumn, atOffset] == [line, column, offset])
    }

    @Test("records of no known format are refused with their keys and a map to complete")
    func unknown() {
        guard case .unknownFormat(let keys, let suggestion)? = problem(opening: try History(text: #"{"entity_id":"a","action":"x","at":1}"#)) else {
            Issue.record("not told")
            return
        }
        #expect(keys == ["entity_id", "action", "at"])
        #expect(suggestion == "stream=.entity_id,type=.action,time=.at")
    }

    @Test("a few bad lines at the beginning do not hide the format")
    func badBeginning() throws {
        let history = try History(lines: ["# a comment", "", "{\"torn", Self.event, Self.event.replacing(#""version":0"#, #""version":1"#)])
        #expect(history.formats == ["hindcast"])
        #expect(history.count == 2)
        #expect(history.problemLines == ["malformed 1:1 @0", "malformed 3:2 @14"])
    }

    @Test("the format that fits most records wins")
    func majority() throws {
        let stripe = #"{"id":"evt_1","object":"event","created":1,"type":"x","data":{"object":{"id":"ch_1"}}}"#
        let history = try History(lines: [stripe, Self.event, stripe, stripe])
        #expect(history.formats == ["stripe"])
        #expect(history.count == 4)
    }

    @Test("a document on one line longer than the sample is recognised")
    func longLine() throws {
        let padding = String(repeating: "x", count: 2000)
        let records = (0..<1000).map { #"{"eventVersion":"1","eventSource":"s3","eventName":"Put","awsRegion":"r","eventID":"\#($0)","pad":"\#(padding)"}"# }
        let history = try History(text: #"{"Records":["# + records.joined(separator: ",") + "]}")
        #expect(history.formats == ["cloudtrail"])
        #expect(history.count == 1000)
    }

    @Test("a pretty-printed document longer than the sample is recognised")
    func longDocument() throws {
        let padding = String(repeating: "x", count: 2000)
        let records = (0..<1000).map { "{\"stream\":\"a\",\n\"version\":\($0),\"type\":\"T\",\n\"data\":\"\(padding)\"}" }
        let history = try History(text: "[\n" + records.joined(separator: ",\n") + "\n]\n")
        #expect(history.count == 1000)
        #expect(history.problems == [])
    }

    @Test("a log with a torn first line, longer than the sample, is still a log of lines")
    func tornFirstLine() throws {
        let padding = String(repeating: "x", count: 2000)
        let lines = (0..<1000).map { #"{"stream":"a","version":\#($0),"type":"T","data":"\#(padding)"}"# }
        let history = try History(lines: [#"{"stream":"a","data":{"#] + lines)
        #expect(history.count == 1000)
        #expect(history.problemLines == ["malformed 1:23 @22"])
    }
}

extension String {
    /// The first occurrence replaced. Bytes only: a test's own needs, without a library for them.
    func replacing(_ old: String, _ new: String) -> String {
        let bytes = Array(utf8)
        let wanted = Array(old.utf8)
        for start in bytes.indices where bytes[start...].starts(with: wanted) {
            return String(decoding: bytes[..<start] + Array(new.utf8) + bytes[(start + wanted.count)...], as: UTF8.self)
        }
        return self
    }
}

import EventLog
import Explorer
import Screen
import TestSupport
import Testing

@testable import HindcastKit

@Suite("The explorer at work")
struct SessionWalkTests {
    @Test("what-if in the whole program: skipped in one stream, shown there and in no other, and the file is as it was")
    func whatIf() throws {
        let path = SourcePath("\(SampleBank.root)/sample-streams/bank")
        let request = ExploreRequest(source: SourceRequest(paths: [path], trustsFoundModels: true, usesCache: false))
        func frame(_ keys: String) throws -> [String] {
            try ScreenPicture.frame(request, keys: try KeyScript.parse(keys), size: Size(columns: 120, rows: 34), registered: []).lines
        }
        let altered = try frame("/1042<enter><enter>:37<enter>x")
        #expect(altered[0].contains("what-if: 1 skipped"), "\(altered[0])")
        #expect(altered.contains { $0.contains("from actual to what-if:") } && altered.contains { $0.contains("actual only: balance is never negative") }, "\(altered)")
        let other = try frame("/1042<enter><enter>:37<enter>x<c-l>1j<enter>")
        #expect(!other[0].contains("what-if") && !other.contains { $0.contains("from actual to what-if:") }, "\(other)")
    }

    @Test("decided, kept, asked and appended in the whole program: the new event is there, without --follow")
    func append() throws {
        let content = try #require(text(ofFile: "\(SampleBank.root)/sample-streams/bank/events.jsonl"))
        let model = try #require(text(ofFile: "\(SampleBank.root)/sample-streams/bank/model.lua"))
        let fixture = Fixture(["my-bank/events.jsonl": content, "my-bank/model.lua": model])
        let store = fixture.path("my-bank")
        let request = ExploreRequest(source: SourceRequest(paths: [SourcePath(store)], trustsFoundModels: true, usesCache: false))
        func frame(_ keys: String) throws -> [String] {
            try ScreenPicture.frame(request, keys: try KeyScript.parse(keys), size: Size(columns: 140, rows: 34), registered: []).lines
        }
        let decided = #"/1042<enter><enter>:goto end<enter>:decide Withdraw {"amount":1,"channel":"atm"}<enter>"#
        let question = try frame(decided + "a:append<enter>")
        #expect(question.contains { $0.contains("Append 1 event to account-1042 in the store") }, "\(question)")
        _ = try frame(decided + "a:append<enter>n")
        #expect(text(ofFile: store + "/events.jsonl") == content)
        let appended = try frame(decided + "a:append<enter>y")
        #expect(!appended[0].contains("what-if") && appended.contains { $0.contains("▸60 ") }, "\(appended)")
        #expect(appended.last?.contains("1 event appended to") ?? false, "\(appended)")
        let now = try #require(text(ofFile: store + "/events.jsonl"))
        #expect(now.hasPrefix(content) && now.dropFirst(content.count).contains(#""version":60,"type":"MoneyWithdrawn""#), "\(now.dropFirst(content.count))")
    }

    /// Keys that leave the program alone: no command line, nothing taken out.
    private static let keys = Array("jkhlgG[]{} bzr/n&N0tvLmu'U1234sS+-*wHcCxJKX?q").map(Key.character)
        + [.enter, .enter, .escape, .escape, .escape, .tab, .backTab, .pageDown, .control("d"), .control("o"), .up, .down]

    @Test("a random walk over each sample, with everything that goes on behind it", arguments: ["bank", "orders", "workflow", "identity"])
    func walk(sample: String) throws {
        let seed = UInt64(sample.utf8.reduce(7) { $0 * 31 + Int($1) })
        var random = SplitMix64(seed: seed)
        var keys: [Key] = [.enter, .enter]
        for _ in 0..<80 {
            let key = Self.keys[Int(random.next() % UInt64(Self.keys.count))]
            // At the top q would end the walk.
            keys.append(key == "q" ? "?" : key)
        }
        let size = Size(columns: 40 + Int(random.next() % 120), rows: 10 + Int(random.next() % 40))
        let path = SourcePath("\(SampleBank.root)/sample-streams/\(sample)")
        let request = ExploreRequest(source: SourceRequest(paths: [path], trustsFoundModels: true, usesCache: false))
        let frame = try ScreenPicture.frame(request, keys: keys, size: size, registered: [])
        #expect(frame.size == size, "seed \(seed)")
        for row in 0..<size.rows {
            #expect(frame.row(row).reduce(0) { $0 + $1.columns } == size.columns, "seed \(seed), row \(row)")
        }
        #expect(frame.lines[0].contains("events"), "seed \(seed): \(frame.lines[0])")
    }
}

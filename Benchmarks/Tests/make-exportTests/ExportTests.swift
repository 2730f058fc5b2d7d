import Foundation
import Testing

@testable import make_export

private func written(_ export: Export) throws -> Data {
    let file = FileManager.default.temporaryDirectory.appending(path: "export-\(UUID()).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    guard var out = Output(path: file.path) else { throw POSIXError(.EIO) }
    let isWritten = export.write(to: &out)
    let data = try Data(contentsOf: file)
    #expect(isWritten && data.count == out.bytes)
    return data
}

private func small(seed: UInt64, envelope: Envelope = .store) -> Export {
    Export(events: 12_000, streams: 300, longest: 1_500, seed: seed, envelope: envelope)
}

private func records(of export: Export) throws -> [[String: Any]] {
    try written(export).split(separator: UInt8(ascii: "\n")).map { line in
        try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
    }
}

@Test("the same seed gives the same bytes, another seed others")
func sameBytes() throws {
    let first = try written(small(seed: 7))
    #expect(try written(small(seed: 7)) == first)
    #expect(try written(small(seed: 8)) != first)
}

@Test("an export holds what its facts say", arguments: [1, 2, 3] as [UInt64])
func facts(seed: UInt64) throws {
    let records = try records(of: small(seed: seed))
    var lengths: [String: Int] = [:]
    var last = ""
    for record in records {
        let stream = try #require(record["stream"] as? String)
        #expect(record["version"] as? Int == lengths[stream, default: 0])
        lengths[stream, default: 0] += 1
        let time = try #require(record["time"] as? String)
        #expect(time > last)
        last = time
    }
    let facts = try #require(try JSONSerialization.jsonObject(with: Data(small(seed: seed).facts(bytes: 0).utf8)) as? [String: Any])
    #expect(facts["events"] as? Int == records.count)
    #expect(facts["streams"] as? Int == lengths.count)
    let types = Set(records.compactMap { $0["type"] as? String })
    #expect(facts["types"] as? Int == types.count)
    #expect(facts["nameBytes"] as? Int == (Array(lengths.keys) + types).reduce(0) { $0 + $1.utf8.count })

    let thousand = try #require(facts["thousand"] as? [String: Any])
    let longest = try #require(facts["longest"] as? [String: Any])
    #expect(try lengths[#require(thousand["stream"] as? String)] == 1_000)
    #expect(try lengths[#require(longest["stream"] as? String)] == lengths.values.max())
    #expect(longest["events"] as? Int == lengths.values.max())

    let rare = try #require(facts["text"] as? [String: Any])
    let text = try #require(rare["text"] as? String)
    let notes = records.compactMap { ($0["data"] as? [String: Any])?["note"] as? String }
    #expect(rare["events"] as? Int == notes.count { $0.contains(text) })
}

@Test("the envelope changes nothing of what happened")
func envelopes() throws {
    let own = try records(of: small(seed: 5))
    let others = try records(of: small(seed: 5, envelope: .messageDB))
    try #require(own.count == others.count)
    for (position, (record, other)) in zip(own, others).enumerated() {
        #expect(record["id"] as? String == other["id"] as? String)
        #expect(record["stream"] as? String == other["stream_name"] as? String)
        #expect(record["version"] as? Int == other["position"] as? Int)
        #expect(record["data"] as? NSDictionary == other["data"] as? NSDictionary)
        #expect(other["global_position"] as? Int == position + 1)
        #expect(record["time"] as? String == (other["time"] as? String).map { $0 + "Z" })
    }
}

@Test(
    "options that do not fit together are refused in one line",
    arguments: [
        [], ["--out"], ["--out", "x", "--events", "many"], ["--out", "x", "--events", "100"], ["--out", "x", "--envelope", "csv"],
        ["--out", "x", "--streams", "2"], ["--out", "x", "--streams", "3", "--longest", "2000"], ["--bogus", "1"],
    ])
func refused(arguments: [String]) {
    var fault = ""
    #expect(Options(arguments, fault: &fault) == nil)
    #expect(!fault.isEmpty && !fault.contains("\n"))
}

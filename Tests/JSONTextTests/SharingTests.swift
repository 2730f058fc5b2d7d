import JSONText
import TestSupport
import Testing

@Suite struct SharingTests {
    @Test func `a value made of the parts of another is the same as one made anew`() throws {
        for seed in UInt64(0)..<400 {
            var random = SplitMix64(seed: seed)
            let other = JSONValue.random(using: &random)
            let value = random.oneIn(5) ? JSONValue.random(using: &random) : other.altered(using: &random)
            var writer = JSONWriter()
            writer.append(value)
            var first = JSONWriter()
            first.append(other)
            let parser = JSONParser()
            let read = try first.bytes.withUnsafeBufferPointer { try parser.read($0) }
            #expect(read.value == other, "seed \(seed)")
            let made = try writer.bytes.withUnsafeBufferPointer { try parser.read($0, like: read).value }
            let anew = try parser.parse(writer.bytes) { $0.value }
            if made != anew { Issue.record("seed \(seed): \(made), not \(anew)") }
            let unread = try writer.bytes.withUnsafeBufferPointer { try parser.read($0, like: WrittenJSON(other)).value }
            #expect(unread == anew, "seed \(seed)")
        }
    }

    @Test func `sorted objects differ in the same leaves as unsorted ones`() throws {
        for seed in UInt64(0)..<200 {
            var random = SplitMix64(seed: 1000 + seed)
            func object() -> [JSONObject.Member] {
                (0..<random.below(12)).map { _ in "k\(random.below(15))" }.reduce(into: [String: JSONValue]()) { $0[$1] = JSONValue(integerLiteral: random.below(3)) }
                    .sorted { $0.key < $1.key }.map { .init(key: ExactString($0.key), value: $0.value) }
            }
            let (old, new) = (object(), object())
            let sorted = JSONValue.changes(from: .object(JSONObject(members: old)), to: .object(JSONObject(members: new)))
            // A repeated member at the end takes the other way, and changes nothing: of a repeated key the first counts.
            let odd = JSONObject(members: new + new.prefix(1))
            let unsorted = JSONValue.changes(from: .object(JSONObject(members: old)), to: .object(odd))
            #expect(sorted == unsorted, "seed \(seed)")
        }
    }
}

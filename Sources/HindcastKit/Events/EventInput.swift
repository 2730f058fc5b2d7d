import EventLog
import JSONText

/// Events on their way into a store: JSON objects, one a line.
struct EventInput {
    private(set) var events: [EventToAppend] = []
    /// Of each event, from 1.
    private(set) var lines: [Int] = []

    /// - Parameter stream: where they shall go; an event that names another one is refused.
    /// - Throws: `UsageError` that names the line that is no event.
    init(from input: any ByteSource, stream: ExactString) throws {
        var bytes: [UInt8] = []
        while true {
            let block = try input.read()
            if block.isEmpty { break }
            bytes += block
            guard bytes.count <= Self.longest else {
                throw UsageError("standard input is longer than \(Self.longest >> 20) MiB", hint: "append it in several parts")
            }
        }
        let parser = JSONParser()
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            do {
                events.append(try EventToAppend(line: line, parser: parser, stream: stream))
                lines.append(number + 1)
            } catch let error as InvalidEvent {
                throw UsageError("\(Self.place(number + 1)): \(error.message)", hint: "nothing was written")
            }
        }
    }

    static func place(_ line: Int) -> String { "standard input, line \(line)" }

    private static let longest = 1 << 30
}

import EventLog
import JSONText

/// Events on their way into a store: JSON objects, one a line.
enum EventInput {
    /// - Throws: `UsageError` that names the line that is no event.
    static func events(from input: any ByteSource) throws -> [EventToAppend] {
        var bytes: [UInt8] = []
        while true {
            let block = try input.read()
            if block.isEmpty { break }
            bytes += block
            guard bytes.count <= longest else {
                throw UsageError("standard input is longer than \(longest >> 20) MiB", hint: "append it in several parts")
            }
        }
        let parser = JSONParser()
        var events: [EventToAppend] = []
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            do {
                events.append(try EventToAppend(line: line, parser: parser))
            } catch let error as InvalidEvent {
                throw UsageError("standard input, line \(number + 1): \(error.message)", hint: "nothing was written")
            }
        }
        return events
    }

    private static let longest = 1 << 30
}

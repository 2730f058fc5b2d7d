import EventLog
import Glibc
import JSONText

/// A plain text looked for in a record: as it is written there, or in a key or string as it reads once decoded; and so in the data and
/// metadata, where they are wrapped in the record.
struct TextSearch {
    private let wanted: [UInt8]
    private let parser = JSONParser()
    private let isWrapped: Bool

    let text: String

    /// - Parameter coding: how the log's events are written in its records.
    init(_ text: String, _ coding: PayloadCoding) {
        self.text = text
        wanted = Array(text.utf8)
        isWrapped = coding != .none
    }

    /// O(bytes); parses only what holds an escape.
    func matches(_ recorded: RecordedEvent) -> Bool {
        if holds(recorded.raw) { return true }
        return isWrapped && (holds(recorded.event.data) || recorded.event.meta.map(holds) ?? false)
    }

    private func holds(_ json: [UInt8]) -> Bool {
        if json.holds(wanted) { return true }
        guard json.contains(UInt8(ascii: "\\")) else { return false }
        return (try? parser.parse(json) { matches($0) }) ?? false
    }

    private func matches(_ view: JSONView) -> Bool {
        switch view.kind {
        case .string: view.string?.bytes.holds(wanted) ?? false
        case .array: view.elements.contains { matches($0) }
        case .object: view.members.contains { matches($0.key) || matches($0.value) }
        case .null, .bool, .number: false
        }
    }
}

extension [UInt8] {
    /// Whether the bytes occur in a row. Jumps from one first byte to the next; O(bytes × wanted) at worst.
    fileprivate func holds(_ wanted: [UInt8]) -> Bool {
        guard let first = wanted.first else { return true }
        return withUnsafeBytes { here in
            var at = 0
            while here.count - at >= wanted.count {
                let places = here.count - at - wanted.count + 1
                guard let found = memchr(here.baseAddress! + at, Int32(first), places) else { return false }
                at = here.baseAddress!.distance(to: found)
                if memcmp(found, wanted, wanted.count) == 0 { return true }
                at += 1
            }
            return false
        }
    }
}

import EventLog
import Glibc
import JSONText

/// A plain text looked for in a record: as it is written there, or in a key or string as it reads once decoded; and so in the data and
/// metadata, where they are wrapped in the record.
struct TextSearch {
    private let wanted: [UInt8]
    /// Nil where case counts.
    private let caseless: CaselessSearch?
    private let parser = JSONParser()
    private let isWrapped: Bool

    let text: String

    /// - Parameters:
    ///   - coding: how the log's events are written in its records.
    ///   - ignoresCase: of ASCII letters.
    init(_ text: String, _ coding: PayloadCoding, ignoresCase: Bool = false) {
        self.text = text
        caseless = ignoresCase ? CaselessSearch(text) : nil
        wanted = Array(text.utf8)
        isWrapped = coding != .none
    }

    /// O(bytes); parses only what holds an escape.
    func matches(_ recorded: RecordedEvent) -> Bool {
        if says(recorded.raw) { return true }
        return isWrapped && (says(recorded.event.data) || recorded.event.meta.map(says) ?? false)
    }

    /// Of a JSON text: as it is written, or once decoded.
    private func says(_ json: [UInt8]) -> Bool {
        if holds(json) { return true }
        guard json.contains(UInt8(ascii: "\\")) else { return false }
        return (try? parser.parse(json) { matches($0) }) ?? false
    }

    private func matches(_ view: JSONView) -> Bool {
        switch view.kind {
        case .string: (view.string?.bytes).map(holds) ?? false
        case .array: view.elements.contains { matches($0) }
        case .object: view.members.contains { matches($0.key) || matches($0.value) }
        case .null, .bool, .number: false
        }
    }
}

extension TextSearch {
    private func holds(_ bytes: [UInt8]) -> Bool { caseless?.occurs(in: bytes) ?? bytes.holds(wanted) }
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

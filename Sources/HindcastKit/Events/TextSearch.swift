import EventLog
import Glibc
import JSONText

/// A plain text looked for in a record: as it is written there, or in a key or string as it reads once decoded.
struct TextSearch {
    private let wanted: [UInt8]
    /// Nil where case counts.
    private let caseless: CaselessSearch?
    private let parser = JSONParser()

    let text: String

    /// - Parameter ignoresCase: of ASCII letters.
    init(_ text: String, ignoresCase: Bool = false) {
        self.text = text
        caseless = ignoresCase ? CaselessSearch(text) : nil
        wanted = Array(text.utf8)
    }

    /// O(bytes); parses only records that hold an escape.
    func matches(_ recorded: RecordedEvent) -> Bool {
        if holds(recorded.raw) { return true }
        guard recorded.raw.contains(UInt8(ascii: "\\")) else { return false }
        return (try? parser.parse(recorded.raw) { matches($0) }) ?? false
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
                if here[at..<(at + wanted.count)].elementsEqual(wanted) { return true }
                at += 1
            }
            return false
        }
    }
}

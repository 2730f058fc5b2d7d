internal import CSimdjson

/// The roles of an event's record that are looked for, in the order in which a `RecordLayout` names them.
package enum RecordRole: Int, CaseIterable, Sendable {
    case stream, type, version, data, meta, schema, id, time, correlation, causation
}

/// A record whose roles were found. Valid until its parser reads the next.
package struct ParsedRecord {
    let record: csj_record

    /// A role's text as it was written; nil where the record lacks it.
    @inline(__always)
    package func raw(_ role: RecordRole) -> UnsafeBufferPointer<UInt8>? {
        let span = span(role)
        guard span.end != 0 else { return nil }
        let start = UnsafeRawPointer(record.text).assumingMemoryBound(to: UInt8.self) + Int(span.start)
        return UnsafeBufferPointer(start: start, count: Int(span.end - span.start))
    }

    /// The text of a role that is a string without escapes, or the digits of a number; nil where the record lacks it.
    @inline(__always)
    package func text(_ role: RecordRole) -> UnsafeBufferPointer<UInt8>? {
        guard let raw = raw(role) else { return nil }
        return UInt32(span(role).kind) == csj_kind_string.rawValue ? UnsafeBufferPointer(rebasing: raw[1..<(raw.count - 1)]) : raw
    }

    @inline(__always)
    private func span(_ role: RecordRole) -> csj_span {
        switch role {
        case .stream: record.roles.0
        case .type: record.roles.1
        case .version: record.roles.2
        case .data: record.roles.3
        case .meta: record.roles.4
        case .schema: record.roles.5
        case .id: record.roles.6
        case .time: record.roles.7
        case .correlation: record.roles.8
        case .causation: record.roles.9
        }
    }
}

/// Finds the roles in the records of one source, each with one walk over its bytes. Used by one thread at a time.
package final class RecordParser {
    /// A name as C takes it; the memory is somebody else's.
    package struct Name {
        let key: csj_key

        package init(_ bytes: UnsafeBufferPointer<UInt8>) {
            key = csj_key(bytes: UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self), length: bytes.count)
        }
    }

    private let layout: UnsafeMutablePointer<csj_layout>
    private var owned: [UnsafeMutablePointer<CChar>] = []

    /// - Parameter paths: for each role its one or two keys; nil for a role that the source has not.
    package init(_ paths: [RecordRole: [ExactString]]) {
        layout = .allocate(capacity: 1)
        layout.initialize(to: csj_layout())
        var names: [ExactString] = []
        for role in RecordRole.allCases {
            guard let path = paths[role] else { set(\.place, role, Int8(-1)); continue }
            let place = names.firstIndex(of: path[0]) ?? names.count
            if place == names.count {
                names.append(path[0])
                set(\.keys, place, key(path[0]))
            }
            set(\.place, role.rawValue, Int8(place))
            if path.count > 1 { set(\.inner, role.rawValue, key(path[1])) }
        }
        layout.pointee.key_count = UInt32(names.count)
    }

    deinit {
        for pointer in owned { pointer.deallocate() }
        layout.deallocate()
    }

    private func key(_ name: ExactString) -> csj_key {
        let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: name.bytes.count + 1)
        for (index, byte) in name.bytes.enumerated() { pointer[index] = CChar(bitPattern: byte) }
        owned.append(pointer)
        return csj_key(bytes: pointer, length: name.bytes.count)
    }

    /// A C array is a tuple to Swift.
    private func set<Tuple, Element>(_ field: WritableKeyPath<csj_layout, Tuple>, _ index: Int, _ value: Element) {
        withUnsafeMutableBytes(of: &layout.pointee[keyPath: field]) {
            $0.bindMemory(to: Element.self)[index] = value
        }
    }

    private func set(_ field: WritableKeyPath<csj_layout, (Int8, Int8, Int8, Int8, Int8, Int8, Int8, Int8, Int8, Int8)>, _ role: RecordRole, _ value: Int8) {
        set(field, role.rawValue, value)
    }

    /// Has the processor fetch a record that is parsed next.
    @inline(__always)
    package static func prefetch(_ bytes: UnsafeBufferPointer<UInt8>) { csj_prefetch(bytes.baseAddress, bytes.count) }

    /// The record, if it is plain and of the event that is expected; nil: it must be read some other way, or is another. The text
    /// was found to be JSON when it was indexed; what lies inside a role is checked by whoever looks at it.
    /// - Complexity: O(bytes), no allocation.
    package func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, stream: Name, version: Int64, type: Name, hasTime: Bool
    ) -> ParsedRecord? {
        var record = csj_record()
        let reading = csj_skim_record(bytes.baseAddress, bytes.count, layout, stream.key, version, type.key, hasTime, &record)
        return reading == Int32(csj_reading_plain.rawValue) ? ParsedRecord(record: record) : nil
    }
}

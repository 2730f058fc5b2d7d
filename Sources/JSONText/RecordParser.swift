internal import CSimdjson

/// The roles of an event's record that are looked for, in the order in which a `RecordLayout` names them.
package enum RecordRole: Int, CaseIterable, Sendable {
    case stream, type, version, data, meta, schema, id, time, correlation, causation
}

/// A record whose roles were found, in a buffer of records: valid until its place there is used again. What lies behind the event's
/// data is looked for when it is asked for.
package struct ParsedRecord {
    let record: UnsafeMutablePointer<csj_record>

    /// For a host in C that reads it by the same functions: a `csj_record`.
    package var pointer: UnsafeMutableRawPointer { UnsafeMutableRawPointer(record) }

    /// A role's text as it was written; nil where the record lacks it.
    package func raw(_ role: RecordRole) -> UnsafeBufferPointer<UInt8>? { bytes(csj_record_role(record, Int32(role.rawValue))) }

    /// The text of a role that is a string, or the digits of a number; nil where the record lacks it.
    package func text(_ role: RecordRole) -> ExactString? {
        let span = csj_record_role(record, Int32(role.rawValue))
        return RawScalar(span, bytes(span))?.text
    }

    /// A member of the event's data; nil where the data is no object or lacks it. O(bytes before it).
    @inline(__always)
    package func field(_ name: String) -> RawScalar? {
        let data = csj_record_beginning(record, Int32(RecordRole.data.rawValue))
        var found = csj_span()
        var name = name
        let isFound = name.withUTF8 { bytes in
            let key = csj_key(bytes: UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self), length: bytes.count)
            return csj_find_field(record.pointee.text, data.start, data.end, key, &found)
        }
        return isFound ? RawScalar(found, bytes(found)) : nil
    }

    @inline(__always)
    private func bytes(_ span: csj_span) -> UnsafeBufferPointer<UInt8>? {
        guard span.end != 0 else { return nil }
        let start = UnsafeRawPointer(record.pointee.text).assumingMemoryBound(to: UInt8.self) + Int(span.start)
        return UnsafeBufferPointer(start: start, count: Int(span.end - span.start))
    }
}

/// Places for the records that are at hand at once.
package final class RecordBuffer {
    private let records: UnsafeMutablePointer<csj_record>

    package init(capacity: Int) {
        records = .allocate(capacity: capacity)
        records.initialize(repeating: csj_record(), count: capacity)
    }

    deinit { records.deallocate() }

    @inline(__always)
    fileprivate subscript(_ place: Int) -> UnsafeMutablePointer<csj_record> { records + place }
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

    /// - Parameters:
    ///   - paths: for each role its one or two keys; nil for a role that the source has not.
    ///   - wrappers: keys of objects of one member that stand for the text or number in it.
    package init(_ paths: [RecordRole: [ExactString]], wrappers: [ExactString]) {
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
        let keys = UnsafeMutablePointer<csj_key>.allocate(capacity: max(1, wrappers.count))
        for (index, wrapper) in wrappers.enumerated() { (keys + index).initialize(to: key(wrapper)) }
        layout.pointee.wrappers = UnsafePointer(keys)
        layout.pointee.wrapper_count = UInt32(wrappers.count)
        csj_layout_prepare(layout)
    }

    deinit {
        for pointer in owned { pointer.deallocate() }
        layout.pointee.wrappers.deallocate()
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
    /// - Parameter place: of the buffer, where it is put.
    /// - Complexity: O(bytes before the event's data), no allocation.
    @inline(__always)
    package func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, stream: Name, version: Int64, type: Name, hasTime: Bool, into buffer: RecordBuffer, _ place: Int
    ) -> ParsedRecord? {
        let record = buffer[place]
        let reading = csj_skim_record(bytes.baseAddress, bytes.count, layout, stream.key, version, type.key, hasTime, record)
        return reading == Int32(csj_reading_plain.rawValue) ? ParsedRecord(record: record) : nil
    }
}

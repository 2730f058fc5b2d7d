internal import CSimdjson
internal import Glibc
import JSONText

/// What a line scan told of one line: a value for each field of the plan, as bytes in the block.
struct ScannedSpans {
    let spans: UnsafePointer<csj_member>
    let block: UnsafePointer<UInt8>

    /// What is known of a field without decoding anything.
    enum Found {
        case absent
        /// There, and neither text nor number.
        case other
        case text(UnsafeRawBufferPointer)
        /// A string with escapes, or an object that may be a typed value: for the parser to read.
        case unsure
    }

    func isThere(_ field: Int) -> Bool { Int(spans[field].kind) != Int(csj_absent) }

    func isKind(_ kind: csj_kind, _ field: Int) -> Bool { UInt32(spans[field].kind) == kind.rawValue }

    func found(_ field: Int) -> Found {
        let span = spans[field]
        switch UInt32(span.kind) {
        case csj_kind_string.rawValue:
            guard span.escaped == 0 else { return .unsure }
            return .text(UnsafeRawBufferPointer(start: block + Int(span.start) + 1, count: Int(span.length) - 2))
        case csj_kind_number.rawValue:
            return .text(UnsafeRawBufferPointer(start: block + Int(span.start), count: Int(span.length)))
        case csj_kind_object.rawValue: return .unsure
        case UInt32(csj_absent): return .absent
        default: return .other
        }
    }

    /// Whether the record is an event of the plan's format by all its marks. Nil: only the parser can tell.
    func isEvent(by plan: FieldPlan) -> Bool? {
        for field in plan.required where !isThere(field) { return false }
        for mark in plan.signature { guard let holds = holds(mark) else { return nil }; if !holds { return false } }
        for mark in plan.asides { guard let holds = holds(mark) else { return nil }; if holds { return false } }
        return true
    }

    /// Nil: only the parser can tell.
    func holds(_ mark: FieldPlan.Mark) -> Bool? {
        switch mark {
        case .has(let field): return isThere(field)
        case .isTrue(let field): return isKind(csj_kind_true, field)
        case .isNull(let field): return isKind(csj_kind_null, field)
        case .text(let field, let text): return compare(field) { Self.equal($0, text.bytes[...]) && $0.count == text.bytes.count }
        case .prefix(let field, let text): return compare(field) { Self.equal($0, text.bytes[...]) }
        case .not(let mark): return holds(mark).map { !$0 }
        case .all(let marks):
            for mark in marks { guard let holds = holds(mark) else { return nil }; if !holds { return false } }
            return true
        case .any(let marks):
            for mark in marks { guard let holds = holds(mark) else { return nil }; if holds { return true } }
            return false
        }
    }

    private func compare(_ field: Int, _ body: (UnsafeRawBufferPointer) -> Bool) -> Bool? {
        guard isKind(csj_kind_string, field) else { return false }
        if case .text(let bytes) = found(field) { return body(bytes) }
        return nil
    }

    private static func equal(_ bytes: UnsafeRawBufferPointer, _ prefix: ArraySlice<UInt8>) -> Bool {
        bytes.count >= prefix.count && prefix.withUnsafeBytes { prefix.isEmpty || memcmp(bytes.baseAddress!, $0.baseAddress!, $0.count) == 0 }
    }

    /// A role's text. `nil` inside: it has none; `nil` outside: only the parser can tell.
    func text(_ role: FieldPlan.Role, fileName: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer?? {
        switch role {
        case .none: return .some(nil)
        case .at(let field):
            switch found(field) {
            case .text(let bytes): return .some(bytes)
            case .absent, .other: return .some(nil)
            case .unsure: return nil
            }
        case .first(let fields):
            for field in fields {
                switch found(field) {
                case .text(let bytes) where !bytes.isEmpty: return .some(bytes)
                case .text, .absent, .other: continue
                case .unsure: return nil
                }
            }
            return .some(nil)
        case .constant(let text): return .some(text)
        case .fileName: return .some(fileName)
        }
    }
}

internal import CSimdjson
import JSONText

/// A format's index roles as members that a line scan can tell, where that is all that they are: paths of keys, the first of
/// several, a constant. Other formats are read record by record.
///
/// Unchecked: everything in it, the C side's tree and the texts of constants included, is made in `init` and never changed.
final class FieldPlan: @unchecked Sendable {
    /// Where a role's text comes from.
    enum Role {
        case none
        case at(Int)
        /// The first that has a text.
        case first([Int])
        case constant(UnsafeRawBufferPointer)
        case fileName

        /// The number of its member; -1 for none, nil for more than that.
        var member: Int? {
            switch self {
            case .none: -1
            case .at(let number): number
            case .first, .constant, .fileName: nil
            }
        }
    }

    struct Direct {
        let stream: Int
        let type: Int
        let version: Int
        let position: Int
        let time: Int
    }

    indirect enum Mark {
        case has(Int)
        case isTrue(Int)
        case isNull(Int)
        case text(Int, ExactString)
        case prefix(Int, ExactString)
        case not(Mark)
        case all([Mark])
        case any([Mark])
    }

    let stream: Role
    let type: Role
    let version: Role
    let position: Role
    let time: Role
    /// What makes a record one of the format: members that must be there, and the other marks; and what makes it no event.
    let required: [Int]
    let signature: [Mark]
    let asides: [Mark]
    let count: Int
    let fields: OpaquePointer
    /// The roles' numbers, -1 for none, where each role is one member or none and nothing but members makes an event.
    let direct: Direct?
    private let constants: [UnsafeMutableRawBufferPointer]

    deinit {
        csj_fields_free(fields)
        for constant in constants { constant.deallocate() }
    }

    /// Nil where the format asks for more.
    init?(_ format: EnvelopeFormat) {
        guard format.batch == nil, format.streamOfFile == nil, format.envelopes.isEmpty, let fields = csj_fields_new() else { return nil }
        var builder = Builder(fields: fields)
        guard let stream = builder.role(format.stream), let type = builder.role(format.type), let version = builder.role(format.version),
            let position = builder.role(format.position), let time = builder.role(format.time),
            let signature = builder.marks(format.signature), let asides = builder.marks(format.asides.map(\.sign))
        else {
            csj_fields_free(fields)
            for constant in builder.constants { constant.deallocate() }
            return nil
        }
        self.fields = fields
        self.stream = stream
        self.type = type
        self.version = version
        self.position = position
        self.time = time
        required = signature.compactMap { if case .has(let field) = $0 { field } else { nil } }
        self.signature = signature.filter { if case .has = $0 { false } else { true } }
        self.asides = asides
        count = builder.count
        constants = builder.constants
        if self.signature.isEmpty, asides.isEmpty, let stream = stream.member, let type = type.member, let version = version.member,
            let position = position.member, let time = time.member, stream >= 0, type >= 0
        {
            direct = Direct(stream: stream, type: type, version: version, position: position, time: time)
        } else {
            direct = nil
        }
    }

    private struct Builder {
        let fields: OpaquePointer
        var count = 0
        var constants: [UnsafeMutableRawBufferPointer] = []

        mutating func role(_ field: Field?) -> Role? {
            switch field {
            case nil: return Role.none
            case .at(let path): return number(of: path).map(Role.at)
            case .first(let fields):
                var numbers: [Int] = []
                for case .at(let path) in fields { if let number = number(of: path) { numbers.append(number) } }
                return numbers.count == fields.count ? .first(numbers) : nil
            case .constant(let text):
                let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, text.bytes.count), alignment: 1)
                copy.copyBytes(from: text.bytes)
                constants.append(copy)
                return .constant(UnsafeRawBufferPointer(rebasing: copy[..<text.bytes.count]))
            case .fileName: return .fileName
            default: return nil
            }
        }

        mutating func marks(_ signs: [Sign]) -> [Mark]? {
            var marks: [Mark] = []
            for sign in signs {
                guard let mark = mark(sign) else { return nil }
                marks.append(mark)
            }
            return marks
        }

        private mutating func mark(_ sign: Sign) -> Mark? {
            switch sign {
            case .has(let path): return number(of: path).map(Mark.has)
            case .lacks(let path): return number(of: path).map { .not(.has($0)) }
            case .isTrue(let path): return number(of: path).map(Mark.isTrue)
            case .isNull(let path): return number(of: path).map(Mark.isNull)
            case .text(let path, let text): return number(of: path).map { .text($0, text) }
            case .prefix(let path, let text): return number(of: path).map { .prefix($0, text) }
            case .not(let sign): return mark(sign).map(Mark.not)
            case .all(let signs): return marks(signs).map(Mark.all)
            case .any(let signs): return marks(signs).map(Mark.any)
            case .reads, .oneKeyEnding: return nil
            }
        }

        private mutating func number(of path: JSONPath) -> Int? {
            var keys: [[UInt8]] = []
            for step in path.steps {
                guard case .key(let key) = step else { return nil }
                keys.append(key.bytes)
            }
            guard !keys.isEmpty else { return nil }
            // End to end in one buffer, as C wants pointers that all stay valid.
            let joined: [UInt8] = Array(keys.joined()) + [0]
            let number: Int32 = joined.withUnsafeBufferPointer { joined in
                var starts: [UnsafePointer<UInt8>?] = []
                var at = 0
                for key in keys { starts.append(joined.baseAddress! + at); at += key.count }
                return csj_fields_add(fields, starts, keys.map(\.count), keys.count)
            }
            guard number >= 0 else { return nil }
            count = max(count, Int(number) + 1)
            return Int(number)
        }
    }
}

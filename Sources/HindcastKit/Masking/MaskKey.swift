import Digest
import EventLog
import JSONText

/// Makes tokens of values: the same value always gives the same token, and without the key nobody can try values out.
///
/// HMAC-SHA-256 (RFC 2104), cut to 64 bits. A key is random and forgotten with the run, unless it is given.
struct MaskKey {
    private let inner: [UInt8]
    private let outer: [UInt8]

    static func random() -> MaskKey {
        var generator = SystemRandomNumberGenerator()
        return MaskKey((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    init(_ key: [UInt8]) {
        var block = key.count > 64 ? SHA256.hash(key) : key
        block += [UInt8](repeating: 0, count: 64 - block.count)
        inner = block.map { $0 ^ 0x36 }
        outer = block.map { $0 ^ 0x5C }
    }

    /// The bytes of a file.
    /// - Throws: `UsageError` for one that could be guessed.
    init(file: String) throws {
        let source = try SourceFile(path: SourcePath(argument: file))
        guard source.size >= Self.shortest else {
            throw UsageError(
                "--mask-key \(file) holds \(counted(source.size, "byte")), and a short key can be guessed",
                hint: "head -c 32 /dev/urandom > \(file) makes one")
        }
        self.init(try source.read(0..<min(source.size, 1 << 20)))
    }

    private static let shortest = 16

    private func code(_ kind: UInt8, _ value: some Collection<UInt8>) -> [UInt8] {
        SHA256.hash(outer + SHA256.hash(inner + [kind] + value))
    }

    /// Always as long.
    func token(of text: ExactString) -> ExactString { ExactString("masked-" + SHA256.text(code(0, text.bytes).prefix(8))) }

    /// Twelve digits.
    func token(of number: JSONNumber) -> JSONNumber {
        let code = code(1, Array(number.text.utf8)).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return JSONNumber(100_000_000_000 + code % 900_000_000_000)
    }

    /// A value's every leaf: shapes and keys stay. True and false become false; null stays.
    func masked(_ value: JSONValue, _ seen: (ExactString) -> Void) -> JSONValue {
        switch value {
        case .null: return .null
        case .bool: return .bool(false)
        case .number(let number):
            seen(ExactString(number.text))
            return .number(token(of: number))
        case .string(let text):
            seen(text)
            return .string(token(of: text))
        case .array(let array): return .array(array.map { masked($0, seen) })
        case .object(let object):
            return .object(JSONObject(members: object.members.map { .init(key: $0.key, value: masked($0.value, seen)) }))
        }
    }
}

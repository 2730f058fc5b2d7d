import EventLog
import JSONText

/// What is to be masked: a place in events, or every field of some name.
///
/// `.data.email`, `.data.items[].email` (each element), `.meta.user`, `.stream`, `.id`, `.correlation`, `.causation`;
/// `/data/email`, the same as a JSON pointer (RFC 6901); `..email`, a field of that name anywhere in data and meta, with `*` and `?`.
struct MaskRule {
    enum Part: String, CaseIterable { case data, meta, stream, id, correlation, causation }

    enum Step: Hashable {
        case key(ExactString)
        case index(Int)
        /// A pointer's `0` is an element or a field.
        case either(ExactString, Int)
        case everyElement
    }

    enum Kind {
        case place(Part, [Step])
        case everywhere(Glob)
    }

    let text: String
    let kind: Kind

    /// - Throws: `UsageError`.
    init(_ text: String) throws {
        self.text = text
        if text.hasPrefix("..") {
            let name = text.dropFirst(2)
            guard !name.isEmpty else { throw UsageError("--mask .. names no field", hint: "write it as ..email") }
            kind = .everywhere(Glob(String(name)))
            return
        }
        var steps = try text.hasPrefix("/") ? Self.pointer(text) : Self.path(text)
        var first: ExactString = ""
        if case .key(let key)? = steps.first { first = key }
        guard let part = Part(rawValue: first.description) else {
            let parts = Part.allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")
            throw UsageError("--mask \(text) does not begin with one of \(parts)", hint: "a field of the data is .data\(text)")
        }
        steps.removeFirst()
        guard steps.isEmpty || part == .data || part == .meta else { throw UsageError("--mask \(text): .\(part.rawValue) has no parts") }
        kind = .place(part, steps)
    }

    private static func path(_ text: String) throws -> [Step] {
        var steps: [Step] = []
        let parts = split(text)
        for (number, part) in parts.enumerated() {
            if number > 0 { steps.append(.everyElement) }
            guard !part.isEmpty else { continue }
            steps += try JSONPath(argument: part.hasPrefix("[") ? "." + part : part, flag: "--mask").steps.map {
                switch $0 {
                case .key(let key): .key(key)
                case .index(let index): .index(index)
                }
            }
        }
        return steps
    }

    /// At each `[]` outside of quotes.
    private static func split(_ text: String) -> [String] {
        var parts = [""]
        var isQuoted = false
        var rest = Substring(text)
        while let character = rest.first {
            if !isQuoted, rest.hasPrefix("[]") {
                parts.append("")
                rest = rest.dropFirst(2)
                continue
            }
            if character == "\"" { isQuoted.toggle() }
            if isQuoted, character == "\\" {
                parts[parts.count - 1] += rest.prefix(2)
                rest = rest.dropFirst(2)
                continue
            }
            parts[parts.count - 1].append(character)
            rest = rest.dropFirst()
        }
        return parts
    }

    private static func pointer(_ text: String) -> [Step] {
        text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { token in
            var key: [UInt8] = []
            var isEscape = false
            for byte in token {
                if isEscape {
                    key.append(byte == UInt8(ascii: "1") ? UInt8(ascii: "/") : UInt8(ascii: "~"))
                    isEscape = false
                } else if byte == UInt8(ascii: "~") {
                    isEscape = true
                } else {
                    key.append(byte)
                }
            }
            let name = ExactString(bytes: key)
            guard !key.isEmpty, key.allSatisfy({ (0x30...0x39).contains($0) }), let index = Int(name.description) else { return .key(name) }
            return .either(name, index)
        }
    }
}

/// The words and signs of a Lua source, for lints: strings and comments are passed over (Lua manual, section 3.1).
struct LuaTokens {
    enum Kind { case name, number, string, sign }

    struct Token {
        let kind: Kind
        let text: String
        let line: Int
    }

    private(set) var tokens: [Token] = []
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1

    init(_ source: [UInt8]) {
        bytes = source
        // A `#!` line is passed over, as when the model loads.
        if bytes.first == UInt8(ascii: "#") { skipLine() }
        while at < bytes.count { take() }
    }

    private func byte(_ offset: Int = 0) -> UInt8 { at + offset < bytes.count ? bytes[at + offset] : 0 }

    private mutating func take() {
        let start = at
        switch byte() {
        case UInt8(ascii: "\n"): line += 1; at += 1
        case UInt8(ascii: "-") where byte(1) == UInt8(ascii: "-"):
            at += 2
            if !skipLong() { skipLine() }
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            skipQuoted(byte())
            tokens.append(Token(kind: .string, text: "", line: line))
        case UInt8(ascii: "["):
            if skipLong() { tokens.append(Token(kind: .string, text: "", line: line)) } else { sign(1) }
        case let first where Self.isLetter(first):
            while Self.isLetter(byte()) || Self.isDigit(byte()) { at += 1 }
            tokens.append(Token(kind: .name, text: text(from: start), line: line))
        case let first where Self.isDigit(first) || first == UInt8(ascii: ".") && Self.isDigit(byte(1)):
            skipNumber()
            tokens.append(Token(kind: .number, text: text(from: start), line: line))
        case let first where first <= UInt8(ascii: " "): at += 1
        default:
            let two = String(decoding: bytes[at..<min(at + 2, bytes.count)], as: UTF8.self)
            if bytes[at...].starts(with: Array("...".utf8)) { sign(3) } else { sign(["==", "~=", "<=", ">=", "..", "::", "//"].contains(two) ? 2 : 1) }
        }
    }

    private mutating func sign(_ length: Int) {
        at += length
        tokens.append(Token(kind: .sign, text: text(from: at - length), line: line))
    }

    private func text(from start: Int) -> String { String(decoding: bytes[start..<at], as: UTF8.self) }

    private mutating func skipLine() {
        while at < bytes.count, byte() != UInt8(ascii: "\n") { at += 1 }
    }

    private mutating func skipNumber() {
        let isHexadecimal = byte() == UInt8(ascii: "0") && byte(1) | 0x20 == UInt8(ascii: "x")
        let exponent = UInt8(ascii: isHexadecimal ? "p" : "e")
        while Self.isLetter(byte()) || Self.isDigit(byte()) || byte() == UInt8(ascii: ".") {
            at += 1
            if bytes[at - 1] | 0x20 == exponent, byte() == UInt8(ascii: "-") || byte() == UInt8(ascii: "+") { at += 1 }
        }
    }

    private mutating func skipQuoted(_ quote: UInt8) {
        at += 1
        while at < bytes.count, byte() != quote, byte() != UInt8(ascii: "\n") {
            if byte() == UInt8(ascii: "\\") { at += 1 }
            if byte() == UInt8(ascii: "\n") { line += 1 }
            at += 1
        }
        at += 1
    }

    /// `[[ … ]]`, `[==[ … ]==]`: false, and nothing taken, where there is none.
    private mutating func skipLong() -> Bool {
        guard byte() == UInt8(ascii: "[") else { return false }
        var level = 0
        while byte(1 + level) == UInt8(ascii: "=") { level += 1 }
        guard byte(1 + level) == UInt8(ascii: "[") else { return false }
        let end = [UInt8(ascii: "]")] + [UInt8](repeating: UInt8(ascii: "="), count: level) + [UInt8(ascii: "]")]
        at += level + 2
        while at < bytes.count, !bytes[at...].starts(with: end) {
            if byte() == UInt8(ascii: "\n") { line += 1 }
            at += 1
        }
        at = min(at + end.count, bytes.count)
        return true
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) && byte < 0x80
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

extension LuaTokens {
    private static let keywords: Set<String> = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil", "not", "or", "repeat",
        "return", "then", "true", "until", "while",
    ]

    private func text(_ index: Int) -> String { tokens.indices.contains(index) && tokens[index].kind != .string ? tokens[index].text : "" }
    private func isName(_ index: Int) -> Bool {
        tokens.indices.contains(index) && tokens[index].kind == .name && !Self.keywords.contains(tokens[index].text)
    }

    /// Names that are declared anywhere: locals, parameters, variables of loops. Where, is not looked at.
    private var declared: Set<String> {
        var names: Set<String> = ["self", "_ENV"]
        func list(from start: Int) {
            var index = start
            while isName(index) || text(index) == "..." {
                names.insert(text(index))
                index += 1
                if text(index) == "<", text(index + 2) == ">" { index += 3 }
                guard text(index) == "," else { return }
                index += 1
            }
        }
        for index in tokens.indices where tokens[index].kind == .name {
            switch tokens[index].text {
            case "local": list(from: text(index + 1) == "function" ? index + 2 : index + 1)
            case "for": list(from: index + 1)
            case "function":
                var open = index + 1
                while isName(open) || text(open) == "." || text(open) == ":" { open += 1 }
                if text(open) == "(" { list(from: open + 1) }
            default: break
            }
        }
        return names
    }

    /// Names that are read as globals, each with the field that is read of it, if one is; in their order.
    var globals: [(name: String, field: String?, line: Int)] {
        let declared = declared
        var found: [(name: String, field: String?, line: Int)] = []
        for index in tokens.indices where isName(index) && !declared.contains(tokens[index].text) {
            let (before, after) = (text(index - 1), text(index + 1))
            // A field, a method, a key, a label, an attribute of a local; what is written is no read.
            if [".", ":", "::", "goto"].contains(before) || after == "=" || (before == "<" && after == ">") { continue }
            let field = after == "." && isName(index + 2) ? text(index + 2) : nil
            found.append((tokens[index].text, field, tokens[index].line))
        }
        return found
    }

    /// Lines where `==` or `~=` has a number written beside it, and beside that what may be a decimal.
    var comparisonsWithNumbers: [Int] {
        func isNumber(_ index: Int) -> Bool { tokens.indices.contains(index) && tokens[index].kind == .number }
        return tokens.indices.filter { index in
            guard tokens[index].kind == .sign, ["==", "~="].contains(tokens[index].text) else { return false }
            let hasNumber = isNumber(index + 1) || text(index + 1) == "-" && isNumber(index + 2)
            return isNumber(index - 1) ? text(index - 2) != "%" : hasNumber && mayBeDecimal(before: index)
        }.map { tokens[$0].line }
    }

    /// Not so: what a function gives, a count (`#list == 0`), and what an event's envelope has.
    private func mayBeDecimal(before index: Int) -> Bool {
        if text(index - 1) == ")" || ["version", "position", "schema"].contains(text(index - 1)) { return false }
        var start = index - 1
        while isName(start) || text(start) == "." { start -= 1 }
        return text(start) != "#"
    }
}

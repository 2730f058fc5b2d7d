/// A path into a value, in jq's notation: `.balance`, `.items[0].sku`, `.["odd key"]`. `.` alone is the value itself.
package struct JSONPath: Hashable, Sendable {
    package enum Step: Hashable, Sendable {
        case key(ExactString)
        case index(Int)
    }

    package var steps: [Step]

    package init(_ steps: [Step] = []) { self.steps = steps }

    package func appending(_ step: Step) -> JSONPath { JSONPath(steps + [step]) }
}

extension JSONPath: CustomStringConvertible {
    package var description: String {
        guard !steps.isEmpty else { return "." }
        var text = ""
        for step in steps {
            switch step {
            case .index(let index): text += text.isEmpty ? ".[\(index)]" : "[\(index)]"
            case .key(let key) where Self.isPlain(key.bytes): text += ".\(key)"
            case .key(let key):
                var writer = JSONWriter()
                writer.append(string: key)
                text += (text.isEmpty ? ".[" : "[") + writer.text + "]"
            }
        }
        return text
    }

    private static func isPlain(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, !isDigit(first), bytes.allSatisfy(isWord) else { return false }
        // A lone surrogate or a C1 character can only be written as an escape.
        return bytes.allSatisfy { $0 < 0x80 }
            || String(validating: bytes, as: UTF8.self)?.unicodeScalars.allSatisfy { !(0x80...0x9F).contains($0.value) } ?? false
    }

    fileprivate static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    fileprivate static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}

extension JSONPath {
    /// What is wrong with a path's text, and at which column (from 1, in bytes).
    package struct SyntaxError: Error, Hashable, Sendable {
        package let column: Int
        package let message: String
    }

    /// Reads jq's notation. A hyphen is allowed in a plain key, since event fields often hold one.
    package init(parsing text: String) throws(SyntaxError) {
        let bytes = Array(text.utf8)
        var at = 0
        var steps: [Step] = []
        func wrong(_ message: String) -> SyntaxError { SyntaxError(column: at + 1, message: message) }

        guard bytes.first == UInt8(ascii: ".") else { throw wrong("a path begins with \".\", as in .balance") }
        if bytes.count == 1 { self.init(); return }
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "."), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "[") { at += 1 }
            if bytes[at] == UInt8(ascii: "[") {
                guard let close = Self.closingBracket(in: bytes, from: at) else { throw wrong("\"[\" is not closed") }
                let inside = bytes[(at + 1)..<close]
                if inside.allSatisfy(Self.isDigit), let index = Int(String(decoding: inside, as: UTF8.self)) {
                    steps.append(.index(index))
                } else if let value = try? JSONParser().value(of: inside), case .string(let key) = value {
                    steps.append(.key(key))
                } else {
                    throw wrong("inside [ ] stands a number from 0 or a key in double quotes")
                }
                at = close + 1
            } else if bytes[at] == UInt8(ascii: ".") {
                let start = at + 1
                var end = start
                while end < bytes.count, Self.isWord(bytes[end]) || bytes[end] == UInt8(ascii: "-") { end += 1 }
                guard end > start else { throw wrong("a key is missing after \".\"; an odd key is written [\"so\"]") }
                steps.append(.key(ExactString(bytes: bytes[start..<end])))
                at = end
            } else {
                throw wrong("\".\" or \"[\" was expected")
            }
        }
        self.init(steps)
    }

    private static func closingBracket(in bytes: [UInt8], from open: Int) -> Int? {
        var quoted = false
        var at = open + 1
        while at < bytes.count {
            if quoted, bytes[at] == UInt8(ascii: "\\") { at += 2; continue }
            if bytes[at] == UInt8(ascii: "\"") { quoted.toggle() }
            if !quoted, bytes[at] == UInt8(ascii: "]") { return at }
            at += 1
        }
        return nil
    }
}

extension JSONValue {
    /// O(members along the path).
    package subscript(path: JSONPath) -> JSONValue? {
        var value = self
        for step in path.steps {
            switch (step, value) {
            case (.key(let key), .object(let object)):
                guard let next = object[key] else { return nil }
                value = next
            case (.index(let index), .array(let array)) where array.indices.contains(index): value = array[index]
            default: return nil
            }
        }
        return value
    }
}

/// Where a source lies, as the system has it: bytes, which need be no text.
///
/// Two paths are equal only if every byte is; `String` would hold a composed and a decomposed "é" to be the same file.
package struct SourcePath: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
    package init(_ text: String) { bytes = Array(text.utf8) }

    /// `-`: what comes through standard input. A file of that name is `./-`.
    package static let standardInput: SourcePath = "-"

    /// The entry of that name in this folder.
    package func appending(_ name: [UInt8]) -> SourcePath {
        SourcePath(bytes: bytes.last == Self.slash ? bytes + name : bytes + [Self.slash] + name)
    }

    /// What stands before the last part: `.` where there is nothing, `/` for what lies in the root.
    package var folder: SourcePath {
        guard let end = bytes.lastIndex(of: Self.slash) else { return "." }
        return end == 0 ? "/" : SourcePath(bytes: bytes[..<end])
    }

    /// For a C function.
    package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (bytes.map(CChar.init(bitPattern:)) + [0]).withUnsafeBufferPointer { body($0.baseAddress!) }
    }

    private static let slash = UInt8(ascii: "/")
}

extension SourcePath: ExpressibleByStringLiteral, CustomStringConvertible {
    package init(stringLiteral value: String) { self.init(value) }

    /// For people and messages: bytes that are no UTF-8 as `\xE9`. Not yet safe for a terminal.
    package var description: String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        var rest = bytes[...]
        while let first = rest.first {
            let length = Self.wellFormedLength(rest)
            if length > 0 {
                text += String(decoding: rest.prefix(length), as: UTF8.self)
                rest = rest.dropFirst(length)
            } else {
                let digits = String(first, radix: 16, uppercase: true)
                text += "\\x" + (digits.count < 2 ? "0" : "") + digits
                rest = rest.dropFirst()
            }
        }
        return text
    }

    /// How many bytes the scalar that the bytes begin with has; 0 where they begin with none.
    private static func wellFormedLength(_ bytes: ArraySlice<UInt8>) -> Int {
        for length in 1...4 where length <= bytes.count {
            if String(validating: bytes.prefix(length), as: UTF8.self) != nil { return length }
        }
        return 0
    }
}

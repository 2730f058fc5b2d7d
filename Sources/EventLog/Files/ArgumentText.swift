/// Arguments as text that loses nothing. An argument is bytes; the argument parser knows only `String`, which would turn what is
/// no UTF-8 into U+FFFD, and a file of such a name could never be opened.
///
/// Each byte of an ill-formed sequence stands as the scalar U+10FF00 + byte, at the end of the last private use plane; where an
/// argument really holds one of these scalars, its four bytes are written so too. `bytes(of:)` therefore gives back exactly
/// what `text(of:)` was given. (Python does the same with lone surrogates, PEP 383, which a Swift `String` cannot hold.)
package enum ArgumentText {
    package static func text(of bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains(where: { isEscape($0) }) { return text }
        var text = String.UnicodeScalarView()
        var rest = bytes[...]
        while let first = rest.first {
            if let scalar = scalar(atStartOf: rest), !isEscape(scalar) {
                text.append(scalar)
                rest = rest.dropFirst(UTF8.width(scalar))
            } else {
                text.append(Unicode.Scalar(base + UInt32(first))!)
                rest = rest.dropFirst()
            }
        }
        return String(text)
    }

    package static func bytes(of text: String) -> [UInt8] {
        text.unicodeScalars.flatMap { isEscape($0) ? [UInt8($0.value - base)] : Array(UTF8.encode($0)!) }
    }

    private static let base: UInt32 = 0x10_FF00

    private static func isEscape(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= base + 0x80 }

    private static func scalar(atStartOf bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
        for length in 1...4 where length <= bytes.count {
            if let text = String(validating: bytes.prefix(length), as: UTF8.self) { return text.unicodeScalars.first }
        }
        return nil
    }
}

extension SourcePath {
    /// From a command line's argument, see `ArgumentText`.
    package init(argument: String) { self.init(bytes: ArgumentText.bytes(of: argument)) }

    /// The other way round, for what knows paths as text only.
    package var argument: String { ArgumentText.text(of: bytes) }

    /// For people: what stands for standard input is called so.
    package var title: String { self == .standardInput ? "stdin" : description }
}

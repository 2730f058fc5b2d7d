/// Takes lines out of what they are wrapped in, one by one.
struct Unwrapper {
    private let wrapping: Wrapping
    /// Whether a row goes on in the next line.
    private var isInQuotes = false

    init(_ wrapping: Wrapping) { self.wrapping = wrapping }

    /// - Parameter line: without the LF at its end. What is no part of an event becomes an empty line.
    mutating func unwrap(_ line: ArraySlice<UInt8>, into text: inout [UInt8]) {
        switch wrapping {
        case .serverSentEvents:
            if let data = Self.data(of: line) { text += data }
        case .copied: Self.undoCopy(of: line, into: &text)
        case .quoted: unquote(line, into: &text)
        }
    }

    /// The value of a `data` field, one space before it left out; nil for a line that is none.
    static func data(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard line.starts(with: "data:".utf8) else { return nil }
        let value = line.dropFirst(5)
        return value.first == UInt8(ascii: " ") ? value.dropFirst() : value
    }

    /// What COPY writes for a byte, read back. Line breaks and tabs can only have stood between tokens: they become spaces, so that a row
    /// stays on its line.
    static func undoCopy(of line: ArraySlice<UInt8>, into text: inout [UInt8]) {
        var at = line.startIndex
        while let slash = line[at...].firstIndex(of: UInt8(ascii: "\\")) {
            text += line[at..<slash]
            at = slash + 1
            guard at < line.endIndex else { return text.append(UInt8(ascii: "\\")) }
            switch line[at] {
            case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "v"), UInt8(ascii: "f"), UInt8(ascii: "b"):
                text.append(UInt8(ascii: " "))
            case let other: text.append(other)
            }
            at += 1
        }
        text += line[at...]
    }

    /// The first column of a row; the others, and a row that is not in quotes, such as one of titles, are left out.
    private mutating func unquote(_ line: ArraySlice<UInt8>, into text: inout [UInt8]) {
        var rest = line
        if !isInQuotes {
            guard rest.first == UInt8(ascii: "\"") else { return }
            rest = rest.dropFirst()
            isInQuotes = true
        }
        while let quote = rest.firstIndex(of: UInt8(ascii: "\"")) {
            text += rest[..<quote]
            rest = rest[(quote + 1)...]
            guard rest.first == UInt8(ascii: "\"") else {
                isInQuotes = false
                return
            }
            text.append(UInt8(ascii: "\""))
            rest = rest.dropFirst()
        }
        text += rest
    }
}

package import JSONText

/// A pattern for names: `*` any run, `?` one character, `[a-z]` and `[!a-z]` one of a set, `\` takes the next as it is.
/// The whole name must fit; `*` passes over `/` too, since stream names are no paths. A name that is the pattern itself fits
/// as well, so that `pods[1]` finds the stream of that name.
package struct Glob: Hashable, Sendable {
    private enum Token: Hashable, Sendable {
        case byte(UInt8)
        case character
        case run
        case set(ranges: [ClosedRange<UInt8>], negated: Bool)
    }

    private let tokens: [Token]
    private let literal: [UInt8]

    /// The one name that fits, where the pattern is a name and nothing else.
    package var name: ExactString? {
        tokens.allSatisfy { if case .byte = $0 { true } else { false } } && tokens.count == literal.count ? ExactString(bytes: literal) : nil
    }

    package init(_ pattern: String) {
        var bytes = Array(pattern.utf8)[...]
        var tokens: [Token] = []
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "*"): if tokens.last != .run { tokens.append(.run) }
            case UInt8(ascii: "?"): tokens.append(.character)
            case UInt8(ascii: "\\"): tokens.append(.byte(bytes.popFirst() ?? byte))
            case UInt8(ascii: "["): tokens.append(Self.set(&bytes) ?? .byte(byte))
            default: tokens.append(.byte(byte))
            }
        }
        self.tokens = tokens
        literal = Array(pattern.utf8)
    }

    /// The set after a `[`; nil, and nothing taken, where it is not closed.
    private static func set(_ bytes: inout ArraySlice<UInt8>) -> Token? {
        // A bracket right at the beginning belongs to the set: []x].
        let inner = bytes.dropFirst(bytes.first == UInt8(ascii: "!") ? 2 : 1)
        guard let close = inner.firstIndex(of: UInt8(ascii: "]")) else { return nil }
        var inside = bytes[bytes.startIndex..<close]
        bytes = bytes[(close + 1)...]
        let negated = inside.first == UInt8(ascii: "!") || inside.first == UInt8(ascii: "^")
        if negated { inside.removeFirst() }
        var ranges: [ClosedRange<UInt8>] = []
        while let low = inside.popFirst() {
            if inside.count >= 2, inside.first == UInt8(ascii: "-"), let high = inside.dropFirst().first {
                inside.removeFirst(2)
                ranges.append(min(low, high)...max(low, high))
            } else {
                ranges.append(low...low)
            }
        }
        return .set(ranges: ranges, negated: negated)
    }

    /// O(name × pattern) at worst: a failed run is taken up again only at the last `*`.
    package func matches(_ name: [UInt8]) -> Bool {
        if name == literal { return true }
        var token = 0
        var at = 0
        var retry: (token: Int, at: Int)?
        while true {
            if token < tokens.count, tokens[token] == .run {
                retry = (token + 1, at)
                token += 1
            } else if token < tokens.count, let width = width(of: tokens[token], in: name, at: at) {
                token += 1
                at += width
            } else if token == tokens.count, at == name.count {
                return true
            } else if let last = retry, last.at < name.count {
                retry = (last.token, last.at + 1)
                token = last.token
                at = last.at + 1
            } else {
                return false
            }
        }
    }

    /// How many bytes of the name a token takes; nil where it does not fit.
    private func width(of token: Token, in name: [UInt8], at: Int) -> Int? {
        guard at < name.count else { return nil }
        switch token {
        case .byte(let byte): return name[at] == byte ? 1 : nil
        case .character: return Self.characterWidth(in: name, at: at)
        case .set(let ranges, let negated):
            guard ranges.contains(where: { $0.contains(name[at]) }) != negated else { return nil }
            return Self.characterWidth(in: name, at: at)
        case .run: return nil
        }
    }

    private static func characterWidth(in name: [UInt8], at: Int) -> Int {
        var end = at + 1
        while end < name.count, name[end] & 0xC0 == 0x80 { end += 1 }
        return end - at
    }
}

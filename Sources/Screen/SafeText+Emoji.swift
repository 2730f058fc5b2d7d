/// Whether these scalars are one of the emoji sequences of UTS #51, section 1.4, in a form that hides nothing: only the
/// three subdivision flags that exist, and no more than eight joined elements.
///
/// - Complexity: O(1); longer clusters are refused by the first scalars that do not fit.
func isEmojiSequence(_ scalars: String.UnicodeScalarView) -> Bool {
    var rest = scalars[...]
    guard let first = rest.popFirst(), let second = rest.first else { return false }
    if isRegionalIndicator(first) { return isRegionalIndicator(second) && rest.dropFirst().isEmpty }
    if second.value == 0xE0067 { return first.value == 0x1F3F4 && isSubdivision(rest) }
    if isKeycapBase(first) {
        if second == "\u{FE0F}" { rest.removeFirst() }
        return rest.first == "\u{20E3}" && rest.dropFirst().isEmpty
    }
    rest = scalars[...]
    for _ in 0..<8 {
        guard takeEmojiElement(&rest) else { return false }
        guard let joiner = rest.popFirst() else { return true }
        guard joiner == "\u{200D}" else { return false }
    }
    return false
}

/// Takes one emoji with its skin tone or presentation selector.
private func takeEmojiElement(_ rest: inout Substring.UnicodeScalarView) -> Bool {
    guard let base = rest.popFirst(), base.value >= 0x80, base.properties.isEmoji, !base.properties.isEmojiModifier,
        !isRegionalIndicator(base)
    else { return false }
    guard let next = rest.first else { return true }
    if next.properties.isEmojiModifier, base.properties.isEmojiModifierBase {
        _ = rest.popFirst()
    } else if next == "\u{FE0F}" || next == "\u{FE0E}" {
        // A selector that asks for what the base does anyway changes nothing on the screen: it stays visible as a number.
        guard base.properties.isEmojiPresentation == (next == "\u{FE0E}") else { return false }
        _ = rest.popFirst()
    }
    return true
}

/// England, Scotland, Wales: the only tag sequences that are recommended for interchange. Any other could carry a text.
private func isSubdivision(_ tags: some Sequence<Unicode.Scalar>) -> Bool {
    var code = ""
    for tag in tags.prefix(7) {
        guard (0xE0061...0xE007F).contains(tag.value) else { return false }
        code.unicodeScalars.append(Unicode.Scalar(UInt8(tag.value - 0xE0000)))
    }
    return ["gbeng\u{7F}", "gbsct\u{7F}", "gbwls\u{7F}"].contains(code)
}

private func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool { (0x1F1E6...0x1F1FF).contains(scalar.value) }

private func isKeycapBase(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar) || scalar == "#" || scalar == "*"
}

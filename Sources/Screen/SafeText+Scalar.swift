/// What becomes of a scalar outside of a well-formed emoji sequence.
enum ScalarTreatment: Equatable {
    /// Shown as itself.
    case base
    /// Shown on the base before it.
    case mark
    /// Spelled out in ASCII.
    case visible(String)
    /// U+FFFD.
    case replacement
}

/// Decides by general category and Default_Ignorable_Code_Point (UAX #44), so that a new invisible character of a later
/// Unicode version is caught without a list of ours.
func treatment(of scalar: Unicode.Scalar) -> ScalarTreatment {
    let value = scalar.value
    if value < 0x80 {
        if isPrintableASCII(UInt8(value)) { return .base }
        return .visible("^" + String(Unicode.Scalar(UInt8(value ^ 0x40))))
    }
    let properties = scalar.properties
    if properties.isDefaultIgnorableCodePoint || isBlankLooking(scalar) { return .visible(numbered(scalar)) }
    // A skin tone would join whatever stands before it, which is not what it was written on.
    if properties.isEmojiModifier { return .visible(numbered(scalar)) }
    // Vowels and finals of decomposed Hangul have no width of their own: they need their initial, as a mark its base.
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) {
        return properties.generalCategory == .unassigned ? .replacement : .mark
    }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator:
        return .visible(numbered(scalar))
    case .spaceSeparator:
        // The ideographic space is as wide as the text around it; the others pass for U+0020, or for nothing.
        return value == 0x3000 ? .base : .visible(numbered(scalar))
    case .unassigned, .privateUse, .surrogate:
        return .replacement
    case .nonspacingMark, .spacingMark, .enclosingMark:
        return .mark
    default:
        return .base
    }
}

/// Characters that draw nothing by themselves although their category is that of a letter or symbol.
private func isBlankLooking(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2800: true                       // Braille pattern blank
    case 0x115F, 0x1160, 0x3164, 0xFFA0: true // Hangul fillers
    case 0x1F1E6...0x1F1FF: true            // half of a flag; a pair is an emoji sequence and does not come here
    default: false
    }
}

/// `<85>`, `<200B>`, `<E0041>`.
func numbered(_ scalar: Unicode.Scalar) -> String {
    "<" + hexadecimal(scalar.value, digits: scalar.value < 0x100 ? 2 : 4) + ">"
}

/// At least `digits` upper-case hexadecimal digits.
func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let number = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - number.count)) + number
}

/// How many columns a terminal gives to text (UAX #11). Terminals differ in this for emoji and some scripts; therefore the
/// terminal's side places every cell absolutely and never relies on the sum.
package enum DisplayWidth {
    /// The columns that the text takes when written to a frame, that is, after sanitising.
    ///
    /// - Complexity: O(*bytes*).
    package static func columns(of text: String) -> Int {
        if text.utf8.allSatisfy(isPrintableASCII) { return text.utf8.count }
        var sum = 0
        forEachSafeCluster(of: text) { cluster in
            sum += cluster.columns
            return true
        }
        return sum
    }

    /// The columns of one grapheme cluster: 1 or 2 for a safe one, more for one that is spelled out (`<200B>`). Never 0.
    package static func columns(of character: Character) -> Int {
        safeClusters(of: character).reduce(0) { $0 + $1.columns }
    }

    /// 1 or 2. Letters that a script joins into one cluster (Indic conjuncts) count one each, up to 2.
    static func columns(ofSafe scalars: String.UnicodeScalarView) -> Int {
        var sum = 0
        for scalar in scalars {
            if isWide(scalar) || scalar == "\u{FE0F}" { return 2 }
            if !isZeroWidth(scalar) { sum += 1 }
            if sum == 2 { return 2 }
        }
        return max(1, sum)
    }

    /// Marks that stand on their base, jamo that complete a syllable, and what only selects a form.
    private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x300: return false
        case 0x1160...0x11FF, 0xD7B0...0xD7FF, 0x200D, 0xFE00...0xFE0F: return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return true
        default: return false
        }
    }
}

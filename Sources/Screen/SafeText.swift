/// The one way from data to a terminal or to standard output as text: everything that could move the cursor, recolour,
/// reorder, hide or query is turned into something visible.
///
/// - C0 controls and DEL become caret notation: `^[`, `^G`, `^I` for a tab, `^J` for a line feed, `^?`.
/// - C1 controls, bidi controls, zero-width and other invisible characters, unusual spaces, combining marks without a
///   base and pieces of emoji sequences become their number: `<85>`, `<202E>`, `<200B>`.
/// - Unassigned and private-use scalars and noncharacters become U+FFFD.
/// - A cluster keeps four marks or joined letters; what follows is replaced by one U+FFFD, so that a loss shows.
/// - Well-formed emoji sequences (UTS #51: flags, keycaps, skin tones, ZWJ sequences) stay whole.
///
/// Not an escape that can be undone: `<200B>` may also have been these six characters.
/// To show a text exactly, show its bytes.
///
/// - Complexity: O(*bytes*). Printable ASCII is returned as it is, after one scan.
package func sanitised(_ text: String) -> String {
    if text.utf8.allSatisfy(isPrintableASCII) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    forEachSafeCluster(of: text) { cluster in
        result += cluster.text
        return true
    }
    return result
}

/// The same for bytes that claim to be UTF-8: each maximal subpart of an ill-formed sequence becomes one U+FFFD
/// (The Unicode Standard, section 3.9, "U+FFFD Substitution of Maximal Subparts").
package func sanitised(utf8 bytes: some Collection<UInt8>) -> String {
    sanitised(String(decoding: bytes, as: UTF8.self))
}

@inline(__always)
func isPrintableASCII(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }

/// A grapheme cluster that may be sent to a terminal, and its width: 1 or 2 columns.
struct SafeCluster: Equatable {
    let text: String
    let columns: Int
}

/// Calls `body` with the safe clusters of `text`, in order, until it returns false. An unsafe character gives several
/// clusters (`<`, `2`, `0`, …). Reads no further than it is asked to, so that a cell of a megabyte costs what is shown of it.
func forEachSafeCluster(of text: String, _ body: (SafeCluster) -> Bool) {
    let utf8 = text.utf8
    var index = utf8.startIndex
    while index < utf8.endIndex {
        let byte = utf8[index]
        let next = utf8.index(after: index)
        // ASCII followed by ASCII is a cluster of its own (CR LF aside, which is not printable).
        if isPrintableASCII(byte), next == utf8.endIndex || utf8[next] < 0x80 {
            guard body(SafeCluster(text: String(Unicode.Scalar(byte)), columns: 1)) else { return }
            index = next
            continue
        }
        let character = text[index]
        for cluster in safeClusters(of: character) {
            guard body(cluster) else { return }
        }
        index = text.index(after: index)
    }
}

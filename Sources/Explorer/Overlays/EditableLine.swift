/// A line of text and the place in it where one types. What is passed over and deleted are whole grapheme clusters.
package struct EditableLine: Equatable, Sendable {
    package private(set) var text: String
    /// Bytes before the cursor, which never stands inside of a cluster.
    private var offset: Int

    /// The cursor stands between the two, or behind what they became together.
    package init(_ before: String = "", _ after: String = "") {
        text = before + after
        offset = before.utf8.count
        settle()
    }

    package var before: Substring { text[..<cursor] }
    package var after: Substring { text[cursor...] }
    package var isEmpty: Bool { text.isEmpty }

    package mutating func insert(_ more: some StringProtocol) {
        guard !more.isEmpty else { return }
        text.insert(contentsOf: more, at: cursor)
        offset += more.utf8.count
        settle()
    }

    mutating func edit(_ edit: LineEdit) {
        switch edit {
        case .go(let reach): offset = distance(to: place(reach))
        case .delete(let reach):
            let other = place(reach)
            let range = min(other, cursor)..<max(other, cursor)
            offset = distance(to: range.lowerBound)
            text.removeSubrange(range)
            settle()
        }
    }

    // MARK: Places

    private var cursor: String.Index { text.utf8.index(text.startIndex, offsetBy: offset) }

    private func distance(to index: String.Index) -> Int { text.utf8.distance(from: text.startIndex, to: index) }

    /// What comes to stand side by side may be one cluster: the cursor is then behind it.
    private mutating func settle() {
        let index = cursor
        guard index < text.endIndex, String.Index(index, within: text) == nil else { return }
        offset = distance(to: text.index(after: index))
    }

    private func place(_ reach: LineEdit.Reach) -> String.Index {
        let index = cursor
        switch reach {
        case .start: return text.startIndex
        case .end: return text.endIndex
        case .left: return index > text.startIndex ? text.index(before: index) : index
        case .right: return index < text.endIndex ? text.index(after: index) : index
        case .wordLeft: return back(from: index) { $0.isLetter || $0.isNumber }
        case .blankLeft: return back(from: index) { $0 != " " }
        case .wordRight:
            let word = text[index...].firstIndex { $0.isLetter || $0.isNumber } ?? text.endIndex
            return text[word...].firstIndex { !($0.isLetter || $0.isNumber) } ?? text.endIndex
        }
    }

    /// To the beginning of the word that ends at or before an index.
    private func back(from index: String.Index, _ isOfAWord: (Character) -> Bool) -> String.Index {
        guard let last = text[..<index].lastIndex(where: isOfAWord) else { return text.startIndex }
        guard let gap = text[..<last].lastIndex(where: { !isOfAWord($0) }) else { return text.startIndex }
        return text.index(after: gap)
    }
}

/// What a key does to a line that is typed.
enum LineEdit: Equatable, Sendable {
    /// How far, from the cursor.
    enum Reach: Equatable, Sendable {
        case left, right, start, end
        /// To the beginning or end of a word of letters and digits.
        case wordLeft, wordRight
        /// To the beginning of what stands between blanks.
        case blankLeft
    }

    case go(Reach)
    case delete(Reach)
}

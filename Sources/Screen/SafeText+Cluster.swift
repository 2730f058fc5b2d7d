/// How many marks or joined letters one cluster keeps beside its first scalar.
private let followerLimit = 4

/// Turns one grapheme cluster into what may be shown of it.
///
/// - Complexity: O(*scalars*), at most nine of which are kept.
func safeClusters(of character: Character) -> [SafeCluster] {
    let scalars = character.unicodeScalars
    if isEmojiSequence(scalars) {
        return [SafeCluster(text: String(character), columns: DisplayWidth.columns(ofSafe: scalars))]
    }
    var builder = SafeClusterBuilder()
    for scalar in scalars {
        switch treatment(of: scalar) {
        case .base: builder.appendBase(scalar)
        case .mark: builder.appendMark(scalar)
        case .visible(let spelling): builder.appendSpelling(spelling)
        case .replacement: builder.appendSpelling("\u{FFFD}")
        }
        if builder.isFull { break }
    }
    return builder.finished()
}

/// Collects what one unsafe or ordinary cluster turns into.
private struct SafeClusterBuilder {
    private var clusters: [SafeCluster] = []
    private var current = String.UnicodeScalarView()
    private var followers = 0

    /// Set once the limit is passed: the rest of the cluster, however long, is not looked at.
    private(set) var isFull = false

    mutating func appendBase(_ scalar: Unicode.Scalar) {
        if current.isEmpty {
            current.append(scalar)
        } else {
            appendFollower(scalar)
        }
    }

    /// A mark needs something to stand on; else it would climb onto whatever was drawn before it.
    mutating func appendMark(_ scalar: Unicode.Scalar) {
        if current.isEmpty { appendSpelling(numbered(scalar)) } else { appendFollower(scalar) }
    }

    private mutating func appendFollower(_ scalar: Unicode.Scalar) {
        guard followers < followerLimit else {
            appendSpelling("\u{FFFD}")
            isFull = true
            return
        }
        current.append(scalar)
        followers += 1
    }

    mutating func appendSpelling(_ spelling: String) {
        flush()
        for scalar in spelling.unicodeScalars { clusters.append(SafeCluster(text: String(scalar), columns: 1)) }
        // An invisible run within one cluster (tags, variation selectors) may be as long as the file.
        followers += 1
        if followers > 2 * followerLimit {
            clusters.append(SafeCluster(text: "\u{FFFD}", columns: 1))
            isFull = true
        }
    }

    private mutating func flush() {
        guard !current.isEmpty else { return }
        clusters.append(SafeCluster(text: String(current), columns: DisplayWidth.columns(ofSafe: current)))
        current = String.UnicodeScalarView()
    }

    mutating func finished() -> [SafeCluster] {
        flush()
        return clusters
    }
}

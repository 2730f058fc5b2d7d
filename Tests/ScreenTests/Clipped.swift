@testable import Screen

/// A line's text cut to a width in columns: sanitised, whole clusters, the ellipsis in the last column of what was cut.
///
/// - Complexity: O(*columns*), whatever the text's length.
func clipped(_ text: String, columns: Int, ellipsis: String = Glyphs.unicode.ellipsis) -> String {
    guard columns > 0 else { return "" }
    var line = FittedLine(limit: columns)
    forEachSafeCluster(of: text) { line.append($0) }
    if line.isCut { line.cut(ellipsis: ellipsis.isEmpty ? nil : SafeCluster(text: ellipsis, columns: 1)) }
    return line.clusters.map(\.text).joined()
}

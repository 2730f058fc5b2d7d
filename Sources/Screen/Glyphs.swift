/// The signs that frames are built of. Two sets: one of Unicode's box-drawing and block characters, one of ASCII for
/// terminals whose locale knows no UTF-8. Each is one column wide.
package struct Glyphs: Equatable, Sendable {
    package let horizontal: String
    package let vertical: String
    package let topLeft: String
    package let topRight: String
    package let bottomLeft: String
    package let bottomRight: String
    package let leftTee: String
    package let rightTee: String
    /// Marks the line that is selected.
    package let marker: String
    /// Stands where text was cut.
    package let ellipsis: String
    /// From one value to the next.
    package let arrow: String
    package let expanded: String
    package let collapsed: String
    package let bullet: String
    /// Eight heights, lowest first.
    package let bars: [String]
    /// Whether text outside of ASCII has to be spelled out.
    package let isASCII: Bool

    package static let unicode = Glyphs(
        horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘",
        leftTee: "├", rightTee: "┤", marker: "▸", ellipsis: "…", arrow: "→", expanded: "▾", collapsed: "▸", bullet: "•",
        bars: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"], isASCII: false)

    package static let ascii = Glyphs(
        horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+",
        leftTee: "+", rightTee: "+", marker: ">", ellipsis: ">", arrow: ">", expanded: "v", collapsed: ">", bullet: "*",
        bars: ["_", ".", "-", ":", "=", "+", "*", "#"], isASCII: true)

    /// The bar for `value` of `maximum`; a blank for nothing at all, so that an empty slot and a small one differ.
    package func bar(_ value: Int, of maximum: Int) -> String {
        guard value > 0, maximum > 0 else { return " " }
        let share = Double(min(value, maximum)) / Double(maximum)
        return bars[min(bars.count - 1, Int(share * Double(bars.count)))]
    }
}

/// A cluster spelled with ASCII alone: `\u{E9}` as in Swift's own literals, one per scalar.
func asciiClusters(of cluster: SafeCluster) -> [SafeCluster] {
    if cluster.text.utf8.count == 1 { return [cluster] }
    return cluster.text.unicodeScalars.flatMap { scalar -> [SafeCluster] in
        let spelling = scalar.isASCII ? String(scalar) : "\\u{" + hexadecimal(scalar.value, digits: 4) + "}"
        return spelling.unicodeScalars.map { SafeCluster(text: String($0), columns: 1) }
    }
}

/// A line with `\u{E9}` for each scalar that is no printable ASCII, and its backslashes doubled: no two texts look the same.
///
/// - Complexity: O(*scalars*).
package func spelled(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x5C: result.append(contentsOf: "\\\\".unicodeScalars)
        case 0x20...0x7E: result.append(scalar)
        default: result.append(contentsOf: "\\u{\(hexadecimal(scalar.value, digits: 1))}".unicodeScalars)
        }
    }
    return String(result)
}

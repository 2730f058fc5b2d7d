/// Names like one that was not found.
enum NearestNames {
    /// All names, the most similar first. O(names × length²).
    static func sorted(_ names: [String], by wanted: String) -> [String] {
        let wanted = Array(wanted.utf8)
        return names.map { (name: $0, distance: distance(wanted, Array($0.utf8))) }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .map(\.name)
    }

    /// The few names that somebody may have meant, the most similar first; empty where none is close.
    /// - Complexity: O(names × length²), in bytes; names that differ much in length cost nothing.
    static func few(of names: some Sequence<[UInt8]>, like wanted: [UInt8], count: Int = 3) -> [[UInt8]] {
        let most = max(2, wanted.count / 3)
        var best: [(name: [UInt8], distance: Int)] = []
        for name in names {
            let isLonger = name.starts(with: wanted) && !wanted.isEmpty
            guard isLonger || abs(name.count - wanted.count) <= most else { continue }
            let distance = isLonger ? 1 : distance(wanted, name)
            guard distance <= most, best.count < count || distance < best[best.count - 1].distance else { continue }
            let place = best.firstIndex { $0.distance > distance } ?? best.endIndex
            best.insert((name, distance), at: place)
            if best.count > count { best.removeLast() }
        }
        return best.map(\.name)
    }

    /// The one that somebody may have meant; nil where none is close.
    /// - Complexity: as `few`.
    static func nearest(of names: [String], to wanted: String) -> String? {
        few(of: names.map { Array($0.utf8) }, like: Array(wanted.utf8), count: 1).first.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Levenshtein's, in bytes. Texts longer than a name should be count as far.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        guard left.count <= 256, right.count <= 256 else { return .max }
        var row = Array(0...right.count)
        for (line, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in right.indices {
                let change = diagonal + (right[column] == byte ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}

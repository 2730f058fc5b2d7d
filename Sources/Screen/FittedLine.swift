/// Clusters that fit into a number of columns.
struct FittedLine {
    let limit: Int
    private(set) var clusters: [SafeCluster] = []
    private(set) var used = 0

    /// Whether something was left out.
    private(set) var isCut = false

    init(limit: Int) { self.limit = limit }

    /// Takes a cluster if it fits; returns whether it did.
    mutating func append(_ cluster: SafeCluster) -> Bool {
        guard used + cluster.columns <= limit else {
            isCut = true
            return false
        }
        clusters.append(cluster)
        used += cluster.columns
        return true
    }

    /// Fills a cut line to its limit: blanks, and the mark in the last column.
    mutating func cut(ellipsis: SafeCluster?) {
        let end = ellipsis == nil ? limit : limit - 1
        while used > end, let last = clusters.popLast() { used -= last.columns }
        while used < end {
            clusters.append(SafeCluster(text: " ", columns: 1))
            used += 1
        }
        if let ellipsis, limit > 0 {
            clusters.append(ellipsis)
            used += 1
        }
    }
}

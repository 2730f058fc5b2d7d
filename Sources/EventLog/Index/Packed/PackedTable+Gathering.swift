extension PackedTable {
    /// Columns of chosen rows at once: what one look-up costs is mostly finding the page and how it packs the column.
    /// - Parameters:
    ///   - rows: rising is fast, any order is right.
    ///   - place: gets column after column, `stride` values apart, each with a value per row.
    /// - Complexity: O(rows × columns).
    func gather(_ rows: UnsafeBufferPointer<Int>, into place: UnsafeMutablePointer<Int64>, stride: Int) {
        var start = 0
        while start < rows.count {
            let index = rows[start] / Self.pageRows
            let first = index * Self.pageRows
            var end = start + 1
            while end < rows.count, rows[end] >= first, rows[end] < first + Self.pageRows { end += 1 }
            let part = UnsafeBufferPointer(rebasing: rows[start..<end])
            if index < fullPages {
                page(index).gather(part, from: first, into: place + start, stride: stride)
            } else {
                precondition(part.allSatisfy { $0 < count })
                pending.withUnsafeBufferPointer { pending in
                    for column in 0..<columns {
                        for (at, row) in part.enumerated() { place[column * stride + start + at] = pending[column * Self.pageRows + row - first] }
                    }
                }
            }
            start = end
        }
    }
}

extension PackedPage {
    /// - Parameter first: the row of the table that is this page's first.
    func gather(_ rows: UnsafeBufferPointer<Int>, from first: Int, into place: UnsafeMutablePointer<Int64>, stride: Int) {
        precondition(rows.allSatisfy { $0 >= first && $0 - first < count })
        for column in 0..<columns {
            let facts = facts(of: column)
            let values = UnsafeRawPointer(bytes.baseAddress!) + facts.at - first * facts.width
            let into = place + column * stride
            // Eight bytes are read whatever the width is, and those of the next values cut off.
            let mask = facts.width == 8 ? UInt64.max : (1 << UInt64(facts.width * 8)) - 1
            if facts.hasMissing {
                for at in 0..<rows.count {
                    let delta = UInt64(littleEndian: (values + rows[at] * facts.width).loadUnaligned(as: UInt64.self)) & mask
                    into[at] = delta == 0 ? Self.missing : facts.base &+ Int64(bitPattern: delta &- 1)
                }
            } else {
                for at in 0..<rows.count {
                    let delta = UInt64(littleEndian: (values + rows[at] * facts.width).loadUnaligned(as: UInt64.self)) & mask
                    into[at] = facts.base &+ Int64(bitPattern: delta)
                }
            }
        }
    }
}

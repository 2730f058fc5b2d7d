import JSONText

/// Joins what the files hold into one log.
struct IndexBuilder {
    private(set) var rows = Columns()
    private(set) var streams = NameTable()
    private(set) var types = NameTable()
    private(set) var problems: [LogProblem] = []
    private var assumptions = Assumptions()
    private var sourcePositions: [Int64] = []

    /// Adds a file's rows behind those that are there. O(rows).
    mutating func add(_ scanned: ScannedFile, path: String) {
        let streamNumbers = scanned.streams.names.map { streams.number(of: $0) }
        let typeNumbers = scanned.types.names.map { types.number(of: $0) }
        var scannedRows = scanned.rows
        var positions = scanned.sourcePositions
        if Self.isNewestFirst(scannedRows) {
            let order = Array((0..<scannedRows.count).reversed())
            scannedRows = scannedRows.reordered(by: order)
            positions.reverse()
            assumptions.newestFirst.append(path)
        }
        let file = Int32(filesAdded)
        filesAdded += 1
        rows.file += scannedRows.file.map { _ in file }
        rows.offset += scannedRows.offset
        rows.length += scannedRows.length
        rows.line += scannedRows.line
        rows.stream += scannedRows.stream.map { streamNumbers[Int($0)] }
        rows.type += scannedRows.type.map { typeNumbers[Int($0)] }
        rows.version += scannedRows.version
        rows.time += scannedRows.time
        sourcePositions += positions
        problems += scanned.problems
        assumptions.add(scanned, path: path)
    }

    /// Something else that was assumed of a file.
    mutating func note(_ text: String, of path: String) { assumptions.note(text, of: path) }

    private var filesAdded = 0

    /// Puts the log in order and numbers what the sources left unnumbered. O(rows log rows) at worst, O(rows) if in order.
    mutating func finish() {
        orderBySourcePosition()
        numberVersions()
    }

    /// What was assumed, one line each.
    func notes(_ streams: StreamRows) -> [String] { assumptions.notes + streams.notes }

    mutating func add(_ problem: LogProblem) { problems.append(problem) }

    /// True where versions of the same stream fall from row to row more often than they rise.
    private static func isNewestFirst(_ rows: Columns) -> Bool {
        var last: [Int32: Int64] = [:]
        var rises = 0
        var falls = 0
        for (stream, version) in zip(rows.stream, rows.version) where version != ScannedFile.missing {
            if let before = last.updateValue(version, forKey: stream) {
                if version > before { rises += 1 } else if version < before { falls += 1 }
            }
        }
        return falls > rises
    }

    private mutating func orderBySourcePosition() {
        guard !sourcePositions.contains(ScannedFile.missing) else { return }
        guard zip(sourcePositions, sourcePositions.dropFirst()).contains(where: { $0 > $1 }) else { return }
        let positions = sourcePositions
        let order = rows.offset.indices.sorted { positions[$0] == positions[$1] ? $0 < $1 : positions[$0] < positions[$1] }
        rows = rows.reordered(by: order)
    }

    private mutating func numberVersions() {
        guard rows.version.contains(ScannedFile.missing) else { return }
        var next = [Int64](repeating: 0, count: streams.names.count)
        for row in rows.version.indices {
            let stream = Int(rows.stream[row])
            if rows.version[row] == ScannedFile.missing { rows.version[row] = next[stream] }
            next[stream] = max(next[stream], min(rows.version[row], .max - 1) + 1)
        }
    }
}

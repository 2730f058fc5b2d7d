import JSONText

/// Joins what the files hold into one log.
struct IndexBuilder {
    private(set) var rows = Columns()
    private(set) var streams = NameTable()
    private(set) var types = NameTable()
    private(set) var problems: [LogProblem] = []
    private var newestFirst: [String] = []
    private var withoutVersions: [String] = []
    private var withoutZones: [String] = []
    private var said: [(text: String, paths: [String])] = []
    private var asides: [String: Int] = [:]
    private var pathsOfAsides: [String: [String]] = [:]
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
            newestFirst.append(path)
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
        if scanned.lacksVersions { withoutVersions.append(path) }
        if scanned.lacksZones { withoutZones.append(path) }
        for (kind, count) in scanned.asides {
            asides[kind, default: 0] += count
            pathsOfAsides[kind, default: []].append(path)
        }
    }

    /// Something else that was assumed of a file.
    mutating func note(_ text: String, of path: String) {
        if let index = said.firstIndex(where: { $0.text == text }) { said[index].paths.append(path) } else { said.append((text, [path])) }
    }

    private var filesAdded = 0

    /// Puts the log in order and numbers what the sources left unnumbered. O(rows log rows) at worst, O(rows) if in order.
    mutating func finish() {
        orderBySourcePosition()
        numberVersions()
    }

    /// What was assumed, one line each whatever the number of files.
    var notes: [String] {
        said.compactMap { Self.note($0.paths, $0.text) }
            + asides.sorted { $0.key < $1.key }.compactMap { kind, count in
                Self.note(pathsOfAsides[kind] ?? [], "hidden, as they are no events of the domain: \(kind) (\(count))")
            }
            + [
                Self.note(newestFirst, "newest first; read from the end"),
                Self.note(withoutVersions, "no stream versions; counted from 0 in log order"),
                Self.note(withoutZones, "times without a zone; read as UTC"),
            ].compactMap { $0 }
    }

    private static func note(_ paths: [String], _ text: String) -> String? {
        guard let first = paths.first else { return nil }
        return paths.count == 1 ? "\(first): \(text)" : "\(first) and \(paths.count - 1) more: \(text)"
    }

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
        var next: [Int32: Int64] = [:]
        for row in rows.version.indices where rows.version[row] == ScannedFile.missing {
            let version = next[rows.stream[row], default: 0]
            rows.version[row] = version
            next[rows.stream[row]] = version + 1
        }
    }
}

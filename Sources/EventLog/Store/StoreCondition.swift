/// Whether a store's file is as it was written: what `verify` says of it, and whether it takes events.
package enum StoreCondition: Hashable, Sendable {
    case whole
    /// Bytes at the end are no whole event, or batch. `line` is where they begin, from 1.
    case torn(Range<Int>, line: Int, isBeingWritten: Bool)
    case damaged(StoreDamage)

    /// Reads it all and changes nothing; nothing is locked.
    /// - Throws: `SourceError`.
    /// - Parameter onOddity: told of each event that may be read, but that no append would have written.
    package static func of(
        _ path: String, calls: any FileCalls = SystemFileCalls(), onOddity: ((StoreDamage) -> Void)? = nil
    ) throws(SourceError) -> StoreCondition {
        try scanned(path, calls, onOddity).condition
    }

    /// The same of a source; nil where it is no store, but another program's file: even one of the name that a store's has.
    package static func of(_ source: History.Source, onOddity: ((StoreDamage) -> Void)? = nil) throws(SourceError) -> StoreCondition? {
        guard isNamedAsStore(source) else { return nil }
        let found = try scanned(source.file.location.argument, SystemFileCalls(), onOddity)
        return isStore(source) || found.events > 0 ? found.condition : nil
    }

    private static func scanned(
        _ path: String, _ calls: any FileCalls, _ onOddity: ((StoreDamage) -> Void)?
    ) throws(SourceError) -> (condition: StoreCondition, events: Int) {
        do throws(FileCallError) {
            let file = OpenFile(try calls.open(path, .reading), calls)
            let status = try calls.status(of: file.number)
            var scan = StoreScan(index: StoreIndex())
            scan.onOddity = onOddity
            try scan.run(calls, file.number, size: status.size)
            if let damage = scan.damage { return (.damaged(damage), scan.events) }
            guard let start = scan.tornStart else { return (.whole, scan.events) }
            let isBeingWritten = calls.holder(ofLockOn: status) != nil
            return (.torn(start..<status.size, line: scan.lines + (scan.lacksLineFeed ? 0 : 1), isBeingWritten: isBeingWritten), scan.events)
        } catch {
            throw SourceError(path: SourcePath(argument: path).description, problem: .system(error.code))
        }
    }

    /// Whether a source is a store of our own, and not a file that only has its shape.
    package static func isStore(_ source: History.Source) -> Bool {
        source.format == EnvelopeFormat.storeName && source.isOfLines && isNamedAsStore(source)
    }

    private static func isNamedAsStore(_ source: History.Source) -> Bool {
        !source.file.isSpooled && source.file.location.isOfStore
    }

    /// What is told of an event that no append would have written.
    package static func finding(ofOddity oddity: StoreDamage, path: String) -> Finding {
        Finding(
            severity: .error, kind: "not-storable", place: Place(path: path, line: oddity.line, offset: oddity.offset), stream: nil,
            version: nil, message: oddity.message)
    }

    /// What is told of it beside what each line says by itself.
    package func finding(path: String) -> Finding? {
        switch self {
        case .whole: return nil
        case .torn(let range, let line, let isBeingWritten):
            let hint = isBeingWritten ? "a process is writing the store" : "hindcast recover moves them aside"
            return Finding(
                severity: isBeingWritten ? .warning : .error, kind: LogProblem.Kind.tornTail.rawValue,
                place: Place(path: path, line: line, offset: range.lowerBound), stream: nil, version: nil,
                message: "the last \(range.count) bytes are no whole event or batch; \(hint)")
        case .damaged(let damage):
            return Finding(
                severity: .error, kind: "damaged", place: Place(path: path, line: damage.line, offset: damage.offset), stream: nil,
                version: nil, message: "\(damage.message)\(damage.place); the store takes no events until that is mended")
        }
    }
}

extension SourcePath {
    /// Whether a store's file has that name.
    var isOfStore: Bool { bytes.split(separator: UInt8(ascii: "/")).last.map(Array.init) == Array(StorePlace.fileName.utf8) }
}

extension SourceFile {
    /// Where a torn tail of our own store begins: what an append left that never ended, a batch without its last lines among it.
    /// A reader shows nothing from there on. Nil where the end is whole, and where a damage in the middle hides it.
    /// - Complexity: O(bytes of the last append), a few reads from the file's end.
    /// - Throws: `SourceError`.
    package func tornStartOfStore() throws(SourceError) -> Int? {
        var window = 64 << 10
        while true {
            let start = try lineStart(from: max(0, size - window))
            var scan = StoreScan(index: nil, end: start)
            do throws(FileCallError) {
                try scan.run(size: size) { buffer, offset throws(FileCallError) in
                    guard let bytes = try? self.read(offset..<(offset + buffer.count)) else { throw FileCallError(call: "pread", code: 5) }
                    buffer.copyBytes(from: bytes)
                    return bytes.count
                }
            } catch {
                throw SourceError(path: path, problem: .unreadable(offset: start, errno: error.code))
            }
            if start == 0 || (scan.events > 0 && !scan.startsInsideBatch) { return scan.tornStart }
            window *= 8
        }
    }

    /// Behind the first LF from an offset on; 0 for 0, and the size where there is none.
    private func lineStart(from offset: Int) throws(SourceError) -> Int {
        var position = offset
        while position > 0, position < size {
            let bytes = try read((position - 1)..<min(size, position - 1 + (64 << 10)))
            if let feed = bytes.firstIndex(of: 0x0A) { return position + feed }
            if bytes.isEmpty { break }
            position += bytes.count
        }
        return position > 0 ? size : 0
    }
}

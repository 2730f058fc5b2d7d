internal import Glibc

/// What was moved out of a store.
package struct MovedTail: Hashable, Sendable {
    /// Where the bytes are now.
    package let path: String
    package let bytes: Int
    /// Where they began, in bytes from the start of the store's file.
    package let offset: Int
}

extension EventStore {
    /// Moves a torn tail aside.
    /// - Returns: nil where there is none.
    /// - Throws: `StoreError`, `damaged` among them: what lies in the middle is nobody's to throw away.
    package func recover() throws(StoreError) -> MovedTail? {
        guard !isDead else { throw failure(.dead) }
        guard open != nil else {
            // Of a first append that never ended.
            NewStoreFile(place: place, calls: calls).removeLeftovers()
            throw failure(.missing)
        }
        return try withLock { open throws(StoreError) in
            try open.refresh()
            if let damage = open.scan.damage { throw refusal(for: damage, open) }
            NewStoreFile(place: place, calls: calls).removeLeftovers()
            return try moveTornTailAside(open)
        }
    }

    /// Copies the tail into a file of its own, waits until the disk has it, and only then cuts it off. Killed in between, it is
    /// done again from the beginning; a second copy does no harm. The lock is held.
    @discardableResult
    func moveTornTailAside(_ open: OpenStore) throws(StoreError) -> MovedTail? {
        guard let range = open.tornRange else { return nil }
        do throws(FileCallError) {
            let path = try copyAside(range, of: open.file.number)
            try calls.truncate(open.file.number, to: range.lowerBound)
            try calls.syncData(open.file.number)
            try open.noteCut()
            return MovedTail(path: path, bytes: range.count, offset: range.lowerBound)
        } catch {
            throw failure(.system(doing: "moving the torn tail aside in", error))
        }
    }

    private func copyAside(_ range: Range<Int>, of store: Int32) throws(FileCallError) -> String {
        let (path, file) = try newTornFile()
        do throws(FileCallError) {
            try calls.makePrivate(file.number, isFolder: false)
            try copy(range, of: store, to: file.number)
            try calls.syncData(file.number)
            try calls.syncFolder(at: place.realFolder)
            try file.close()
            return path
        } catch {
            try? calls.remove(path)
            throw error
        }
    }

    /// `events.jsonl.torn-20260305T143200Z`, with a number behind it where that is taken.
    private func newTornFile() throws(FileCallError) -> (path: String, file: OpenFile) {
        let time = options.clock().text().utf8.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "Z") }
        let digits = String(decoding: time.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") }, as: UTF8.self)
        var number = 0
        while true {
            let path = place.file + ".torn-\(digits)Z" + (number == 0 ? "" : "-\(number)")
            do throws(FileCallError) {
                return (path, OpenFile(try calls.open(path, .new), calls))
            } catch where error.code == 17 {
                number += 1
            }
        }
    }

    /// In blocks; where there are only zeros nothing is written, so that a hole stays a hole.
    private func copy(_ range: Range<Int>, of source: Int32, to target: Int32) throws(FileCallError) {
        let block = 1 << 20
        for offset in stride(from: range.lowerBound, to: range.upperBound, by: block) {
            let bytes = try calls.bytes(source, offset..<min(range.upperBound, offset + block))
            if !Self.isZero(bytes) { try calls.writeAll(bytes, to: target, at: offset - range.lowerBound) }
        }
        try calls.truncate(target, to: range.count)
    }

    /// A vector at a time: all bytes are like the first.
    private static func isZero(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { $0.isEmpty || $0[0] == 0 && memcmp($0.baseAddress!, $0.baseAddress! + 1, $0.count - 1) == 0 }
    }
}

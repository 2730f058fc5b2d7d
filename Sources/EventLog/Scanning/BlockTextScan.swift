internal import CSimdjson
internal import Glibc

/// Looks for a plain text in the bytes of a log's files on one core, case smart, and tells how far it is: which events may hold it.
///
/// A record that is written with escapes may hold it in another spelling; it counts as one that may. Where case counts and nobody
/// waits for progress, `TextScan` is quicker.
package struct BlockTextScan {
    private let history: History
    private let wanted: [UInt8]
    /// Nil where case counts.
    private let caseless: CaselessSearch?
    private static let blockSize = 1 << 20

    /// - Parameter ignoresCase: of ASCII letters.
    package init(_ text: String, ignoresCase: Bool = false, in history: History) {
        self.history = history
        caseless = ignoresCase ? CaselessSearch(text) : nil
        wanted = Array(text.utf8)
    }

    /// Whether the log lies in its files as it is read, and its payloads as text: only then can a place in a file be told for a position.
    package var isPossible: Bool { !wanted.isEmpty && history.isInFileOrder && history.payloadCoding != .bytes }

    /// Calls `body` with positions whose records may hold the text, ascending, as they are found, until it returns false.
    /// - Parameter blockRead: is told after each block how far the search is: the position looked at last.
    /// - Complexity: O(bytes of the files), at the speed of the C library's search.
    /// - Throws: `SourceError`, and what `body` and `blockRead` throw.
    package func forEach(_ body: (Int) throws -> Bool, blockRead: (Int) throws -> Void = { _ in }) throws {
        var next = 0
        // Of the record looked at last: what else stands in it needs no second look.
        var recordEnd = 0
        for source in history.sources {
            let end = min(source.file.size, max(source.scanned, 0))
            var start = 0
            while start < end {
                let bytes = try source.file.read(start..<min(end, start + Self.blockSize + wanted.count - 1))
                if bytes.isEmpty { break }
                // Records that begin before the end of this block, from the one that is running on.
                for offset in places(in: bytes) where source.base + start + offset >= recordEnd {
                    let position = history.position(atOrBefore: source.base + start + offset, from: next)
                    guard let position, position >= next else { continue }
                    next = position + 1
                    recordEnd = history.end(of: position)
                    guard try body(position) else { return }
                }
                start += Self.blockSize
                try blockRead(history.position(atOrBefore: source.base + start, from: next) ?? next)
            }
        }
    }

    /// Where the text, or an escape, stands in a block. A line may hold several records, so every escape counts.
    private func places(in bytes: [UInt8]) -> [Int] {
        bytes.withUnsafeBytes { bytes in
            var places: [Int] = []
            var at = 0
            if let caseless {
                caseless.forEachPlace(in: bytes) { place in
                    places.append(place)
                    return true
                }
                at = bytes.count
            }
            while at < bytes.count, let found = csj_search(bytes.baseAddress! + at, bytes.count - at, wanted, wanted.count) {
                at = found - bytes.baseAddress!
                places.append(at)
                at += wanted.count
            }
            at = 0
            while at < bytes.count, let found = memchr(bytes.baseAddress! + at, Int32(UInt8(ascii: "\\")), bytes.count - at) {
                at = UnsafeRawPointer(found) - bytes.baseAddress!
                places.append(at)
                // The byte behind it belongs to it.
                at += 2
            }
            return places.sorted()
        }
    }
}

extension History {
    /// The last event whose record begins at or before an offset, counted over all files. O(log events).
    func position(atOrBefore offset: Int, from first: Int) -> Int? {
        var low = first
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if rows[middle, LogColumn.offset] <= Int64(offset) { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : low - 1
    }
}

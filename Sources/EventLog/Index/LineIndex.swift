internal import Glibc

/// How many lines lie before some places of a file, so that a line's number need not be kept for each event.
struct LineIndex: Sendable {
    private var offsets: [Int] = [0]
    private var lines: [Int] = [0]

    /// - Parameter lines: how many line ends lie before the offset.
    mutating func add(offset: Int, lines: Int) {
        guard offset > offsets[offsets.count - 1] else { return }
        offsets.append(offset)
        self.lines.append(lines)
    }

    /// The line in which an offset lies, from 1.
    /// - Complexity: O(log n), and a look through at most one block of the file.
    func line(of offset: Int, in file: SourceFile) throws(SourceError) -> Int {
        var low = 0
        var high = offsets.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if offsets[middle] <= offset { low = middle } else { high = middle }
        }
        var number = lines[low] + 1
        var at = offsets[low]
        while at < offset {
            let bytes = try file.read(at..<min(offset, at + 1 << 20))
            if bytes.isEmpty { break }
            number += Self.feeds(in: bytes)
            at += bytes.count
        }
        return number
    }

    static func feeds(in bytes: some Collection<UInt8>) -> Int {
        bytes.withContiguousStorageIfAvailable { bytes in
            var count = 0
            var at = 0
            while at < bytes.count, let found = memchr(bytes.baseAddress! + at, 0x0A, bytes.count - at) {
                count += 1
                at = UnsafeRawPointer(found) - UnsafeRawPointer(bytes.baseAddress!) + 1
            }
            return count
        } ?? bytes.count { $0 == 0x0A }
    }

    var kept: (offsets: [Int], lines: [Int]) { (offsets, lines) }

    init() {}

    init?(offsets: [Int], lines: [Int]) {
        guard offsets.first == 0, offsets.count == lines.count else { return nil }
        self.offsets = offsets
        self.lines = lines
    }
}

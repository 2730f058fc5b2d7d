internal import Glibc

/// Lines up to a place, counted as the text goes by.
struct LineCount {
    private(set) var position = 0
    private(set) var lines = 0
    /// Where the line begins in which the place lies.
    private(set) var start = 0

    mutating func advance(to offset: Int, _ window: DocumentWindow) {
        // What was given up unseen is read again.
        if position < window.base {
            while position < min(offset, window.base), let bytes = try? window.file.read(position..<min(offset, window.base, position + 1 << 20)),
                !bytes.isEmpty
            {
                bytes.withUnsafeBufferPointer { count($0) }
            }
        }
        let end = min(offset, window.limit)
        guard position >= window.base, position < end else { return }
        count(window.text(position..<end))
    }

    private mutating func count(_ bytes: UnsafeBufferPointer<UInt8>) {
        var at = 0
        while at < bytes.count, let found = memchr(bytes.baseAddress! + at, 0x0A, bytes.count - at) {
            at = UnsafeRawPointer(found) - UnsafeRawPointer(bytes.baseAddress!) + 1
            lines += 1
            start = position + at
        }
        position += bytes.count
    }
}

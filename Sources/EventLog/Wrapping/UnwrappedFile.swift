/// Carries what is wrapped into a spool, unwrapped.
enum UnwrappedFile {
    private static let blockSize = 1 << 20

    /// The file itself where it is not wrapped.
    /// - Complexity: O(bytes) for what is, and memory for its longest line, up to `BlockReader.longestLine`.
    /// - Throws: `noRoom`, `noSpool`, `unreadable`.
    static func of(_ file: SourceFile, limits: SpoolLimits, watch: SpoolWatch? = nil, stop: () -> Bool) throws(SourceError.Problem) -> SourceFile {
        guard let wrapping = Wrapping.of(try file.bytes(0..<Wrapping.headSize)) else { return file }
        var spool = try SpoolFile(limits: limits)
        var unwrapper = Unwrapper(wrapping)
        var pending: [UInt8] = []
        var text: [UInt8] = []
        var at = 0
        var shortfall = file.shortfall
        while true {
            if stop() {
                shortfall = .stopped
                break
            }
            let block = try file.bytes(at..<(at + blockSize))
            if block.isEmpty { break }
            at += block.count
            pending += block
            // Longer lines are none that could be read; they come out in pieces.
            let end = pending.lastIndex(of: 0x0A).map { $0 + 1 } ?? (pending.count > BlockReader.longestLine ? pending.count : 0)
            unwrap(pending[..<end], with: &unwrapper, into: &text)
            pending.removeSubrange(..<end)
            try append(text, to: &spool)
            text.removeAll(keepingCapacity: true)
            watch?.told(SourceFile(file.location, spool.descriptor, size: spool.size, isSpooled: true, wrapping: wrapping), bytesRead: at)
        }
        unwrap(pending[...], with: &unwrapper, into: &text)
        try append(text, to: &spool)
        return SourceFile(file.location, spool.descriptor, size: spool.size, isSpooled: true, shortfall: shortfall, wrapping: wrapping)
    }

    private static func append(_ text: [UInt8], to spool: inout SpoolFile) throws(SourceError.Problem) {
        var problem: SourceError.Problem?
        text.withUnsafeBytes { bytes in
            do throws(SourceError.Problem) { try spool.append(bytes) } catch { problem = error }
        }
        if let problem { throw problem }
    }

    private static func unwrap(_ lines: ArraySlice<UInt8>, with unwrapper: inout Unwrapper, into text: inout [UInt8]) {
        var rest = lines
        while !rest.isEmpty {
            let line = rest.prefix { $0 != 0x0A }
            unwrapper.unwrap(line.last == 0x0D ? line.dropLast() : line, into: &text)
            rest = rest.dropFirst(line.count)
            if rest.first == 0x0A {
                text.append(0x0A)
                rest = rest.dropFirst()
            }
        }
    }
}

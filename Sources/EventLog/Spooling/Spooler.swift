/// Carries a source into a spool, unpacking it on the way.
struct Spooler {
    private let input: SpoolInput
    private let limits: SpoolLimits
    private var spool: SpoolFile
    private var bytesRead = 0
    private var isStopped = false
    private let path: SourcePath

    private static let blockSize = 256 << 10
    /// What it takes to tell the content's kind; see `ForeignContent`.
    private static let headSize = 512

    private init(_ input: SpoolInput, _ path: SourcePath) throws(SourceError.Problem) {
        self.input = input
        self.path = path
        limits = input.limits
        spool = try SpoolFile(limits: input.limits)
    }

    /// - Complexity: O(bytes, unpacked); memory for two blocks.
    /// - Throws: `damaged` and `needsLongWindow` where nothing can be unpacked, `expands` for a zip bomb, `noRoom`, `noSpool`,
    ///   `unreadable`, `noWriter`, and what `ForeignContent` finds in its first bytes.
    static func spool(_ input: SpoolInput, as path: SourcePath) throws(SourceError.Problem) -> SourceFile {
        var spooler = try Spooler(input, path)
        let shortfall = try spooler.run()
        return SourceFile(path, spooler.spool.descriptor, size: spooler.spool.size, isSpooled: true, shortfall: shortfall)
    }

    private mutating func run() throws(SourceError.Problem) -> Shortfall? {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockSize, alignment: 16)
        defer { block.deallocate() }
        let isWhole = try readHead(into: block)
        let head = UnsafeRawBufferPointer(rebasing: block[..<bytesRead])
        if let compression = Compression(magic: head) {
            return try unpack(compression, head, isWhole: isWhole, block)
        }
        try append(head)
        guard isWhole else { return try copy(block) }
        return isStopped ? .stopped : nil
    }

    /// Fills the block so far that its kind can be told. True where that is all there is.
    private mutating func readHead(into block: UnsafeMutableRawBufferPointer) throws(SourceError.Problem) -> Bool {
        while bytesRead < Self.headSize {
            let rest = UnsafeMutableRawBufferPointer(rebasing: block[bytesRead...])
            switch try input.read(into: rest, offset: bytesRead) {
            case .bytes(let count): bytesRead += count
            case .end: return true
            case .stopped:
                isStopped = true
                return true
            }
        }
        return false
    }

    private mutating func copy(_ block: UnsafeMutableRawBufferPointer) throws(SourceError.Problem) -> Shortfall? {
        while true {
            switch try input.read(into: block, offset: bytesRead) {
            case .bytes(let count):
                bytesRead += count
                try append(UnsafeRawBufferPointer(rebasing: block[..<count]))
            case .end: return nil
            case .stopped: return .stopped
            }
        }
    }

    private mutating func unpack(
        _ compression: Compression, _ head: UnsafeRawBufferPointer, isWhole: Bool, _ block: UnsafeMutableRawBufferPointer
    ) throws(SourceError.Problem) -> Shortfall? {
        let decompressor = compression.makeDecompressor()
        let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 * Self.blockSize, alignment: 16)
        defer { output.deallocate() }
        try unpack(head, with: decompressor, of: compression, output)
        var hasEnded = isWhole
        while !hasEnded, !isStopped, !decompressor.isFollowedByOther, decompressor.damage == nil {
            switch try input.read(into: block, offset: bytesRead) {
            case .bytes(let count):
                bytesRead += count
                try unpack(UnsafeRawBufferPointer(rebasing: block[..<count]), with: decompressor, of: compression, output)
            case .end: hasEnded = true
            case .stopped: isStopped = true
            }
        }
        if isStopped { return .stopped }
        if case .damaged(let compression, let offset, let message)? = decompressor.damage {
            // Told as a part: where only the check at the end fails, nobody knows which bytes are wrong.
            guard spool.size > 0 else { throw .damaged(compression, offset: offset, message) }
            return .damaged(compression, offset: offset, message)
        }
        if decompressor.isFollowedByOther { return .trailing(compression, offset: decompressor.offset) }
        if decompressor.isAtEnd { return nil }
        guard spool.size > 0 else {
            throw .damaged(compression, offset: decompressor.offset, "it ends before anything can be unpacked")
        }
        return .truncated(compression, offset: decompressor.offset)
    }

    private mutating func unpack(
        _ input: UnsafeRawBufferPointer, with decompressor: any Decompressor, of compression: Compression,
        _ output: UnsafeMutableRawBufferPointer
    ) throws(SourceError.Problem) {
        var input = input
        while true {
            let count = try decompressor.decompress(&input, into: output)
            if count > 0 { try append(UnsafeRawBufferPointer(rebasing: output[..<count])) }
            guard spool.size <= limits.ratioCountsFrom || spool.size / limits.largestRatio <= decompressor.offset else {
                throw .expands(compression, from: decompressor.offset, to: spool.size)
            }
            // A small block may hold a great deal.
            isStopped = self.input.stop()
            if isStopped || decompressor.isFollowedByOther || decompressor.damage != nil { return }
            if input.isEmpty, count < output.count { return }
        }
    }

    /// What is no text at all is refused at its first bytes, before a disk is filled with it.
    private mutating func append(_ bytes: UnsafeRawBufferPointer) throws(SourceError.Problem) {
        if spool.size == 0, let problem = ForeignContent.problem(of: bytes.prefix(Self.headSize)) { throw problem }
        try spool.append(bytes)
        input.watch?.told(SourceFile(path, spool.descriptor, size: spool.size, isSpooled: true), bytesRead: bytesRead)
    }
}

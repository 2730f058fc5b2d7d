/// Opens files as one log.
package struct HistoryOpening: Sendable {
    /// In the order of the log, where its events have no positions that say another.
    package var files: [SourcePath]
    /// Nil: recognised by the first records of each file.
    package var format: EnvelopeFormat?
    /// How many cores to use.
    package var jobs: Int
    package var monitor: ScanMonitor
    /// Where indexes are kept; nil: nowhere.
    package var cache: IndexCache?
    /// Opens what can be read only once, too.
    package var opener: SourceOpener

    package init(
        files: [SourcePath], format: EnvelopeFormat? = nil, jobs: Int = 1, monitor: ScanMonitor = ScanMonitor(), cache: IndexCache? = nil,
        opener: SourceOpener = SourceOpener()
    ) {
        self.files = files
        self.format = format
        self.jobs = jobs
        self.monitor = monitor
        self.cache = cache
        self.opener = opener
    }

    /// - Complexity: O(bytes) where nothing is kept of it; memory for the index and names, not for payloads.
    /// - Throws: `SourceError`: a file that cannot be read or recognised, or no file with anything in it.
    package func open() throws -> History {
        DescriptorLimit.makeRoom(for: files.count)
        let assembly = LogAssembly(self)
        let found = try files.map { (path) throws(SourceError) in try opener.openAtOnce(path) }
        let plain = found.compactMap { $0 }
        // What is known of a spool is of no use the next time.
        guard plain.count == files.count, !plain.contains(where: \.isSpooled) else {
            try Unpacking.run(self, found, into: assembly)
            return try assembly.finish(nil)
        }
        let opened = plain.map { OpenedFile($0, format: format) }
        let kept = KeptIndex(cache, opened, format: format, jobs: jobs)
        if let history = try kept?.open(monitor) { return history }
        if kept != nil { assembly.keep() }
        for file in opened { guard try assembly.add(file, jobs: jobs) else { break } }
        return try assembly.finish(kept)
    }
}

extension History {
    /// Opens files as one log, on one core and without a word on the way.
    package init(files: [SourcePath], format: EnvelopeFormat? = nil, opener: SourceOpener = SourceOpener()) throws {
        self = try HistoryOpening(files: files, format: format, opener: opener).open()
    }
}

import JSONText

/// The index cache's part in the opening of one log.
struct KeptIndex {
    private let place: KeptPlace
    /// As the file system told of them before they were read.
    private let facts: [SourceFile.Facts]
    private let files: [SourceFile]
    private let formats: [Recognition]
    private let jobs: Int

    /// Nil where there is no cache, or where it could not tell this log from another.
    init?(_ cache: IndexCache?, _ opened: [OpenedFile], format: EnvelopeFormat?, jobs: Int) {
        let files = opened.map(\.file)
        let formats = opened.compactMap { try? $0.recognition.get() }
        guard let cache, formats.count == files.count, let key = IndexCache.Key(files, format: format) else { return nil }
        let facts = files.compactMap(\.facts)
        guard facts.count == files.count else { return nil }
        place = KeptPlace(cache: cache, key: key)
        self.facts = facts
        self.files = files
        self.formats = formats
        self.jobs = jobs
    }

    /// The log as it was kept, with what was added since; nil where it has to be read anew.
    /// - Throws: `SourceError` where the added part cannot be read.
    func open(_ monitor: ScanMonitor) throws -> History? {
        guard let file = place.cache.open(place.key), let reading = try? IndexFile.read(file, files: files, formats: formats, jobs: jobs) else { return nil }
        let comparisons = zip(reading.fingerprints, files).map { $0.compare(with: $1) }
        if comparisons.allSatisfy({ $0 == .same }) {
            return kept(History(
                reading.builder, origin: .cached,
                known: History.Known(rows: reading.streamRows, sortedStreams: reading.sortedStreams, ends: reading.streamEnds)))
        }
        // Only the last file of a log can grow without moving the others.
        guard comparisons.last == .grown, comparisons.dropLast().allSatisfy({ $0 == .same }) else { return nil }
        guard let source = reading.builder.sources.last, source.indexed.areIn(files[files.count - 1], upTo: source.scanned, jobs: jobs) else {
            return nil
        }
        return try extend(reading, monitor)
    }

    private func extend(_ reading: IndexFile.Reading, _ monitor: ScanMonitor) throws -> History? {
        var builder = reading.builder
        let file = files[files.count - 1]
        let isResumed = builder.resume(
            file, streamOffsets: reading.streamPlaces.map(\.plainOffset), typeOffsets: reading.typePlaces.map(\.plainOffset))
        guard isResumed, let isWhole = try builder.extend(jobs: jobs, monitor) else { return nil }
        let history = History(builder, unread: isWhole ? .nothing : .restOfLastFile, origin: .extended)
        // What is kept is that of before, which serves still.
        guard isWhole else { return kept(history) }
        return keep(builder, history)
    }

    /// Keeps an index for the next time. Where that fails, the next time is as slow as this one, and the log says why.
    func keep(_ builder: IndexBuilder, _ history: History) -> History {
        var history = kept(history)
        do throws(PrivateFolderError) { try write(builder, history) } catch { history.unkept = error }
        return history
    }

    private func kept(_ history: History) -> History {
        var history = history
        history.keptAt = place
        return history
    }

    private func write(_ builder: IndexBuilder, _ history: History) throws(PrivateFolderError) {
        let fingerprints = zip(files, facts).compactMap { Fingerprint($0, $1, size: $0.size) }
        guard fingerprints.count == files.count, let places = NamePlaces(builder, history) else { return }
        let contents = IndexFile.Contents(
            builder: builder, fingerprints: fingerprints, sortedStreams: history.sortedStreams, streamRows: history.streamRows,
            streamEnds: (0..<Int32(history.streamCount)).map(history.ends(ofStream:)), streamPlaces: places.streams, typePlaces: places.types)
        try place.cache.keep(contents, as: place.key, jobs: jobs)
    }
}

/// Where the index of one log is kept.
struct KeptPlace: Sendable {
    let cache: IndexCache
    let key: IndexCache.Key

    /// For who found that it does not tell what is there: the log is read anew the next time.
    func forget() { cache.remove(key) }
}

extension NamePlace {
    fileprivate var plainOffset: Int? { if case .plain(let offset, _) = self { offset } else { nil } }
}

/// Where every name of an index can be read again.
private struct NamePlaces {
    let streams: [NamePlace]
    let types: [NamePlace]

    /// Nil where one cannot be: such an index is not kept.
    init?(_ builder: IndexBuilder, _ history: History) {
        let finder = NameFinder(sources: builder.sources, rows: builder.rows)
        var firstOfType: [Int: Int] = [:]
        if builder.typeOffsets.contains(nil) {
            builder.rows.forEach(LogColumn.type) { row, type in if firstOfType[Int(type)] == nil { firstOfType[Int(type)] = row } }
        }
        func place(_ role: NameRole, _ name: ExactString, _ offset: Int?, _ row: () -> Int?) -> NamePlace? {
            if let offset { return .plain(offset: offset, length: name.bytes.count) }
            guard let row = row() else { return nil }
            let place = NamePlace.record(position: row)
            // Names that stand beside the records, as a batch's do, are not found in them.
            return finder.name(role, at: place) == name ? place : nil
        }
        var streams: [NamePlace] = []
        for number in 0..<builder.streams.count {
            let offset = number < builder.streamOffsets.count ? builder.streamOffsets[number] : nil
            guard let place = place(.stream, builder.streams[number], offset, { history.streamRows[Int32(number)].first }) else { return nil }
            streams.append(place)
        }
        var types: [NamePlace] = []
        for number in 0..<builder.types.count {
            let offset = number < builder.typeOffsets.count ? builder.typeOffsets[number] : nil
            guard let place = place(.type, builder.types[number], offset, { firstOfType[number] }) else { return nil }
            types.append(place)
        }
        self.streams = streams
        self.types = types
    }
}

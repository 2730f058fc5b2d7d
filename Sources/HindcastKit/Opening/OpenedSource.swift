package import EventLog
import LuaModels
package import Rehydration

/// A history with the models that read it. Commands and explorer open theirs here.
package struct OpenedSource: Sendable {
    /// As they were named.
    package let paths: [SourcePath]
    package let history: History
    package let models: [any Model]
    package let zone: Zone
    /// What was assumed and must be said, one line each.
    package let notes: [String]
    /// Models that lie beside the events and were not run.
    package let foundModels: [String]
    /// By path, the SHA-256 of each as it was found.
    package let offeredModels: [String: String]
    /// Bytes for checkpoints.
    let memory: Int
    /// How many cores may be used.
    let jobs: Int
    /// This program's folder in the user's cache; nil where none shall be used.
    let cache: String?
    /// Where snapshots of this history under these models lie; nil where none can be, or none shall be used.
    let snapshots: SnapshotFolder?

    /// - Parameters:
    ///   - registered: models of a program that brings its own.
    ///   - watcher: of whoever waits for it.
    ///   - opener: one for all that a session opens, since standard input can be read only once.
    /// - Complexity: O(bytes of the files).
    /// - Throws: `SourceError`; `ModelError` for a model that does not load.
    package static func open(
        _ request: SourceRequest, registered: [any Model] = [], opener: SourceOpener = SourceOpener(),
        watcher: OpeningWatcher = OpeningWatcher()
    ) throws -> OpenedSource {
        let files: [SourcePath]
        var notes: [String] = []
        switch try SourceList.resolve(request.paths, note: { notes.append($0) }) {
        case .files(let list): files = list
        case .stores(let stores): throw SourceError(path: request.paths[0].description, problem: .severalStores(stores.map(\.description)))
        }
        let isNamed = !request.models.isEmpty || !registered.isEmpty
        let found = try FoundModels.Choice(isNamed ? [] : FoundModels.beside(files), request)
        let models = try registered + request.models.map { try LuaModel(path: $0) } + found.accepted
        // Loaded once for nothing: a mistake in a model is told before a large file is read.
        for model in models { _ = try model.makeReader() }
        let cache = request.usesCache ? request.folders.cache : nil
        let jobs = request.jobs ?? Cores.count
        let make: @Sendable (History) -> OpenedSource = { [notes] (history: History) -> OpenedSource in
            OpenedSource(
                paths: request.paths, history: history, models: models, zone: request.zone,
                notes: notes + history.notes + [history.unkept.map(Self.unkept)].compactMap { $0 },
                foundModels: found.others, offeredModels: found.offered, memory: request.memory, jobs: jobs, cache: cache,
                snapshots: snapshots(of: history, models, cache))
        }
        var monitor = ScanMonitor(isStopped: watcher.isStopped, progressed: watcher.progressed)
        if let grew = watcher.grew { monitor.grew = { history in grew(make(history)) } }
        let history = try HistoryOpening(
            files: files, format: request.format, jobs: jobs, monitor: monitor,
            cache: cache.map { IndexCache(path: $0 + "/indexes") }, opener: opener).open()
        return make(history)
    }

    static func unkept(_ error: PrivateFolderError) -> String { "no index is kept for the next time: \(ErrorRenderer.words(for: error))" }

    private static func snapshots(of history: History, _ models: [any Model], _ cache: String?) -> SnapshotFolder? {
        let prints = models.map(\.fingerprint)
        guard let root = cache, !prints.contains(nil) else { return nil }
        return SnapshotFolder(root: root, history: history, fingerprint: prints.compactMap { $0 }.joined(separator: "\n"))
    }

    /// One for each thread that asks.
    /// - Throws: `ModelError`, `UpcasterChainError`.
    package func rehydrator() throws -> Rehydrator {
        try Rehydrator(history: history, models: models, budget: memory, snapshots: snapshots, jobs: jobs)
    }

    /// For a command: a long fold is told on a terminal, and Ctrl-C ends it.
    func rehydrator(in context: CommandContext) throws -> Rehydrator {
        let rehydrator = try rehydrator()
        rehydrator.progress = context.work.folding
        return rehydrator
    }

    /// The same source, of which there is more.
    func with(_ history: History) -> OpenedSource {
        OpenedSource(
            paths: paths, history: history, models: models, zone: zone, notes: notes, foundModels: foundModels, offeredModels: offeredModels,
            memory: memory, jobs: jobs, cache: cache, snapshots: snapshots)
    }

    /// The same history under other models. Snapshots are looked for under theirs.
    func rehydrator(with others: [any Model]) throws -> Rehydrator {
        try Rehydrator(
            history: history, models: others, budget: memory, snapshots: Self.snapshots(of: history, others, cache), jobs: jobs)
    }
}

/// What somebody who waits for a source to be opened wants of that. Called from other threads, one at a time.
package struct OpeningWatcher: Sendable {
    /// True from the moment when the reading is to end with what it has.
    var isStopped: @Sendable () -> Bool = { false }
    var progressed: @Sendable (ScanProgress) -> Void = { _ in }
    /// Given the source as far as it has been read, several times.
    var grew: (@Sendable (OpenedSource) -> Void)?
}

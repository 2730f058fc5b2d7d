import EventLog
import Explorer
import LuaModels
import Rehydration

/// What a session begins with: a source to open, or a list of stores to choose from.
struct SessionStart {
    let opener: Engine.Opener
    /// Keeps what a session on a source leaves, by the path that it was opened with.
    let keep: (String, SessionRecord) -> Void
    /// Opened at once; nil where there is a choice.
    let path: String?
    let chooser: Chooser?

    /// - Throws: what hinders every opening: a path that is not there, a model that does not load.
    init(_ request: SourceRequest, registered: [any Model], sessions: SessionStore = .none) throws {
        // A mistake in a model that was named is told on the normal screen, before anything is drawn.
        for path in request.models { _ = try LuaModel(path: path).makeReader() }
        // Standard input can be read only once, however often the session opens it.
        let sources = SourceOpener()
        let offers = ModelOffers()
        var choices: [[UInt8]: SourcePath] = [:]
        switch try SourceList.resolve(request.paths) {
        case .files:
            path = request.paths.count == 1 ? request.paths[0].title : ""
            chooser = nil
        case .stores(let stores):
            path = nil
            chooser = Chooser(stores: stores.map(Self.store))
            choices = Dictionary(stores.map { (Array($0.description.utf8), $0) }, uniquingKeysWith: { first, _ in first })
        }
        opener = { [choices] wanted, watcher in
            var request = request
            if let store = choices[Array(wanted.path.utf8)] { request.paths = [store] }
            if let map = wanted.map { request.format = try EnvelopeFormat(map: map) }
            return try Self.open(request, wanted.model, registered, sources, sessions, offers, watcher)
        }
        keep = { [choices] path, record in
            sessions.keep(record, of: choices[Array(path.utf8)].map { [$0] } ?? request.paths)
        }
    }

    var place: ExplorerState.Place { path.map { .opening($0) } ?? .choosing }

    private static func open(
        _ request: SourceRequest, _ model: String?, _ registered: [any Model], _ opener: SourceOpener, _ sessions: SessionStore, _ offers: ModelOffers,
        _ reading: LogReading.Watcher
    ) throws -> Engine.Opening {
        var request = request
        if model != nil { try offers.accept(in: request.folders) }
        request.acceptedModels = offers.accepted
        let title = title(of: request.paths.map(\.title))
        let session = sessions.record(of: request.paths)
        // Of before the opening: what is added meanwhile is new as well.
        let files = try? SourceList.resolve(request.paths)
        let opening: @Sendable (OpenedSource) -> Engine.Opening = { [request] source in
            offers.note(source.offeredModels)
            return Engine.Opening(
                history: source.history, models: source.models, title: title, notes: source.notes, offer: source.foundModels.first,
                session: session, reloader: ModelReloader(source.models, request, offers),
                storeOptions: EventStore.Options(cacheFolder: request.usesCache ? request.folders.cache : nil),
                isOutgrown: { [request] in files?.isOutgrown(request.paths) ?? false },
                makeRehydrator: { history, models in try source.with(history).rehydrator(with: models) })
        }
        let watcher = OpeningWatcher(
            isStopped: reading.isStopped, progressed: reading.progressed, grew: { source in reading.grew(opening(source)) })
        return opening(try OpenedSource.open(request, registered: registered, opener: opener, watcher: watcher))
    }

    private static func title(of paths: [String]) -> String {
        let first = lastPart(of: paths[0])
        return paths.count == 1 ? first : "\(first) and \(paths.count - 1) more"
    }

    private static func lastPart(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    private static func store(_ path: SourcePath) -> Chooser.Store {
        var details: [String] = []
        if case .files(let files)? = try? SourceList.resolve([path]) {
            let bytes = files.compactMap { try? SourceFile(path: $0).size }.reduce(0, +)
            details.append("\(files.count == 1 ? lastPart(of: files[0].description) : "\(files.count) files") \(Self.size(bytes))")
            details += FoundModels.beside(files).map(lastPart)
        }
        return Chooser.Store(path: path.description, title: lastPart(of: path.description), detail: details.joined(separator: ", "))
    }

    /// `131 kB`; a thousand bytes are a kilobyte.
    static func size(_ bytes: Int) -> String {
        let units = ["B", "kB", "MB", "GB", "TB"]
        var value = bytes
        var unit = 0
        while value >= 10_000, unit < units.count - 1 {
            value = (value + 500) / 1000
            unit += 1
        }
        return "\(value) \(units[unit])"
    }
}

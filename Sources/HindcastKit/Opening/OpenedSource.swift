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

    /// - Parameters:
    ///   - registered: models of a program that brings its own.
    ///   - opener: one for all that a session opens, since standard input can be read only once.
    /// - Complexity: O(bytes of the files).
    /// - Throws: `SourceError`; `ModelError` for a model that does not load.
    package static func open(_ request: SourceRequest, registered: [any Model] = [], opener: SourceOpener = SourceOpener()) throws -> OpenedSource {
        let files: [SourcePath]
        var notes: [String] = []
        switch try SourceList.resolve(request.paths, note: { notes.append($0) }) {
        case .files(let list): files = list
        case .stores(let stores): throw SourceError(path: request.paths[0].description, problem: .severalStores(stores.map(\.description)))
        }
        let isNamed = !request.models.isEmpty || !registered.isEmpty
        let found = isNamed ? [] : FoundModels.beside(files)
        let run = request.models + (request.trustsFoundModels ? found : [])
        let models = try registered + run.map { try LuaModel(path: $0) }
        // Loaded once for nothing: a mistake in a model is told before a large file is read.
        for model in models { _ = try model.makeReader() }
        let history = try HistoryOpening(files: files, format: request.format, jobs: request.jobs ?? Cores.count, opener: opener).open()
        return OpenedSource(
            paths: request.paths, history: history, models: models, zone: request.zone, notes: notes + history.notes,
            foundModels: request.trustsFoundModels ? [] : found)
    }

    /// One for each thread that asks.
    /// - Throws: `ModelError`, `UpcasterChainError`.
    package func rehydrator() throws -> Rehydrator { try Rehydrator(history: history, models: models) }
}

import EventLog
import LuaModels
import Rehydration

/// Loads the models of a session anew from their files. Those that a program brought along stay.
struct ModelReloader: Sendable {
    enum Outcome {
        case loaded([any Model])
        /// A model that was only found beside the events has a text that nobody has accepted.
        case unaccepted(path: String)
    }

    private let models: [any Model]
    private let named: Set<String>
    private let trust: TrustStore
    private let trustsFound: Bool

    init(_ models: [any Model], _ request: SourceRequest) {
        self.models = models
        named = Set(request.models)
        trust = TrustStore(request.folders)
        trustsFound = request.trustsFoundModels
    }

    var paths: [String] { models.compactMap { ($0 as? LuaModel)?.path } }

    /// - Throws: `ModelError`, `UpcasterChainError`: then the models before are as good as they were.
    func reload() throws -> Outcome {
        var loaded: [any Model] = []
        for model in models {
            guard let lua = model as? LuaModel else { loaded.append(model); continue }
            let again = try LuaModel(path: lua.path, limits: lua.limits)
            if !named.contains(lua.path), !trustsFound, !trust.trusts(again.digest) { return .unaccepted(path: lua.path) }
            loaded.append(again)
        }
        _ = try UpcasterChain(loaded.map { try $0.makeReader() })
        return .loaded(loaded)
    }
}

extension FoundModels {
    /// Remembers the present text of every model that lies beside the events.
    /// - Throws: `ModelError` for one that cannot be read, `SystemError` where it cannot be remembered.
    static func accept(_ request: SourceRequest) throws {
        guard request.folders.state != nil, case .files(let files) = try SourceList.resolve(request.paths) else { return }
        for path in beside(files) {
            let model = try LuaModel(path: path)
            try TrustStore(request.folders).trust(model.digest, name: path)
        }
    }
}

import EventLog
import LuaModels
import Rehydration
import Synchronization

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
    private let offers: ModelOffers

    init(_ models: [any Model], _ request: SourceRequest, _ offers: ModelOffers) {
        self.models = models
        self.offers = offers
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
            if !named.contains(lua.path), !trustsFound, !offers.accepted.contains(again.digest), !trust.trusts(again.digest) {
                offers.note([lua.path: again.digest])
                return .unaccepted(path: lua.path)
            }
            loaded.append(again)
        }
        _ = try UpcasterChain(loaded.map { try $0.makeReader() })
        return .loaded(loaded)
    }
}

/// What was offered in a session, and what was accepted: the texts themselves, by SHA-256, whatever the files hold by then.
package final class ModelOffers: Sendable {
    private struct Offers {
        var offered: [String: String] = [:]
        var accepted: Set<String> = []
    }

    private let offers = Mutex(Offers())

    package init() {}

    package var accepted: Set<String> { offers.withLock { $0.accepted } }

    /// - Parameter found: by path, the SHA-256 of texts that the user is now asked about.
    package func note(_ found: [String: String]) { offers.withLock { $0.offered.merge(found) { $1 } } }

    /// Remembers what was offered. A file that was changed since is another text, and will be asked about anew.
    /// - Throws: `PrivateFolderError` where it cannot be remembered.
    package func accept(in folders: UserFolders) throws {
        let offered = offers.withLock { offers in
            offers.accepted.formUnion(offers.offered.values)
            return offers.offered
        }
        guard folders.state != nil else { return }
        for (path, digest) in offered.sorted(by: { $0.key < $1.key }) { try TrustStore(folders).trust(digest, name: path) }
    }
}

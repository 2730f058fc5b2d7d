package import EventLog
package import Screen

/// A history that somebody wants to look at, and how: a command line's options, understood.
package struct SourceRequest: Sendable {
    package var paths: [SourcePath]
    /// Nil: recognised by the first records.
    package var format: EnvelopeFormat?
    /// Files of models, named by the user and therefore trusted.
    package var models: [String]
    /// Whether a model that merely lies beside the events is run too.
    package var trustsFoundModels: Bool
    /// SHA-256 of texts that were accepted for this run: where there is no home to remember them in.
    var acceptedModels: Set<String> = []
    package var usesCache: Bool
    /// Where models that were accepted before, and snapshots, are looked for.
    package var folders: UserFolders
    package var zone: Zone
    /// Bytes for checkpoints.
    package var memory: Int
    /// Nil: as many as there are.
    package var jobs: Int?

    package static let defaultMemory = 256 << 20

    package init(
        paths: [SourcePath], format: EnvelopeFormat? = nil, models: [String] = [], trustsFoundModels: Bool = false,
        usesCache: Bool = true, folders: UserFolders = .none, zone: Zone = .utc, memory: Int = defaultMemory, jobs: Int? = nil
    ) {
        self.paths = paths
        self.format = format
        self.models = models
        self.trustsFoundModels = trustsFoundModels
        self.usesCache = usesCache
        self.folders = folders
        self.zone = zone
        self.memory = memory
        self.jobs = jobs
    }
}

/// What the explorer is to open.
package struct ExploreRequest: Sendable {
    package var source: SourceRequest
    /// Whether events that are added to the source appear.
    package var follows: Bool
    /// Whether the place is taken up where the last session on the source left it, and kept for the next.
    package var keepsSession = true
    package var usesMouse = true
    package var theme = ColorTheme.dark

    package init(source: SourceRequest, follows: Bool = false) {
        self.source = source
        self.follows = follows
    }
}

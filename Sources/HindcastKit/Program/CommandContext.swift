import EventLog
import Rehydration

/// What a command is given besides its arguments.
struct CommandContext {
    let console: Console
    let input: any ByteSource
    /// Of a program that brings its own; a command's `--model` files come behind them.
    let registeredModels: [any Model]
    /// hindcast's folder among the user's caches; nil where there is no place for one.
    let cacheFolder: String?
    /// Called when a store is about to be written.
    let willWrite: @Sendable () -> Void

    func storeOptions(usesCache: Bool) -> EventStore.Options {
        var options = EventStore.Options(cacheFolder: usesCache ? cacheFolder : nil)
        options.beforeWriting = willWrite
        return options
    }

    /// https://specifications.freedesktop.org/basedir-spec/latest/
    static func cacheFolder(in environment: (String) -> String?) -> String? {
        if let caches = environment("XDG_CACHE_HOME"), caches.hasPrefix("/") { return caches + "/hindcast" }
        if let home = environment("HOME"), home.hasPrefix("/") { return home + "/.cache/hindcast" }
        return nil
    }
}

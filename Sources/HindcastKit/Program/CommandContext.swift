import EventLog
import Rehydration

/// What a command is given besides its arguments.
struct CommandContext {
    let console: Console
    let input: any ByteSource
    /// Of a program that brings its own; a command's `--model` files come behind them.
    let registeredModels: [any Model]
    /// Where this program keeps files of its own.
    let folders: UserFolders
    /// Looks a variable up.
    let environment: (String) -> String?
    /// Called when a store is about to be written.
    let willWrite: @Sendable () -> Void
    let work: LongWork

    func storeOptions(usesCache: Bool) -> EventStore.Options {
        var options = EventStore.Options(cacheFolder: usesCache ? folders.cache : nil)
        options.beforeWriting = willWrite
        return options
    }
}

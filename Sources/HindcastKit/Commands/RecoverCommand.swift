import ArgumentParser
import EventLog

struct RecoverCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Move what a crash left at the end of a store aside.",
        usage: "hindcast recover STORE",
        discussion: """
            Bytes behind the last whole event, or batch, go to a file beside the store's; nothing is deleted. Damage in the middle \
            is named and left as it is.

            Example:
              hindcast recover sample-streams/bank
            """)

    @Argument(help: ArgumentHelp("A store.", valueName: "store"), completion: .directory)
    var store: String

    @Flag(name: .customLong("no-cache"), help: "Neither read nor write the index cache.")
    var noCache = false

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) throws -> ExitStatus {
        let store = try EventStore(path: store, options: context.storeOptions(usesCache: !noCache))
        let moved = try store.recover()
        if output.json {
            var line = JSONLine()
            line.add("moved", moved?.bytes ?? 0)
            line.add("offset", moved?.offset)
            line.add("path", text: moved.map { SourcePath(argument: $0.path).description })
            line.add("events", store.count)
            try context.console.out.line(line.bytes)
        }
        if let moved {
            context.console.say(
                "\(counted(moved.bytes, "byte")) from byte \(moved.offset) on moved to \(SourcePath(argument: moved.path)); "
                    + "\(counted(store.count, "event")) left in \(SourcePath(argument: self.store))")
        } else {
            context.console.say("nothing to recover: \(counted(store.count, "event")) in \(SourcePath(argument: self.store)), all whole")
        }
        try store.close()
        return .well
    }
}

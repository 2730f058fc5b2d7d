/// One word of the command line.
struct CommandWord: Sendable {
    enum Kind: Sendable { case goto, model, map, follow, help, quit }

    let names: [String]
    let kind: Kind
    let usage: String
    let help: String
}

enum CommandTable {
    static let words: [CommandWord] = [
        CommandWord(
            names: ["goto", "go"], kind: .goto, usage: ":goto AT",
            help: "37, #1204, 50%, start, end, 14:32, thursday 14:32, yesterday 9:00, -3h, 2026-03-05T14:32"),
        CommandWord(names: ["model"], kind: .model, usage: ":model", help: "run the model that lies beside this source"),
        CommandWord(
            names: ["map"], kind: .map, usage: ":map ROLES", help: "read the source so: stream=.aggregate.id,type=.kind,time=.ts; alone: as now"),
        CommandWord(names: ["follow"], kind: .follow, usage: ":follow", help: "events added to the source appear; and no longer"),
        CommandWord(names: ["help"], kind: .help, usage: ":help", help: "the keys"),
        CommandWord(names: ["quit", "q"], kind: .quit, usage: ":quit", help: "leave the program"),
    ]

    /// A word, or the beginning of exactly one.
    static func word(named name: String) -> CommandWord? {
        if let exact = words.first(where: { $0.names.contains(name) }) { return exact }
        let fitting = words.filter { $0.names.contains { $0.hasPrefix(name) } }
        return fitting.count == 1 ? fitting[0] : nil
    }
}

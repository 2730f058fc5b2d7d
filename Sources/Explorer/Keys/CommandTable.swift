/// One word of the command line.
struct CommandWord: Sendable {
    enum Kind: Sendable {
        case goto, log, type, notType, text, condition, correlation, all
        case find, every, diff, base, check, compare, trace, decide, project, at, undo, redo, discard, keep, append
        case sort, match, columns, time, zone, watch, unwatch, chart, histogram, statistics, problems, results
        case mark, marks, write, screenshot, model, map, follow, escape, help, quit
    }

    /// What Tab offers behind the word.
    enum Argument: Sendable { case none, free, type, column, order, path, words([String]) }

    let names: [String]
    let kind: Kind
    let usage: String
    let help: String
    var argument = Argument.none
}

enum CommandTable {
    static let words: [CommandWord] = [
        CommandWord(
            names: ["goto", "go"], kind: .goto, usage: ":goto AT",
            help: "37, #1204, 50%, start, end, 14:32, thursday 14:32, yesterday 9:00, -3h, 2026-03-05T14:32",
            argument: .words(["start", "end", "50%", "yesterday "])),
        CommandWord(names: ["log"], kind: .log, usage: ":log", help: "the whole log as one timeline, and back"),
        CommandWord(names: ["type"], kind: .type, usage: ":type TYPE…", help: "show only events of these types; * stands for any text", argument: .type),
        CommandWord(names: ["not-type"], kind: .notType, usage: ":not-type TYPE…", help: "hide events of these types", argument: .type),
        CommandWord(names: ["where"], kind: .condition, usage: ":where EXPR", help: "show only events for which it holds, as data.amount > 1000", argument: .free),
        CommandWord(names: ["text"], kind: .text, usage: ":text TEXT", help: "show only events that hold a text", argument: .free),
        CommandWord(names: ["correlation"], kind: .correlation, usage: ":correlation [ID]", help: "show only events of this correlation; alone: of this event's", argument: .free),
        CommandWord(names: ["all"], kind: .all, usage: ":all", help: "no filter"),
        CommandWord(
            names: ["find"], kind: .find, usage: ":find EXPR", help: "the first event of each stream after which it is true, as state.balance < 0",
            argument: .words(["state.", "data.", "event.type == "])),
        CommandWord(
            names: ["every"], kind: .every, usage: ":every EXPR", help: "each event of this stream at which it becomes true",
            argument: .words(["state.", "data.", "event.type == "])),
        CommandWord(
            names: ["diff"], kind: .diff, usage: ":diff AT",
            help: "what differs between the state at a point in time, or a mark, and here; :diff a . two points; :diff STREAM here and that stream's end",
            argument: .words(["start", "end", "yesterday "])),
        CommandWord(
            names: ["base"], kind: .base, usage: ":base MARK or AT",
            help: "mark in the state what is not as it was there; snapshot: as in the last one; previous, or alone: as before the event",
            argument: .words(["previous", "snapshot", "start", "end"])),
        CommandWord(names: ["check"], kind: .check, usage: ":check", help: "fold every stream: what does not hold, cannot be folded or has no handler, by kind"),
        CommandWord(
            names: ["compare"], kind: .compare, usage: ":compare MODEL.lua", help: "the first event of each stream after which another model's state differs",
            argument: .free),
        CommandWord(names: ["trace"], kind: .trace, usage: ":trace", help: "what caused this event, and all that its cause caused, as a tree"),
        CommandWord(
            names: ["decide"], kind: .decide, usage: ":decide NAME JSON", help: "try a command on the state here, as Withdraw {\"amount\":5}: refused, or what it would give",
            argument: .free),
        CommandWord(
            names: ["project"], kind: .project, usage: ":project NAME", help: "a projection as it is at this event's place in the log; ] and [ step it", argument: .free),
        CommandWord(
            names: ["at"], kind: .at, usage: ":at AT", help: "every stream as it was at one moment; alone: as it is now",
            argument: .words(["start", "end", "50%", "yesterday "])),
        CommandWord(names: ["keep"], kind: .keep, usage: ":keep", help: "what the last :decide here would give becomes part of the what-if, behind this event"),
        CommandWord(names: ["undo"], kind: .undo, usage: ":undo", help: "take back the last change of what-if"),
        CommandWord(names: ["redo"], kind: .redo, usage: ":redo", help: "make it again"),
        CommandWord(names: ["discard"], kind: .discard, usage: ":discard", help: "the stream as it was recorded"),
        CommandWord(
            names: ["append"], kind: .append, usage: ":append [STORE]",
            help: "append what the what-if put behind the last event to a store, alone: to the one looked at; asks first", argument: .free),
        CommandWord(names: ["streams"], kind: .match, usage: ":streams [PATTERN]", help: "list only streams whose name fits; alone: all", argument: .free),
        CommandWord(names: ["sort"], kind: .sort, usage: ":sort ORDER", help: "streams by name, events, first or last event", argument: .order),
        CommandWord(names: ["columns"], kind: .columns, usage: ":columns NAME…", help: "what the timeline shows: stream version time since type data signs; alone: all", argument: .column),
        CommandWord(names: ["time"], kind: .time, usage: ":time WHAT", help: "time column: local (the zone of --tz or :zone), utc, previous or mark", argument: .words(["local", "utc", "previous", "mark"])),
        CommandWord(names: ["zone"], kind: .zone, usage: ":zone NAME", help: "show times in this zone, as Europe/Brussels or UTC", argument: .words(["UTC", "Europe/Brussels"])),
        CommandWord(names: ["watch"], kind: .watch, usage: ":watch .PATH or EXPR", help: "show a value of the state, or what an expression says of it, above it; alone: what is selected", argument: .path),
        CommandWord(names: ["unwatch"], kind: .unwatch, usage: ":unwatch [.PATH]", help: "no longer; alone: none", argument: .path),
        CommandWord(names: ["chart"], kind: .chart, usage: ":chart .PATH", help: "draw this number under the timeline; alone: the first in the state", argument: .path),
        CommandWord(names: ["histogram"], kind: .histogram, usage: ":histogram", help: "events over time"),
        CommandWord(names: ["stats"], kind: .statistics, usage: ":stats", help: "how many events of each type, from when to when"),
        CommandWord(names: ["problems"], kind: .problems, usage: ":problems", help: "what is damaged or doubtful in this log"),
        CommandWord(names: ["results"], kind: .results, usage: ":results", help: "the last list of results again"),
        CommandWord(names: ["mark"], kind: .mark, usage: ":mark LETTER", help: "mark this event", argument: .free),
        CommandWord(names: ["marks"], kind: .marks, usage: ":marks", help: "the marks, as a list"),
        CommandWord(names: ["write"], kind: .write, usage: ":write FILE", help: "the event, in the state pane the state, as a new file; of an altered stream: all its events", argument: .free),
        CommandWord(names: ["screenshot"], kind: .screenshot, usage: ":screenshot FILE.svg", help: "this screen as a picture", argument: .free),
        CommandWord(names: ["model"], kind: .model, usage: ":model", help: "run the model that lies beside this source"),
        CommandWord(
            names: ["map"], kind: .map, usage: ":map ROLES", help: "read the source so: stream=.aggregate.id,type=.kind,time=.ts; alone: as now",
            argument: .free),
        CommandWord(names: ["follow"], kind: .follow, usage: ":follow", help: "events added to the source appear; and no longer"),
        CommandWord(names: ["escape"], kind: .escape, usage: ":escape", help: "spell out everywhere what is no ASCII, so that look-alikes differ; and back"),
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

import Screen

/// One row of the table of keys: what dispatch, help, palette and documentation are made from.
struct Binding: Sendable {
    enum Group: String, CaseIterable, Sendable {
        case move = "Move"
        case time = "Step through time"
        case find = "Find and filter"
        case marks = "Marks and jumps"
        case panes = "Panes"
        case tree = "Trees"
        case whatIf = "What if"
        case out = "Take out"
        case typing = "While typing"
        case program = "Program"
    }

    let keys: [Key]
    let action: Action
    let group: Group
    let help: String
    /// Where it holds; nil: in every pane.
    var scenes: Set<Scene>? = nil
    /// Whether a number typed before it multiplies or directs it.
    var takesCount = false

    func holds(in scene: Scene?) -> Bool {
        guard let scene else { return scenes == nil }
        // What is typed is text, unless it is said here to be more.
        return scenes?.contains(scene) ?? (scene != .prompt && (Scene.panes.contains(scene) || KeyTable.holdsEverywhere(action)))
    }
}

enum KeyTable {
    /// The first row that fits key and scene is taken, so rows for one scene stand before those for all.
    static let bindings: [Binding] = time + move + find + marks + panes + tree + whatIf + out + typing + program

    private static let time: [Binding] = [
        Binding(keys: ["]"], action: .step(1), group: .time, help: "in a projection: after the next event that it reads", scenes: [.results]),
        Binding(keys: ["["], action: .step(-1), group: .time, help: "in a projection: after the event before", scenes: [.results]),
        Binding(keys: ["]"], action: .step(1), group: .time, help: "the next bar with events", scenes: [.histogram]),
        Binding(keys: ["["], action: .step(-1), group: .time, help: "the one before", scenes: [.histogram]),
        Binding(keys: ["]"], action: .step(1), group: .time, help: "next event, from any pane", takesCount: true),
        Binding(keys: ["["], action: .step(-1), group: .time, help: "previous event, from any pane", takesCount: true),
        Binding(keys: ["}"], action: .step(10), group: .time, help: "ten events on", takesCount: true),
        Binding(keys: ["{"], action: .step(-10), group: .time, help: "ten events back", takesCount: true),
        Binding(keys: ["l", .right], action: .step(1), group: .time, help: "next event", scenes: [.timeline], takesCount: true),
        Binding(keys: ["h", .left], action: .step(-1), group: .time, help: "previous event", scenes: [.timeline], takesCount: true),
        Binding(keys: ["c", .function(8)], action: .run(1), group: .time, help: "run to the next event that changes what is watched, or the selected value; else to the next of the types that are shown, or the next !"),
        Binding(keys: ["C", .function(7)], action: .run(-1), group: .time, help: "run back to the previous one"),
        Binding(keys: ["p"], action: .play, group: .time, help: "play: step by itself; any key stops"),
        Binding(keys: [">"], action: .speed(1), group: .time, help: "play faster"),
        Binding(keys: ["<"], action: .speed(-1), group: .time, help: "play slower"),
    ]

    private static let move: [Binding] = [
        Binding(keys: ["j", .down], action: .move(1), group: .move, help: "down", takesCount: true),
        Binding(keys: ["k", .up], action: .move(-1), group: .move, help: "up", takesCount: true),
        Binding(keys: [.control("d")], action: .page(halves: 1), group: .move, help: "half a page down", takesCount: true),
        Binding(keys: [.control("u")], action: .page(halves: -1), group: .move, help: "half a page up", takesCount: true),
        Binding(keys: [" ", .pageDown, .control("f")], action: .page(halves: 2), group: .move, help: "a page down", takesCount: true),
        Binding(keys: ["b", .pageUp, .control("b")], action: .page(halves: -2), group: .move, help: "a page up", takesCount: true),
        Binding(keys: ["g", .home], action: .first, group: .move, help: "the first; 42g: version 42, in lists row 42", takesCount: true),
        Binding(keys: ["G", .end], action: .last, group: .move, help: "the last; 42G: version 42, in lists row 42", takesCount: true),
    ]

    private static let find: [Binding] = [
        Binding(keys: ["/"], action: .prompt(.search), group: .find, help: "search in it; capitals make case count", scenes: Scene.pages),
        Binding(keys: ["n"], action: .seek(1), group: .find, help: "next hit", scenes: Scene.pages),
        Binding(keys: ["N"], action: .seek(-1), group: .find, help: "previous hit", scenes: Scene.pages),
        Binding(keys: ["/"], action: .prompt(.search), group: .find, help: "search in this pane, among streams by text or pattern (* ? [a-z]); capitals make case count"),
        Binding(keys: ["n"], action: .seek(1), group: .find, help: "next hit", takesCount: true),
        Binding(keys: ["N"], action: .seek(-1), group: .find, help: "previous hit", takesCount: true),
        Binding(keys: ["&"], action: .prompt(.filter), group: .find, help: "show only streams (by text or pattern) or events (by text) that fit; Esc undoes"),
        Binding(keys: ["0"], action: .log, group: .find, help: "the whole log as one timeline, and back"),
        Binding(keys: ["t"], action: .timeColumn, group: .find, help: "time column: local (the zone of --tz or :zone), UTC, since the previous event, since the mark; those alike are passed over"),
        Binding(keys: ["v"], action: .histogram, group: .find, help: "events over time; + and - zoom, Enter goes there"),
        Binding(keys: ["L"], action: .results, group: .find, help: "the last list of results again"),
    ]

    private static let marks: [Binding] = [
        Binding(keys: ["m"], action: .setMark, group: .marks, help: "and a letter: mark this event"),
        Binding(keys: ["'"], action: .goToMark, group: .marks, help: "and a letter: go to that mark; '' goes back"),
        Binding(keys: ["u"], action: .nextMark(1), group: .marks, help: "next mark"),
        Binding(keys: ["U"], action: .nextMark(-1), group: .marks, help: "previous mark"),
        Binding(keys: [.control("o")], action: .jump(-1), group: .marks, help: "back to where the last jump began; Ctrl-I (Tab) right behind it: forward"),
    ]

    private static let panes: [Binding] = [
        Binding(keys: [.tab], action: .focus(by: 1), group: .panes, help: "next pane"),
        Binding(keys: [.backTab], action: .focus(by: -1), group: .panes, help: "previous pane"),
        Binding(keys: [.enter], action: .enter, group: .panes, help: "go to the event", scenes: Scene.lists),
        Binding(keys: [.enter], action: .enter, group: .panes, help: "go in; on a link, go there; on a long value, show it whole"),
        Binding(keys: ["x"], action: .spell, group: .panes, help: "spell out what is no plain ASCII, so that look-alikes differ; and back", scenes: [.text]),
        Binding(keys: ["z"], action: .zoom, group: .panes, help: "the pane alone on the screen, and back"),
        Binding(keys: ["r"], action: .stage, group: .panes, help: "the event as its source wrote it, then what each upcaster made of it, what came out, and back"),
        Binding(keys: ["s"], action: .sort, group: .panes, help: "sort the streams: by name, events, first, last event", scenes: [.streams]),
        Binding(keys: ["S"], action: .reverse, group: .panes, help: "the other way round", scenes: [.streams]),
        Binding(keys: ["h", .left], action: .fold, group: .panes, help: "fold the stream's category into one line", scenes: [.streams]),
        Binding(keys: ["l", .right], action: .unfold, group: .panes, help: "unfold it", scenes: [.streams]),
        Binding(keys: ["-"], action: .foldAll(true), group: .panes, help: "fold all categories", scenes: [.streams]),
        Binding(keys: ["+"], action: .foldAll(false), group: .panes, help: "unfold all", scenes: [.streams]),
        Binding(keys: ["+", "l", .right], action: .unfold, group: .panes, help: "zoom into the bar", scenes: [.histogram]),
        Binding(keys: ["-", "h", .left], action: .fold, group: .panes, help: "zoom out", scenes: [.histogram]),
    ]

    private static let tree: [Binding] = [
        Binding(keys: ["h", .left], action: .fold, group: .tree, help: "fold, or go to what holds it", scenes: Scene.trees),
        Binding(keys: ["l", .right], action: .unfold, group: .tree, help: "unfold", scenes: Scene.trees),
        Binding(keys: ["+"], action: .foldAll(false), group: .tree, help: "unfold all", scenes: Scene.trees),
        Binding(keys: ["-"], action: .foldAll(true), group: .tree, help: "fold all", scenes: Scene.trees),
        Binding(keys: ["*"], action: .sameKey, group: .tree, help: "next line of the same name", scenes: Scene.trees),
        Binding(keys: ["w"], action: .watch, group: .tree, help: "watch this value above the state, and no longer", scenes: [.state]),
        Binding(keys: ["H"], action: .history, group: .tree, help: "who set this: every event that changed it", scenes: [.state]),
        Binding(keys: ["H"], action: .history, group: .tree, help: "in a projection: every event that changed this value", scenes: [.results]),
    ]

    private static let whatIf: [Binding] = [
        Binding(keys: ["a"], action: .keep, group: .whatIf, help: "behind :decide: take what it would give into the what-if", scenes: [.results]),
        Binding(keys: ["x"], action: .skip, group: .whatIf, help: "skip this event, and no longer; take an inserted one out. The source stays as it is"),
        Binding(keys: ["e"], action: .editPayload, group: .whatIf, help: "edit its data in $EDITOR"),
        Binding(keys: ["i"], action: .insert(behind: false), group: .whatIf, help: "insert an event before it, in $EDITOR"),
        Binding(keys: ["a"], action: .insert(behind: true), group: .whatIf, help: "insert one behind it"),
        Binding(keys: ["J"], action: .shift(1), group: .whatIf, help: "move it one event later", takesCount: true),
        Binding(keys: ["K"], action: .shift(-1), group: .whatIf, help: "move it one event earlier", takesCount: true),
        Binding(keys: ["X"], action: .alteration, group: .whatIf, help: "what is altered, what differs at the stream's end, and what does not hold any more"),
    ]

    private static let out: [Binding] = [
        Binding(keys: ["y"], action: .copy, group: .out, help: "copy the stream's name, the event's id, or the selected value"),
        Binding(keys: ["Y"], action: .copyWhole, group: .out, help: "copy the event, in the state pane the state, as JSON"),
        Binding(keys: ["|"], action: .prompt(.pipe), group: .out, help: "pipe the event, in the state pane the state, to a command"),
        Binding(keys: [.control("e")], action: .edit, group: .out, help: "look at it in $EDITOR"),
    ]

    private static let typing: [Binding] = [
        Binding(keys: [.left, .control("b")], action: .line(.go(.left)), group: .typing, help: "a character to the left", scenes: [.prompt]),
        Binding(keys: [.right, .control("f")], action: .line(.go(.right)), group: .typing, help: "to the right", scenes: [.prompt]),
        Binding(keys: [.alt("b")], action: .line(.go(.wordLeft)), group: .typing, help: "a word to the left", scenes: [.prompt]),
        Binding(keys: [.alt("f")], action: .line(.go(.wordRight)), group: .typing, help: "a word to the right", scenes: [.prompt]),
        Binding(keys: [.home, .control("a")], action: .line(.go(.start)), group: .typing, help: "to the beginning", scenes: [.prompt]),
        Binding(keys: [.end, .control("e")], action: .line(.go(.end)), group: .typing, help: "to the end", scenes: [.prompt]),
        Binding(keys: [.backspace], action: .line(.delete(.left)), group: .typing, help: "delete the character before; an empty line is left", scenes: [.prompt]),
        Binding(keys: [.delete, .control("d")], action: .line(.delete(.right)), group: .typing, help: "delete the one behind", scenes: [.prompt]),
        Binding(keys: [.control("w")], action: .line(.delete(.blankLeft)), group: .typing, help: "delete back to the blank before", scenes: [.prompt]),
        Binding(keys: [.alt("d")], action: .line(.delete(.wordRight)), group: .typing, help: "delete the word behind", scenes: [.prompt]),
        Binding(keys: [.control("u")], action: .line(.delete(.start)), group: .typing, help: "delete all before", scenes: [.prompt]),
        Binding(keys: [.control("k")], action: .line(.delete(.end)), group: .typing, help: "delete all behind", scenes: [.prompt]),
        Binding(keys: [.up, .control("p")], action: .recall(1), group: .typing, help: "an earlier line; what is typed is kept", scenes: [.prompt]),
        Binding(keys: [.down, .control("n")], action: .recall(-1), group: .typing, help: "a later one, then what was typed", scenes: [.prompt]),
        Binding(keys: [.tab], action: .complete(1), group: .typing, help: "complete", scenes: [.prompt]),
        Binding(keys: [.backTab], action: .complete(-1), group: .typing, help: "the completion before", scenes: [.prompt]),
        Binding(keys: [.enter], action: .enter, group: .typing, help: "do it", scenes: [.prompt]),
        Binding(keys: [.escape, .control("c")], action: .escape, group: .typing, help: "leave it", scenes: [.prompt]),
    ]

    private static let program: [Binding] = [
        Binding(keys: ["F"], action: .follow, group: .program, help: "follow: events added to the source appear; and no longer"),
        Binding(keys: [":"], action: .prompt(.command), group: .program, help: "command line, as :goto thursday 14:32; Tab completes, Up recalls"),
        Binding(keys: [.control("p")], action: .palette, group: .program, help: "find any key or command by name"),
        Binding(keys: ["?", .function(1)], action: .help, group: .program, help: "this help"),
        Binding(keys: ["q"], action: .leave, group: .program, help: "leave this view; at the top, quit"),
        Binding(keys: [.escape], action: .escape, group: .program, help: "one level back; stops what is running first"),
        Binding(keys: [.control("l")], action: .redraw, group: .program, help: "draw the screen again"),
        Binding(keys: [.control("z")], action: .suspend, group: .program, help: "suspend"),
        Binding(keys: [.control("c")], action: .quit, group: .program, help: "stop what is running; else quit"),
    ]

    static func binding(for key: Key, in scene: Scene?) -> Binding? {
        bindings.first { $0.keys.contains(key) && $0.holds(in: scene) }
    }

    /// What keys do over the panes, too.
    static func holdsEverywhere(_ action: Action) -> Bool {
        switch action {
        case .move, .page, .first, .last, .leave, .escape, .redraw, .suspend, .quit, .help, .prompt(.command), .palette: true
        default: false
        }
    }
}

extension Key: ExpressibleByUnicodeScalarLiteral, ExpressibleByExtendedGraphemeClusterLiteral {
    package init(extendedGraphemeClusterLiteral value: Character) { self = .character(value) }
}

import Screen

/// One row of the table of keys: what dispatch, help and documentation are made from.
struct Binding: Sendable {
    enum Group: String, CaseIterable, Sendable {
        case move = "Move"
        case time = "Step through time"
        case panes = "Panes"
        case program = "Program"
    }

    let keys: [Key]
    let action: Action
    let group: Group
    let help: String
    /// Where it holds; nil: in every pane.
    var panes: Set<Pane>? = nil
    /// Whether a number typed before it multiplies or directs it.
    var takesCount = false
}

enum KeyTable {
    /// The first row that fits key and pane is taken, so rows for one pane stand before those for all.
    static let bindings: [Binding] = [
        Binding(keys: ["]"], action: .step(1), group: .time, help: "next event, from any pane", takesCount: true),
        Binding(keys: ["["], action: .step(-1), group: .time, help: "previous event, from any pane", takesCount: true),
        Binding(keys: ["}"], action: .step(10), group: .time, help: "ten events on", takesCount: true),
        Binding(keys: ["{"], action: .step(-10), group: .time, help: "ten events back", takesCount: true),
        Binding(keys: ["l", .right], action: .step(1), group: .time, help: "next event", panes: [.timeline], takesCount: true),
        Binding(keys: ["h", .left], action: .step(-1), group: .time, help: "previous event", panes: [.timeline], takesCount: true),

        Binding(keys: ["j", .down], action: .move(1), group: .move, help: "down", takesCount: true),
        Binding(keys: ["k", .up], action: .move(-1), group: .move, help: "up", takesCount: true),
        Binding(keys: [.control("d")], action: .page(halves: 1), group: .move, help: "half a page down", takesCount: true),
        Binding(keys: [.control("u")], action: .page(halves: -1), group: .move, help: "half a page up", takesCount: true),
        Binding(keys: [" ", .pageDown], action: .page(halves: 2), group: .move, help: "a page down", takesCount: true),
        Binding(keys: ["b", .pageUp], action: .page(halves: -2), group: .move, help: "a page up", takesCount: true),
        Binding(keys: ["g", .home], action: .first, group: .move, help: "the first; 42g: version 42, in lists row 42", takesCount: true),
        Binding(keys: ["G", .end], action: .last, group: .move, help: "the last; 42G: version 42, in lists row 42", takesCount: true),

        Binding(keys: [.tab], action: .focus(by: 1), group: .panes, help: "next pane; 1 2 3 4 go to one"),
        Binding(keys: [.backTab], action: .focus(by: -1), group: .panes, help: "previous pane"),
        Binding(keys: [.enter], action: .enter, group: .panes, help: "go in"),
        Binding(keys: ["z"], action: .zoom, group: .panes, help: "the pane alone on the screen, and back"),
        Binding(keys: ["r"], action: .raw, group: .panes, help: "the event as its source wrote it, with each upcaster's step; and back"),

        Binding(keys: ["F"], action: .follow, group: .program, help: "follow: events added to the source appear; and no longer"),
        Binding(keys: [":"], action: .commandLine, group: .program, help: "command line, as :goto thursday 14:32"),
        Binding(keys: ["?", .function(1)], action: .help, group: .program, help: "this help"),
        Binding(keys: ["q"], action: .leave, group: .program, help: "leave; at the top, quit"),
        Binding(keys: [.escape], action: .escape, group: .program, help: "one level back"),
        Binding(keys: [.control("l")], action: .redraw, group: .program, help: "draw the screen again"),
        Binding(keys: [.control("z")], action: .suspend, group: .program, help: "suspend"),
        Binding(keys: [.control("c")], action: .quit, group: .program, help: "quit"),
    ]

    static func binding(for key: Key, in pane: Pane?) -> Binding? {
        bindings.first { binding in
            guard binding.keys.contains(key) else { return false }
            guard let panes = binding.panes else { return true }
            return pane.map(panes.contains) ?? false
        }
    }
}

extension Key: ExpressibleByUnicodeScalarLiteral, ExpressibleByExtendedGraphemeClusterLiteral {
    package init(extendedGraphemeClusterLiteral value: Character) { self = .character(value) }
}

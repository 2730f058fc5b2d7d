extension KeyScript {
    /// The first name of a key is the one that is printed.
    static let names: [(name: String, key: Key)] = [
        ("enter", .enter), ("esc", .escape), ("tab", .tab), ("s-tab", .backTab), ("backspace", .backspace),
        ("delete", .delete), ("insert", .insert), ("up", .up), ("down", .down), ("left", .left), ("right", .right),
        ("home", .home), ("end", .end), ("pageup", .pageUp), ("pagedown", .pageDown),
        ("escape", .escape), ("cr", .enter), ("bs", .backspace), ("del", .delete), ("ins", .insert),
        ("pgup", .pageUp), ("pgdn", .pageDown), ("pgdown", .pageDown),
        ("lt", .character("<")), ("gt", .character(">")), ("space", .character(" ")),
    ]

    /// The key of a lower-case name without its angle brackets.
    static func key(named name: String) -> Key? {
        if let known = names.first(where: { $0.name == name }) { return known.key }
        if name.hasPrefix("c-"), name.count == 3, let letter = name.last {
            return controlKey(letter)
        }
        if name.hasPrefix("a-"), name.count == 3, let letter = name.last, ("a"..."z").contains(letter), letter.utf8.count == 1 {
            return .alt(letter)
        }
        if name.hasPrefix("f"), let number = Int(name.dropFirst()), (1...63).contains(number), name.count < 4 {
            return .function(number)
        }
        return nil
    }

    private static func controlKey(_ letter: Character) -> Key? {
        switch letter {
        case "i": .tab
        case "j", "m": .enter
        case "h": .backspace
        case "[": .escape
        case "a"..."z", "@", "\\", "]", "^", "_": letter.isASCII && letter.utf8.count == 1 ? .control(letter) : nil
        default: nil
        }
    }
}

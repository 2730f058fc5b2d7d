/// Signs that are drawn instead of written, so that borders join and bars stand side by side in any font.
enum BoxDrawing {
    struct Arms: OptionSet {
        let rawValue: Int
        static let left = Arms(rawValue: 1), right = Arms(rawValue: 2), up = Arms(rawValue: 4), down = Arms(rawValue: 8)
    }

    /// From the middle of the cell to its edges (The Unicode Standard, block Box Drawing, the light lines).
    static func arms(of text: String) -> Arms? {
        switch text {
        case "─": [.left, .right]
        case "│": [.up, .down]
        case "┌": [.right, .down]
        case "┐": [.left, .down]
        case "└": [.right, .up]
        case "┘": [.left, .up]
        case "├": [.up, .down, .right]
        case "┤": [.up, .down, .left]
        case "┬": [.left, .right, .down]
        case "┴": [.left, .right, .up]
        case "┼": [.left, .right, .up, .down]
        default: nil
        }
    }

    /// The eighths of the cell that a bar fills from below (block Block Elements, U+2581 to U+2588).
    static func eighths(of text: String) -> Int? {
        guard let scalar = text.unicodeScalars.first, (0x2581...0x2588).contains(scalar.value), text.unicodeScalars.count == 1 else { return nil }
        return Int(scalar.value) - 0x2580
    }
}

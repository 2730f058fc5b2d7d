/// Colour for people. Meaning never rests on it.
struct TextStyle {
    let isColoured: Bool

    /// Only on a terminal that knows colour, and never under NO_COLOR (https://no-color.org: set and not empty).
    static func isColoured(terminal: Bool, environment: (String) -> String?) -> Bool {
        guard terminal, (environment("NO_COLOR") ?? "").isEmpty else { return false }
        let name = environment("TERM") ?? ""
        return !name.isEmpty && name != "dumb"
    }

    /// The text must be sanitised already: these are the only escapes that are printed.
    func heading(_ text: String) -> String { wrapped(text, "1") }
    func faint(_ text: String) -> String { wrapped(text, "2") }
    func alarm(_ text: String) -> String { wrapped(text, "31") }

    private func wrapped(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

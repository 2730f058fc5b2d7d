import Glibc
import Screen
import Testing

@Suite("Colours")
struct ColorTests {
    @Test("U22 every colour that is meant is one that the terminal has", arguments: ColorTheme.allCases, [0, 2, 8, 16, 88, 256, 1 << 24])
    func counts(theme: ColorTheme, count: Int) {
        let meant = [Color.terminalDefault] + (0...255).map { .ansi($0) } + (0...255).map { .hue($0) } + ColorRole.allCases.map { .role($0) }
        for color in meant {
            switch theme.resolved(color, count: count) {
            case .terminalDefault: #expect(color == .terminalDefault || theme == .none || count < 8)
            case .ansi(let number): #expect(Int(number) < count && theme != .none)
            case let other: Issue.record("\(color) became \(other)")
            }
        }
    }

    @Test("a name keeps its hue, and names are spread over all of them")
    func steady() {
        #expect(Color.steady(forName: "MoneyDeposited".utf8) == .steady(forName: "MoneyDeposited".utf8))
        let hues = Set((0..<200).map { Color.steady(forName: "Type\($0)".utf8) })
        #expect(hues.count == ColorTheme.hueCount)
    }

    @Test("hues can be read on black and on white, and are none of an alarm's", arguments: [ColorTheme.dark, .light])
    func contrast(theme: ColorTheme) {
        for number in 0..<UInt8(ColorTheme.hueCount) {
            guard case .ansi(let color) = theme.resolved(.hue(number), count: 256) else { Issue.record("no colour"); return }
            let light = luminance(ColorTheme.standardRGB(color))
            #expect((light + 0.05) / 0.05 >= 3 && 1.05 / (light + 0.05) >= 3, "\(color)")
            #expect(theme.resolved(.role(.alarm), count: 256) != .ansi(color))
        }
    }

    @Test("U05 NO_COLOR and COLORFGBG choose the theme")
    func environment() {
        func theme(_ variables: [String: String]) -> ColorTheme { .preferred { variables[$0] } }
        #expect(theme([:]) == .dark)
        #expect(theme(["NO_COLOR": "1", "COLORFGBG": "0;15"]) == .none)
        #expect(theme(["NO_COLOR": ""]) == .dark)
        #expect(theme(["COLORFGBG": "0;15"]) == .light)
        #expect(theme(["COLORFGBG": "0;default;7"]) == .light)
        #expect(theme(["COLORFGBG": "15;0"]) == .dark)
        #expect(theme(["COLORFGBG": ""]) == .dark)
    }

    /// WCAG 2.2, "relative luminance".
    private func luminance(_ color: UInt32) -> Double {
        func linear(_ value: UInt32) -> Double {
            let share = Double(value) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(color >> 16 & 255) + 0.7152 * linear(color >> 8 & 255) + 0.0722 * linear(color & 255)
    }
}

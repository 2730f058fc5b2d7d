/// What colours look like in a picture, as a terminal's settings say it for a terminal.
struct PictureColors {
    let foreground: RGB
    let background: RGB
    private let theme: ColorTheme
    private let basic: [UInt32]

    struct RGB: Equatable {
        let red: UInt8, green: UInt8, blue: UInt8

        init(_ number: UInt32) {
            (red, green, blue) = (UInt8(number >> 16 & 0xFF), UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF))
        }

        /// `#1e1e2e`.
        var hex: String {
            let digits = hexadecimal(UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue), digits: 6)
            return "#" + digits.lowercased()
        }

        /// In the middle between two colours.
        func mixed(with other: RGB) -> RGB {
            func middle(_ one: UInt8, _ two: UInt8) -> UInt32 { (UInt32(one) * 3 + UInt32(two) * 2) / 5 }
            return RGB(middle(red, other.red) << 16 | middle(green, other.green) << 8 | middle(blue, other.blue))
        }
    }

    init(_ theme: ColorTheme) {
        self.theme = theme
        let isLight = theme == .light
        foreground = RGB(isLight ? 0x24292F : 0xD4D4D4)
        background = RGB(isLight ? 0xFFFFFF : 0x1B1D23)
        basic = isLight
            ? [0x24292F, 0xC62828, 0x1B7F37, 0x9A6700, 0x0969DA, 0x8250DF, 0x1B7C83, 0x6E7781,
               0x57606A, 0xA40E26, 0x1A7F37, 0x633C01, 0x218BFF, 0xA475F9, 0x3192AA, 0x8C959F]
            : [0x1B1D23, 0xF4707B, 0x8CC570, 0xE5C07B, 0x6CB2F7, 0xC98BE0, 0x62C1CB, 0xABB2BF,
               0x5C6370, 0xFF8B92, 0xA5E075, 0xF0D197, 0x8CC8FF, 0xDE9EF5, 0x7BD6E0, 0xFFFFFF]
    }

    /// nil for the default.
    func color(_ color: Color) -> RGB? {
        guard case .ansi(let byte) = theme.resolved(color, count: 256) else { return nil }
        return RGB(byte < 16 ? basic[Int(byte)] : ColorTheme.standardRGB(byte))
    }

    /// Both colours as a style shows them: reversed, dimmed towards the background.
    func shown(_ style: Style) -> (foreground: RGB, background: RGB) {
        var front = color(style.foreground) ?? foreground, back = color(style.background) ?? background
        if style.attributes.contains(.reverse) { (front, back) = (back, front) }
        return (style.attributes.contains(.dim) ? front.mixed(with: back) : front, back)
    }
}

import Screen

/// What a picture of the screen is written as, by the ending of its file's name.
enum PictureFormat: String, CaseIterable {
    case svg
    /// Without colours.
    case txt

    init(of path: String) throws(UsageError) {
        guard let format = Self.allCases.first(where: { path.hasSuffix(".\($0.rawValue)") }) else {
            throw UsageError(
                "a picture of the screen is an SVG file or plain text, and \(path) says neither", hint: "let the name end in .svg or .txt")
        }
        self = format
    }

    func content(of frame: Frame, theme: ColorTheme) -> [UInt8] {
        switch self {
        case .svg: Array(frame.svg(theme: theme, title: "hindcast").utf8)
        case .txt: frame.lines.flatMap { Array($0.utf8) + [0x0A] }
        }
    }
}

import ArgumentParser
import EventLog
import Screen

struct ExploreCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "explore",
        abstract: "Open the explorer; so does hindcast PATH…",
        usage: "hindcast [explore] PATH… [options]",
        discussion: """
            Examples:
              hindcast explore sample-streams/bank
              hindcast explore sample-streams/bank --keys 'jjjjj<enter>:goto 37<enter>' --screenshot bank.svg
            """)

    @OptionGroup var source: SourceOptions

    @Flag(help: "Show events that are added to the source, as F does.")
    var follow = false

    @Flag(help: "Neither take up nor keep where one was, marks and filters.")
    var noSession = false

    @Flag(help: "Leave the mouse to the terminal.")
    var noMouse = false

    @Option(help: ArgumentHelp(
        "Colours for a dark or a light background, or none. Without it NO_COLOR and COLORFGBG are asked, then dark.", valueName: "dark|light|none"),
        completion: .list(ColorTheme.allCases.map(\.rawValue)))
    var theme: String?

    @Option(help: ArgumentHelp("Draw the screen into a new file, FILE.svg or FILE.txt, instead of opening the explorer.", valueName: "file"), completion: .file())
    var screenshot: String?

    @Option(help: ArgumentHelp("Press these keys before --screenshot, as jj<enter>/paid<enter><c-d>.", valueName: "keys"))
    var keys: String?

    @Option(help: ArgumentHelp("The size of the --screenshot in columns and rows; 120x36 without it.", valueName: "size"))
    var size: String?

    func run(in context: CommandContext) throws -> ExitStatus {
        var request = ExploreRequest(source: try source.request(in: context), follows: follow)
        request.keepsSession = !noSession
        request.usesMouse = !noMouse
        request.theme = try colorTheme(context)
        let picture = try pictureRequest()
        // A wrong path is the likelier mistake: it is told first; a wrong command stands where a path would.
        if let first = source.paths.first, first.identity == nil,
            let command = NearestNames.nearest(of: RootCommand.commandNames, to: first.description)
        {
            throw UsageError("there is neither a file nor a command \"\(first)\"", hint: "near it: hindcast \(command)")
        }
        if case .files(let files) = try SourceList.resolve(source.paths) {
            for file in files { try SourceOpener().check(file) }
        }
        if let picture {
            try NewFile.check(picture.path, isOutside: source.paths)
            let frame = try ScreenPicture.frame(request, keys: picture.keys, size: picture.size, registered: context.registeredModels)
            try ScreenPicture.write(frame, to: picture.path, theme: request.theme)
            return .well
        }
        guard context.console.out.isTerminal else {
            throw UsageError(
                "the explorer needs a terminal, and standard output is none",
                hint: "for text use hindcast info, streams, events or state; see hindcast --help")
        }
        try ExplorerSession.run(request, registered: context.registeredModels, environment: context.environment)
        return .well
    }

    private func colorTheme(_ context: CommandContext) throws -> ColorTheme {
        guard let theme else { return ColorTheme.preferred(environment: context.environment) }
        guard let known = ColorTheme(rawValue: theme) else {
            throw UsageError("--theme: there is no theme \"\(theme)\"", hint: "themes are \(ColorTheme.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return known
    }

    private func pictureRequest() throws -> (path: String, keys: [Key], size: Size)? {
        guard let screenshot else {
            for (flag, value) in [("--keys", keys), ("--size", size)] where value != nil {
                throw UsageError("\(flag) goes with --screenshot", hint: "add --screenshot FILE.svg, or leave \(flag) out")
            }
            return nil
        }
        _ = try PictureFormat(of: screenshot)
        do {
            return (screenshot, try KeyScript.parse(keys ?? ""), try Self.size(size ?? "120x36"))
        } catch let failure as KeyScript.Failure {
            throw UsageError("--keys, \(failure)")
        }
    }

    /// Of `120x36`, up to 1000 of each.
    private static func size(_ text: String) throws -> Size {
        let numbers = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let columns = numbers[0], let rows = numbers[1], (1...1000).contains(columns), (1...1000).contains(rows) else {
            throw UsageError("--size: \"\(text)\" is no size in columns and rows from 1 to 1000", hint: "write it as 120x36")
        }
        return Size(columns: columns, rows: rows)
    }
}

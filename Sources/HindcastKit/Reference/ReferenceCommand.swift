import ArgumentParser

/// Prints the reference pages from the declarations themselves: for the documentation, for packagers, for `man -l -`.
struct ReferenceCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Print a reference page, made from the program's own tables.",
        discussion: "Example:\n  hindcast reference man | man -l -")

    enum Page: String, CaseIterable, ExpressibleByArgument { case commands, formats, man }

    @Argument(help: "commands and formats are Markdown, man is a manual page.")
    var page: Page

    func run(in context: CommandContext) throws -> ExitStatus {
        let text = switch page {
        case .commands: CommandPages.markdown(try CommandDescription.all())
        case .man: CommandPages.manual(try CommandDescription.all())
        case .formats: FormatPages.markdown
        }
        try context.console.out.write(text.utf8)
        return .well
    }
}

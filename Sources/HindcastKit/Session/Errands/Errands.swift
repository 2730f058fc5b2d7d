import EventLog
import Explorer
import Screen

/// What is done outside of the explorer at the user's word: the clipboard, other programs, new files. Each answers with one
/// line for the screen; none of them changes what is being looked at.
struct Errands {
    let terminal: any Terminal
    /// What the session reads: no file is made within.
    let sources: [SourcePath]
    let theme: ColorTheme
    let environment: (String) -> String?

    /// Puts exactly these bytes on the clipboard of the terminal's machine.
    /// - Throws: `UsageError` for more than terminals take.
    func copy(_ bytes: [UInt8]) throws -> String {
        let multiplexer = ClipboardSequence.Multiplexer(environment: environment)
        guard let sequence = ClipboardSequence.bytes(for: bytes, through: multiplexer) else {
            throw UsageError(
                "\(bytes.count) bytes are too many for the terminal's clipboard, which takes \(ClipboardSequence.limit)",
                hint: "write them to a file or pipe them to a command")
        }
        guard terminal.send(sequence) else { throw UsageError("the terminal takes nothing at the moment") }
        return "copied \(counted(bytes.count, "byte")) (if the terminal allows it: OSC 52)"
    }

    /// Runs a shell command that reads these bytes, and waits until the user has seen what it says.
    /// - Throws: `ChildFailure`, `SystemError`.
    func pipe(_ bytes: [UInt8], into command: String) throws -> String {
        let shell = named("SHELL") ?? "/bin/sh"
        try ChildProcess([shell, "-c", command], named: command).run(on: terminal, input: try passing(bytes), pauses: true)
        return "the command has ended well"
    }

    /// Shows these bytes in the user's pager.
    /// - Throws: `ChildFailure`, `SystemError`.
    func page(_ bytes: [UInt8]) throws {
        let pager = named("PAGER") ?? "less"
        try ChildProcess(["/bin/sh", "-c", pager], named: pager).run(on: terminal, input: try passing(bytes), pauses: false)
    }

    /// Lets the user edit these bytes, in a file whose name ends so, and returns what was saved.
    /// - Throws: `ChildFailure`, `SystemError`.
    func edit(_ bytes: [UInt8], suffix: String) throws -> [UInt8] {
        let editor = named("VISUAL") ?? named("EDITOR") ?? "vi"
        let file = try ScratchFile(bytes, suffix: suffix, folder: named("TMPDIR"))
        defer { file.remove() }
        // An editor may be named with options of its own: `code --wait`.
        try ChildProcess(["/bin/sh", "-c", editor + " \"$1\"", "sh", file.path], named: editor).run(on: terminal, pauses: false)
        return try file.content()
    }

    /// Makes a new file, for its owner only.
    /// - Throws: `UsageError` where something is there or the file would lie in what is read; `SystemError`.
    func write(_ bytes: [UInt8], to path: String) throws -> String {
        let path = try newPath(path)
        try NewFile.write(path) { try $0.write(bytes) }
        return "\(counted(bytes.count, "byte")) written to \(path)"
    }

    /// A job that makes a new file is told its whole path, once nothing is in the way.
    /// - Throws: as `write`.
    func admit(_ job: Job) throws -> Job {
        guard case .writeAltered(let overlay, let path) = job.work else { return job }
        return Job(number: job.number, work: .writeAltered(overlay, path: try newPath(path)))
    }

    /// What to ask before events are appended to a store. An export is refused without a question.
    /// - Throws: `StoreError` for what is no store, nor can become one.
    func propose(_ request: AppendRequest) throws -> Message {
        let request = request.to(underHome(request.store))
        try EventStore.checkPlace(request.store)
        let events = EventsToSave(request.events, of: request.stream, after: request.after)
        return .asked(.append(request, events.question(for: .store(request.store))))
    }

    /// Draws a frame into a new file, FILE.svg or FILE.txt.
    /// - Throws: as `write`, and `UsageError` for another ending.
    func draw(_ frame: Frame, to path: String) throws -> String {
        let path = try newPath(path)
        try ScreenPicture.write(frame, to: path, theme: theme)
        return "the screen was drawn into \(path)"
    }

    /// The bytes as a file without a name that another program reads: who reads slowly, or not at all, keeps nobody waiting.
    private func passing(_ bytes: [UInt8]) throws -> OpenInput {
        let file = try ScratchFile(bytes, suffix: "", folder: named("TMPDIR"))
        defer { file.remove() }
        return OpenInput(try file.opened())
    }

    private func newPath(_ path: String) throws -> String {
        let path = underHome(path)
        try NewFile.check(path, isOutside: sources)
        return path
    }

    private func underHome(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = named("HOME") else { return path }
        return home + path.dropFirst()
    }

    private func named(_ variable: String) -> String? { environment(variable).flatMap { $0.isEmpty ? nil : $0 } }
}

import ArgumentParser
import EventLog
import Rehydration

struct StatesCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "states",
        abstract: "Rehydrate every stream as it was at one moment.",
        usage: "hindcast states PATH… [--match GLOB] [--at AT] [options]",
        discussion: """
            By name. AT is a moment of the whole log: a clock time, #position, a percentage of its events; a version means each stream
            after that version, or after its last one before. A stream that had no event yet has version -1.

            Example:
              hindcast states sample-streams/bank --trust --at 'thursday 14:32' --json
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var choice: StreamChoice

    // Unconditional: a span such as -3h begins like an option.
    @Option(parsing: .unconditional, help: ArgumentHelp("The moment, the end without it: \(PointInTime.forms)", valueName: "at"))
    var at: String?

    func run(in context: CommandContext) throws -> ExitStatus {
        let opened = try OpenedSource.open(source, in: context, partly: true)
        let moment = try at.map { try opened.moment($0, flag: "--at", ofStreams: true, context.console) }
        opened.sayFoundModels(on: context.console)
        let extent = choice.extent(of: opened, until: moment, context.console)
        let asking = source.asking(in: context)
        let stoppedAt: QuestionProgress?
        if output.json {
            let answer = try StatesQuestion().ask(opened.history, opened.models, extent, asking) { state in
                StateReport(state, showing: state.state).json.bytes
            }
            for line in answer.states { try context.console.out.line(line) }
            stoppedAt = answer.stoppedAt
        } else {
            let answer = try StatesQuestion().ask(opened.history, opened.models, extent, asking)
            stoppedAt = answer.stoppedAt
            for (number, state) in answer.states.enumerated() {
                if number > 0 { try context.console.out.line([]) }
                try StateReport(state, showing: state.state).print(in: opened.zone, on: context.console)
            }
        }
        context.work.stopped(stoppedAt?.reach)
        return .well
    }
}

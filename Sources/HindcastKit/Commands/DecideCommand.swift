import ArgumentParser
import EventLog
import JSONText
import Rehydration
import Screen

struct DecideCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Try a command on a stream's state at any point in time; exit 1 if it is refused.",
        usage: "hindcast decide PATH… --stream NAME [--at AT] --command NAME --input JSON [options]",
        discussion: """
            Nothing is written: the events that the model would give are printed, and the state after them.

            Example:
              hindcast decide sample-streams/bank --trust --stream account-1042 --at 36 --command Withdraw --input '{"amount":120}'
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The stream's name.", valueName: "name"))
    var stream: String

    @Option(parsing: .unconditional, help: ArgumentHelp("The point in time, the end without it: \(PointInTime.forms)", valueName: "at"))
    var at: String?

    @Option(help: ArgumentHelp("The command's name, as the model has it.", valueName: "name"))
    var command: String

    @Option(parsing: .unconditional, help: ArgumentHelp("What the command brings along.", valueName: "json"))
    var input: String

    func run(in context: CommandContext) throws -> ExitStatus {
        // Told before a large history is read.
        do { _ = try JSONParser().parse(Array(input.utf8)) { _ in } } catch let error as JSONError {
            throw UsageError("--input, column \(error.offset + 1): \(error)", hint: "it must be JSON, as '{\"amount\":5}'")
        }
        let opened = try OpenedSource.open(source, in: context)
        let stream = try opened.stream(named: stream)
        let index = try at.map { try opened.resolve($0, flag: "--at", on: stream, context.console) } ?? stream.positions.count - 1
        opened.sayFoundModels(on: context.console)
        let rehydrator = try opened.rehydrator(in: context)
        let trial = CommandTrial(command: ExactString(command), input: Array(input.utf8))
        let answer = try rehydrator.answer(trial, on: stream, at: index)
        for notice in rehydrator.notices { context.console.say(notice) }
        context.console.sayErrors(of: try rehydrator.state(of: stream, at: index))
        if output.json {
            try context.console.out.line(JSONLine(answer).bytes)
        } else {
            try print(answer, opened, on: context.console)
        }
        if case .accepted = answer { return .well }
        return .no
    }

    private func print(_ answer: CommandTrial.Answer, _ opened: OpenedSource, on console: Console) throws {
        switch answer {
        case .refused(let reason): try console.out.line(sanitised("refused: \(reason)").utf8)
        case .accepted(let events, let state, let broken):
            try console.out.line(console.style.heading("accepted: \(counted(events.count, "event"))").utf8)
            var facts = FactList()
            for event in events {
                var data = JSONWriter()
                data.append(raw: event.data)
                facts.add("+ \(event.version) \(event.type)", data.text)
            }
            try facts.print(on: console)
            try console.out.line(console.style.heading("the state would be").utf8)
            var leaves = FactList()
            for leaf in state.leaves() { leaves.add(leaf.path.description, leaf.value.line) }
            try leaves.print(on: console)
            for invariant in broken { try console.out.line(console.style.alarm(sanitised("! does not hold: \(invariant)")).utf8) }
        }
    }
}

extension JSONLine {
    init(_ answer: CommandTrial.Answer) {
        self.init()
        switch answer {
        case .refused(let reason):
            add("accepted", false)
            add("reason", text: reason)
        case .accepted(let events, let state, let broken):
            add("accepted", true)
            add("events", list: events.map { event in
                var line = JSONLine()
                line.add(event, meta: nil)
                return line
            })
            add("state", value: state)
            if !broken.isEmpty { add("broken", texts: broken.map(\.name)) }
        }
    }
}

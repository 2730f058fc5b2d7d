import ArgumentParser
import EventLog
import JSONText

struct TraceCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Print the causation tree of an event: its root, and all that the root caused.",
        usage: "hindcast trace PATH… --id ID [options]",
        discussion: "Example:\n  hindcast trace sample-streams/workflow --id 996385f9-71e8-591a-b6e4-8bd37e80bdea")

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions

    @Option(parsing: .unconditional, help: ArgumentHelp("The id of any event of the tree.", valueName: "id"))
    var id: String

    func run(in context: CommandContext) throws -> ExitStatus {
        let opened = try OpenedSource.open(source, in: context)
        let tree = CausationTree(opened.history, jobs: opened.jobs) { done, all in
            if !context.work.goesOn("searching", done, of: all, "event") { throw CancellationError() }
        }
        guard let event = try tree.event(withID: ExactString(id)) else {
            throw UsageError(
                "no event in \(opened.pathText) has the id \"\(id)\"",
                hint: "hindcast events --text finds events by a part of it")
        }
        let console = context.console
        var table = TextTable(
            [("POSITION", .right), ("TIME", .left), ("STREAM", .left), ("VERSION", .right), ("TYPE", .left)], on: console)
        try tree.forEach(around: event) { node in
            if output.json { return try console.out.line(JSONLine(node).bytes) }
            let asked = node.event.position == event.position ? " ←" : ""
            try table.add([
                "#\(node.event.position)", node.event.time?.instant.text(in: opened.zone) ?? "-", node.event.stream.description,
                String(node.event.version), node.title + asked,
            ])
        }
        try table.finish()
        return .well
    }
}

extension JSONLine {
    fileprivate init(_ node: CausationTree.Node) {
        self.init()
        add("depth", node.depth)
        add("position", node.event.position)
        add("stream", node.event.stream)
        add("version", node.event.version)
        add("type", node.event.type)
        add("id", node.event.id)
        add("causation", node.event.causation)
    }
}

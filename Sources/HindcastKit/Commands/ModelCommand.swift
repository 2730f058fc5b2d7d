import ArgumentParser
import EventLog
import LuaModels
import Rehydration

struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Write a first model, check one, or accept one that lies beside an export: new, check, trust.",
        usage: "hindcast model new PATH…\nhindcast model check MODEL…\nhindcast model trust MODEL…",
        discussion: "Example:\n  hindcast model new sample-streams/orders > model.lua",
        subcommands: [New.self, Check.self, Trust.self])

    struct New: HindcastCommand {
        static let configuration = CommandConfiguration(
            commandName: "new", abstract: "Write a first model from the events that are there: it loads as it is.",
            discussion: "Example:\n  hindcast model new sample-streams/orders > model.lua")

        @OptionGroup var source: SourceOptions

        @Option(help: ArgumentHelp("A new file; standard output without it.", valueName: "file"), completion: .file())
        var out: String?

        func run(in context: CommandContext) throws -> ExitStatus {
            if let out { try NewFile.check(out, isOutside: []) }
            let opened = try OpenedSource.open(source, in: context)
            let text = try FirstModel(opened).text
            guard let out else {
                try context.console.out.write(text.utf8)
                return .well
            }
            try NewFile.write(out) { try $0.write(text.utf8) }
            context.console.say("wrote \(out); hindcast \(opened.paths.map(\.argument).joined(separator: " ")) --model \(out) runs it")
            return .well
        }
    }

    struct Check: HindcastCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Load models together and say what is wrong or doubtful; exit 2 if one does not load.",
            discussion: "Example:\n  hindcast model check sample-streams/bank/model.lua")

        @Argument(help: ArgumentHelp("Models in Lua.", valueName: "model"), completion: .model)
        var models: [String]

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) throws -> ExitStatus {
            let findings = ModelLint.check(models)
            var table = TextTable([("SEVERITY", .left), ("KIND", .left), ("PLACE", .left), ("MESSAGE", .left)], on: context.console)
            for finding in findings {
                if output.json {
                    try context.console.out.line(JSONLine(finding).bytes)
                } else {
                    try table.add([finding.severity.rawValue, finding.kind, finding.place, finding.message])
                }
            }
            try table.finish()
            let errors = findings.count { $0.severity == .error }
            let warnings = findings.count - errors
            context.console.say(
                findings.isEmpty
                    ? "\(counted(models.count, "model")) checked: nothing found" : "\(counted(errors, "error")), \(counted(warnings, "warning"))")
            return errors > 0 ? .trouble : .well
        }
    }

    struct Trust: HindcastCommand {
        static let configuration = CommandConfiguration(
            commandName: "trust",
            abstract: "Accept a model's present text: found beside an export, it runs from then on, until it is changed.",
            discussion: "Example:\n  hindcast model trust sample-streams/bank/model.lua")

        @Argument(help: ArgumentHelp("Models in Lua.", valueName: "model"), completion: .model)
        var models: [String]

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) throws -> ExitStatus {
            for path in models {
                let model = try LuaModel(path: path)
                _ = try UpcasterChain([try model.makeReader()])
                try TrustStore(context.folders).trust(model.digest, name: path)
                if output.json {
                    var line = JSONLine()
                    line.add("path", text: path)
                    line.add("sha256", text: model.digest)
                    line.add("trusted", true)
                    try context.console.out.line(line.bytes)
                } else {
                    context.console.say("\(path) is trusted as it is now (SHA-256 \(model.digest.prefix(16))…)")
                }
            }
            return .well
        }
    }
}

extension JSONLine {
    fileprivate init(_ finding: ModelLint.Finding) {
        self.init()
        add("severity", text: finding.severity.rawValue)
        add("kind", text: finding.kind)
        add("path", text: finding.path)
        add("line", finding.line)
        add("message", text: finding.message)
    }
}

import EventLog

extension OpenedSource {
    /// Opens what a command is about, and says on standard error what was assumed and what is amiss.
    /// - Parameter partly: whether the command has an answer for a source that was read in part only.
    static func open(_ options: SourceOptions, in context: CommandContext, partly: Bool = false) throws -> OpenedSource {
        let progress = context.console.progress
        defer { progress.erase() }
        let request = try options.request(in: context)
        let watcher = context.work.reading(partly: partly)
        let source = try context.work.opening { try open(request, registered: context.registeredModels, watcher: watcher) }
        context.work.wasRead(source.history)
        let last = source.history.unkept.map(unkept)
        for note in source.notes where note != last { context.console.say(note) }
        if let last { context.console.sayAtEnd(last) }
        source.sayProblems(on: context.console)
        if source.history.count == 0, !context.work.wasStopped { context.console.say("\(source.pathText) holds no events") }
        return source
    }

    /// For commands that would have used a model: which ones lie there and were not run.
    func sayFoundModels(on console: Console) {
        for model in foundModels {
            let folder = SourcePath(argument: model).folder
            let name = model.split(separator: "/").last.map(String.init) ?? model
            console.say(
                "\(name) lies beside the events in \(folder); it was not run: hindcast model trust \(model) accepts it as it is now, "
                    + "--model or --trust runs it once")
        }
    }

    /// One line for each file with lines or records that are no events: the first of them, and how many.
    private func sayProblems(on console: Console) {
        var files: [(path: String, first: LogProblem, count: Int)] = []
        var places: [String: Int] = [:]
        for problem in history.problems {
            if history.isUnfinished(problem) {
                let column = problem.column.map { ":\($0)" } ?? ""
                console.say("\(problem.place.text)\(column): \(problem.message) (being written?)")
                continue
            }
            if let index = places[problem.place.path] { files[index].count += 1; continue }
            places[problem.place.path] = files.count
            files.append((problem.place.path, problem, 1))
        }
        for file in files {
            if file.first.kind.isOfWholeFile {
                console.say("\(file.path == "-" ? "stdin" : file.path): \(file.first.message)")
                continue
            }
            let place = file.first.place.text + (file.first.column.map { ":\($0)" } ?? "")
            let count = file.count == 1 ? "1 line or record is no event" : "\(file.count) lines or records are no events"
            console.say("\(place): \(file.first.message); \(count) in this file")
        }
    }
}

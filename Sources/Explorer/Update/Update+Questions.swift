import EventLog
import JSONText

/// What a command can ask of the models, asked at the cursor.
extension HistoryPlace {
    mutating func ask(_ word: CommandWord, _ argument: String, _ explorer: inout ExplorerState) -> [Command] {
        switch word.kind {
        case .check:
            checked = nil
            isChecked = false
            let commands = list("Check", ["name", "stream", "version", "time", "what"], "checking", .check, &explorer)
            results?.isCheck = true
            return commands
        case .compare:
            guard !argument.isEmpty else { return explorer.missing(word) }
            return mayList(
                ResultsPane(title: "Compared with \(argument)", header: ["position", "time", "stream", "version", "type", "what differs first"]),
                "comparing", .compare(path: argument))
        case .trace:
            guard let position = position(of: cursor) else {
                explorer.say("before the first event there is none to trace")
                return []
            }
            return list(
                "What belongs to #\(position)", ["position", "time", "stream", "version", "type"], "tracing", .trace(position: position), &explorer)
        case .decide: return decide(argument, &explorer, word)
        case .project:
            guard !argument.isEmpty else { return explorer.missing(word) }
            return project(argument, at: position(of: cursor) ?? (position(of: 0).map { $0 - 1 } ?? -1), step: 0)
        default: return []
        }
    }

    /// What the log's own data are doubtful in, below what the models were found to object to.
    mutating func listProblems(_ explorer: inout ExplorerState) -> [Command] {
        let title = checked == nil && !opened.models.isEmpty ? "Problems of the log; :check adds the models'" : "Problems"
        let commands = list(title, ["kind", "stream", "version", "what"], "looking for problems", .problems, &explorer)
        results?.append((checked ?? []).map(\.asProblem))
        return commands
    }

    private mutating func decide(_ argument: String, _ explorer: inout ExplorerState, _ word: CommandWord) -> [Command] {
        let parts = argument.split(separator: " ", maxSplits: 1)
        guard let stream, let name = parts.first else { return explorer.missing(word) }
        let input = parts.count > 1 ? Array(parts[1].utf8) : Array("{}".utf8)
        defer { beginDecision(String(name)) }
        return mayList(
            ResultsPane(title: String(name), header: ["what", "before", "after"]), "deciding",
            .decide(
                stream: stream.name, index: cursor, command: ExactString(String(name)), input: input, overlay: overlay, beyond: beyond))
    }

    // MARK: Projections

    private mutating func project(_ name: String, at position: Int, step: Int) -> [Command] {
        var pane = ResultsPane(title: name, header: ["path", "before", "value"])
        pane.projection = name
        if results?.projection == name { pane.list = results?.list ?? ListPosition() }
        return mayList(pane, "projecting", .project(name: name, position: position, step: step))
    }

    /// `H` on a line of it: every event that changed that value.
    mutating func askProjectionHistory(_ explorer: inout ExplorerState) -> [Command] {
        guard let name = results?.projection, let row = results?.selected else {
            return explorer.sayNothing("H asks who set a value: in the state pane, and on a line of :project NAME")
        }
        guard let text = row.cells.first, let path = try? JSONPath(parsing: text) else {
            return explorer.sayNothing("this line is no value of \(name)")
        }
        return list(
            "\(path) of \(name)", ["position", "stream", "time", "since", "type", "before", "after"], "asking who set it",
            .projectionHistory(name: name, path: path), &explorer)
    }

    /// Another of its events, from where the list is of.
    mutating func stepProjection(_ step: Int, _ explorer: inout ExplorerState) -> [Command] {
        guard let name = results?.projection, let position = results?.position else {
            explorer.say("[ and ] step a projection: :project NAME")
            return []
        }
        return project(name, at: position, step: step)
    }
}

extension ResultRow {
    /// A row of `:check` as one of `:problems`.
    fileprivate var asProblem: ResultRow {
        let name = cells.first ?? ""
        let message = cells.count > 4 ? cells[4] : ""
        let what = [name, message].filter { !$0.isEmpty }.joined(separator: ": ")
        return ResultRow(mark: mark, spot: spot, cells: [group ?? "", cells.count > 1 ? cells[1] : "", cells.count > 2 ? cells[2] : "", what])
    }
}

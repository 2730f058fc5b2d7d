import EventLog
import JSONText
import Rehydration

extension ExplorerState {
    /// A line of the command line.
    mutating func run(_ line: String) -> [Command] {
        let parts = line.split(separator: " ", maxSplits: 1)
        guard let name = parts.first.map(String.init) else { return [] }
        let argument = parts.count > 1 ? String(parts[1]).trimmed : ""
        // A bare number or percentage means :goto, as in less and vim.
        if Int(name) != nil || name.hasSuffix("%") || name.hasPrefix("#") { return goto(line.trimmed) }
        guard let word = CommandTable.word(named: name) else {
            let near = CommandTable.words.map { $0.names[0] }.filter { $0.hasPrefix(String(name.prefix(1))) }
            complain("there is no command :\(name)\(near.isEmpty ? "" : "; there are \(near.map { ":" + $0 }.joined(separator: " "))"); :help lists all")
            return []
        }
        switch word.kind {
        case .goto: return goto(argument)
        case .model: offerModel()
        case .map: return map(argument)
        case .follow: return toggleFollowing()
        case .help: overlays.append(.help(Pager()))
        case .escape:
            isSpelled.toggle()
            say(isSpelled ? "what is no ASCII is spelled out, so that look-alikes differ; :escape goes back" : "text as it is written")
        case .quit: return quit()
        case .screenshot: return argument.isEmpty ? missing(word) : [.screenshot(path: argument)]
        case .zone: return argument.isEmpty ? missing(word) : [.useZone(argument)]
        default:
            guard history != nil else {
                complain("open a store first")
                return []
            }
            return withHistory { history, explorer, layout in history.run(word, argument, &explorer, layout) }
        }
        return []
    }

    mutating func missing(_ word: CommandWord) -> [Command] {
        complain("\(word.usage): \(word.help)")
        return []
    }

    /// A word that is none of those that can stand there.
    mutating func unknown<Words: CaseIterable & RawRepresentable>(_ text: String, _ kind: String, of words: Words.Type) -> [Command]
    where Words.RawValue == String {
        complain("\(text) is no \(kind); there are \(Words.allCases.map(\.rawValue).joined(separator: " "))")
        return []
    }

    /// Other roles for the same source; alone, what it is read as now.
    private mutating func map(_ roles: String) -> [Command] {
        guard case .history(let history) = place else { return [] }
        guard roles.isEmpty else { return [.useMap(roles)] }
        overlays.append(.text(TextPane(title: "How it is read", text: history.opened.reading)))
        return []
    }

    private mutating func offerModel() {
        if case .history(let history) = place, let offer = history.opened.offer {
            ask(.runModel(path: offer))
        } else {
            say("no other model lies beside this source")
        }
    }

    private mutating func goto(_ text: String) -> [Command] {
        guard history != nil else {
            complain("open a store first")
            return []
        }
        return withHistory { history, explorer, layout in
            switch history.goto(text, zone: explorer.zone, layout: layout) {
            case .success(let (commands, said)):
                if let said {
                    let version = history.position(of: history.cursor).map { "version \(history.history.version(at: $0))" }
                    explorer.say("at \(said): \(version ?? "before the first event")")
                }
                return commands
            case .failure(let error):
                explorer.complain(error.message)
                return []
            }
        }
    }
}

extension HistoryPlace {
    fileprivate mutating func run(
        _ word: CommandWord, _ argument: String, _ explorer: inout ExplorerState, _ layout: Layout
    ) -> [Command] {
        switch word.kind {
        case .log: return toggleLog(layout)
        case .type, .notType: return filterTypes(argument, isHidden: word.kind == .notType, &explorer, layout)
        case .text, .condition, .correlation, .all: return filter(word.kind, argument, &explorer, layout)
        case .find, .every:
            guard !argument.isEmpty, let stream else { return explorer.missing(word) }
            // What the list of streams leaves out is not looked at either.
            let match = word.kind == .every ? nil : streams.arrangement.match
            let rule = match.map(NameRule.init)
            let altered = word.kind == .every ? [overlay].compactMap { $0 } : overlays.filter { rule?.admits($0.stream) ?? true }
            let within = match == nil ? "" : streams.rows.map { " in \($0.matching) of \(history.streamCount) streams" } ?? ""
            let remark = altered.isEmpty ? "" : ", what-if in \(altered.map(\.stream.description).joined(separator: ", "))"
            return list(
                argument + within + remark, ["position", "time", "stream", "version", "type"], "looking for it",
                .find(argument, stream: word.kind == .every ? stream.name : nil, overlays: altered, match: match), &explorer)
        case .diff: return diff(argument, &explorer, word)
        case .base: return setBase(argument, &explorer)
        case .check, .compare, .trace, .decide, .project: return ask(word, argument, &explorer)
        case .match: return matchStreams(argument)
        case .sort:
            guard !argument.isEmpty else { return explorer.missing(word) }
            guard let order = StreamArrangement.Order(rawValue: argument) else { return explorer.unknown(argument, "order", of: StreamArrangement.Order.self) }
            return sortStreams(by: order, &explorer)
        case .columns: return chooseColumns(argument, &explorer)
        case .time:
            guard !argument.isEmpty else { return explorer.missing(word) }
            guard let column = Timeline.TimeColumn(rawValue: argument) else { return explorer.unknown(argument, "kind of time", of: Timeline.TimeColumn.self) }
            setTime(column, &explorer)
        case .watch where !argument.isEmpty && !argument.hasPrefix("."): return watch(condition: argument, &explorer)
        case .unwatch where argument.isEmpty || conditions.contains(argument):
            conditions.removeAll { argument.isEmpty || $0 == argument }
            if argument.isEmpty { unwatch(nil, &explorer, layout) } else { refreshTrees(layout) }
            return [.watch(conditions)]
        case .watch, .unwatch, .chart: watchOrChart(word.kind, argument, &explorer, layout)
        case .histogram: return openHistogram(&explorer)
        case .statistics: return scope.map {
            list("Events by type", ["type", "events", "share", "first", "last"], "counting", .statistics($0, timeline.shown), &explorer)
        } ?? []
        case .problems: return listProblems(&explorer)
        case .results: openResults(&explorer)
        case .mark:
            guard let letter = argument.first, argument.count == 1, letter != "'" else { return explorer.missing(word) }
            return setMark(letter, &explorer)
        case .marks: listMarks(&explorer)
        case .at: return lookAt(argument, &explorer)
        case .undo: return undo(-1, &explorer, layout)
        case .redo: return undo(1, &explorer, layout)
        case .discard: return discard(&explorer, layout)
        case .keep: return keepDecision(&explorer, layout)
        case .append: return append(to: argument.isEmpty ? nil : argument, &explorer)
        case .write where !argument.isEmpty && !(alteration?.overlay.isEmpty ?? true): return alteration.map { write($0, to: argument) } ?? []
        case .write: return argument.isEmpty ? explorer.missing(word) : write(to: argument, &explorer)
        default: break
        }
        return []
    }
}

extension String {
    var trimmed: String {
        var rest = self[...]
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}

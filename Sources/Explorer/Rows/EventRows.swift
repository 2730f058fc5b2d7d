import EventLog
import JSONText
import Rehydration

extension HistoryPlace {
    /// The lines of the event pane: the data first, since it is what one looks for, then the envelope.
    func makeEventRows(_ folding: TreeFolding) -> [TreeRow] {
        guard let contents else { return [] }
        guard let recorded = contents.event else { return [.remark("before the first event")] }
        return showsRaw
            ? Self.rawRows(of: recorded) + Self.traceRows(of: contents.trace)
            : alterationRows(of: recorded.event) + Self.rows(of: recorded.event, trace: contents.trace, folding)
    }

    /// What an overlay does to the event; below it stands the event as it was recorded.
    private func alterationRows(of recorded: Event) -> [TreeRow] {
        guard let mark = alteration?.marks[cursor], isCurrent else { return [] }
        let parser = JSONParser()
        guard let edited = contents?.altered?.event, let before = try? parser.value(of: recorded.data), let after = try? parser.value(of: edited.data)
        else { return [.remark("what-if: \(mark.rawValue)"), .remark("")] }
        let changes = JSONValue.changes(from: before, to: after).map { TreeRow(change: $0) }
        return [.remark("what-if: \(mark == .skipped ? "edited and skipped" : mark.rawValue)")] + changes + [.remark("")]
    }

    private static func rows(of recorded: Event, trace: UpcastTrace?, _ folding: TreeFolding) -> [TreeRow] {
        var rows: [TreeRow] = []
        let final = trace.flatMap { $0.problem == nil ? $0.final : nil } ?? [recorded]
        if let trace, !trace.steps.isEmpty || trace.problem != nil {
            rows += trace.steps.map { .remark("upcast \($0.upcaster)") }
            if let problem = trace.problem { rows.append(.remark("! \(problem.handler) failed: r shows why")) }
            if final.isEmpty { rows.append(.remark("no event under today's schema")) }
        }
        for event in final {
            if final.count > 1 || event.type != recorded.type { rows.append(.remark(event.type.description)) }
            rows += dataRows(event.data, folding)
        }
        rows.append(.remark(""))
        rows.append(TreeRow(name: "type", text: recorded.type.description))
        if let schema = recorded.schema { rows.append(TreeRow(name: "schema", text: String(schema))) }
        rows.append(TreeRow(name: "position", text: "#\(recorded.position)"))
        let links = links(of: recorded)
        let meta = recorded.meta.map { dataRows($0, folding, under: [.key("meta")]).map { $0.indented(links) } } ?? []
        let texts: [(String, ExactString?)] = [
            ("time", recorded.time?.text), ("id", recorded.id), ("correlation", recorded.correlation),
            ("causation", recorded.causation),
        ]
        // What the metadata say under the same name is not said twice.
        for case (let name, let text?) in texts where !meta.contains(where: { $0.name == name }) {
            rows.append(TreeRow(name: name, text: text.description, value: .string(text), link: name == "id" ? nil : links[text]))
        }
        return meta.isEmpty ? rows : rows + [TreeRow(name: "meta")] + meta
    }

    /// What Enter on a value goes to: the event that caused this one, or all that belong together.
    private static func links(of event: Event) -> [ExactString: TreeRow.Link] {
        var links: [ExactString: TreeRow.Link] = [:]
        if let correlation = event.correlation { links[correlation] = .correlation(correlation) }
        if let causation = event.causation { links[causation] = .event(id: causation) }
        return links
    }

    /// - Parameter steps: what tells the lines of one value from those of another in the same pane.
    private static func dataRows(_ text: [UInt8], _ folding: TreeFolding = TreeFolding(), under steps: [JSONPath.Step] = []) -> [TreeRow] {
        guard let value = try? JSONParser().value(of: text) else { return [.remark("data that cannot be read")] }
        if value == .object(JSONObject()) { return [.remark("no data")] }
        return TreeRow.rows(of: value, folding: folding, under: steps)
    }

    private static func rawRows(of recorded: RecordedEvent) -> [TreeRow] {
        [.remark("\(recorded.place.line.map { "line \($0), " } ?? "")offset \(recorded.place.offset)"), .remark(recorded.place.path)]
            + recorded.raw.split(separator: 0x0A).map { TreeRow(text: String(decoding: $0, as: UTF8.self)) }
    }
}

extension HistoryPlace {
    /// Each upcaster's step with what it changed, and what the model sees in the end.
    private static func traceRows(of trace: UpcastTrace?) -> [TreeRow] {
        guard let trace, !trace.steps.isEmpty || trace.problem != nil else { return [] }
        var rows: [TreeRow] = []
        for step in trace.steps {
            rows += [.remark(""), .remark("upcast \(step.upcaster)")]
            if step.events.isEmpty { rows.append(.remark("no event")) }
            for event in step.events {
                if step.events.count > 1 || event.type != step.input.type { rows.append(.remark(title(of: event))) }
                rows += step.changes(to: event).map { TreeRow(change: $0) }
            }
        }
        if let problem = trace.problem {
            let place = problem.path.map { path in "\(path)\(problem.line.map { ":\($0)" } ?? ""): " } ?? ""
            return rows + [.remark(""), .remark("! \(problem.handler) failed"), TreeRow(text: place + problem.message)]
        }
        rows += [.remark(""), .remark("what the model sees")]
        for event in trace.final { rows += [.remark(title(of: event))] + dataRows(event.data) }
        return rows
    }

    private static func title(of event: Event) -> String { event.schema.map { "\(event.type) v\($0)" } ?? event.type.description }
}

extension TreeRow {
    fileprivate func indented(_ links: [ExactString: Link]) -> TreeRow {
        var row = self
        row.depth += 1
        if case .string(let text)? = value { row.link = links[text] }
        return row
    }
}

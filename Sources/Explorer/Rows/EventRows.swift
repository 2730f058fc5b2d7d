import EventLog
import JSONText
import Rehydration

extension HistoryPlace {
    /// The lines of the event pane: the data first, since it is what one looks for, then the envelope.
    func makeEventRows(_ folding: TreeFolding) -> [TreeRow] {
        if beyond > 0 { return extraRows(of: contents.flatMap { $0.beyond > 0 ? $0.altered : nil }, folding) }
        guard let here = recorded else { return [] }
        guard let recorded = here.event else { return [.remark("before the first event")] }
        switch (eventStage, here.trace) {
        case (.raw, _): return Self.rawRows(of: recorded)
        case (.step(let number), let trace?): return Self.rows(of: trace.steps[number], folding)
        case (.final, let trace?): return Self.finalRows(of: trace, folding)
        case (_, let trace): return alterationRows(of: recorded.event) + Self.rows(of: recorded.event, trace: trace, folding)
        }
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

    /// An event that stands here in the altered history only.
    private func extraRows(of altered: AlteredPlace?, _ folding: TreeFolding) -> [TreeRow] {
        guard let event = altered?.event, let entry = altered?.entry else { return [] }
        let origin: String
        if case .recorded(let number) = entry.target {
            origin = "moved here from version \(position(of: number).map { history.version(at: $0) } ?? -1)"
        } else {
            origin = "inserted"
        }
        return [.remark("what-if: \(origin)\(entry.isEdited ? ", edited" : "")"), .remark("")] + Self.rows(of: event, trace: nil, folding)
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
        if recorded.position >= 0 { rows.append(TreeRow(name: "position", text: "#\(recorded.position)")) }
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
}

extension TreeRow {
    fileprivate func indented(_ links: [ExactString: Link]) -> TreeRow {
        var row = self
        row.depth += 1
        if case .string(let text)? = value { row.link = links[text] }
        return row
    }
}

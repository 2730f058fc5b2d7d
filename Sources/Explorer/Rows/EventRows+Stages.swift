import EventLog
import JSONText
import Rehydration

/// The lines of the stages that `r` goes through.
extension HistoryPlace {
    static func rawRows(of recorded: RecordedEvent) -> [TreeRow] {
        [.remark("\(recorded.place.line.map { "line \($0), " } ?? "")offset \(recorded.place.offset)"), .remark(recorded.place.path)]
            + recorded.raw.split(separator: 0x0A).map { TreeRow(text: String(decoding: $0, as: UTF8.self)) }
    }

    /// All of what came out of a step, with marks at what is not as it went in.
    static func rows(of step: UpcastTrace.Step, _ folding: TreeFolding) -> [TreeRow] {
        var rows: [TreeRow] = [.remark("upcast \(step.upcaster)")]
        if step.events.isEmpty { rows.append(.remark("it gave no event")) }
        for (number, event) in step.events.enumerated() {
            if step.events.count > 1 { rows.append(.remark("\(number + 1) of \(step.events.count)")) }
            if event.type != step.input.type {
                rows.append(TreeRow(mark: .changed, name: "type", before: step.input.type.description, text: event.type.description))
            }
            rows += dataRows(event.data, folding, changes: step.changes(to: event), under: step.events.count > 1 ? [.index(number)] : [])
        }
        return rows
    }

    static func finalRows(of trace: UpcastTrace, _ folding: TreeFolding) -> [TreeRow] {
        var rows: [TreeRow] = [.remark("what the model sees")]
        if trace.final.isEmpty { rows.append(.remark("no event under today's schema")) }
        for (number, event) in trace.final.enumerated() {
            rows.append(.remark(event.schema.map { "\(event.type) v\($0)" } ?? event.type.description))
            rows += dataRows(event.data, folding, under: trace.final.count > 1 ? [.index(number)] : [])
        }
        return rows
    }

    /// - Parameters:
    ///   - changes: by their paths within the value.
    ///   - steps: what tells the lines of one value from those of another in the same pane.
    static func dataRows(
        _ text: [UInt8], _ folding: TreeFolding = TreeFolding(), changes: [JSONChange] = [], under steps: [JSONPath.Step] = []
    ) -> [TreeRow] {
        guard let value = try? JSONParser().value(of: text) else { return [.remark("data that cannot be read")] }
        if value == .object(JSONObject()), changes.isEmpty { return [.remark("no data")] }
        let placed = steps.isEmpty ? changes : changes.map { JSONChange(path: JSONPath(steps + $0.path.steps), before: $0.before, after: $0.after) }
        return TreeRow.rows(of: value, changes: placed, folding: folding, under: steps)
    }
}

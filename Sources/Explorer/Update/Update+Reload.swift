import EventLog
import JSONText
import Rehydration

extension HistoryPlace {
    /// The models were loaded anew: everything that they said is asked again, where the cursor stands.
    mutating func reload(_ models: [String]) -> [Command] {
        opened.models = models
        signs = [:]
        alteredSigns.asked = nil
        chart.asked = nil
        checked = nil
        isChecked = false
        surveyedStreams = []
        stateBeforeReload = isCurrent ? contents?.state : nil
        modelChanges = nil
        // What it decided is no longer what it would decide.
        decision = nil
        return askState() + survey()
    }

    /// The first state after a reload is compared with what the models before gave at the same event.
    mutating func compareWithReload() -> ExplorerState.Notice? {
        guard let before = stateBeforeReload, let now = contents?.state, before.index == now.index, before.stream == now.stream
        else { return nil }
        stateBeforeReload = nil
        let changes = JSONValue.changes(from: before.state, to: now.state)
        modelChanges = changes
        let said = changes.isEmpty ? "the state here is the same" : "\(changes.count == 1 ? "1 value is" : "\(changes.count) values are") different here"
        return .init(kind: .information, text: "model reloaded: \(said)")
    }

    mutating func forgetReload() {
        guard stateBeforeReload != nil || modelChanges != nil else { return }
        stateBeforeReload = nil
        modelChanges = nil
    }

    /// Lines of the state pane that say what a reload changed.
    var reloadRows: [TreeRow] {
        guard let modelChanges, !modelChanges.isEmpty else { return [] }
        let shown = modelChanges.prefix(Self.mostReloadRows).map { TreeRow(change: $0) }
        let rest = modelChanges.count - shown.count
        return [.remark("since the model was reloaded:")] + shown + (rest > 0 ? [.remark("and \(rest) more")] : []) + [.remark("")]
    }

    private static let mostReloadRows = 12
}

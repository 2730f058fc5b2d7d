import JSONText
import Rehydration

/// Leaves that differ, one a line.
struct ChangeReport {
    private let changes: [JSONChange]

    init(_ changes: [JSONChange]) { self.changes = changes }

    func print(asJSON isJSON: Bool, on console: Console) throws {
        if isJSON {
            for change in changes { try console.out.line(JSONLine(change).bytes) }
            return
        }
        var table = TextTable([("", .left), ("PATH", .left), ("BEFORE", .right), ("AFTER", .right)], on: console)
        for change in changes {
            let sign = change.before == nil ? "+" : change.after == nil ? "-" : "~"
            try table.add([sign, change.path.description, change.before?.line ?? "-", change.after?.line ?? "-"])
        }
        try table.finish()
    }
}

extension Console {
    /// What a state lacks because of events that could not be folded: the first of them, and how many.
    func sayErrors(of state: RehydratedState) {
        guard let first = state.errors.first else { return }
        let more = state.errors.count > 1 ? "; \(state.errors.count) events could not be folded up to there" : ""
        say(ErrorRenderer.sentence(for: first) + more)
    }
}

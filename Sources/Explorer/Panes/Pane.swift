/// The panes of the history screen, in the order in which Tab goes through them.
package enum Pane: Int, CaseIterable, Hashable, Sendable {
    case streams, timeline, state, event

    /// The number key that goes to it, and its place from 1.
    var number: Int { rawValue + 1 }

    func next(by step: Int) -> Pane {
        let all = Pane.allCases
        return all[((rawValue + step) % all.count + all.count) % all.count]
    }
}

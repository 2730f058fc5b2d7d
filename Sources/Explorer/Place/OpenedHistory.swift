package import EventLog
import JSONText
import Screen

/// What is being looked at. Two are equal when they are the same opening of the same source.
package struct OpenedHistory: Sendable, Equatable {
    package let history: History
    /// For the header: the last part of the path.
    package let title: String
    /// Of the models that read it; empty where there is none.
    package internal(set) var models: [String]
    /// Counts openings, so that two can be told apart without comparing what they hold.
    package let number: Int
    /// What was assumed about the source, one line each.
    package let notes: [String]
    /// A model found beside the source that nobody has named: offered, not run.
    package let offer: String?
    /// What an earlier session on the same source left.
    let session: SessionRecord?
    /// Columns of the widest name of a type, as the timeline shows it.
    let typeWidth: Int

    package init(history: History, title: String, models: [String], number: Int, notes: [String] = [], offer: String? = nil, session: SessionRecord? = nil) {
        self.history = history
        self.title = title
        self.models = models
        self.number = number
        self.notes = notes
        self.offer = offer
        self.session = session
        typeWidth = history.typeNames(atMost: 500).map { DisplayWidth.columns(of: TypeName.short($0)) }.max() ?? 0
    }

    /// What was taken for what, and what was assumed, in lines: a guess is told with the map that states it.
    var reading: String {
        var told: Set<String> = []
        var lines: [String] = []
        for source in history.sources where told.insert(source.format).inserted {
            lines.append(source.formatTitle + (source.marks.isEmpty ? "" : ", known by \(source.marks)"))
            lines += source.roles.map { "  \($0.role): \($0.place)" }
            lines.append("")
        }
        if !notes.isEmpty { lines += ["assumed:"] + notes.map { "  " + $0 } + [""] }
        return (lines + [":map stream=.PATH,type=.PATH reads it another way"]).joined(separator: "\n")
    }

    package static func == (left: Self, right: Self) -> Bool { left.number == right.number }
}

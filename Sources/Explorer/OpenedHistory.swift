package import EventLog

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

    package init(history: History, title: String, models: [String], number: Int, notes: [String] = [], offer: String? = nil) {
        self.history = history
        self.title = title
        self.models = models
        self.number = number
        self.notes = notes
        self.offer = offer
    }

    package static func == (left: Self, right: Self) -> Bool { left.number == right.number }
}

package import EventLog
import JSONText
import Rehydration
package import Screen

/// Everything that the explorer knows: the Model of its Elm-like loop. A value, so that a screen can be told from it alone.
package struct ExplorerState: Equatable, Sendable {
    package var size: Size
    package let glyphs: Glyphs
    package var zone: Zone
    package var place: Place
    /// Stores to choose from, where a folder of them was opened.
    package var chooser: Chooser?
    /// What lies over the panes, the topmost last.
    package var overlays: [Overlay] = []
    /// What is looked for in what lies over the panes.
    var overlaySearch: SmartText?
    var promptHistory = PromptHistory()
    /// A key that waits for the letter behind it.
    var awaitedLetter: AwaitedLetter?
    /// The timeline's place, while its lower border is dragged along.
    var draggedPane: Rect?
    /// One line above all else until the next key.
    package var notice: Notice?
    package var count: PendingCount?
    /// How far a source that is being read has been read; nil when that is over.
    package var reading: ScanProgress?
    /// Whether somebody has had enough of a reading of which nothing is seen yet.
    var hasStoppedOpening = false
    /// Whether all that is no ASCII is spelled out: `é` as `\u{00E9}`.
    package var isSpelled = false
    /// Whether events that are added to the source appear.
    package var isFollowing = false
    /// Whether the model's file was changed and does not load: what is shown is the model before.
    package var hasOldModel = false

    /// What the screen is about.
    package enum Place: Equatable, Sendable {
        case choosing
        /// A source is being read.
        case opening(String)
        case history(HistoryPlace)
    }

    package struct Notice: Equatable, Sendable {
        package enum Kind: Equatable, Sendable { case information, trouble }
        package let kind: Kind
        package let text: String
    }

    enum AwaitedLetter: Equatable, Sendable { case setMark, goToMark }

    /// Digits typed before a key: `42G`. A digit that is a pane's number goes there at once. Several such digits are a number only
    /// for a key that takes one and follows soon; the focus then goes back to where it was. With any other digit among them it
    /// is sure that a number is meant.
    package struct PendingCount: Equatable, Sendable {
        package var value: Int
        package let focusBefore: Pane
        /// The tick behind which digits that went to panes are no number any more; nil: they are one.
        var tick: Int?

        static let milliseconds = 800

        /// Whether each of its digits went to a pane.
        var isTentative: Bool { tick != nil }
        /// One digit that went to a pane has done what it was typed for.
        var isCount: Bool { !isTentative || value >= 10 }
    }

    package init(size: Size, glyphs: Glyphs, zone: Zone, place: Place, chooser: Chooser? = nil) {
        self.size = size
        self.glyphs = glyphs
        self.zone = zone
        self.place = place
        self.chooser = chooser
    }
}

extension ExplorerState {
    package var prompt: Prompt? { if case .prompt(let prompt)? = overlays.last { prompt } else { nil } }
    package var question: Overlay.Question? { if case .question(let question)? = overlays.last { question } else { nil } }

    /// What is to be kept of the session on the source at hand.
    package var sessionRecord: SessionRecord? { history.flatMap { $0.stream == nil ? nil : $0.sessionRecord } }

    mutating func say(_ text: String) { notice = Notice(kind: .information, text: text) }
    mutating func complain(_ text: String) { notice = Notice(kind: .trouble, text: text) }
}

/// A list of stores to choose from.
package struct Chooser: Equatable, Sendable {
    package struct Store: Equatable, Sendable {
        package let path: String
        package let title: String
        /// What lies in it, for people: `events.jsonl 131 kB, model.lua`.
        package let detail: String

        package init(path: String, title: String, detail: String) {
            self.path = path
            self.title = title
            self.detail = detail
        }
    }

    package let stores: [Store]
    package var list = ListPosition()

    package init(stores: [Store]) { self.stores = stores }

    mutating func reveal(height: Int) { list.reveal(of: stores.count, height: height) }
}

/// What a key or a word of the command line stands for.
enum Action: Equatable, Sendable {
    /// Rows within the pane in focus; in the timeline, events.
    case move(Int)
    /// Half or whole screens of the pane in focus.
    case page(halves: Int)
    case first
    /// The last row; with a count, the event of that version.
    case last
    /// The cursor, from any pane.
    case step(Int)
    /// To the next event, or the one before, at which something that is watched changes.
    case run(Int)
    case focus(by: Int)
    case enter
    case leave
    case escape
    case zoom
    /// The event as its source wrote it, then each upcaster's step.
    case stage
    case follow
    /// Every character of a text as what it is, and back.
    case spell
    /// The whole log as one timeline, and back.
    case log

    case prompt(Prompt.Kind)
    /// On a line that is typed.
    case line(LineEdit)
    /// An earlier line of the same kind, or back (−1) towards the one that is typed.
    case recall(Int)
    /// What can stand where one types: the next of it, or the one before.
    case complete(Int)
    /// The next hit of the search, or the one before.
    case seek(Int)
    case timeColumn
    case histogram
    case results
    case play
    case speed(Int)

    case setMark
    case goToMark
    case nextMark(Int)
    /// Back (−1) or forward among the places that jumps left.
    case jump(Int)

    case sort
    case reverse
    /// Folds what is selected, or goes to what holds it.
    case fold
    case unfold
    case foldAll(Bool)
    /// To the next line of the same name.
    case sameKey
    case watch
    case history

    /// Leaves the event out of the altered history, or no longer.
    case skip
    case editPayload
    case insert(behind: Bool)
    /// The list of what differs.
    case alteration

    case copy
    case copyWhole
    case edit

    case palette
    case help
    case redraw
    case suspend
    case quit
}

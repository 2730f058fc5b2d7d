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
    case focus(by: Int)
    case enter
    case leave
    case escape
    case zoom
    case raw
    case follow
    case commandLine
    case help
    case redraw
    case suspend
    case quit
}

package import JSONText

/// What the run loop shall do. Values: `update` only says them.
package enum Command: Equatable, Sendable {
    /// Open one of the stores of the list.
    case open(path: String)
    /// Open the present source again, with a model that lies beside it.
    case useModel(path: String)
    /// The state after an event (−1: before the first). A later one for another place makes an earlier one needless.
    case rehydrate(stream: ExactString, index: Int)
    /// The marks of a whole stream, in the background, in runs.
    case survey(stream: ExactString)
    /// End the reading of a source; what was read stays.
    case stopReading
    /// Look for what is added to the source, or no longer.
    case follow(Bool)
    /// Open the present source again, its roles read as a map says: `stream=.id,type=.kind`.
    case useMap(String)
    case suspend
    case redraw
    case quit
}

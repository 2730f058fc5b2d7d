package import JSONText
package import Rehydration

/// What the run loop shall do. Values: `update` only says them.
package enum Command: Equatable, Sendable {
    /// Open one of the stores of the list.
    case open(path: String)
    /// Open the present source again, with a model that lies beside it.
    case useModel(path: String)
    /// The state after an event (−1: before the first), also compared with another one's. A later one for another place makes an
    /// earlier one needless.
    case rehydrate(Spot, base: StateBase? = nil)
    /// Expressions whose value is told with every state from now on.
    case watch([String])
    /// What is laid over a stream from now on, and told with every state of it; without edits: nothing.
    case lay(HistoryOverlay)
    /// The data of a few events in short, for lines in sight. A later one makes an earlier one needless.
    case peek(positions: [Int])
    /// Something that takes long, beside everything else.
    case start(Job)
    case cancel(job: Int)
    /// Answered by `.ticked` with the same number.
    case tick(afterMilliseconds: Int, Int)
    /// Show times in a zone of the system's.
    case useZone(String)
    /// Ask whether events shall be appended to a store; answered by `.asked`.
    case propose(AppendRequest)
    /// Look once for what was added to the source.
    case refresh
    /// End the reading of a source; what was read stays.
    case stopReading
    /// Look for what is added to the source, or no longer.
    case follow(Bool)
    /// Open the present source again, its roles read as a map says: `stream=.id,type=.kind`.
    case useMap(String)
    /// Put exactly these bytes on the terminal's clipboard. Told by `.noticed` or `.failed`, as all that follow.
    case copy([UInt8])
    /// Run a shell command that reads these bytes; the terminal is its own meanwhile.
    case pipe(command: String, input: [UInt8])
    /// Open a text in the user's editor, as a file whose name ends so; answered by `.edited` with what it was saved as.
    case edit([UInt8], suffix: String, EditPurpose)
    /// A new file with these bytes. One that is there already is left as it is.
    case write(path: String, [UInt8])
    /// The screen as it is now, as a picture: `FILE.svg`.
    case screenshot(path: String)
    /// What an end of looking at this source leaves for the next time.
    case keep(SessionRecord)
    case suspend
    case redraw
    case quit
}

/// What becomes of a text that was edited.
package enum EditPurpose: Equatable, Sendable {
    /// Only looked at: what is saved is let go.
    case reading
    /// The event's data, in an overlay.
    case payload(Spot)
    /// One more event, in an overlay.
    case insertion(stream: ExactString, HistoryOverlay.Place)
}

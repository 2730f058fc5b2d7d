package import EventLog
package import JSONText
package import Screen

/// What happened. The only way in which anything reaches the explorer's state.
package enum Message: Equatable, Sendable {
    case key(Key)
    case mouse(MouseEvent)
    /// Text pasted into the terminal: typed into a prompt, never run as keys.
    case pasted(String)
    case resized(Size)
    /// A source was opened.
    case opened(OpenedHistory)
    /// How far the reading of a source is.
    case reading(ScanProgress)
    /// There is more of the source that is open: it is still being read, or has grown.
    case grew(OpenedHistory)
    /// All of the source has been read that will be.
    case readingEnded
    /// One line, ready to be shown.
    case openingFailed(String)
    /// The event under the cursor, told before its state.
    case fetched(CursorEvent)
    case rehydrated(CursorContents)
    /// How far the fold for the state under the cursor is.
    case folding(percent: Int)
    case rehydrationFailed(stream: ExactString, index: Int, String)
    case peeked([EventSummary])
    case job(Int, JobNews)
    case ticked(Int)
    case zoned(Zone)
    /// The models' files changed and were loaded anew; their names.
    case modelsReloaded([String])
    /// They changed and do not load, so that the old ones go on: one line that says why.
    case reloadFailed(String)
    /// A model that was only found beside the source, and accepted, is another now.
    case modelChanged(path: String)
    /// The source is read anew, and why: it is no longer the file that was opened.
    case reopening(String)
    /// One line to be shown.
    case noticed(String)
    /// One line that says what did not come about, and why.
    case failed(String)
    /// Something is to be answered by the user.
    case asked(Overlay.Question)
    /// An expression that was to be watched does not compile: one line that says why.
    case unwatchable(String, String)
    /// An editor was left.
    case edited([UInt8], EditPurpose)
}

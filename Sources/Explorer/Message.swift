package import JSONText
package import Rehydration
package import Screen

/// What happened. The only way in which anything reaches the explorer's state.
package enum Message: Equatable, Sendable {
    case key(Key)
    /// Text pasted into the terminal: typed into a prompt, never run as keys.
    case pasted(String)
    case resized(Size)
    /// A source was opened.
    case opened(OpenedHistory)
    /// One line, ready to be shown.
    case openingFailed(String)
    case rehydrated(CursorContents)
    case rehydrationFailed(stream: ExactString, index: Int, String)
    /// Marks of a run of events that begins at `start`.
    case surveyed(stream: ExactString, start: Int, [EventMarks])
    case surveyFailed(stream: ExactString, String)
}

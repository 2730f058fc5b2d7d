/// Where frames are shown and keys come from. Owned and called by one thread; only the waker may be used from others.
package protocol Terminal: AnyObject {
    /// The size now. Frames of another size are clipped.
    var size: Size { get }

    /// The signs that this terminal can show.
    var glyphs: Glyphs { get }

    /// Ends a waiting `nextEvent` from any thread.
    var waker: Waker { get }

    /// Makes the terminal look like `frame`. What is shown already is not sent again.
    func draw(_ frame: Frame)

    /// Waits for the next event; nil after `timeoutMilliseconds` without one. Waits for ever without a timeout, 0 does not
    /// wait. Uses no processor time while waiting. After `.stop` every further call returns `.stop` again.
    func nextEvent(timeoutMilliseconds: Int?) -> InputEvent?

    /// Gives the terminal back and stops the process, as Ctrl-Z does; returns when the shell continues it.
    func suspend()

    /// Gives the terminal to a child process such as an editor, until `reenter`.
    func leave()

    /// Takes the terminal back after `leave` and draws the last frame anew.
    func reenter()

    /// What a child process shall have as its keys and its screen while the terminal is left; nil where there is no real one.
    var childDescriptors: (input: Int32, output: Int32)? { get }

    /// Between `leave` and `reenter`: says something on the normal screen and waits for Enter.
    func pause(_ text: String)

    /// Sends a sequence that changes nothing on the screen, such as one for the clipboard.
    ///
    /// - Returns: Whether the terminal takes bytes at the moment.
    func send(_ sequence: [UInt8]) -> Bool

    /// Restores the terminal for good. May be called twice.
    func close()
}

/// Wakes a terminal's `nextEvent` with `.wake`, from any thread. Several calls before the event is fetched are one.
package struct Waker: Sendable {
    private let action: @Sendable () -> Void

    package init(_ action: @escaping @Sendable () -> Void) { self.action = action }

    package func wake() { action() }
}

/// What can happen at a terminal.
package enum InputEvent: Equatable, Sendable {
    case key(Key)
    case mouse(MouseEvent)
    case resize(Size)
    /// Text that was pasted, as it came: not sanitised, and never to be run as keys.
    case paste(String)
    /// Somebody called the terminal's waker: background work has news.
    case wake
    /// The program shall end in an orderly way.
    case stop(StopReason)
    /// The program was stopped and goes on; the screen has been drawn anew.
    case resumed
}

package enum StopReason: Equatable, Sendable {
    /// The terminal is gone.
    case hangup
    /// Nothing more can be read from the terminal.
    case endOfInput
    /// A signal asked for it (SIGTERM, SIGINT, SIGHUP, SIGQUIT).
    case signal(Int32)
}

/// What a mouse did, and over which cell.
///
/// Reported are buttons, motion with a button held, and the wheel; not mere motion. With Shift held, terminals keep the mouse
/// for selecting text and report nothing.
package struct MouseEvent: Equatable, Hashable, Sendable {
    package enum Button: Equatable, Hashable, Sendable { case left, middle, right }

    package enum Action: Equatable, Hashable, Sendable {
        case pressed(Button)
        /// Moved to another cell with the button held.
        case dragged(Button)
        case released
        /// One notch of the wheel: −1 up, towards the beginning, 1 down.
        case scrolled(Int)
    }

    package let action: Action
    /// Counted from 0; may lie outside of the frame when the window has just been resized.
    package let point: Point

    package init(_ action: Action, at point: Point) {
        self.action = action
        self.point = point
    }

    /// A report as terminals encode it (xterm's ctlseqs, "Mouse Tracking"): two bits of button, 32 for motion, 64 for the wheel;
    /// Shift, Meta and Control (4, 8, 16) make no difference here.
    ///
    /// - Returns: nil for what is none of the above, such as a wheel that tilts.
    init?(code: Int, column: Int, row: Int, isRelease: Bool) {
        guard code >= 0, column >= 1, row >= 1, code < 128 else { return nil }
        point = Point(column: column - 1, row: row - 1)
        let button: Button? = [0: .left, 1: .middle, 2: .right][code & 3]
        if code & 64 != 0 {
            guard !isRelease, code & 3 < 2 else { return nil }
            action = .scrolled(code & 3 == 0 ? -1 : 1)
        } else if isRelease {
            action = .released
        } else if code & 32 != 0 {
            guard let button else { return nil }
            action = .dragged(button)
        } else {
            action = button.map { .pressed($0) } ?? .released
        }
    }
}

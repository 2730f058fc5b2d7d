/// A key as the program understands it, whatever bytes a terminal sends for it.
package enum Key: Equatable, Hashable, Sendable {
    case character(Character)
    /// Ctrl with a key, by its lower-case letter (or one of `@[\]^_`). What terminals cannot tell apart has one name:
    /// Ctrl-I is `.tab`, Ctrl-J and Ctrl-M are `.enter`, Ctrl-H is `.backspace`, Ctrl-[ is `.escape`.
    case control(Character)
    /// Alt with a lower-case letter: terminals send Esc and the letter, so that it may also be the two, one right behind the other.
    case alt(Character)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// F1 and so on, from 1.
    case function(Int)
}

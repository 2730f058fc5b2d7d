/// What a log lacks of its files, because its reading was stopped, or still goes on.
package enum Unread: Sendable {
    case nothing
    /// Lines behind those of its last file that were read: one can go on from there.
    case restOfLastFile
    /// Whole files, or what only a reading from the start would give.
    case more
}

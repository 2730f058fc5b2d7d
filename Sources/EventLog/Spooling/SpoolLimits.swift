/// How far a spool may go.
package struct SpoolLimits: Sendable {
    /// So much of the file system stays free: the smaller of so many bytes and such a part of it.
    package var keepsFree = 1 << 30
    package var keepsPart = 0.1
    /// In bytes written; less is spooled without a look.
    package var roomCheckedEvery = 16 << 20

    /// Data that unpack to more than so many times their size, and to more than so many bytes, are taken for a trap (a "zip
    /// bomb"): gzip can make 1032 of 1, histories in JSON come to 10 to 100. What another program unpacks has no such limit.
    package var largestRatio = 400
    package var ratioCountsFrom = 1 << 30

    /// How long a named pipe may be without anybody who writes to it, in milliseconds.
    package var patienceMilliseconds = 5000
    /// Whether a file that never has a name is tried first.
    package var triesUnnamed = true
    /// Where spools lie; nil: where `$TMPDIR` says, or /var/tmp, or /tmp.
    package var folder: SourcePath?

    package init() {}
}

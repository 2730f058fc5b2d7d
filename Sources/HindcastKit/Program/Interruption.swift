import Glibc

/// How somebody asks that a question ends with what it has found so far.
package struct Interruption: Sendable {
    /// From now on being asked does not end the process. What was asked before is forgotten.
    let begin: @Sendable () -> Void
    let isAsked: @Sendable () -> Bool

    package init(begin: @escaping @Sendable () -> Void = {}, isAsked: @escaping @Sendable () -> Bool) {
        self.begin = begin
        self.isAsked = isAsked
    }

    package static let never = Interruption { false }

    /// Ctrl-C. The second one ends the process as ever; one that is ignored stays so.
    static let signal = Interruption(
        begin: {
            var known = sigaction()
            guard sigaction(SIGINT, nil, &known) == 0,
                unsafeBitCast(known.__sigaction_handler.sa_handler, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self)
            else { return }
            interruptions = 0
            Glibc.signal(SIGINT) { _ in
                interruptions = 1
                Glibc.signal(SIGINT, SIG_DFL)
            }
        }, isAsked: { interruptions != 0 })
}

/// Written by a signal's handler, where little is allowed.
private nonisolated(unsafe) var interruptions: sig_atomic_t = 0

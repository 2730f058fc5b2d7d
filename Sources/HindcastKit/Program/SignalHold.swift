import Glibc

/// Keeps the signals that a person or a system sends to end the program waiting.
enum SignalHold {
    /// From now until the process ends by itself: what it says then is how it went.
    @Sendable static func begin() {
        var held = sigset_t()
        sigemptyset(&held)
        for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&held, signal) }
        pthread_sigmask(SIG_BLOCK, &held, nil)
    }
}

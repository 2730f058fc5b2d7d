internal import Glibc

/// A stack for this thread's signal handlers. It is each thread's own affair (sigaltstack(2)), and without one a thread that has
/// used up its stack ends the process before any handler could restore the terminal.
enum SignalStack {
    private static let size = 64 << 10

    /// Runs `body` on this thread with one.
    static func with(_ body: () -> Void) {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        var stack = stack_t(ss_sp: memory, ss_flags: 0, ss_size: size)
        sigaltstack(&stack, nil)
        body()
        stack.ss_flags = Int32(SS_DISABLE)
        sigaltstack(&stack, nil)
        memory.deallocate()
    }
}

import Glibc
import Synchronization
import Testing

@testable import EventLog

struct ThreadTests {
    @Test("a thread that steps back gives way to all others at once, as do those that it starts, and no other does")
    func stepBack() {
        let policies = Mutex<[String: Int32]>([:])
        @Sendable func note(_ thread: String) { policies.withLock { $0[thread] = sched_getscheduler(0) } }
        Threads.perform(2) { number in
            guard number == 1 else { return note("caller") }
            Threads.stepBack()
            note("stepped back")
            Threads.perform(2) { if $0 == 1 { note("started by it") } }
        }
        // SCHED_OTHER and SCHED_IDLE of linux/sched.h.
        #expect(policies.withLock { $0 } == ["caller": 0, "stepped back": 5, "started by it": 5])
    }
}

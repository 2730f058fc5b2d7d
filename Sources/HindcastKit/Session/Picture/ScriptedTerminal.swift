import Glibc
import Screen
import Synchronization

/// A terminal without a screen. Its keys are known beforehand; each comes once all that went on before has come to rest, so
/// that the same keys always lead to the same screen, however fast the machine is.
final class ScriptedTerminal: Terminal {
    let size: Size
    let glyphs = Glyphs.unicode
    let waker: Waker
    /// What is shown.
    private(set) var frame: Frame?

    private var keys: ArraySlice<Key>
    private let alarm: Alarm
    /// Whether nothing goes on in the background.
    var isSettled: () -> Bool = { true }

    init(size: Size, keys: [Key]) {
        self.size = size
        self.keys = keys[...]
        let alarm = Alarm()
        self.alarm = alarm
        waker = Waker { alarm.ring() }
    }

    func draw(_ frame: Frame) { self.frame = frame }

    func nextEvent(timeoutMilliseconds: Int?) -> InputEvent? {
        let deadline = timeoutMilliseconds.map { ContinuousClock.now + .milliseconds($0) }
        while true {
            if alarm.take() { return .wake }
            if let deadline {
                if ContinuousClock.now >= deadline { return nil }
            } else if isSettled() {
                // What rang in between is heard first.
                if alarm.take() { return .wake }
                return keys.popFirst().map { .key($0) } ?? .stop(.endOfInput)
            }
            usleep(500)
        }
    }

    func suspend() {}
    func leave() {}
    func reenter() {}
    func close() {}
    var childDescriptors: (input: Int32, output: Int32)? { nil }
    func pause(_ text: String) {}
    func send(_ sequence: [UInt8]) -> Bool { false }

    private final class Alarm: Sendable {
        private let isRinging = Atomic(false)

        func ring() { isRinging.store(true, ordering: .releasing) }
        func take() -> Bool { isRinging.exchange(false, ordering: .acquiringAndReleasing) }
    }
}

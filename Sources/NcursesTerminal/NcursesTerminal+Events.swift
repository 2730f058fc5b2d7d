import CTerminalGuard
import Glibc
package import Screen

extension NcursesTerminal {
    package func nextEvent(timeoutMilliseconds: Int?) -> InputEvent? {
        let deadline = timeoutMilliseconds.map { ContinuousClock.now + .milliseconds(min(max(0, $0), 1 << 30)) }
        var hasPolled = false
        while true {
            if let stopReason { return .stop(stopReason) }
            guard state == .entered else { return nil }
            news |= terminal_guard_take()
            if let event = newsEvent() ?? decoder.next() { return event }

            let now = ContinuousClock.now
            let patience = decoder.patience.map { lastInput + .milliseconds($0) }
            if hasPolled, let patience, now >= patience {
                lastInput = now
                if let event = decoder.giveUpWaiting() { return event }
                continue
            }
            if hasPolled, let deadline, now >= deadline { return nil }
            hasPolled = true
            waitForInput(milliseconds: [deadline, patience].compactMap { $0 }.min().map { now.duration(to: $0).milliseconds })
        }
    }

    /// Turns one of the things that came through the guard's pipe into an event.
    private func newsEvent() -> InputEvent? {
        if takeNews(TERMINAL_GUARD_STOP) {
            terminal_guard_acknowledge()
            stopReason = .signal(terminal_guard_stop_signal())
            return stopReason.map { .stop($0) }
        }
        if takeNews(TERMINAL_GUARD_SUSPEND) {
            suspend()
            return .resumed
        }
        if takeNews(TERMINAL_GUARD_CONTINUE) {
            // Stopped by SIGSTOP, without a chance to leave: the shell has had the terminal in between.
            leave()
            reenter()
            return .resumed
        }
        if takeNews(TERMINAL_GUARD_RESIZE), updateSize() { sizeIsNews = true }
        if sizeIsNews {
            sizeIsNews = false
            return .resize(size)
        }
        return takeNews(TERMINAL_GUARD_WAKE) ? .wake : nil
    }

    private func takeNews(_ bit: TerminalGuardNews) -> Bool {
        defer { news &= ~bit.rawValue }
        return news & bit.rawValue != 0
    }

    /// Waits for bytes, signals, or a blocked terminal that takes bytes again. Sets `stopReason` at the terminal's end.
    private func waitForInput(milliseconds: Int?) {
        var requests = [
            pollfd(fd: descriptors.input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: terminal_guard_descriptor(), events: Int16(POLLIN), revents: 0),
            pollfd(fd: waiting == nil ? -1 : descriptors.output, events: Int16(POLLOUT), revents: 0),
        ]
        guard poll(&requests, nfds_t(requests.count), milliseconds.map { Int32(clamping: $0) } ?? -1) > 0 else { return }
        if requests[2].revents & Int16(POLLOUT) != 0, let waiting { draw(waiting) }
        let input = requests[0].revents
        if input & Int16(POLLIN) != 0 {
            readInput()
        } else if input != 0 {
            stopReason = .hangup
        }
    }

    private func readInput() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptors.input, &bytes, bytes.count)
        if count > 0 {
            lastInput = .now
            decoder.feed(bytes[..<count])
        } else if count == 0 {
            stopReason = .endOfInput
        } else if errno != EINTR, errno != EAGAIN {
            stopReason = .hangup
        }
    }
}

extension Duration {
    /// Rounded up, so that a wait never ends just before its time.
    fileprivate var milliseconds: Int {
        let (seconds, attoseconds) = components
        return max(0, Int(clamping: seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}

import CNcurses
import CTerminalGuard
import Glibc
import Screen

extension NcursesTerminal {
    package func leave() {
        guard state == .entered else { return }
        state = .left
        // Not `endwin`: it also puts the terminal's palette back to the built-in one ("oc", OSC 104), though nothing has changed it
        // here, and the colours that the user's shell had set would be gone. First what ncurses takes note of, so that it and the
        // terminal agree when the screen is entered again.
        curs_set(1)
        descriptors.write(OutputBytes.attributes(0, pair: 0) + OutputBytes.move(row: size.rows - 1, column: 0))
        descriptors.write(TerminalDescription.restoringBytes(modes))
        _ = terminal_guard_restore_modes()
        terminal_guard_arm(0)
    }

    package func reenter() {
        guard state == .left else { return }
        guard terminal_guard_wait_for_foreground(descriptors.input) == 0 else {
            stopReason = .hangup
            return
        }
        state = .entered
        terminal_guard_arm(1)
        // Sets the modes again whatever the shell or a child made of them.
        reset_prog_mode()
        descriptors.write(TerminalDescription.enteringBytes())
        let resized = updateSize()
        painter.forget()
        painter.showNothing()
        descriptors.write(modes.on)
        // What came from this very interruption is dealt with; a new size is still news for the program.
        news |= terminal_guard_take()
        news &= ~(TERMINAL_GUARD_CONTINUE.rawValue | TERMINAL_GUARD_SUSPEND.rawValue)
        if resized { sizeIsNews = true }
        if let lastFrame { draw(lastFrame) }
    }

    package func suspend() {
        guard state == .entered else { return }
        leave()
        terminal_guard_stop_process()
        reenter()
    }

    package var childDescriptors: (input: Int32, output: Int32)? { (descriptors.input, descriptors.output) }

    package func pause(_ text: String) {
        guard state == .left else { return }
        // A child that was killed may have left the terminal without echo, or without lines.
        _ = terminal_guard_restore_modes()
        tcflush(descriptors.input, TCIFLUSH)
        descriptors.write(Array(text.utf8))
        var byte: UInt8 = 0
        while true {
            let count = read(descriptors.input, &byte, 1)
            if count == 1 ? byte == 0x0A || byte == 0x0D : count == 0 || errno != EINTR { return }
        }
    }

    package func send(_ sequence: [UInt8]) -> Bool {
        guard state == .entered, descriptors.isWritable() else { return false }
        descriptors.write(sequence)
        return true
    }

    package func close() {
        guard state != .closed else { return }
        if state == .entered {
            // A terminal that takes no bytes would hold this for ever.
            if descriptors.isWritable(within: 200) { leave() } else { terminal_guard_restore_now() }
        }
        state = .closed
        terminal_guard_remove()
        delscreen(screen)
        fclose(streams.output)
        fclose(streams.input)
        descriptors.close()
    }

    /// Ends the process as the signal that stopped it would have, so that the exit status shows it, with one line on standard error.
    /// Close the terminal first.
    package static func endProcess(bySignal signal: Int32) -> Never {
        terminal_guard_end(signal)
    }
}

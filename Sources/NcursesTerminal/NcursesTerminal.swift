import CNcurses
import CTerminalGuard
import Glibc
package import Screen

/// The terminal on ncurses. ncurses knows one thread only: all methods are for the thread that made the object; others use
/// `waker`. One object at a time.
///
/// ncurses does modes, colours, capabilities and the difference between screens. Not its input: keys are decoded here, because
/// `getch` cannot tell the end of input from silence, nor hold a paste together. And not its idea of width, see `Painter`.
///
/// Whatever ends the process, `SIGKILL` aside, gives the terminal back: `close`, `deinit`, and for crashes `CTerminalGuard`.
package final class NcursesTerminal: Terminal {
    package private(set) var size: Size
    package let glyphs: Glyphs
    package let waker = Waker { terminal_guard_wake() }

    let descriptors: Descriptors
    let screen: OpaquePointer
    let streams: (output: UnsafeMutablePointer<FILE>, input: UnsafeMutablePointer<FILE>)
    let modes: InputModes
    var painter: Painter
    var decoder: InputDecoder
    var state = State.entered
    var stopReason: StopReason?

    /// Bits of the guard's pipe that have not become events yet.
    var news: UInt32 = 0

    /// Whether a change of size has not been reported yet.
    var sizeIsNews = false

    /// When bytes last came from the terminal.
    var lastInput = ContinuousClock.now

    /// A frame that waits for the terminal to take bytes again.
    var waiting: Frame?
    var lastFrame: Frame?

    enum State { case entered, left, closed }

    /// Takes the terminal over: alternate screen, raw keys, bracketed paste, mouse.
    ///
    /// Started in the background it stops, like any program that wants the terminal, and goes on in the foreground.
    package init(_ options: TerminalOptions = TerminalOptions()) throws(NcursesTerminalError) {
        let descriptors = try Descriptors.open()
        self.descriptors = descriptors
        do throws(NcursesTerminalError) {
            guard terminal_guard_wait_for_foreground(descriptors.input) == 0 else { throw NcursesTerminalError.inBackground }
            let description = try TerminalDescription.find(output: descriptors.output)
            glyphs = CharacterSet.establish()
            guard terminal_guard_install(descriptors.input) == 0 else { throw NcursesTerminalError.system(errno) }
            guard let output = nc_stream(descriptors.output, "w"), let input = nc_stream(descriptors.input, "r"),
                let screen = newterm(description.name, output, input)
            else {
                terminal_guard_remove()
                throw NcursesTerminalError.unknownTerminal(description.name)
            }
            self.screen = screen
            streams = (output, input)
        } catch {
            descriptors.close()
            throw error
        }
        modes = InputModes(mouse: options.usesMouse)
        let restoring = TerminalDescription.restoringBytes(modes)
        terminal_guard_set_restore(restoring, restoring.count)
        terminal_guard_arm(1)
        raw()
        noecho()
        nonl()
        keypad(nc_stdscr(), true)
        // No shifting of characters within a line: it would move what ncurses does not know the width of.
        idcok(nc_stdscr(), false)
        // No reading ahead of us.
        typeahead(-1)
        decoder = InputDecoder(sequences: TerminalDescription.keySequences())
        painter = Painter(pairs: ColorPairs(options.theme))
        size = Size(columns: Int(getmaxx(nc_stdscr())), rows: Int(getmaxy(nc_stdscr())))
        _ = updateSize()
        painter.showNothing()
        descriptors.write(modes.on)
    }

    deinit { close() }

    /// Takes the window's size over. A window of 0 columns or rows, or one that cannot tell, keeps the size that was.
    ///
    /// - Returns: Whether it changed.
    func updateSize() -> Bool {
        guard let window = descriptors.windowSize else { return false }
        let new = Size(columns: window.columns, rows: window.rows)
        guard new != size else { return false }
        resizeterm(Int32(new.rows), Int32(new.columns))
        size = new
        painter.forget()
        return true
    }

    package func draw(_ frame: Frame) {
        lastFrame = frame
        // A terminal that is stopped must not stop the program; it gets the newest frame once it takes bytes.
        guard state == .entered, descriptors.isWritable() else {
            waiting = frame
            return
        }
        waiting = nil
        descriptors.write(painter.paint(frame))
    }
}

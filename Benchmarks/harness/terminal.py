"""Times a full-screen program: how long until its terminal shows something."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

from processes import Sample, Trouble

ROWS, COLUMNS = 40, 120
# Colours, moves and other control sequences: what lies between the texts of one screen line.
CONTROL = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0-9A-Za-z]|[=>78A-Z])")


def first_frame(arguments: list[str], environment: dict[str, str], shows: re.Pattern[bytes], patience: float = 120) -> Sample:
    """Seconds from starting the program until what it painted matches `shows`. The program is then told to quit."""
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.execvpe(arguments[0], arguments, os.environ | environment | {"TERM": "xterm-256color"})
    painted = b""
    try:
        while not shows.search(CONTROL.sub(b" ", painted)):
            left = start + patience - time.perf_counter()
            if not select.select([terminal], [], [], max(left, 0))[0]:
                raise Trouble(f"{' '.join(arguments)}: no such frame within {patience:.0f} s")
            painted += read(terminal, arguments)
        seconds = time.perf_counter() - start
    finally:
        quit(child, terminal)
    return Sample(seconds=seconds)


def read(terminal: int, arguments: list[str]) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # what Linux answers once the other side is closed
        raise Trouble(f"{' '.join(arguments)} ended before it showed such a frame") from None


def quit(child: int, terminal: int) -> None:
    """Presses q, and ends the program if it has not gone within two seconds."""
    try:
        os.write(terminal, b"q")
        deadline = time.perf_counter() + 2
        while time.perf_counter() < deadline:
            if select.select([terminal], [], [], 0.05)[0]:
                os.read(terminal, 1 << 16)
    except OSError:
        pass
    os.close(terminal)
    if os.waitpid(child, os.WNOHANG) == (0, 0):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

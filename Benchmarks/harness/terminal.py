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


class Session:
    """A full-screen program that is given keys."""

    def __init__(self, arguments: list[str], environment: dict[str, str]):
        self.arguments = arguments
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execvpe(arguments[0], arguments, os.environ | environment | {"TERM": "xterm-256color"})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        quit(self.child, self.terminal)

    def send(self, keys: bytes) -> None:
        os.write(self.terminal, keys)

    def read(self, seconds: float) -> bytes:
        """What comes within so long."""
        painted = b""
        deadline = time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0 and select.select([self.terminal], [], [], left)[0]:
            painted += read(self.terminal, self.arguments)
        return painted

    def rest(self, quiet: float = 0.3) -> None:
        """Waits until nothing has come for so long."""
        while select.select([self.terminal], [], [], quiet)[0]:
            read(self.terminal, self.arguments)

    def wait_for(self, text: bytes, patience: float = 120) -> float:
        """Seconds until the text has come."""
        start = time.perf_counter()
        painted = b""
        while text not in painted:
            left = start + patience - time.perf_counter()
            if left < 0 or not select.select([self.terminal], [], [], left)[0]:
                raise Trouble(f"{' '.join(self.arguments)}: {text!r} was not painted within {patience:.0f} s")
            painted += read(self.terminal, self.arguments)
        return time.perf_counter() - start

    def time(self, key: bytes, text: bytes) -> float:
        """Seconds from the key until the text comes; then what belongs to it has come too."""
        while select.select([self.terminal], [], [], 0)[0]:
            read(self.terminal, self.arguments)
        self.send(key)
        seconds = self.wait_for(text, patience=10)
        self.read(0.02)
        return seconds

    @property
    def processor_seconds(self) -> float:
        with open(f"/proc/{self.child}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

"""A pseudo-terminal with the program in it: every byte is kept, any byte can be sent."""

import fcntl
import os
import pty
import re
import resource
import select
import signal
import struct
import termios
import time
from pathlib import Path

import registry

PATIENCE = 20  # seconds until something that must come is missed


class Terminal:
    """Starts a program in a new session whose terminal this is."""

    def __init__(self, folder: Path, *arguments: str | bytes, program: str | None = None, size=(80, 24), term: str | None = "xterm-256color",
                 environment: dict[str, str | None] | None = None, stdin: int | None = None, stderr: int | None = None, prepare=None):
        self.output = b""
        self.status: int | None = None
        self.folder = folder
        command = [program or registry.hindcast, *arguments]
        variables = self._environment(folder, term, environment or {})
        master, slave = os.openpty()
        self.modes = termios.tcgetattr(slave)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.child = os.fork()
        if self.child == 0:
            try:
                os.setsid()
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
                resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
                for number, descriptor in enumerate((slave if stdin is None else stdin, slave, slave if stderr is None else stderr)):
                    os.dup2(descriptor, number)
                os.closerange(3, 256)
                for number in (signal.SIGPIPE, signal.SIGINT, signal.SIGQUIT, signal.SIGXFSZ):
                    signal.signal(number, signal.SIG_DFL)
                if prepare:
                    prepare()
                os.execvpe(command[0], command, variables)
            finally:
                os._exit(111)
        self.master = master
        self.slave = slave  # held open, so that the terminal stays when the program has gone
        os.set_blocking(master, False)

    @staticmethod
    def _environment(folder: Path, term: str | None, changes: dict[str, str | None]) -> dict[str, str]:
        variables = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TERM", "COLOR", "NO_COLOR", "TMUX", "STY"))}
        for name in ("cache", "state"):
            variables[f"XDG_{name.upper()}_HOME"] = str(folder / name)
        variables |= {"LC_ALL": "C.UTF-8", "HOME": str(folder)} | ({"TERM": term} if term is not None else {})
        for name, value in changes.items():
            variables.pop(name, None)
            if value is not None:
                variables[name] = value
        return variables

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
        if self.status is None:
            os.kill(self.child, signal.SIGKILL)
            self._reap(block=True)

    def close(self):
        for name in ("master", "slave"):
            if getattr(self, name) is not None:
                os.close(getattr(self, name))
                setattr(self, name, None)

    # What the program does

    def read(self, seconds: float = 0) -> bytes:
        """What comes until the terminal has been silent for so long."""
        new = b""
        while self.master is not None and select.select([self.master], [], [], seconds)[0]:
            try:
                piece = os.read(self.master, 1 << 16)
            except (BlockingIOError, OSError):
                break
            if not piece:
                break
            new += piece
        self.output += new
        return new

    def settle(self, quiet: float = 0.25) -> bytes:
        return self.read(quiet)

    def shows(self, text: str | bytes, since: int = 0, patience: float = PATIENCE) -> None:
        """Waits until the text stands in what was painted, moves and colours aside."""
        wanted = text.encode() if isinstance(text, str) else text
        deadline = time.monotonic() + patience
        while wanted not in plain(self.output[since:]):
            if time.monotonic() > deadline or self._reap():
                self.read(0.05)
                if wanted in plain(self.output[since:]):
                    return
                raise AssertionError(f"does not show {wanted!r}; last: {plain(self.output[since:])[-1500:]!r}; status {self.status}")
            self.read(0.02)

    def ends(self, patience: float = PATIENCE) -> int:
        """Waits for the program's end: its exit code, or minus the signal that ended it."""
        deadline = time.monotonic() + patience
        while not self._reap():
            assert time.monotonic() < deadline, f"has not ended within {patience} s; last: {plain(self.output)[-300:]!r}"
            self.read(0.02)
        self.read(0.02)
        return self.status

    def _reap(self, block: bool = False) -> bool:
        if self.status is None:
            child, status = os.waitpid(self.child, 0 if block else os.WNOHANG)
            if child:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    @property
    def processor_seconds(self) -> float:
        fields = Path(f"/proc/{self.child}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def state(self) -> str:
        return Path(f"/proc/{self.child}/stat").read_text().rpartition(")")[2].split()[0]

    @property
    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.child}/fd"))

    @property
    def memory(self) -> int:
        """Resident bytes."""
        return int(Path(f"/proc/{self.child}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    # What is done to it

    def send(self, data: str | bytes) -> None:
        """Sends all bytes, and reads what comes meanwhile."""
        rest = data.encode() if isinstance(data, str) else data
        deadline = time.monotonic() + PATIENCE
        while rest:
            assert time.monotonic() < deadline, f"{len(rest)} bytes were not taken"
            try:
                rest = rest[os.write(self.master, rest):]
            except BlockingIOError:
                self.read(0.01)

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def signal(self, number: int) -> None:
        os.kill(self.child, number)

    # What must be so afterwards

    def restored(self, modes: bool = True) -> None:
        """Modes are as before; what was switched on has been switched off again."""
        now = termios.tcgetattr(self.slave)
        assert not modes or now == self.modes, f"the terminal's modes changed: {self.modes} became {now}"
        assert now[3] & termios.ICANON and now[3] & termios.ECHO, "keys are still raw"
        for mode in (b"1049", b"2004", b"1002", b"1006"):
            on, off = self.output.rfind(b"\x1b[?" + mode + b"h"), self.output.rfind(b"\x1b[?" + mode + b"l")
            assert on <= off, f"mode {mode.decode()} stays on: {self.output[-200:]!r}"
        shown, hidden = self.output.rfind(b"\x1b[?25h"), self.output.rfind(b"\x1b[?25l")
        assert hidden <= max(shown, self.output.rfind(b"\x1b[?12;25h"), self.output.rfind(b"\x1b[34h\x1b[?25h")), "the cursor stays hidden"

    def quits(self, key: str = "q") -> None:
        """The key ends it, well, and the terminal is as before."""
        self.send(key)
        status = self.ends()
        assert status == 0, f"status {status}: {plain(self.output)[-300:]!r}"
        self.restored()


    def leaves(self) -> None:
        """Out of whatever lies over the panes, then out of the program, which ends well; the terminal is as before."""
        for key in "\x1b\x1bqqqqqq":
            if self._reap():
                break
            self.send(key)
            self.settle(0.06)
        assert self.ends() == 0
        self.restored()


CONTROL = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[()*+][0-9A-Za-z]|[=>78A-Z])|[\x00-\x1f]")


def plain(output: bytes) -> bytes:
    """What was painted: the bytes without control sequences. A run of one character that was sent as "repeat" stays short."""
    return CONTROL.sub(b"", output)


def sequences(output: bytes) -> list[bytes]:
    """The control sequences and control characters."""
    return CONTROL.findall(output)


def run(folder: Path, *arguments: str | bytes, environment: dict[str, str | None] | None = None, program: str | None = None, stdin: bytes = b"", shell: str | None = None):
    """Without a terminal: status, standard output, standard error."""
    import subprocess

    command = ["sh", "-c", shell] if shell else [program or registry.hindcast]
    done = subprocess.run(
        [*command, *arguments], input=stdin, capture_output=True, timeout=60, env=Terminal._environment(folder, "xterm-256color", environment or {}))
    return done.returncode, done.stdout, done.stderr

"""U21, T26: other programs in the same terminal, the clipboard, pictures; and the mouse."""

import base64
import json
import re
from pathlib import Path

from registry import case, each
from terminal import Terminal, plain

BANK = "sample-streams/bank"
SIZE = (110, 30)


def answers(terminal: Terminal) -> None:
    """Raw again, on the alternate screen, and at work."""
    terminal.settle(0.3)
    assert terminal.output.rfind(b"\x1b[?1049h") > terminal.output.rfind(b"\x1b[?1049l"), "not on the alternate screen"
    assert terminal.output.rfind(b"\x1b[?1002h") > terminal.output.rfind(b"\x1b[?1002l"), "the mouse is not asked for again"
    at = len(terminal.output)
    terminal.send("\x0c")  # without an Enter
    terminal.shows("account-1001", since=at)


EDITORS = {
    "is not there": ("no-such-editor", "there is no program"),
    "fails": ("exit 3;", "ended with status 3"),
    "is killed": ("kill -9 $$;", "ended by signal 9"),
    "is killed with the terminal in a state of its own": ("stty raw -echo; kill -9 $$;", "ended by signal 9"),
    "leaves modes and the cursor behind": (r"printf '\033[?25l\033[?1000h\033[?7l'; stty -icanon -isig min 0 time 1; true", None),
    "takes the terminal for a group of its own and is killed": ("bash -ic 'kill -9 $$';", ""),
    "is gone at once": ("true", None),
}


@each("U21 the terminal is taken back when the editor", EDITORS)
def editor(folder: Path, what: tuple[str, str | None]) -> None:
    command, says = what
    with Terminal(folder, "--trust", BANK, size=SIZE, environment={"EDITOR": command, "VISUAL": None, "TMPDIR": str(folder)}) as terminal:
        terminal.shows("account-1001")
        terminal.settle(0.2)
        at = len(terminal.output)
        terminal.send("\x05")
        terminal.settle(0.6)
        assert b"\x1b[?1049l" in terminal.output[at:], "the editor was never started"
        if says:
            terminal.shows(says, since=at)
        answers(terminal)
        assert not [entry for entry in folder.iterdir() if entry.name.startswith("hindcast-")], "a private file was left behind"
        terminal.quits()


@each("U21 the terminal is taken back when a command that is piped to", {"reads all": "wc -c", "reads nothing": "true", "fails": "exit 7", "is not there": "no-such-command", "is killed": "kill -9 $$"})
def pipes(folder: Path, command: str) -> None:
    with Terminal(folder, "--trust", BANK, size=SIZE, environment={"SHELL": "/bin/sh", "TMPDIR": str(folder)}) as terminal:
        terminal.shows("account-1001")
        terminal.settle(0.2)
        at = len(terminal.output)
        terminal.send("|" + command + "\r")
        terminal.shows("Enter goes back", since=at)
        if command == "wc -c":
            assert re.search(rb"\d\d+\r\n", terminal.output[at:]), terminal.output[at:]
        terminal.send("\r")
        answers(terminal)
        terminal.quits()


@case("T26 a copy gives exactly the bytes, in a sequence of its own, and only when it is asked for")
def copy(folder: Path) -> None:
    identity = "id\x1b]52;c;eA==\x07é\u202e"
    log = folder / "log.jsonl"
    log.write_text(json.dumps({"stream": "s-1", "version": 0, "type": "T", "id": identity, "data": {"n": 1}}) + "\n")
    for multiplexer in ({}, {"TMUX": "/tmp/x,1,0"}, {"STY": "1.x"}):
        with Terminal(folder, str(log), "--no-session", size=SIZE, environment=multiplexer) as terminal:
            terminal.shows("s-1")
            terminal.settle(0.2)
            assert b"\x1b]52" not in terminal.output
            terminal.send("2y")
            terminal.settle(0.3)
            sent = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", terminal.output)
            assert sent and all(base64.b64decode(piece) == identity.encode() for piece in sent), terminal.output[-300:]
            assert (b"\x1bPtmux;" in terminal.output) == ("TMUX" in multiplexer)
            assert (b"\x1bP\x1b]52" in terminal.output) == ("STY" in multiplexer)
            terminal.send("\x1b")
            terminal.settle(0.1)
            terminal.send("qq")
            assert terminal.ends() == 0


@case("U17 the mouse: a click selects, the wheel scrolls; with --no-mouse it is the terminal's")
def mouse(folder: Path) -> None:
    with Terminal(folder, "--trust", BANK, size=SIZE) as terminal:
        terminal.shows("account-1001")
        assert b"\x1b[?1002h" in terminal.output and b"\x1b[?1006h" in terminal.output and b"\x1b[?1003h" not in terminal.output
        terminal.settle(0.2)
        at = len(terminal.output)
        terminal.send("\x1b[<0;5;5M\x1b[<0;5;5m")
        terminal.settle(0.2)
        terminal.send("\x0c")
        terminal.shows("▸account-1013", since=at)
        at = len(terminal.output)
        terminal.send("\x1b[<65;5;5M" * 2)
        terminal.settle(0.2)
        assert len(terminal.output) > at, "the wheel did nothing"
        terminal.quits()
    with Terminal(folder, "--trust", BANK, "--no-mouse", size=SIZE) as terminal:
        terminal.shows("account-1001")
        terminal.quits()
        assert b"\x1b[?100" not in terminal.output


@case(":screenshot draws what is on the screen into a new file")
def screenshot(folder: Path) -> None:
    with Terminal(folder, "--trust", BANK, size=SIZE) as terminal:
        terminal.shows("account-1001")
        terminal.send(":screenshot ~/screen.svg\r")
        terminal.settle(0.3)
        terminal.send(":screenshot ~/screen.svg\r")
        terminal.shows("not overwritten")
        terminal.quits()
    picture = (folder / "screen.svg").read_text()
    assert picture.startswith("<svg") and "account-1001" in picture and (folder / "screen.svg").stat().st_mode & 0o777 == 0o600

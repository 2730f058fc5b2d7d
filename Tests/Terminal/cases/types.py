"""U04–U06, U15, U16, U22: kinds of terminals, locales, and none at all."""

import os
import re
import subprocess
from pathlib import Path

import registry
from registry import case, each
from terminal import Terminal, plain, run, sequences

BANK = "sample-streams/bank"


@each("U04 TERM", {"unset": None, "empty": "", "unknown": "nosuchterm", "of ghostty": "xterm-ghostty", "of kitty": "xterm-kitty", "with a path": "../../etc/passwd"})
def unknown(folder: Path, term: str | None) -> None:
    with Terminal(folder, "--trust", BANK, term=term) as terminal:
        terminal.shows("account-1001")  # as xterm-256color
        terminal.quits()


@case("U04 nothing in the terminal database: one line that says what to set, and no mode left")
def no_database(folder: Path) -> None:
    (folder / "ti").mkdir()
    hidden = {"TERMINFO": str(folder / "ti"), "TERMINFO_DIRS": str(folder / "ti")}
    # Distributions compile places in that no variable hides: then the fallback is found, which is well too.
    with Terminal(folder, "--trust", BANK, term="nosuchterm", environment=hidden) as terminal:
        terminal.settle(0.8)
        if terminal._reap():
            assert terminal.status == 2 and b"TERM" in terminal.output and not sequences(terminal.output.replace(b"\r\n", b""))
        else:
            terminal.quits()
        terminal.restored()


@each("U05 a terminal without what is needed", {"dumb": "dumb"})
def dumb(folder: Path, term: str) -> None:
    with Terminal(folder, "--trust", BANK, term=term) as terminal:
        assert terminal.ends() == 2
        assert terminal.output.count(b"\n") == 1 and b"cannot place its cursor" in terminal.output, terminal.output
        assert b"\x1b" not in terminal.output
        terminal.restored()


TYPES = ["xterm", "xterm-256color", "screen-256color", "screen", "tmux-256color", "tmux", "linux", "vt100", "vt102", "vt220", "rxvt", "ansi", "vt52", "xterm-mono", "cons25"]


@each("U05 U22 TERM", {term: term for term in TYPES if subprocess.run(["infocmp", term], capture_output=True).returncode == 0})
def types(folder: Path, term: str) -> None:
    with Terminal(folder, "--trust", BANK, term=term, size=(100, 30)) as terminal:
        terminal.shows("account-1001")
        for key in "jj\r]][[?":
            terminal.send(key)
            terminal.settle(0.03)
        terminal.send("\x1bq")
        assert terminal.ends() == 0
        terminal.restored()
        mouse = subprocess.run(["infocmp", "-1", term], capture_output=True, text=True).stdout.find("kmous") >= 0
        assert (b"\x1b[?1002h" in terminal.output) == mouse, "the mouse is asked for only where the description has one"
        if term in ("vt52", "vt100", "xterm-mono"):
            assert not re.search(rb"\x1b\[(?:\d+;)*[34]\d(?:;\d+)*m", terminal.output), "colours for a terminal that has none"
        if term == "vt52":
            assert b"\x1b[" not in terminal.output, "sequences of ECMA-48 for a terminal that knows none"


@case("U05 NO_COLOR and --theme: no colour is sent, and --theme goes before the variable")
def colours(folder: Path) -> None:
    def coloured(*arguments: str, **environment: str) -> bool:
        with Terminal(folder, "--trust", BANK, *arguments, environment=environment, size=(100, 30)) as terminal:
            terminal.shows("account-1001")
            terminal.quits()
            return bool(re.search(rb"\x1b\[(?:\d+;)*(?:[34][0-7]|38;5;\d+|9\d)(?:;\d+)*m", terminal.output))

    assert coloured()
    assert not coloured(NO_COLOR="1")
    assert coloured(NO_COLOR="")
    assert coloured("--theme", "light", NO_COLOR="1")
    assert not coloured("--theme", "none")


@case("U22 the terminal's own background is kept")
def background(folder: Path) -> None:
    with Terminal(folder, "--trust", BANK) as terminal:
        terminal.shows("account-1001")
        terminal.quits()
        found = re.findall(rb"\x1b\[(?:\d+;)*(?:4[0-7]|48;|10[0-7])[0-9;]*m", terminal.output)
        assert not found, found


@case("U10 the palette that the user's shell has set is left alone")
def palette(folder: Path) -> None:
    with Terminal(folder, "--trust", BANK) as terminal:
        terminal.shows("account-1001")
        terminal.send("\x0c")
        terminal.quits()
        assert b"\x1b]" not in terminal.output, "a string of the operating system's command"


@case("U22 direct colours, where the terminal's description has them")
def direct(folder: Path) -> None:
    source = folder / "direct.ti"
    source.write_text("test-direct|xterm with direct colours,\n\tRGB, colors#0x1000000, pairs#0x7FFFF,\n\tsetab=\\E[%?%p1%{8}%<%t4%p1%d%e48\\:2\\:\\:%p1%{65536}%/%d\\:%p1%{256}%/%{255}%&%d\\:%p1%{255}%&%d%;m,\n"
                      "\tsetaf=\\E[%?%p1%{8}%<%t3%p1%d%e38\\:2\\:\\:%p1%{65536}%/%d\\:%p1%{256}%/%{255}%&%d\\:%p1%{255}%&%d%;m,\n\tinitc@, ccc@, use=xterm-256color,\n")
    subprocess.run(["tic", "-x", "-o", str(folder / "ti"), str(source)], check=True, capture_output=True)
    with Terminal(folder, "--trust", BANK, "--theme", "light", term="test-direct", environment={"TERMINFO": str(folder / "ti")}) as terminal:
        terminal.shows("account-1001")
        terminal.quits()
        found = set(re.findall(rb"38:2::(\d+:\d+:\d+)", terminal.output))
        assert found, "no direct colour"


@case("U06 standard output is no terminal: one line, status 2, not one escape byte")
def redirected(folder: Path) -> None:
    for target in ("| cat", ">/dev/null", f">{folder}/file"):
        with Terminal(folder, "-c", f'"{registry.hindcast}" --trust {BANK} {target}; echo "status ${{PIPESTATUS[0]}}"', program="bash") as terminal:
            terminal.ends()
            assert b"standard output is none" in terminal.output and b"status 2" in terminal.output, terminal.output
            assert b"\x1b" not in terminal.output
            terminal.restored()
    status, out, err = run(folder, "--trust", BANK)
    assert (status, out) == (2, b"") and err.count(b"\n") == 1


LOCALES = {"C": {"LC_ALL": "C"}, "POSIX": {"LC_ALL": "POSIX"}, "invalid": {"LC_ALL": "xx_YY.UTF-8"}, "none": {"LC_ALL": None}, "LANG=C": {"LC_ALL": None, "LANG": "C"}, "C.UTF-8": {"LC_ALL": "C.UTF-8"}}


@each("U15 UTF-8 or ASCII, never anything else, with the locale", LOCALES | {"ISO-8859-1": {"LC_ALL": "de_DE.ISO-8859-1"}, "KOI8-R": {"LC_ALL": None, "LC_CTYPE": "ru_RU.KOI8-R"}, "euro": {"LC_ALL": None, "LANG": "de_DE.ISO-8859-15@euro"}})
def locales(folder: Path, environment: dict) -> None:
    with Terminal(folder, "--trust", BANK, environment=environment, size=(100, 30)) as terminal:
        terminal.shows("account-1001")
        terminal.send("jjjjj\r:goto 36\r")
        terminal.settle(0.4)
        terminal.send("\x0c")
        terminal.settle(0.4)
        terminal.quits()
        text = plain(terminal.output).decode("utf-8")
        if any(value and (value in ("C", "POSIX") or "8859" in value or "KOI8" in value) for value in environment.values()):
            assert text.isascii() and "+ Streams" in text and "\\u{" in text, f"{text[:200]!r}"
        else:
            assert "┌ Streams" in text, "no borders"


@case("U16 linked to the wide-character ncurses")
def linked(folder: Path) -> None:
    out = subprocess.run(["ldd", registry.hindcast], capture_output=True, text=True, check=True).stdout
    assert "libncursesw" in out and not re.search(r"libncurses\.so", out), out

"""U01–U03: windows of any size, and sizes that change."""

import random
import time
from pathlib import Path

from registry import case, each
from terminal import Terminal

BANK = "sample-streams/bank"


@each("U01 at the start", {f"{columns}x{rows}": (columns, rows) for columns, rows in [(1, 1), (80, 1), (1, 24), (2, 2), (10, 3), (39, 9), (40, 10), (1000, 500)]})
def starts(folder: Path, size: tuple[int, int]) -> None:
    with Terminal(folder, "--trust", BANK, size=size) as terminal:
        fits = size[0] >= 40 and size[1] >= 10
        terminal.shows("account-1001" if fits else "too small"[: size[0] - 1])
        for key in "j\rg]]?G\x1b:goto 3\r\x0c":
            terminal.send(key)
        terminal.settle()
        terminal.quits("\x1bq")


@case("U03 0x0 and back")
def nothing(folder: Path) -> None:
    with Terminal(folder, "--trust", BANK, size=(0, 0)) as terminal:
        terminal.shows("account-1001")  # 24x80 by terminfo
        for size in [(100, 30), (0, 0), (0, 24), (80, 0), (1, 1), (0, 0), (90, 28)]:
            terminal.resize(*size)
            terminal.send("j")
            terminal.settle(0.1)
        at = len(terminal.output)
        terminal.send("\x0c")
        terminal.shows("account-1001", since=at)
        assert b"\x1b[28;" in terminal.output[at:], "the bottom row is not the window's"
        terminal.quits()


def redrawn(terminal: Terminal) -> bytes:
    """The whole screen anew."""
    terminal.settle(0.4)
    terminal.send("\x0c")
    return terminal.settle(0.4)


@case("U02 a storm of sizes while a large log is being read, searched and filtered")
def busy_storm(folder: Path) -> None:
    from cases.ends import large_log

    seed = 2
    chance = random.Random(seed)
    log = folder / "log.jsonl"
    large_log(log)
    with Terminal(folder, str(log), "--no-session", "--no-cache", size=(80, 24)) as terminal:
        for number in range(400):
            terminal.resize(chance.choice([1, 40, 80, 97, 250, chance.randrange(500)]), chance.choice([1, 10, 24, chance.randrange(120)]))
            terminal.send(chance.choice(["j", "G", "/nowhere\r", ":text month\r", ":log\r", "v", "\x1b", "\x1b[200~pasted\x1b[201~", ""]))
            terminal.read(chance.choice([0, 0.002, 0.01]))
        assert not terminal._reap(), f"seed {seed}: ended with {terminal.status}"
        terminal.resize(100, 30)
        for _ in range(8):
            terminal.send("\x1b")
            terminal.settle(0.06)
        at = len(terminal.output)
        terminal.send("\x0c")
        # Esc may have ended the reading before anything was read.
        terminal.shows("events", since=at)
        deadline = time.monotonic() + 20
        while True:  # until all that was asked for is done
            before = terminal.processor_seconds
            terminal.read(0.5)
            if terminal.processor_seconds - before <= 0.02:
                break
            assert time.monotonic() < deadline, f"seed {seed}: it does not come to rest"
        terminal.send(":quit\r")
        assert terminal.ends() == 0
        terminal.restored()


# Every stream once, since those that were looked at are marked where something is wrong in them; then a place.
TOUR = ["1", "g", *["j"] * 11, "g", "\r", ":goto start\r", "1"]


def everything_checked(terminal: Terminal) -> None:
    """Which streams have a `!` otherwise depends on which were come by."""
    terminal.send(":check\r")
    terminal.settle(0.7)
    terminal.send("\x1b")
    terminal.settle(0.2)


@case("U02 a storm of sizes while scrolling and in a prompt; the last screen is right and the processor rests")
def storm(folder: Path) -> None:
    seed = 20260305
    chance = random.Random(seed)
    with Terminal(folder, "--trust", "--no-session", BANK) as terminal:
        # An Esc before that would end the reading.
        terminal.shows("account-1001")
        for number in range(1000):
            terminal.resize(chance.choice([0, 1, 2, 39, 40, 80, 97, 132, 250, chance.randrange(500)]), chance.choice([0, 1, 2, 9, 10, 24, 60, chance.randrange(120)]))
            terminal.send(chance.choice(["j", "k", "G", "g", "]", "[", ":", "\x1b", "?", "\x0c", ""]))
            terminal.read(chance.choice([0, 0, 0.002, 0.01]))
        terminal.resize(100, 30)
        terminal.send("\x1b\x1b\x1b")
        terminal.settle(0.3)
        terminal.send("\x1b")
        terminal.settle(0.1)
        everything_checked(terminal)
        for key in TOUR:
            terminal.send(key)
            terminal.settle(0.15)
        frame = redrawn(terminal)
        assert terminal._reap() is False, f"seed {seed}: ended with {terminal.status}"
        before = terminal.processor_seconds
        time.sleep(0.6)
        assert terminal.processor_seconds - before <= 0.02, f"seed {seed}: it does not come to rest"
        assert terminal.read() == b"", f"seed {seed}: it goes on writing"
    with Terminal(folder, "--trust", "--no-session", BANK, size=(100, 30)) as fresh:
        fresh.shows("account-1001")
        everything_checked(fresh)
        for key in TOUR:
            fresh.send(key)
            fresh.settle(0.15)
        seen = redrawn(fresh)
        assert seen == frame, f"seed {seed}: not as in a program that never saw a storm: {[pair for pair in zip(frame, seen) if pair[0] != pair[1]][:4]!r}"
        fresh.quits()

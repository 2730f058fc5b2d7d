"""U17, U18, U24, U25: what comes in, how fast what goes out is taken, and what is used meanwhile."""

import os
import random
import time
from pathlib import Path

from registry import case
from terminal import Terminal, plain

BANK = "sample-streams/bank"


def alive(terminal: Terminal) -> None:
    """It answers: back out of everything, then a whole screen."""
    terminal.settle(0.3)
    for _ in range(6):
        terminal.send("\x1b")
        terminal.settle(0.06)
    at = len(terminal.output)
    terminal.send("\x0c")
    terminal.shows("events", since=at)


@case("U17 a storm of random bytes")  # STORM=1000000 for a million
def storm(folder: Path) -> None:
    seed = 17
    chance = random.Random(seed)
    # What would end or stop it is left out (q, Ctrl-C, Ctrl-Z, Ctrl-\), and what leads to other programs, or to any command.
    banned = b"qQ\x03\x1a\x1c|\x05:\x10xie"
    bytes_ = bytes(byte for byte in chance.randbytes(int(os.environ.get("STORM", 100_000))) if byte not in banned)
    with Terminal(folder, "--trust", BANK, environment={"EDITOR": "true", "VISUAL": "true"}) as terminal:
        terminal.shows("account-1001")
        for start in range(0, len(bytes_), 8192):
            terminal.send(bytes_[start:start + 8192])
            terminal.output = terminal.output[-4096:]
        assert not terminal._reap(), f"seed {seed}: ended with {terminal.status}"
        alive(terminal)
        # A what-if that it made is asked about.
        terminal.quits("qy")


@case("U17 half sequences, mouse reports, answers and invalid UTF-8 do nothing, or what they say")
def sequences(folder: Path) -> None:
    with Terminal(folder, "--trust", BANK) as terminal:
        terminal.shows("account-1001")
        for piece in (b"\x1b[", b"\x1b[1;", b"\x1bO", b"\x1b]11;rgb:", b"\x1bP1$r", b"\x1b[<0;5;5M\x1b[<0;5;5m", b"\x1b[<64;5;5M" * 40, b"\x1b[<65;200;900M" * 40,
                      b"\x1b[<32;1;1M" * 40, b"\x1b[M\xff\xff\xff", b"\x1b[<999999999;1;1M", b"\xff\xfe\xc0\x80\xed\xa0\x80", b"\x1b[?1;2c\x1b[5;5R\x1b[>41;354;0c", b"\x1b[200", b"\x1b[I\x1b[O"):
            terminal.send(piece)
            terminal.settle(0.3 if len(piece) < 8 else 0.05)
        alive(terminal)
        terminal.quits()


@case("U17 Esc alone acts within 50 ms")
def escape(folder: Path) -> None:
    with Terminal(folder, "--trust", BANK) as terminal:
        terminal.shows("account-1001")
        waits = []
        for _ in range(9):
            terminal.send(":abc")
            terminal.settle(0.1)
            start = time.monotonic()
            terminal.send("\x1b")
            while not terminal.read(0):
                assert time.monotonic() - start < 2
                time.sleep(0.001)
            waits.append(time.monotonic() - start)
            terminal.settle(0.05)
        assert min(waits) <= 0.05, waits  # the least: the machine may be busy
        terminal.quits()


@case("U17 a paste of a megabyte is text, and none of it is run")
def paste(folder: Path) -> None:
    for prompt in ("", ":"):
        with Terminal(folder, "--trust", BANK) as terminal:
            terminal.shows("account-1001")
            terminal.send(prompt)
            terminal.send(b"\x1b[200~" + b"q\rjG\x03\x1a:quit\r\n" * 70_000 + b"\x1b[201~")
            terminal.settle(0.5)
            assert not terminal._reap(), "the paste was run"
            alive(terminal)
            terminal.quits()


def shows_anew(terminal: Terminal, text: str) -> None:
    """On a screen that is painted whole: of a line that changed only what is new would be sent."""
    terminal.settle(0.2)
    at = len(terminal.output)
    terminal.send("\x0c")
    terminal.shows(text, since=at)


@case("U17 a line that is typed is edited in its middle, by whatever a terminal sends for the keys")
def line(folder: Path) -> None:
    for left, home, end, delete in (("\x1b[D", "\x1b[H", "\x1b[F", "\x1b[3~"), ("\x1bOD", "\x1bOH", "\x1bOF", "\x1b[3~"), ("\x02", "\x01", "\x05", "\x04"), ("\x1b[D", "\x1b[1~", "\x1b[4~", "\x1b[3~")):
        with Terminal(folder, "--trust", "--no-session", BANK) as terminal:
            terminal.shows("account-1001")
            terminal.send("2")
            terminal.settle(0.1)
            # oto 37 → goto 37 → goto 47 → goto 4 → goto 14
            terminal.send(":oto 37" + home + "g" + end + left * 2 + delete + "4" + delete)
            terminal.send(left + "\x1b[200~1\nq\x1b[201~\r")
            shows_anew(terminal, "State after 14")
            # Words: Alt-b is two bytes; what is deleted behind the cursor is gone.
            terminal.send(":goto 14 and more\x1bb\x1bb\x0b" + "\x7f\x7f" + "2\r")
            shows_anew(terminal, "State after 12")
            terminal.quits()


@case("U18 a terminal that takes nothing: it can be ended, keeps little, and shows the newest once it goes on")
def blocked(folder: Path) -> None:
    with Terminal(folder, "--trust", BANK, size=(200, 60)) as terminal:
        terminal.shows("account-1001")
        before = terminal.memory
        for number in range(4000):  # nobody reads
            try:
                os.write(terminal.master, b"jk]["[number % 4:number % 4 + 1])
            except BlockingIOError:
                time.sleep(0.002)
        time.sleep(0.3)
        assert terminal.memory - before < 64 << 20, "it hoards what it cannot send"
        terminal.settle(0.4)
        alive(terminal)
        terminal.quits()
    with Terminal(folder, "--trust", BANK, size=(300, 100)) as terminal:
        terminal.shows("account-1001")
        for number in range(300):
            try:
                os.write(terminal.master, b"\x0cj")
            except BlockingIOError:
                break
        time.sleep(0.3)
        start = time.monotonic()
        terminal.signal(15)
        while not terminal._reap():
            assert time.monotonic() - start < 6, "it cannot be ended while the terminal takes nothing"
            time.sleep(0.02)
        assert terminal.status == -15


@case("U24 idle: no processor, no byte")
def idle(folder: Path) -> None:
    seconds = float(os.environ.get("IDLE_SECONDS", 4))
    with Terminal(folder, "--trust", BANK) as terminal:
        terminal.shows("account-1001")
        terminal.settle(0.5)
        before = terminal.processor_seconds
        assert terminal.read(seconds) == b"", "it writes though nothing happens"
        used = terminal.processor_seconds - before
        assert used < max(0.01 * seconds, 0.021), f"{used} s of processor in {seconds} s"
        terminal.quits()


@case("U25 opening and closing views a thousand times: neither memory nor descriptors grow")
def views(folder: Path) -> None:
    with Terminal(folder, "sample-streams", size=(100, 30)) as terminal:
        terminal.shows("stores")
        def round_trip(times: int) -> None:
            for _ in range(times):
                terminal.output = b""
                terminal.send("\r")
                terminal.shows("Run the model?")
                terminal.send("n?")
                terminal.shows("Help")
                terminal.send("\x1b")
                terminal.read(0.03)
                terminal.output = b""
                terminal.send("jkr]]q\x0c")
                terminal.shows("4 stores")
        round_trip(20)
        terminal.settle(0.3)
        descriptors, memory = terminal.descriptors, terminal.memory
        round_trip(int(os.environ.get("ROUNDS", 40)))
        terminal.settle(0.3)
        assert not terminal._reap(), terminal.status
        assert terminal.descriptors <= descriptors + 3, (descriptors, terminal.descriptors)
        assert terminal.memory < memory + (48 << 20), (memory, terminal.memory)

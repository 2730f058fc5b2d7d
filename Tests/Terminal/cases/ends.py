"""U07–U14, U19, U20, U23: every way in which it can end, stop, or not begin."""

import os
import random
import resource
import signal
import subprocess
import termios
import time
from pathlib import Path

import registry
from registry import case, each
from terminal import Terminal, plain, run

BANK = "sample-streams/bank"


@case("U07 events from a pipe, keys from the terminal; without one, an error")
def piped(folder: Path) -> None:
    with open(f"{BANK}/events.jsonl", "rb") as events, Terminal(folder, "-", stdin=events.fileno()) as terminal:
        terminal.shows("account-1001")
        terminal.quits()


@case("U07 events from a pipe and no terminal to take keys from: one line, status 2, nothing left on")
def no_keys(folder: Path) -> None:
    master, slave = os.openpty()
    before = termios.tcgetattr(slave)
    with open(f"{BANK}/events.jsonl", "rb") as events:
        # In a session without a terminal of its own /dev/tty cannot be opened, though the output is one.
        process = subprocess.Popen([registry.hindcast, "-"], stdin=events, stdout=slave, stderr=subprocess.PIPE, start_new_session=True,
                                   env=Terminal._environment(folder, "xterm-256color", {}))
        _, said = process.communicate(timeout=20)
    assert process.returncode == 2, (process.returncode, said)
    assert said.count(b"\n") == 1 and said.startswith(b"hindcast: "), said
    assert termios.tcgetattr(slave) == before
    os.set_blocking(master, False)
    try:
        assert b"\x1b" not in os.read(master, 1 << 16)
    except BlockingIOError:
        pass
    os.close(master), os.close(slave)


@each("U08 standard input", {"closed": None, "/dev/null": "/dev/null"})
def closed_input(folder: Path, path: str | None) -> None:
    descriptor = os.open(path or "/dev/null", os.O_RDONLY)
    with Terminal(folder, "--trust", BANK, stdin=descriptor, prepare=(lambda: os.close(0)) if path is None else None) as terminal:
        terminal.shows("account-1001")  # keys come from /dev/tty
        terminal.quits()
    os.close(descriptor)


@case("U08 keys from a terminal that has gone: it ends within a second, without using the processor")
def end_of_input(folder: Path) -> None:
    other_master, other_slave = os.openpty()
    with Terminal(folder, "--trust", BANK, stdin=other_slave) as terminal:
        terminal.shows("account-1001")
        os.close(other_slave)
        before = terminal.processor_seconds
        os.close(other_master)
        start = time.monotonic()
        assert terminal.ends(patience=5) == 2
        assert time.monotonic() - start < 1
        assert b"hindcast: " in terminal.output[-200:]


@each("U09 the terminal is gone, and SIGHUP is", {"ignored": True, "not ignored": False})
def hangup(folder: Path, ignored: bool) -> None:
    with Terminal(folder, "--trust", BANK, prepare=(lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)) if ignored else None) as terminal:
        terminal.shows("account-1001")
        for name in ("slave", "master"):
            os.close(getattr(terminal, name))
            setattr(terminal, name, None)
        start = time.monotonic()
        while not terminal._reap():
            assert time.monotonic() - start < 2, "still there"
            time.sleep(0.02)
        assert terminal.status in ([2] if ignored else [-signal.SIGHUP, 2]), terminal.status


STOPS = ["TERM", "INT", "HUP", "QUIT", "USR1", "USR2"]
CRASHES = ["SEGV", "BUS", "ILL", "TRAP", "ABRT", "FPE"]


@each("U10 U11 the terminal is restored and the exit status shows", {f"SIG{name}": name for name in STOPS + CRASHES})
def signals(folder: Path, name: str) -> None:
    number = getattr(signal, f"SIG{name}")
    with Terminal(folder, "--trust", BANK) as terminal:
        terminal.shows("account-1001")
        terminal.send("j]:go")
        terminal.settle(0.1)
        terminal.signal(number)
        assert terminal.ends() == -number
        terminal.restored()
        left = terminal.output.rfind(b"\x1b[?1049l")
        assert f"hindcast: stopped by SIG{name}".encode() in terminal.output[left:], "the reason is not on the normal screen"
        assert terminal.output.count(b"hindcast: stopped by") == 1, "it is said once"


@case("U10 SIGPIPE does nothing to it")
def broken_pipe(folder: Path) -> None:
    with Terminal(folder, "--trust", BANK) as terminal:
        terminal.shows("account-1001")
        terminal.signal(signal.SIGPIPE)
        terminal.settle(0.1)
        terminal.quits()


@case("U11 a stack overflow restores the terminal too")
def overflow(folder: Path) -> None:
    with Terminal(folder, "--trust", BANK) as terminal:
        terminal.shows("account-1001")
        terminal.settle(0.3)
        # From here on the stack cannot grow: whatever is drawn next overflows it.
        resource.prlimit(terminal.child, resource.RLIMIT_STACK, (4096, 4096))
        terminal.resize(1000, 500)
        terminal.send("?jjj\x1b:goto 3\r\x0c")
        assert terminal.ends() == -signal.SIGSEGV
        terminal.restored()
        assert b"stopped by SIGSEGV" in terminal.output[terminal.output.rfind(b"\x1b[?1049l"):]


@case("U12 after SIGKILL the next start is as any other, and nothing is locked")
def killed(folder: Path) -> None:
    for _ in range(2):
        with Terminal(folder, "--trust", BANK) as terminal:
            terminal.shows("account-1001")
            terminal.signal(signal.SIGKILL)
            assert terminal.ends() == -signal.SIGKILL
    with Terminal(folder, "--trust", BANK) as terminal:
        terminal.shows("account-1001")
        terminal.quits()


SHELL = ["--norc", "--noprofile", "-i"]
QUIET = {"PS1": "ready> ", "HISTFILE": "/dev/null"}


def wait_for(condition, what: str, patience: float = 10) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def job(terminal: Terminal) -> int:
    """The program's process below the shell."""
    found = []

    def search() -> bool:
        found[:] = [int(word) for word in Path(f"/proc/{terminal.child}/task/{terminal.child}/children").read_text().split()]
        return bool(found)

    wait_for(search, "the shell has no child")
    return found[0]


def state(process: int) -> str:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]


def leave(terminal: Terminal) -> None:
    """Out of the program, well, and out of the shell."""
    terminal.send("q")
    terminal.settle(0.3)
    at = len(terminal.output)
    terminal.send("echo status $?\n")
    terminal.shows("status 0", since=at)
    terminal.send("exit\n")


@each("U13 stopped and continued, also at another size and after stty sane", {"Ctrl-Z": None, "kill -TSTP": signal.SIGTSTP, "kill -STOP": signal.SIGSTOP})
def stopped(folder: Path, number: int | None) -> None:
    with Terminal(folder, *SHELL, program="bash", environment=QUIET) as terminal:
        terminal.shows("ready>")
        terminal.send(f"'{registry.hindcast}' --trust {BANK}\n")
        terminal.shows("account-1001")
        process = job(terminal)
        for size in [(80, 24), (100, 30)]:
            at = len(terminal.output)
            if number is None:
                terminal.send("\x1a")
            else:
                os.kill(process, number)
            wait_for(lambda: (terminal.read(0.02), state(process) == "T")[1], "it does not stop")
            terminal.shows("Stopped", since=at)
            if number != signal.SIGSTOP:
                assert b"\x1b[?1049l" in terminal.output[at:] and b"\x1b[?1002l" in terminal.output[at:]
            terminal.resize(*size)
            terminal.send("stty sane\n")
            terminal.settle(0.2)
            at = len(terminal.output)
            terminal.send("fg\n")
            terminal.shows("account-1001", since=at)
            terminal.settle(0.2)
            assert b"\x1b[?1049h" in terminal.output[at:], "the alternate screen is not entered again"
            if size == (100, 30):
                assert b"\x1b[30;" in terminal.output[at:], "not drawn at the new size"
            at = len(terminal.output)
            terminal.send("j\x0c")  # raw again: no Enter is needed
            terminal.shows("account-1001", since=at)
        leave(terminal)
        terminal.ends()
        terminal.restored(modes=False)  # stty has changed them


@case("U14 started in the background it stops, and works after fg")
def background(folder: Path) -> None:
    with Terminal(folder, *SHELL, program="bash", environment=QUIET) as terminal:
        terminal.shows("ready>")
        terminal.send(f"'{registry.hindcast}' --trust {BANK} &\n")
        process = job(terminal)
        wait_for(lambda: (terminal.read(0.02), state(process) == "T")[1], "it does not stop")
        assert b"account-1001" not in terminal.output
        at = len(terminal.output)
        terminal.send("fg\n")
        terminal.shows("account-1001", since=at)
        leave(terminal)
        terminal.ends()
        terminal.restored()


@case("U19 what hinders the start is read on the normal screen")
def startup(folder: Path) -> None:
    (folder / "broken.lua").write_text("x = = 1")
    (folder / "late.jsonl").write_text("this is no JSON\n")
    for arguments in (["/nope/missing.jsonl"], [BANK, "--model", str(folder / "broken.lua")], [BANK, "--model", "/nope.lua"], [BANK, "--no-such-flag"],
                      [str(folder / "late.jsonl")], [BANK, "--tz", "Nowhere/Land"], ["/dev/null"], ["/proc/self/mem"], [str(folder)]):
        with Terminal(folder, *arguments) as terminal:
            terminal.settle(0.5)
            if arguments == ["/dev/null"] and not terminal._reap():
                terminal.send("q")
            status = terminal.ends()
            assert status in ((0, 2) if arguments == ["/dev/null"] else (2,)), (arguments, status, terminal.output)
            terminal.restored()
            if status == 2:
                last = plain(terminal.output[terminal.output.rfind(b"\x1b[?1049l") + 1:])
                assert b"hindcast: " in last and terminal.output.endswith(b"\r\n"), (arguments, terminal.output[-300:])


@case("U20 the file disappears, shrinks, or is another while it is looked at")
def disappearing(folder: Path) -> None:
    events = Path(f"{BANK}/events.jsonl").read_bytes()
    for follow in ([], ["--follow"]):
        for change in ("unlink", "empty", "half", "other"):
            log = folder / "log.jsonl"
            log.write_bytes(events)
            with Terminal(folder, str(log), *follow, "--no-cache", size=(100, 30)) as terminal:
                terminal.shows("account-1001")
                terminal.settle(0.1)
                if change == "unlink":
                    log.unlink()
                elif change == "empty":
                    os.truncate(log, 0)
                elif change == "half":
                    os.truncate(log, len(events) // 2)
                else:
                    log.write_bytes(bytes(reversed(events)))
                for key in "jj\r[[[gGjjj":
                    terminal.send(key)
                    terminal.settle(0.03)
                terminal.settle(0.5 if follow else 0.1)
                terminal.quits("\x1bq")


def large_log(path: Path, events: int = 150_000) -> None:
    """Large enough that it is still being read, or searched, when a key comes."""
    with open(path, "w") as file:
        for start in range(0, events, 10_000):
            file.write("".join(
                f'{{"stream":"account-{number % 977}","version":{number // 977},"type":"MoneyDeposited","id":"e-{number}","time":"2026-03-05T14:32:00Z","data":{{"amount":{number},"note":"as every month"}}}}\n'
                for number in range(start, start + 10_000)))


# What goes on when it is left: the arguments, and the keys before the last one.
GOING_ON = {
    "is loading": (["--no-cache"], []),
    "is loading, with a model": (["--no-cache", "--model", f"{BANK}/model.lua"], ["j"]),
    "is following": (["--follow"], ["j"]),
    "is searching": ([], [":log\r", "/nowhere-at-all\r"]),
    "is folding every stream": (["--model", f"{BANK}/model.lua"], [":check\r"]),
    "is filtering, sorting and charting": ([], ["1s", ":text nowhere\r", "v"]),
}


@each("U20 left at any moment it ends well and says nothing, while it", GOING_ON)
def left(folder: Path, what: tuple[list[str], list[str]]) -> None:
    arguments, keys = what
    log = folder / "log.jsonl"
    large_log(log)
    chance = random.Random(20)
    growing = b'{"stream":"account-1","version":999999,"type":"Late","data":{}}\n'
    for round in range(int(os.environ.get("ROUNDS", 4))):
        terminals = [Terminal(folder, str(log), "--no-session", *arguments, size=(100, 30)) for _ in range(6)]
        try:
            for number, terminal in enumerate(terminals):
                terminal.shows("hindcast" if not keys else "account-")
                for key in keys:
                    terminal.send(key)
                    terminal.read(0.02)
            if "--follow" in arguments:
                with open(log, "ab") as file:
                    file.write(growing)
            for terminal in terminals:
                terminal.read(chance.random() * 0.1)
                terminal.send("q" if chance.random() < 0.5 and not keys else ":quit\r")
            for number, terminal in enumerate(terminals):
                status = terminal.ends()
                left = terminal.output[terminal.output.rfind(b"\x1b[?1049l"):]
                assert status == 0 and not plain(left).strip(), f"round {round}, program {number}: status {status}, {left!r}"
                terminal.restored()
        finally:
            for terminal in terminals:
                terminal.__exit__()


@case("U23 help, version and errors with a closed output or /dev/full")
def outputs(folder: Path) -> None:
    shell = '"$0" "$@"'
    for arguments in (["--help"], ["--version"], ["help", "events"], ["events", f"{BANK}/events.jsonl"], ["schema", BANK, "--trust", "--json"]):
        status, out, err = run(folder, registry.hindcast, *arguments, shell=f'{shell} >/dev/full', program="sh")
        assert status == 2 and err.count(b"writing the output") == 1, (arguments, status, err)
        status, out, err = run(folder, registry.hindcast, *arguments, shell=f'{shell} >&-', program="sh")
        assert status == 2 and err.count(b"writing the output") == 1, (arguments, status, err)
        for shell_end in ("| head -1 >/dev/null", "| true"):
            status, out, err = run(folder, registry.hindcast, *arguments, shell=f'{{ {shell}; echo $? >&2; }} {shell_end}', program="sh")
            assert err.strip() == b"0", (arguments, err)
    status, out, err = run(folder, registry.hindcast, "--nope", shell=f"{shell} 2>&-", program="sh")
    assert status == 2
    status, out, err = run(folder, registry.hindcast, "--nope", shell=f"{shell} 2>/dev/full", program="sh")
    assert status == 2

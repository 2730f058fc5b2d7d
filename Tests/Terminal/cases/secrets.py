"""P08, P09: what is left of an event where a program has been."""

import re
import resource
import signal
from pathlib import Path

from registry import case, each
from terminal import Terminal, run

BANK = "sample-streams/bank"
CANARY = "CANARY-6f1d"


def allow_cores() -> None:
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def secret(folder: Path) -> Path:
    path = folder / f"{CANARY}-of-the-file.jsonl"
    path.write_text("".join(
        f'{{"stream":"{CANARY}-stream","version":{version},"type":"MoneyDeposited","data":{{"note":"{CANARY}-value"}}}}\n' for version in range(3)))
    return path


@case("P08 no core is dumped from the explorer, whatever the shell allows")
def no_core(folder: Path) -> None:
    with Terminal(folder, "--trust", BANK, prepare=allow_cores) as terminal:
        terminal.shows("account-1001")
        limit = re.search(r"Max core file size\s+(\d+|unlimited)", Path(f"/proc/{terminal.child}/limits").read_text())
        assert limit and limit[1] == "0", limit
        terminal.quits()


@each("P08 what is said of an end by", {name: name for name in ("SEGV", "TERM")})
def no_data_in_reasons(folder: Path, name: str) -> None:
    with Terminal(folder, str(secret(folder))) as terminal:
        terminal.shows(f"{CANARY}-stream")
        terminal.signal(getattr(signal, f"SIG{name}"))
        terminal.ends()
        said = terminal.output[terminal.output.rfind(b"\x1b[?1049l"):]
        assert b"hindcast: stopped by" in said and CANARY.encode() not in said, said


@case("P09 the terminal's title is left alone, and all is painted on the alternate screen")
def no_title(folder: Path) -> None:
    with Terminal(folder, str(secret(folder))) as terminal:
        terminal.shows(f"{CANARY}-value")
        terminal.quits()
        assert not re.search(rb"\x1b\][012];|\x1bk", terminal.output), "a title is set"
        on, off = terminal.output.find(b"\x1b[?1049h"), terminal.output.rfind(b"\x1b[?1049l")
        outside = terminal.output[:on] + terminal.output[off:]
        assert 0 <= on < off and CANARY.encode() not in outside, outside


@case("P08 an error names places, and no data")
def no_data_in_errors(folder: Path) -> None:
    path = folder / "events.jsonl"
    path.write_text(f'{{"stream":"a","version":0,"type":"T","data":{{"n":1}}}}\n{{"stream":"a","version":1,"type":"T","data":{{"note":"{CANARY}",}}}}\n')
    status, out, err = run(folder, "events", str(path))
    assert status == 0 and b":2:" in err and CANARY.encode() not in out + err, (status, out, err)

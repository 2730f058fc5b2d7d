"""How long a key takes to the screen, on a large export, at rest and while the whole log is searched or folded; and what idleness costs."""

import statistics
from dataclasses import dataclass
from pathlib import Path

from bars import Bar
from processes import Sample, Trouble
from rounds import Measurement
from terminal import Session

MODEL = Path(__file__).resolve().parent.parent / "models" / "bank.lua"
KEYS = 200  # of one sample
TURN = 15  # keys until a new search takes the place of one that may have ended; so few that nothing scrolls, and the marker is sent
IDLE = 10  # seconds
MARKER = "▸".encode()  # stands on the line of the cursor: any move of it sends one
FRAME = 0.016  # seconds of a screen's frame at 60 Hz


@dataclass(frozen=True)
class Walk:
    """Keys, and what goes on behind them."""

    name: str
    what: str
    start: bytes  # typed first
    turn: bytes | None  # typed every so many keys, with a number
    steps: bytes  # typed one by one, over and over

    @property
    def title(self) -> str:
        return f"key, {self.name}: 99th percentile"


# A text that is nowhere, and a condition that never holds, are looked for through the whole log.
WALKS = [
    Walk("at rest", "", b"1g\rg", None, b"]["),
    Walk("searching", ", a search of the whole log behind them", b"1g\rg:log\rgg]", b"/nowhere-%d\r", b"]["),
    Walk("finding", ", a :find over all states behind them", b"1g\rg", b":find state.balance < -9%d00000000\rq", b"]["),
    Walk("finding, over streams", ", the same; each key goes to an event of another stream", b":log\rg", b":find state.balance < -9%d00000000\rq:#%d000\r", b"["),
]


@dataclass
class Latency:
    """One export, the program, and a private folder for caches."""

    hindcast: str
    export: Path
    facts: dict
    scratch: Path

    title = "Latency"

    def measurements(self) -> list[Measurement]:
        command = "hindcast explore EXPORT --model bank.lua"
        walks = [Measurement(walk.title, f"{command}, {KEYS} keys{walk.what}", lambda run, walk=walk: self.keys(walk)) for walk in WALKS]
        return [*walks, Measurement("idle", f"{command}, {IDLE} s without a key", lambda run: self.idle())]

    def session(self) -> Session:
        session = Session(
            [self.hindcast, "explore", str(self.export), "--model", str(MODEL), "--no-session"], {"XDG_CACHE_HOME": str(self.scratch / "cache")})
        session.wait_for(b"? help")
        session.rest()
        return session

    def keys(self, walk: Walk) -> Sample:
        return Sample(seconds=statistics.quantiles(self.times(walk), n=100)[98])

    def times(self, walk: Walk) -> list[float]:
        """Seconds from each key until the terminal is sent the cursor's line at its new place."""
        with self.session() as session:
            session.send(walk.start)
            session.rest()
            times = []
            for number in range(KEYS):
                if walk.turn and number % TURN == 0:
                    session.send(walk.turn.replace(b"%d", b"%d" % (number + 1)))
                    session.read(0.3)
                at = number % len(walk.steps)
                times.append(session.time(walk.steps[at : at + 1], MARKER))
            return times

    def idle(self) -> Sample:
        """The processor time of a while without a key; a byte sent to the terminal is trouble."""
        with self.session() as session:
            session.rest(2)
            before = session.processor_seconds
            if sent := session.read(IDLE):
                raise Trouble(f"{len(sent)} bytes were sent to an idle screen")
            return Sample(seconds=session.processor_seconds - before)

    def bars(self, measured: dict[str, Measurement]) -> list[Bar]:
        return [
            *(Bar(walk.title, measured[walk.title].median * 1000, FRAME * 1000, "ms") for walk in WALKS),
            Bar("processor while idle", measured["idle"].median / IDLE * 100, 1, "%"),
        ]

    def notes(self, measured: dict[str, Measurement]) -> list[str]:
        return [
            f"A sample is a session of its own: {KEYS} keys, each sent once the one before is on the screen; its time is the 99th percentile.",
            "A key's time ends with the first byte of the cursor's line at its new place, read from the pseudo-terminal.",
            f"What goes on behind the keys is begun anew every {TURN} of them.",
            f"Idle: processor time of {IDLE} seconds, during which not one byte may come.",
        ]

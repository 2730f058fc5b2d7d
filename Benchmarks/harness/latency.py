"""How long a key takes to the screen, on a large export, at rest and while a search of the whole log goes on; and what idleness costs."""

import statistics
from dataclasses import dataclass
from pathlib import Path

from bars import Bar
from processes import Sample, Trouble
from rounds import Measurement
from terminal import Session

KEYS = 200  # of one sample
IDLE = 10  # seconds
MARKER = "▸".encode()  # stands on the line of the cursor: any move of it sends one
FRAME = 0.016  # seconds of a screen's frame at 60 Hz


@dataclass
class Latency:
    """One export, the program, and a private folder for caches."""

    hindcast: str
    export: Path
    facts: dict
    scratch: Path

    title = "Latency"

    def measurements(self) -> list[Measurement]:
        command = "hindcast explore EXPORT"
        return [
            Measurement("key, at rest: 99th percentile", f"{command}, {KEYS} keys", lambda run: self.keys(searching=False)),
            Measurement("key, searching: 99th percentile", f"{command}, {KEYS} keys, a search of the whole log behind them", lambda run: self.keys(searching=True)),
            Measurement("idle", f"{command}, {IDLE} s without a key", lambda run: self.idle()),
        ]

    def session(self) -> Session:
        session = Session([self.hindcast, "explore", str(self.export), "--no-session"], {"XDG_CACHE_HOME": str(self.scratch / "cache")})
        session.wait_for(b"? help")
        session.rest()
        return session

    def keys(self, searching: bool) -> Sample:
        """Seconds from a key until the terminal is sent the cursor's line at its new place."""
        with self.session() as session:
            session.send(b"1g\rg")  # the first stream's timeline, from its beginning
            session.rest()
            times = []
            for number in range(KEYS):
                # A search of a text that is nowhere goes through the whole log; a new one takes the place of one that has ended.
                if searching and number % 25 == 0:
                    session.send(b":log\r")
                    session.rest()
                    session.send(b"/nowhere-%d\r" % number)
                times.append(session.time(b"]" if number % 2 else b"[", MARKER))
            return Sample(seconds=statistics.quantiles(times, n=100)[98])

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
            Bar("a key at rest, 99th percentile", measured["key, at rest: 99th percentile"].median * 1000, FRAME * 1000, "ms"),
            Bar("a key during a search, 99th percentile", measured["key, searching: 99th percentile"].median * 1000, FRAME * 1000, "ms"),
            Bar("processor while idle", measured["idle"].median / IDLE * 100, 1, "%"),
        ]

    def notes(self, measured: dict[str, Measurement]) -> list[str]:
        return [
            f"A sample is a session of its own: {KEYS} keys that step to and fro, each sent once the one before is on the screen; its time is the 99th percentile.",
            "A key's time ends with the first byte of the cursor's line at its new place, read from the pseudo-terminal.",
            f"Idle: processor time of {IDLE} seconds, during which not one byte may come.",
        ]

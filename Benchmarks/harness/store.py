"""Our store beside SQLite, on one disk in one run."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import building
from bars import Bar
from processes import Run, Sample, Trouble, run
from rounds import Measurement

SQLITE = Path(__file__).with_name("sqlite_store.py")  # a process of its own, as ours is
SINGLES, BATCHES, BATCH = 1000, 200, 100
WRITERS, EACH = 8, 250
STARTS = 20  # of `hindcast append`


@dataclass
class Store:
    """The program, an export in our store's shape, and a private folder on the disk that is measured."""

    hindcast: str
    export: Path
    facts: dict
    scratch: Path
    numbers: count = field(default_factory=count)  # no id may come twice

    title = "Store"

    def measurements(self) -> list[Measurement]:
        self.writer = building.built("StoreWriter")
        found = []
        for name, batches, batch in [("single", SINGLES, 1), ("batch", BATCHES, BATCH)]:
            for who, take in [("", self.ours), (", SQLite", self.sqlite)]:
                found.append(self.appending(name, who, batches, batch, take))
        for who, start in [("", self.our_command), (", SQLite", self.sqlite_command)]:
            found.append(Measurement(f"8 writers{who}", f"8 × {self.shown(start)} … {EACH} 1", lambda _, start=start: self.at_once(start),
                                     events, WRITERS * EACH))
        return found + [
            Measurement("a process each", "hindcast append STORE --stream a --expect any", self.process_each, events, STARTS),
            Measurement("import", "hindcast import EXPORT --into STORE", self.imported, events, self.facts["events"], once=True),
            Measurement("import, SQLite", "sqlite_store.py import EXPORT DATABASE", self.bulk, events, self.facts["events"], once=True),
            Measurement("open for append", "StoreWriter open STORE CACHE", self.opened, events, self.facts["events"]),
        ]

    # How each is run

    @property
    def environment(self) -> dict[str, str]:
        return {"XDG_CACHE_HOME": str(self.scratch / "cache")}

    def our_command(self, name: str, prefix: str, batches: int, batch: int) -> list[str]:
        return [self.writer, "measure", str(self.scratch / name), "a", str(batches), str(batch), prefix]

    def sqlite_command(self, name: str, prefix: str, batches: int, batch: int) -> list[str]:
        return [sys.executable, "-B", str(SQLITE), "append", str(self.scratch / f"{name}.db"), prefix, str(batches), str(batch)]

    def shown(self, command: Callable) -> str:
        return "StoreWriter measure" if command == self.our_command else "sqlite_store.py append"

    def ours(self, run: Run, name: str, batches: int, batch: int) -> Sample:
        return inside(run(self.our_command(name, f"r{next(self.numbers)}", batches, batch)))

    def sqlite(self, run: Run, name: str, batches: int, batch: int) -> Sample:
        return inside(run(self.sqlite_command(name, f"r{next(self.numbers)}", batches, batch)))

    def appending(self, name: str, who: str, batches: int, batch: int, take: Callable) -> Measurement:
        command = self.our_command if take == self.ours else self.sqlite_command
        return Measurement(
            f"{name}{who}", f"{self.shown(command)} … {batches} {batch}", lambda run: take(run, name, batches, batch), events, batches * batch)

    def at_once(self, command: Callable) -> Sample:
        """From the first writer's first append to the last one's last."""
        name = f"writers-{next(self.numbers)}"
        inside(run(command(name, "first", 1, 1)))  # there when they begin
        processes = [
            subprocess.Popen(command(name, f"p{number}", EACH, 1), stdout=subprocess.PIPE, stderr=subprocess.PIPE) for number in range(WRITERS)
        ]
        answers = []
        for process in processes:
            said, complaints = process.communicate()
            if process.returncode:
                raise Trouble(f"a writer ended with {process.returncode}: {complaints.decode(errors='replace').strip()}")
            answers.append(json.loads(said))
        total = {"events": sum(answer["events"] for answer in answers)}
        return Sample(max(answer["end"] for answer in answers) - min(answer["start"] for answer in answers), json.dumps(total).encode())

    def process_each(self, _: Run) -> Sample:
        store = str(self.scratch / "processes")
        seconds = 0.0
        for _ in range(STARTS):
            line = json.dumps({"type": "T", "data": 1, "id": f"n{next(self.numbers)}"})
            command = [self.hindcast, "append", store, "--stream", "a", "--expect", "any"]
            seconds += run(["sh", "-c", 'printf "%s\\n" "$0" | "$@"', line, *command], self.environment).seconds
        return Sample(seconds, json.dumps({"events": STARTS}).encode())

    def imported(self, run: Run) -> Sample:
        store = self.scratch / "imported"
        shutil.rmtree(store, ignore_errors=True)
        sample = run([self.hindcast, "import", str(self.export), "--into", str(store)], self.environment)
        return replace(sample, answer=json.dumps({"events": self.facts["events"] if self.count(store) else -1}).encode())

    def count(self, store: Path) -> bool:
        return (store / "events.jsonl").stat().st_size == self.export.stat().st_size

    def bulk(self, run: Run) -> Sample:
        database = self.scratch / "imported.db"
        for path in self.scratch.glob("imported.db*"):
            path.unlink()
        sample = inside(run([sys.executable, "-B", str(SQLITE), "import", str(self.export), str(database)]))
        for path in self.scratch.glob("imported.db*"):
            path.unlink()
        return sample

    def opened(self, run: Run) -> Sample:
        return inside(run([self.writer, "open", str(self.scratch / "imported"), str(self.scratch / "cache/hindcast")]))

    # What it should reach

    def bars(self, measured: dict[str, Measurement]) -> list[Bar]:
        def ratio(name: str) -> float:
            return measured[f"{name}, SQLite"].median / measured[name].median

        return [
            Bar("single durable appends a second: against SQLite", ratio("single"), 1, "×", at_most=False),
            Bar("events a second in batches of 100: against SQLite", ratio("batch"), 2, "×", at_most=False),
            Bar("8 writers at once, events a second: against SQLite", ratio("8 writers"), 1, "×", at_most=False),
            Bar("import: against SQLite's bulk insert in one transaction", ratio("import"), 4, "×", at_most=False),
            Bar("opening for append, warm", measured["open for append"].median * 1000, 50, "ms"),
        ]

    def notes(self, measured: dict[str, Measurement]) -> list[str]:
        def rate(name: str, number: int) -> str:
            return f"{number / measured[name].median:,.0f}"

        return [
            "Events a second, ours and SQLite's: "
            + "; ".join(
                f"{name} {rate(name, number)} and {rate(f'{name}, SQLite', number)}"
                for name, number in [("single", SINGLES), ("batch", BATCHES * BATCH), ("8 writers", WRITERS * EACH), ("import", self.facts["events"])]
            )
            + ".",
            "SQLite: WAL, synchronous=FULL (every commit waits for the disk), one table, unique indexes on (stream, version) and on id.",
            f"a process each: {STARTS} times the start of a program, one event and its end.",
        ]


def inside(sample: Sample) -> Sample:
    """By the program's own clock: neither its start nor what it makes up beforehand."""
    said = json.loads(sample.answer)
    return replace(sample, seconds=said["end"] - said["start"])


def events(said: bytes) -> int:
    return json.loads(said)["events"]

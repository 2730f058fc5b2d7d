"""Folding: all streams by a model in Lua and in Swift beside a plain Python loop; replaying one stream beside pyeventsourcing."""

import json
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import carts
import exports
from bars import Bar
from processes import Run, Sample, run
from rounds import Measurement

MODELS = exports.HERE / "models"
PYTHON = Path(__file__).with_name("python_fold.py")  # processes of their own, as the others are
REPLAY = Path(__file__).with_name("eventsourcing_replay.py")
LONGEST = 1_000_000  # events of the stream that is jumped about in
CART = (10_000, 70)  # events, and bytes of each: a megabyte of state
PLACES, PLACES_IN_CART = 200, 20  # jumped to; ten steps at each
BUDGET = 256 << 20  # bytes for checkpoints, which is also what --memory has
MB = 1e6


@dataclass
class Folding:
    """One export, the program, and a private folder for caches."""

    hindcast: str
    export: Path
    facts: dict
    scratch: Path
    replays: dict = field(default_factory=dict)  # what each said, round by round

    title = "Folding"

    def measurements(self) -> list[Measurement]:
        facts = self.facts
        build = ["swift", "build", "-c", "release", "--product", "FoldMeter"]
        subprocess.run(build, cwd=exports.HERE.parent, check=True, stdout=2)
        self.meter = str(Path(self.hindcast).with_name("FoldMeter"))
        longest = facts["longest"]
        loop = [sys.executable, "-B", str(PYTHON), str(self.export), longest["stream"]]
        said = run(loop).answer
        self.answer = self.folded(said)
        one = json.loads(said)["one"]
        share = min(1, facts["events"] / 4_000_000)
        self.long, self.long_facts = exports.make(int(1_500_000 * share), max(2, int(5_000 * share)), longest=int(LONGEST * share))
        self.cart = carts.make(exports.FOLDER, *CART)
        one_core = ["taskset", "-c", "0"]
        lua, swift = str(MODELS / "bank.lua"), "swift"
        return [
            self.sweep("Python loop", [*one_core, *loop], f"python_fold.py EXPORT {longest['stream']}"),
            self.sweep("Lua model", [*one_core, self.meter, "sweep", str(self.export), lua], "FoldMeter sweep EXPORT bank.lua"),
            self.sweep("Swift model", [*one_core, self.meter, "sweep", str(self.export), swift], "FoldMeter sweep EXPORT swift"),
            self.states("Lua model, states, 1 core", lua, 1),
            self.states("Lua model, states, 2 cores", lua, 2),
            self.replay("pyeventsourcing", [sys.executable, "-B", str(REPLAY), str(self.export), longest["stream"]],
                        f"eventsourcing_replay.py EXPORT {longest['stream']}", "seconds", [longest["events"], one]),
            self.replay("first jump", [self.meter, "replay", str(self.export), longest["stream"], lua, str(BUDGET), str(PLACES)],
                        f"FoldMeter replay EXPORT {longest['stream']} bank.lua", "first", [longest["events"], one]),
            self.replay("long stream", [self.meter, "replay", str(self.long), self.long_facts["longest"]["stream"], lua, str(BUDGET), str(PLACES)],
                        f"FoldMeter replay LONG {self.long_facts['longest']['stream']} bank.lua", "first", [self.long_facts["longest"]["events"]]),
            self.replay("large state", [self.meter, "replay", str(self.cart), carts.STREAM, str(MODELS / "cart.lua"), str(BUDGET), str(PLACES_IN_CART)],
                        f"FoldMeter replay CART {carts.STREAM} cart.lua", "first", [CART[0]]),
        ]

    # How each is run

    @property
    def environment(self) -> dict[str, str]:
        return {"XDG_CACHE_HOME": str(self.scratch / "cache")}

    @staticmethod
    def folded(said: bytes) -> dict:
        facts = json.loads(said)
        return {name: facts[name] for name in ("events", "streams", "balance", "addresses")}

    def sweep(self, name: str, command: list[str], said: str) -> Measurement:
        def take(run: Run) -> Sample:
            sample = run(command, self.environment)
            return replace(sample, seconds=json.loads(sample.answer)["seconds"])

        return Measurement(name, said, take, self.folded, self.answer)

    def states(self, name: str, model: str, jobs: int) -> Measurement:
        """The command, start and output included, with the index in the cache."""
        def answer(said: bytes) -> list[int]:
            states = [json.loads(line)["state"] for line in said.splitlines()]
            return [len(states), sum(state["balance"] for state in states)]

        command = [self.hindcast, "states", str(self.export), "--model", model, "--jobs", str(jobs), "--json"]
        expected = [self.answer["streams"], self.answer["balance"]]
        return Measurement(name, f"hindcast states EXPORT --model bank.lua --jobs {jobs} --json", lambda run: run(command, self.environment), answer, expected)

    def replay(self, name: str, command: list[str], said: str, time: str, expected: list[int]) -> Measurement:
        def take(run: Run) -> Sample:
            sample = run(command, self.environment)
            self.replays.setdefault(name, []).append(json.loads(sample.answer))
            return replace(sample, seconds=json.loads(sample.answer)[time])

        def answer(said: bytes) -> list[int]:
            facts = json.loads(said)
            return [facts["events"], facts["balance"]][: len(expected)]

        return Measurement(name, said, take, answer, expected)

    def worst(self, name: str, what: str, percentile: str) -> float:
        """The median of the rounds' percentiles."""
        found = sorted(one[what][percentile] for one in self.replays[name])
        return found[len(found) // 2]

    # What it should reach

    def bars(self, measured: dict[str, Measurement]) -> list[Bar]:
        events = self.facts["events"]
        python, lua, swift = (measured[name].median for name in ("Python loop", "Lua model", "Swift model"))
        one, two = (measured[f"Lua model, states, {cores}"].median for cores in ("1 core", "2 cores"))
        peak = max(one["checkpoints"] for name in ("long stream", "large state") for one in self.replays[name])
        return [
            Bar("all streams, Lua model, one core", events / lua / 1e6, 1, "M events/s", at_most=False),
            Bar("the same against a Python loop with `json.loads`", python / lua, 6, "×", at_most=False),
            Bar("`states` on 2 cores against one", one / two, 1.8, "×", at_most=False),
            Bar("all streams, Swift model, one core", events / swift / 1e6, 2, "M events/s", at_most=False),
            Bar("stream of 1,000,000 events: first jump to the end", measured["long stream"].median, 1.2, "s"),
            Bar("then any step, 99th percentile", self.worst("long stream", "steps", "p99") * 1000, 1, "ms"),
            Bar("then any jump, 99th percentile", self.worst("long stream", "jumps", "p99") * 1000, 10, "ms"),
            Bar("1 MB of state after 10,000 events: a step back, 99th percentile", self.worst("large state", "back", "p99") * 1000, 20, "ms"),
            Bar("memory for checkpoints", peak / MB, BUDGET / MB, "MB"),
        ]

    def notes(self, measured: dict[str, Measurement]) -> list[str]:
        ratio = measured["pyeventsourcing"].median / measured["first jump"].median
        state = self.replays["large state"][0]["state"]
        return [
            "Lua, Swift and Python fold the same events to the same states: streams, sum of balances and addresses are compared at every run.",
            "The times of `FoldMeter` are the fold's alone, with the index at hand; Python's are from the first line to the last.",
            f"Replaying {self.facts['longest']['events']:,} events: {ratio:,.0f} times as fast as pyeventsourcing from its in-memory store.",
            f"large state: {state:,} bytes of JSON.",
        ]

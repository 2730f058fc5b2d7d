"""Asking all streams of a large export: hindcast beside DuckDB, jq and a loop in Python."""

import json
import statistics
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import exports
from bars import Bar
from processes import Run, Sample, run
from rounds import Measurement
from terminal import Session

SLICE = 200_000  # events: the loop needs seconds for these
JQ_SLICE = 20_000  # jq copies its table of balances at each event: ten times the events take it a hundred times as long
MODEL = exports.HERE / "models" / "bank.lua"
BALANCES = Path(__file__).with_name("balances.py")  # a process of its own, as the others are
EVENTS_OF_HISTORY = 100_000  # of the stream that the bar speaks of
POSITION = b"#"  # what each row of the list begins with, and nothing else on the screen has
LIMIT = 20_000  # a balance that most accounts come above, some never
JQ = """foreach inputs as $event ({}; .[$event.stream] += ({MoneyDeposited: 1, MoneyWithdrawn: -1}[$event.type] // 0) * ($event.data.amount // 0);
        if .[$event.stream] > $limit then [$event.stream, $event.version] else empty end)"""
ANSWER_IS_NO = (0, 1)


@dataclass
class Questions:
    """One export, the program, and a private folder for caches and models."""

    hindcast: str
    export: Path
    facts: dict
    scratch: Path

    title = "Questions"

    def measurements(self) -> list[Measurement]:
        part = exports.slice_of(self.export, min(SLICE, self.facts["events"]))
        jq_part = exports.slice_of(self.export, min(JQ_SLICE, self.facts["events"]))
        half = round(self.facts["events"] / 2)
        longest = self.facts["longest"]["stream"]
        # Once outside of the rounds: the answers that all must give, and the index cache.
        run([self.hindcast, "info", str(self.export)], self.environment)
        run([self.hindcast, "info", str(part)], self.environment)
        above = pairs(self.balances(run, "duckdb", "first", LIMIT, self.export).answer)
        sums = pairs(self.balances(run, "duckdb", "half", half - 1, self.export).answer)
        changes = pairs(self.balances(run, "duckdb", "history", longest, self.export).answer)
        above_in_part = pairs(self.balances(run, "loop", "first", LIMIT, part).answer)
        above_in_jq_part = pairs(self.balances(run, "loop", "first", LIMIT, jq_part).answer)
        changed = self.scratch / "changed.lua"
        changed.write_text(MODEL.read_text().replace("- event.data.amount", "- event.data.amount - 0"))
        never, above_limit = "state.balance < 0", f"state.balance > {LIMIT}"
        return [
            self.own("find", "find", "--when", never, expected={}, answer=versions),
            self.own("find, every stream", "find", "--when", above_limit, expected=above, answer=versions),
            Measurement("DuckDB", f"balances.py duckdb first {LIMIT} EXPORT", lambda run: self.foreign(run, "duckdb", "first", LIMIT, self.export),
                        pairs, above),
            self.own("check", "check", expected=[], answer=errors),
            Measurement("compare", "hindcast compare EXPORT --before bank.lua --after changed.lua --json",
                        lambda run: self.ask(run, "compare", "--before", str(MODEL), "--after", str(changed), models=False), versions, {}),
            self.own("states, half-way", "states", "--at", f"#{half - 1}", expected=sums, answer=balances),
            Measurement("DuckDB, half-way", f"balances.py duckdb half {half - 1} EXPORT",
                        lambda run: self.foreign(run, "duckdb", "half", half - 1, self.export), pairs, sums),
            self.own("history", "history", "--stream", longest, "--select", ".balance", expected=changes, answer=balances_after),
            Measurement("DuckDB, history", f"balances.py duckdb history {longest} EXPORT",
                        lambda run: self.foreign(run, "duckdb", "history", longest, self.export), pairs, changes),
            Measurement("explorer, first result", f"hindcast explore EXPORT, ':find {above_limit}'", lambda run: self.first_on_screen(above_limit)),
            Measurement("slice: find", f"hindcast find SLICE --when '{above_limit}' --json",
                        lambda run: self.ask(run, "find", "--when", above_limit, export=part), versions, above_in_part),
            Measurement("slice: Python", f"balances.py loop first {LIMIT} SLICE", lambda run: self.foreign(run, "loop", "first", LIMIT, part),
                        pairs, above_in_part),
            Measurement("a tenth of the slice: jq", "jq -n -c --argjson limit … 'foreach inputs as $event …' TENTH",
                        lambda run: run(["jq", "-n", "-c", "--argjson", "limit", str(LIMIT), JQ, str(jq_part)]), first_pairs, above_in_jq_part),
        ]

    # How each is run

    @property
    def environment(self) -> dict[str, str]:
        return {"XDG_CACHE_HOME": str(self.scratch / "cache")}

    def ask(self, run: Run, command: str, *options: str, export: Path | None = None, models: bool = True) -> Sample:
        model = ["--model", str(MODEL)] if models else []
        return run([self.hindcast, command, str(export or self.export), *model, *options, "--json"], self.environment, ANSWER_IS_NO)

    def own(self, name: str, command: str, *options: str, expected, answer) -> Measurement:
        said = " ".join(["hindcast", command, "EXPORT", "--model bank.lua", *options, "--json"])
        return Measurement(name, said, lambda run: self.ask(run, command, *options), answer, expected)

    def balances(self, run: Run, program: str, what: str, argument: int, export: Path) -> Sample:
        return run([sys.executable, "-B", str(BALANCES), program, what, str(argument), str(export)])

    def foreign(self, run: Run, *arguments) -> Sample:
        sample = self.balances(run, *arguments)
        return replace(sample, seconds=json.loads(sample.answer.split(b"\n", 1)[0])["seconds"])

    def first_on_screen(self, expression: str) -> Sample:
        """Seconds from the Enter behind the question until the first row of its list is painted."""
        arguments = [self.hindcast, "explore", str(self.export), "--model", str(MODEL), "--no-session"]
        with Session(arguments, self.environment) as session:
            session.wait_for(b"? help")
            session.rest()
            session.send(f":find {expression}".encode())
            session.rest()
            return Sample(seconds=session.time(b"\r", POSITION))

    # What it should reach

    def bars(self, measured: dict[str, Measurement]) -> list[Bar]:
        find = measured["find"].median
        first = statistics.median(sample.first_answer for sample in measured["find, every stream"].samples)
        return [
            Bar("`find` over all streams: against DuckDB's window sum", find / measured["DuckDB"].median, 0.5, "×"),
            Bar("first result of `find`, start of the program included", first * 1000, 100, "ms"),
            Bar("first result of `:find` on the explorer's screen", measured["explorer, first result"].median * 1000, 100, "ms"),
            Bar("`check` of everything: against `find`", measured["check"].median / find, 1.3, "×"),
            Bar("`compare` of two models: against `find`", measured["compare"].median / find, 2.2, "×"),
            Bar(f"`history .balance`, for {EVENTS_OF_HISTORY:,} events of a stream",
                measured["history"].median * 1000 * EVENTS_OF_HISTORY / self.facts["longest"]["events"], 150, "ms"),
            Bar("`states --at` half-way, all streams: against `find`", measured["states, half-way"].median / find, 1, "×"),
        ]

    def notes(self, measured: dict[str, Measurement]) -> list[str]:
        return [
            "`find` looks for a balance below 0, which no account of the export ever has: every event of every stream is folded and asked about.",
            f"`find, every stream` leaves each stream where its balance first comes above {LIMIT:,}; DuckDB answers that question.",
            f"`history` is of the longest stream, of {self.facts['longest']['events']:,} events; its bar takes the share of {EVENTS_OF_HISTORY:,}, the program's start included.",
            "The index is cached. Answers are compared at every run: streams with versions, streams with balances.",
            f"slice: the first {min(SLICE, self.facts['events']):,} events of the export; jq: the first {min(JQ_SLICE, self.facts['events']):,}.",
        ]


def lines(said: bytes) -> list[dict]:
    return [json.loads(line) for line in said.splitlines()]


def versions(said: bytes) -> dict[str, int]:
    return {found["stream"]: found["version"] for found in lines(said)}


def balances(said: bytes) -> dict[str, int]:
    return {state["stream"]: state["state"]["balance"] for state in lines(said)}


def balances_after(said: bytes) -> dict[str, int]:
    return {str(change["version"]): change["after"] for change in lines(said) if "before" in change and change["after"] != change["before"]}


def errors(said: bytes) -> list[str]:
    return [finding["kind"] for finding in lines(said) if finding["severity"] == "error"]


def pairs(said: bytes) -> dict[str, int]:
    """The lines behind the one with the seconds."""
    return {stream.decode(): int(number) for stream, number in (line.rsplit(b" ", 1) for line in said.splitlines()[1:])}


def first_pairs(said: bytes) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in said.splitlines():
        stream, version = json.loads(line)
        found.setdefault(stream, version)
    return found

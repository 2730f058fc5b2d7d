"""Opening and asking a large export: hindcast beside DuckDB, wc, grep, jq and lnav."""

import json
import re
import shutil
import statistics
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import exports
from bars import Bar
from processes import Run, Sample, Trouble, run
from rounds import Measurement
from terminal import first_frame

SLICE = 200_000  # events: jq and lnav need seconds for these
TIMELINE_ROW = re.compile(rb"\d\d:\d\d:\d\d[^\n]{0,60}?(?:AccountOpened|MoneyDeposited|MoneyWithdrawn|AddressChanged)")
DUCKDB = Path(__file__).with_name("duckdb_query.py")  # a process of its own, as the others are
MB = 1e6


@dataclass
class Reading:
    """One export, the program, and a private folder for caches."""

    hindcast: str
    export: Path
    facts: dict
    scratch: Path

    title = "Reading"

    def measurements(self) -> list[Measurement]:
        facts, text = self.facts, self.facts["text"]["text"]
        everything = {"events": facts["events"], "streams": facts["streams"], "types": facts["types"]}
        thousand = facts["thousand"]
        ids = sorted(event["id"] for event in lines(run(["grep", "-F", text, str(self.export)]).answer))
        if len(ids) != facts["text"]["events"]:
            raise Trouble(f"{self.export.name} is not what its facts say: remove it, and it is made anew")
        return [
            self.foreign("wc", "wc", "-l", expected=facts["events"], answer=first_number),
            self.own("cold", "info", "--no-cache", expected=everything, answer=totals),
            self.duckdb("DuckDB", "count", expected=[facts["events"]] * 4, answer=lambda said: json.loads(said)["counts"]),
            self.duckdb("DuckDB, table", "table", expected=everything, answer=totals),
            Measurement("first frame", "hindcast explore EXPORT --no-cache", lambda run: self.frame()),
            # Each round begins without a cache and ends with it: what writes it comes before what uses it.
            Measurement("cold, cache written", "hindcast info EXPORT --json", self.cold_with_cache, totals, everything),
            self.own("info", "info", expected=everything, answer=totals),
            self.own("streams", "streams", expected=[facts["streams"], facts["events"]], answer=stream_sums),
            self.own("one stream", "events", "--stream", thousand["stream"], expected=[thousand["events"], "without gap"], answer=versions),
            self.own("text", "events", "--text", text, expected=ids, answer=lambda said: sorted(event["id"] for event in lines(said))),
            self.foreign("grep", "grep", "-F", "-c", text, expected=len(ids), answer=first_number),
        ] + self.on_a_slice()

    def on_a_slice(self) -> list[Measurement]:
        events = min(SLICE, self.facts["events"])
        part = exports.slice_of(self.export, events)
        home = {"HOME": str(self.scratch), "XDG_CONFIG_HOME": str(self.scratch)}
        count = ["-c", ";select count(*) as events from hindcast_events", "-c", ":write-json-to -"]
        lnav = ["lnav", "-I", str(exports.HERE / "lnav"), "-n", *count, str(part)]
        columns = "[.stream, .type, .version, .time]"
        return [
            Measurement("slice: cold", "hindcast info SLICE --no-cache --json", lambda run: self.ask(run, "info", "--no-cache", export=part),
                        lambda said: json.loads(said)["events"], events),
            Measurement("slice: jq", f"jq -c '{columns}' SLICE", lambda run: run(["jq", "-c", columns, str(part)]),
                        lambda said: said.count(b"\n"), events),
            Measurement("slice: lnav", "lnav -n -c ';select count(*) …' SLICE", lambda run: run(lnav, home),
                        lambda said: json.loads(said)[0]["events"], events),
        ]

    # How each is run

    @property
    def environment(self) -> dict[str, str]:
        return {"XDG_CACHE_HOME": str(self.scratch / "cache")}

    def ask(self, run: Run, command: str, *options: str, export: Path | None = None) -> Sample:
        return run([self.hindcast, command, str(export or self.export), *options, "--json"], self.environment)

    def own(self, name: str, command: str, *options: str, expected, answer) -> Measurement:
        said = " ".join(["hindcast", command, "EXPORT", *options, "--json"])
        return Measurement(name, said, lambda run: self.ask(run, command, *options), answer, expected)

    def foreign(self, name: str, *arguments: str, expected, answer) -> Measurement:
        return Measurement(name, " ".join([*arguments, "EXPORT"]), lambda run: run([*arguments, str(self.export)]), answer, expected)

    def duckdb(self, name: str, variant: str, expected, answer) -> Measurement:
        def take(run: Run) -> Sample:
            sample = run([sys.executable, "-B", str(DUCKDB), variant, str(self.export)])
            return replace(sample, seconds=json.loads(sample.answer)["seconds"])

        return Measurement(name, f"duckdb_query.py {variant} EXPORT", take, answer, expected)

    def frame(self) -> Sample:
        return first_frame([self.hindcast, "explore", str(self.export), "--no-cache"], self.environment, TIMELINE_ROW)

    def cold_with_cache(self, run: Run) -> Sample:
        shutil.rmtree(self.scratch / "cache", ignore_errors=True)
        return self.ask(run, "info")

    # What it should reach

    def bars(self, measured: dict[str, Measurement]) -> list[Bar]:
        cold, text = measured["cold"], measured["text"]
        duckdb = min(measured["DuckDB"].median, measured["DuckDB, table"].median)
        memory = 32 * self.facts["events"] + self.facts["nameBytes"] + 100 * MB
        return [
            Bar("full index, cold: against the faster DuckDB", cold.median / duckdb, 0.5, "×"),
            Bar("full index, cold: against `wc -l`", cold.median / measured["wc"].median, 3, "×"),
            Bar("first frame of the explorer, cold", measured["first frame"].median * 1000, 100, "ms"),
            Bar("`info`, warm", measured["info"].median * 1000, 50, "ms"),
            Bar("`streams --json`, warm", measured["streams"].median * 1000, 150, "ms"),
            Bar("one stream of 1,000 events, warm", measured["one stream"].median * 1000, 50, "ms"),
            Bar("`events --text`", self.facts["bytes"] / text.median / 1e9, 1, "GB/s", at_most=False),
            Bar("peak memory, cold index: 32 bytes per event, names, 100 MB", cold.peak / MB, memory / MB, "MB"),
        ]

    def notes(self, measured: dict[str, Measurement]) -> list[str]:
        indexed = json.loads(self.ask(run, "info").answer)["indexed"]
        text = measured["text"]
        first = statistics.median(sample.first_answer for sample in text.samples)
        return [
            f"`info` after `info` says `indexed: {indexed}`" + ("" if indexed == "cached" else ": there is no cache, so nothing here is warm") + ".",
            f"`events --text`: first result after {first:.3f} s of {text.median:.3f} s;"
            " the first hit lies at an eighth of the file.",
            f"slice: the first {min(SLICE, self.facts['events']):,} events of the export.",
        ]


def lines(said: bytes) -> list[dict]:
    return [json.loads(line) for line in said.splitlines()]


def first_number(said: bytes) -> int:
    return int(said.split()[0])


def totals(said: bytes) -> dict:
    facts = json.loads(said)
    return {name: facts[name] for name in ("events", "streams", "types")}


def versions(said: bytes) -> list:
    found = [event["version"] for event in lines(said)]
    return [len(found), "without gap" if found == list(range(len(found))) else "with gaps"]


def stream_sums(said: bytes) -> list[int]:
    streams = lines(said)
    return [len(streams), sum(stream["events"] for stream in streams)]

"""Benchmarks/run: builds, makes the export, measures, compares the answers, writes the results."""

import datetime
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import arguments
import building
import exports
import machine
import report
import rounds
from folding import Folding
from latency import Latency
from processes import Trouble
from questions import Questions
from reading import Reading
from store import Store

ROOT = exports.HERE.parent
CORES = 2
SECTIONS = dict(zip(arguments.SECTIONS, (Reading, Folding, Questions, Store, Latency), strict=True))


def main() -> None:
    chosen = arguments.options()
    hindcast = building.built("hindcast")
    export, facts = exports.make(chosen.events, chosen.streams)
    whole = facts["events"] >= 4_000_000 and facts["streams"] >= 50_000
    cores = sorted(os.sched_getaffinity(0))[:CORES]
    os.sched_setaffinity(0, cores)  # what is started from here on inherits it
    exports.warm(export)
    # Taken now: what is measured is what was built, and the load is that of others.
    surroundings = {"machine": machine.machine(cores), "versions": machine.versions(ROOT)}

    for name in chosen.only or SECTIONS:
        with tempfile.TemporaryDirectory() as scratch:
            section = SECTIONS[name](hindcast, export, facts, Path(scratch))
            measurements = section.measurements()
            rounds.measure(measurements, chosen.runs)
            measured = {one.name: one for one in measurements}
            bars, notes = section.bars(measured), section.notes(measured)
        date = datetime.datetime.now(datetime.UTC).date().isoformat()
        result = {"title": section.title, "date": date, "runs": chosen.runs, "whole": whole, "export": facts} | surroundings
        folder = exports.HERE / "results" if whole else exports.FOLDER / "trials"
        page = report.write(folder, f"{date}-{name}", result, measurements, bars, notes)
        print(page.read_text())
        print(f"written to {page.relative_to(ROOT)} and .json", file=sys.stderr)


try:
    main()
except rounds.Mismatch as mismatch:
    sys.exit(f"answers differ: {mismatch}")
except Trouble as trouble:
    print(f"Benchmarks/run: {trouble}", file=sys.stderr)
    sys.exit(2)
except subprocess.CalledProcessError as failed:
    print(f"Benchmarks/run: {failed.cmd[0]} ended with {failed.returncode}", file=sys.stderr)
    sys.exit(2)

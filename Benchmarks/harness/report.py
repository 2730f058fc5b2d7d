"""Writes what was measured, as Markdown for people and JSON for programs."""

import json
import statistics
from pathlib import Path

from bars import Bar
from rounds import Measurement


def number(value: float) -> str:
    """Three significant digits, without an exponent."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def processor(one: Measurement) -> str:
    """The median of the processor time, where it was measured, in milliseconds."""
    times = [sample.processor_seconds for sample in one.samples if sample.processor_seconds is not None]
    return number(statistics.median(times) * 1000) if times else ""


def table(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def markdown(result: dict, measurements: list[Measurement], bars: list[Bar], notes: list[str]) -> str:
    facts = result["export"]
    bar_rows = [
        [bar.what, f"{number(bar.value)} {bar.unit}", f"{'at most' if bar.at_most else 'at least'} {number(bar.limit)} {bar.unit}",
         "met" if bar.met else "**missed**", f"{bar.ratio:.2f}"]
        for bar in bars
    ]
    rows = [
        [one.name, f"`{one.command}`", *(number(value * 1000) for value in (one.median, min(one.seconds), max(one.seconds))),
         processor(one), number(one.peak / 1e6) if one.peak else ""]
        for one in measurements
    ]
    export = f"{facts['events']:,} events in {facts['streams']:,} streams, {facts['bytes'] / 1e9:.2f} GB, seed {facts['seed']}"
    parts = [
        f"# {result['title']}, {result['date']}",
        f"{export}; {result['runs']} rounds; the file in the page cache.",
        "" if result["whole"] else "**A trial on a small export: the bars are meant for at least 4,000,000 events.**",
        table(["bar", "measured", "wanted", "", "share of the bar"], bar_rows),
        table(["what", "command", "median ms", "min", "max", "CPU ms", "peak MB"], rows),
        "\n".join(f"- {note}" for note in notes),
        table(["machine", ""], [[name, value] for name, value in (result["machine"] | result["versions"]).items()]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def write(folder: Path, name: str, result: dict, measurements: list[Measurement], bars: list[Bar], notes: list[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    whole = result | {
        "bars": [vars(bar) | {"met": bar.met, "ratio": bar.ratio} for bar in bars],
        "measurements": [
            {"name": one.name, "command": one.command, "median": one.median, "peak": one.peak, "seconds": one.seconds,
             "processor_seconds": [sample.processor_seconds for sample in one.samples]}
            for one in measurements
        ],
        "notes": notes,
    }
    (folder / f"{name}.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n")
    page = folder / f"{name}.md"
    page.write_text(markdown(result, measurements, bars, notes))
    return page

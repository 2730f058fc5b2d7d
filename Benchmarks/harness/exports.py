"""The export that is measured: made once, kept in Benchmarks/.exports."""

import json
import os
import subprocess
from itertools import islice
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
FOLDER = HERE / ".exports"


def make(events: int, streams: int, envelope: str = "store", longest: int | None = None) -> tuple[Path, dict]:
    """The export of so many events, and what its generator says is in it."""
    FOLDER.mkdir(exist_ok=True)
    export = FOLDER / f"{envelope}-{events}-{streams}{f'-{longest}' if longest else ''}.jsonl"
    facts = export.with_suffix(".facts.json")
    if not (export.exists() and facts.exists()):
        part = export.with_suffix(".part")
        subprocess.run(["swift", "build", "-c", "release", "--product", "make-export"], cwd=HERE, check=True, stdout=2)
        options = ["--events", str(events), "--streams", str(streams), "--envelope", envelope, "--out", str(part)]
        if longest:
            options += ["--longest", str(longest)]
        said = subprocess.run([HERE / ".build/release/make-export", *options], check=True, stdout=subprocess.PIPE).stdout
        part.rename(export)
        facts.write_bytes(said)
    return export, json.loads(facts.read_bytes())


def slice_of(export: Path, events: int) -> Path:
    """The first events of an export as a file of its own, for programs that would take minutes on the whole."""
    part = export.with_suffix(f".first-{events}.jsonl")
    if not part.exists():
        with open(export, "rb") as source, open(part, "wb") as target:
            target.writelines(islice(source, events))
    return part


def warm(path: Path) -> None:
    """Reads a file once, so that it lies in the page cache."""
    descriptor = os.open(path, os.O_RDONLY)
    while os.read(descriptor, 1 << 22):
        pass
    os.close(descriptor)

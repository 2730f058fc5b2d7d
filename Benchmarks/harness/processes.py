"""Runs a program and says how long it took, what it took, and what it answered."""

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace


class Trouble(Exception):
    """Something that keeps a run from being measured, said in one line."""


@dataclass(frozen=True)
class Sample:
    """One run. Seconds are wall clock, process start included."""

    seconds: float
    answer: bytes = b""
    processor_seconds: float | None = None
    first_answer: float | None = None  # seconds until the first byte of the answer
    peak: int | None = None  # bytes of memory


Run = Callable[..., Sample]


def run(arguments: list[str], environment: dict[str, str] | None = None, accepted: tuple[int, ...] = (0,)) -> Sample:
    """Runs a program to its end and reads what it prints. A program that fails is trouble; `accepted`: what it may end with."""
    reading, writing = os.pipe()
    with tempfile.TemporaryFile() as complaints:
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, writing, 1),
            (os.POSIX_SPAWN_DUP2, complaints.fileno(), 2),
        ]
        start = time.perf_counter()
        child = os.posix_spawnp(arguments[0], arguments, os.environ | (environment or {}), file_actions=actions)
        os.close(writing)
        pieces = []
        first = None
        while piece := os.read(reading, 1 << 20):
            first = first or time.perf_counter() - start
            pieces.append(piece)
        os.close(reading)
        _, status, usage = os.wait4(child, 0)
        seconds = time.perf_counter() - start
        if (code := os.waitstatus_to_exitcode(status)) not in accepted:
            complaints.seek(0)
            raise Trouble(f"{' '.join(arguments)} ended with {code}: {complaints.read().decode(errors='replace').strip()}")
    return Sample(seconds, b"".join(pieces), usage.ru_utime + usage.ru_stime, first)


def run_weighed(arguments: list[str], environment: dict[str, str] | None = None, accepted: tuple[int, ...] = (0,)) -> Sample:
    """The same, with the peak of its memory. Under `time`: Linux counts a process's parent, up to its exec, into its peak, and `time` is small."""
    with tempfile.NamedTemporaryFile() as kilobytes:
        sample = run(["time", "-q", "-f", "%M", "-o", kilobytes.name, *arguments], environment, accepted)
        return replace(sample, peak=int(kilobytes.read()) * 1024)

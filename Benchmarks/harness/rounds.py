"""Measures several things side by side: A B C, A B C, … so that whatever else the machine does meets all of them alike."""

import reprlib
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from processes import Run, Sample, Trouble, run, run_weighed


class Mismatch(Exception):
    """Two programs, or a program and the export's facts, do not agree."""


@dataclass
class Measurement:
    """One thing that is measured. `answer` makes of what is printed what must equal `expected`."""

    name: str
    command: str  # as a reader would type it
    take: Callable[[Run], Sample]
    answer: Callable[[bytes], object] | None = None
    expected: object = None
    once: bool = False  # too long for every round
    samples: list[Sample] = field(default_factory=list)
    peak: int | None = None

    def measure(self, how: Run) -> Sample:
        """Runs it once and checks the answer."""
        try:
            sample = self.take(how)
        except Trouble as trouble:
            raise Trouble(f"{self.name}: {trouble}") from None
        if self.answer and (answer := self.answer(sample.answer)) != self.expected:
            raise Mismatch(f"{self.name}: expected {reprlib.repr(self.expected)}, got {reprlib.repr(answer)}")
        return replace(sample, answer=b"")

    @property
    def seconds(self) -> list[float]:
        return [sample.seconds for sample in self.samples]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def measure(measurements: list[Measurement], runs: int) -> None:
    """One round to warm up and for the peaks of memory, then `runs` rounds for the times."""
    for number in range(runs + 1):
        for one in measurements:
            if one.once and number > 0:
                continue
            progress(f"{f'round {number} of {runs}' if number else 'warming up'}: {one.name}")
            if number == 0:
                sample = one.measure(run_weighed)
                one.peak = sample.peak
                if one.once:
                    one.samples.append(sample)
            else:
                one.samples.append(one.measure(run))
    progress("")


def progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)

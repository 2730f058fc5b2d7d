"""Where cases are known by their titles."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Case:
    title: str  # begins with the ids that it is about
    body: Callable[[Path], None]  # gets a folder of its own


cases: list[Case] = []
hindcast = "hindcast"  # the program's path


def case(title: str):
    """Registers a function as a case."""

    def register(body: Callable[[Path], None]) -> Callable[[Path], None]:
        cases.append(Case(title, body))
        return body

    return register


def each(title: str, values: dict):
    """Registers a function as one case for each value, which it gets too."""

    def register(body):
        for name, value in values.items():
            cases.append(Case(f"{title}: {name}", lambda folder, value=value: body(folder, value)))
        return body

    return register

"""An append-only log in the making, the agenda that fills it in time order, and dice with a seed."""

import heapq
import json
import random
import uuid
from datetime import datetime, timedelta, timezone
from decimal import Decimal

NAMESPACE = uuid.UUID("6f1b1a52-0c55-5d0e-9a3e-3d5f0a7c4b10")


class History:
    """Events of one store. Each `append` must come at or after the one before, and after the last one of its stream."""

    def __init__(self, name, milliseconds=False):
        self.name = name
        self.events = []
        self._timespec = "milliseconds" if milliseconds else "seconds"
        self._streams = {}

    def append(self, stream, type, time, data, schema=1, cause=None):
        version, before = self._streams.get(stream, (-1, None))
        version += 1
        text = self._text(time)
        assert before is None or text > before, f"{stream} {version}: {text} is not after {before}"
        assert not self.events or text >= self.events[-1]["time"], f"{stream} {version}: {text} is before the end of the log"
        self._streams[stream] = (version, text)

        id = str(uuid.uuid5(NAMESPACE, f"{self.name}/{stream}/{version}"))
        event = {"stream": stream, "version": version, "type": type}
        if schema != 1:
            event["schema"] = schema
        meta = {"correlation": cause["meta"]["correlation"], "causation": cause["id"]} if cause else {"correlation": id}
        event.update(id=id, time=text, data=data, meta=meta)
        self.events.append(event)
        return event

    def streams(self):
        return set(self._streams)

    def _text(self, time):
        return time.isoformat(timespec=self._timespec).replace("+00:00", "Z")

    def lines(self):
        return "".join(compact(event) + "\n" for event in self.events)


class Agenda:
    """What is to happen, in time order; what happens may put more on the agenda."""

    def __init__(self):
        self._waiting = []
        self._count = 0

    def at(self, time, action):
        heapq.heappush(self._waiting, (time, self._count, action))
        self._count += 1

    def run(self):
        while self._waiting:
            time, _, action = heapq.heappop(self._waiting)
            action(time)


class Dice:
    """Built on `random()` alone, whose sequence for a seed is promised to stay the same in every Python."""

    def __init__(self, seed):
        self._random = random.Random(seed).random

    def chance(self, probability):
        return self._random() < probability

    def between(self, low, high):
        return low + int(self._random() * (high - low + 1))

    def pick(self, choices):
        return choices[self.between(0, len(choices) - 1)]

    def weighted(self, weights):
        point = self._random() * sum(weights.values())
        for choice, weight in weights.items():
            point -= weight
            if point < 0:
                return choice
        return choice

    def time(self, day, opens=8.5, closes=17.5, milliseconds=False):
        """A moment of the day between two hours."""
        second = self.between(int(opens * 3600), int(closes * 3600) - 1)
        return midnight(day) + timedelta(seconds=second, milliseconds=self.between(1, 999) if milliseconds else 0)


def at(text):
    """`at("2026-03-05 14:32:00")`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def midnight(time):
    return time.replace(hour=0, minute=0, second=0, microsecond=0)


def days(first, last):
    """Midnights from the first to the last day, both included."""
    day = midnight(first)
    while day <= last:
        yield day
        day += timedelta(days=1)


def is_workday(day):
    return day.weekday() < 5


def workdays_after(time, count):
    """Midnight of the count-th working day after a moment."""
    day = midnight(time)
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def money(cents):
    """An amount that is written with two digits."""
    return Decimal(cents).scaleb(-2)


def compact(value):
    """JSON without spaces. A Decimal keeps its digits, which the json module cannot promise."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        return "{" + ",".join(f"{compact(key)}:{compact(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(compact, value)) + "]"
    return json.dumps(value, ensure_ascii=False)

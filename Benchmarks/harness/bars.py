"""What a measurement should reach, and whether it did."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    what: str
    value: float
    limit: float
    unit: str
    at_most: bool = True

    @property
    def met(self) -> bool:
        return self.value <= self.limit if self.at_most else self.value >= self.limit

    @property
    def ratio(self) -> float:
        """How much of the bar is used up: at most 1 where it is met."""
        return self.value / self.limit if self.at_most else self.limit / self.value

"""What the grammar speaks of: tokens of its classes, and the figures that some of them hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Figure:
    """Numbers with dots between: what they may mean. `month` 0 and `hour` -1: they cannot mean that."""

    day: int = 0
    month: int = 0
    year: int | None = None
    hour: int = -1
    minute: int = 0

    @property
    def clock(self) -> str:
        """The time of day, `HH:MM`."""
        return f"{self.hour:02}:{self.minute:02}"


class Token(NamedTuple):
    """A piece of the text with its class, its value and its place (`start`, `end`)."""

    cls: str
    value: Any
    start: int
    end: int
    plural: bool = False
    form: str = ""
    capital: bool = False

    @property
    def number(self) -> int:
        """The value of a number."""
        return self.value if isinstance(self.value, int) else 0


def fold(word: str) -> str:
    """A word as the vocabulary has it: lower case, ё as е."""
    return word.lower().replace("ё", "е")

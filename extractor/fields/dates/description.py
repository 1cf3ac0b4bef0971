"""What a text says of time, before any calendar or plan is asked: the result of the grammar, the input of `resolve`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.model import Recurrence, Relation

PointUnit = Literal[
    "day",
    "nth_weekday",
    "month",
    "week",
    "decade",
    "quarter",
    "term",
    "trimester",
    "half_year",
    "season",
    "vacation",
    "holiday",
    "year",
    "school_year",
]
OF_MONTH = frozenset({"day", "nth_weekday", "month", "week", "decade"})
"""Units that need a month, their own or the heading's."""


@dataclass(frozen=True, slots=True)
class Point:
    """A named stretch of time: «22 октября», «2-я неделя ноября», «конец I четверти», «осенние каникулы».

    `number` is the day, the week's or the term's number (-1 the last), a season's name, a holiday's place in the
    calendar; `academic` the first year of an academic year where that is named instead of a year.
    """

    unit: PointUnit
    number: int | str | None = None
    month: int | None = None
    year: int | None = None
    academic: int | None = None
    part: str | None = None
    weekday: int | None = None

    @property
    def lacks_name(self) -> bool:
        """Whether only a heading can tell which one is meant («15», «2-я неделя», «конец четверти»)."""
        if self.unit in OF_MONTH:
            return self.month is None
        return self.unit in ("quarter", "term", "trimester", "half_year") and self.number is None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A point, or all from one point to another."""

    start: Point
    end: Point | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """Stretches with one relation. `marked`: said to be a date («15 числа»), not a mere number.

    `shift`: «перед» (before), «накануне» (eve), «после» (after) of what is named; «по», «не позднее» (through) its end.
    """

    stretches: tuple[Stretch, ...]
    relation: Relation = "during"
    marked: bool = True
    shift: Literal["before", "eve", "after", "through"] | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A repetition; not `said_each` («третья среда») it is one day of the month that a heading names."""

    recurrence: Recurrence
    said_each: bool = True


@dataclass(frozen=True, slots=True)
class Ongoing:
    """All through something: `year`, `school_year`, `always`, or a unit that a heading or the plan must name.

    `named`: the year, where the text tells it; only the plan's own is ongoing, another is a period.
    """

    scope: str
    named: Point | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A time that no calendar knows: on demand, by another's schedule, on a condition."""

    kind: Literal["on_demand", "external_schedule", "conditional"]


@dataclass(frozen=True, slots=True)
class Times:
    """Times of day, `HH:MM` or `HH:MM-HH:MM`."""

    times: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Weekdays by name, Monday 0: beside a date they only confirm it."""

    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Words that say nothing beside a date («Срок:», «примерно»)."""


@dataclass(frozen=True, slots=True)
class NoDate:
    """Figures that look like a date and are none («приказ № 12 от 01.09.2020»)."""


Reading = Dates | Pattern | Ongoing | Remark | Times | Weekdays | Skipped | NoDate


@dataclass(frozen=True, slots=True)
class Item:
    """A reading with the rule that made it and its place in the text."""

    reading: Reading
    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Description:
    """All that the grammar read in a text: items left to right, and the places of what it left."""

    text: str
    items: tuple[Item, ...] = ()
    left: tuple[tuple[int, int], ...] = ()

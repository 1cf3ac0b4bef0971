"""The dataset's values: one document, its events, and what they are made of. Standard library only.

All values are frozen. `to_dict()` gives the JSON names of the data model, `from_dict()` reads them back.
Days are `datetime.date`, inclusive at both ends (ISO 8601-1); codes are lower-case strings from closed lists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self, overload

from extractor.serial import from_plain, to_plain

SCHEMA_VERSION = "1.1"

Relation = Literal["during", "by", "from"]
Precision = Literal["day", "week", "decade", "month", "quarter", "half_year", "season", "year"]
DateKind = Literal[
    "date",
    "period",
    "deadline",
    "recurring",
    "ongoing",
    "on_demand",
    "external_schedule",
    "conditional",
    "unspecified",
]
YearSource = Literal["explicit", "period", "rows", "none"]
PeriodKind = Literal["academic_year", "calendar_year", "half_year", "quarter", "month", "years", "custom"]
PeriodSource = Literal["title", "header", "rows", "file_name", "none"]
PartyKind = Literal["person", "position", "institution", "group"]
ApprovalKind = Literal["approved", "agreed", "adopted", "considered"]
Instrument = Literal["order", "protocol", "resolution", "directive"]
Role = Literal["responsible", "venue", "note", "title"]


class Record:
    """What every value shares: its JSON form and the way back."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """The value with the JSON names of the data model; days as ISO 8601 strings."""
        plain: dict[str, Any] = to_plain(self)
        return plain

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The value that `to_dict` described; unknown keys are ignored, missing ones take their defaults."""
        return from_plain(cls, data)


@dataclass(frozen=True, slots=True)
class Span(Record):
    """An interval of days, inclusive. `by`: start is None, due on `end`; `from`: end is None."""

    start: dt.date | None
    end: dt.date | None
    relation: Relation = "during"
    precision: Precision = "day"


@dataclass(frozen=True, slots=True)
class Recurrence(Record):
    """How often: `times` per `per` (every `every` units), or on the `days` named.

    `days` are RFC 5545 weekdays (`MO`, `3WE`, `-1TH`) or days of the month (`15`, `-1` the last).
    """

    times: int | None = None
    per: str | None = None
    every: int | None = None
    at_least: bool | None = None
    times_max: int | None = None
    days: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Only what is said: no empty fields."""
        plain: dict[str, Any] = to_plain(self)
        return {k: v for k, v in plain.items() if v not in (None, [])}


@dataclass(frozen=True, slots=True)
class DateExpression(Record):
    """What a date cell says, resolved with the plan's period.

    `edtf` is ISO 8601-2 (EDTF), `rrule` RFC 5545 without UNTIL, `times` are `HH:MM` or `HH:MM-HH:MM`,
    `text_left` is what of the cell is no date, `rules` name the grammar rules that read it.
    """

    text: str
    kind: DateKind = "unspecified"
    spans: tuple[Span, ...] = ()
    edtf: str | None = None
    recurrence: Recurrence | None = None
    rrule: str | None = None
    times: tuple[str, ...] = ()
    year_source: YearSource = "none"
    text_left: str = ""
    warnings: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As the data model has it; an absent recurrence is null."""
        plain: dict[str, Any] = to_plain(self)
        plain["recurrence"] = self.recurrence.to_dict() if self.recurrence else None
        return plain


@dataclass(frozen=True, slots=True)
class Period(Record):
    """The days a plan covers, inclusive, and where that was read."""

    start: dt.date
    end: dt.date
    kind: PeriodKind = "custom"
    text: str = ""
    source: PeriodSource = "none"

    @classmethod
    def parse(cls, text: str) -> Period:
        """`"2020-09-01/2021-08-31"` (an ISO 8601 interval) as a period.

        Raises:
            ValueError: not two ISO days, or the end before the start.
        """
        start, _, end = text.partition("/")
        period = cls(dt.date.fromisoformat(start.strip()), dt.date.fromisoformat(end.strip()), text=text)
        if period.end < period.start:
            raise ValueError(f"period ends before it starts: {text}")
        return period


@dataclass(frozen=True, slots=True)
class Institution(Record):
    """A body: a school, a library, an authority. `id` is given by resolution; `name` is the canonical nominative."""

    name: str
    text: str = ""
    id: str | None = None
    type: str | None = None
    legal_form: str | None = None
    proper_name: str | None = None
    honours: str | None = None
    number: str | None = None
    locality: str | None = None
    parent: Institution | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Person(Record):
    """A person, named in the nominative: «Иванова Я.И.», or the full name, surname first, where it stands."""

    name: str
    surname: str | None = None
    given: str | None = None
    patronymic: str | None = None
    position: str | None = None
    institution: Institution | None = None
    text: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Party(Record):
    """One responsible party: a person, a position alone, a body, or a group of people."""

    text: str
    kind: PartyKind
    person: Person | None = None
    position: str | None = None
    institution: Institution | None = None
    position_canonical: str | None = None
    grades: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Parties(Record, Sequence[Party]):
    """The parties of one cell in order, and what of the cell is no party."""

    text: str
    parties: tuple[Party, ...] = ()
    text_left: str = ""
    rules: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.parties)

    @overload
    def __getitem__(self, index: int) -> Party: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Party]: ...
    def __getitem__(self, index: int | slice) -> Party | Sequence[Party]:
        return self.parties[index]


@dataclass(frozen=True, slots=True)
class Venue(Record):
    """Where: the words as printed and the body, where they name one."""

    text: str
    institution: Institution | None = None


@dataclass(frozen=True, slots=True)
class Audience(Record):
    """For whom: grades of school (1–11) and roles («родители», «молодые педагоги»)."""

    text: str = ""
    grades: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval(Record):
    """A stamp: who approved, agreed, adopted or considered the plan, when, and by which instrument."""

    kind: ApprovalKind
    person: Person | None = None
    position: str | None = None
    institution: Institution | None = None
    body: str | None = None
    instrument: Instrument | None = None
    number: str | None = None
    date: dt.date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Provenance(Record):
    """Where a row stood (from 1, where the format has it) and each field's text as it stood.

    `texts` maps field names (`title`, `date`, `responsible` …) to raw cell text; `boxes` maps them to
    `[page, x0, y0, x1, y1]` in PDF points from the page's top left corner.
    """

    page: int | None = None
    table: int | None = None
    row: int | None = None
    line: int | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    boxes: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event(Record):
    """One row of the dataset: what, when, who, where, and how sure.

    `same_as` is the group of events of several plans that are one and the same (in a dataset; None in a single plan).
    """

    id: str
    document_id: str
    order: int
    title: str
    number: str | None = None
    sections: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    type: str = "other"
    type_label: str = ""
    date: DateExpression = DateExpression("")
    responsible: tuple[Party, ...] = ()
    participants: tuple[Person, ...] = ()
    audience: Audience | None = None
    venue: tuple[Venue, ...] = ()
    institutions: tuple[Institution, ...] = ()
    note: str | None = None
    result: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    source: Provenance = Provenance()
    confidence: float = 1.0
    warnings: tuple[str, ...] = ()
    same_as: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As the data model has it (the date's recurrence without empty fields)."""
        plain: dict[str, Any] = to_plain(self)
        plain["date"] = self.date.to_dict()
        return plain


@dataclass(frozen=True, slots=True)
class Document(Record):
    """One plan document.

    In a dataset `sources` are all names under which its bytes were found (`source` is the first of them), and `gone`
    those under which they were found earlier and are no more.
    """

    id: str
    source: str
    sha256: str
    format: str
    pages: int | None = None
    title: str | None = None
    period: Period | None = None
    institution: Institution | None = None
    approvals: tuple[Approval, ...] = ()
    goals: tuple[str, ...] = ()
    route: str | None = None
    warnings: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """A document and its events: what `extractor.extract` gives."""

    document: Document
    events: tuple[Event, ...] = ()
    schema_version: str = SCHEMA_VERSION

    def to_dict(self) -> dict[str, Any]:
        """`{"schema_version", "document", "events"}`."""
        return {
            "schema_version": self.schema_version,
            "document": self.document.to_dict(),
            "events": [e.to_dict() for e in self.events],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> PlanDocument:
        """The value that `to_dict` described."""
        return cls(
            Document.from_dict(data["document"]),
            tuple(Event.from_dict(e) for e in data["events"]),
            data.get("schema_version", SCHEMA_VERSION),
        )

    def renamed(self, source: str) -> PlanDocument:
        """The same plan under another source path."""
        return replace(self, document=replace(self.document, source=source))

"""What a plan of the corpus is made of: blocks, and beside each row the gold a careful reader takes.

Cells are plain strings in full grids. Marks:
  "<" merged with the cell on the left, "^" merged with the cell above
  "\\n" a new paragraph, "\\v" a line break inside one
  "* " opens a bulleted line, "# " an automatically numbered one
  "@1 " / "@2 " opens a paragraph numbered by Word («1.», «1.1.»): no figure stands in the text
  **bold**, ~~crossed out~~, {+inserted+}, {-deleted-} (tracked changes)

Gold dates are short notes, written by hand beside the cell (never computed from it):
  "d 23-09-14 @14:30"   kind, days (23-09-14), months (23-09), a/b, ..by, from.., Y the plan's period, U its school year
  %4/year %1/2month %>=1/quarter %MO,WE/week %1-2/month  recurrence      R:FREQ=…  rrule
  g5-9 grades           t:meeting type          i3 items        !date_missing warning
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, field

KINDS = {
    "d": "date",
    "p": "period",
    "dl": "deadline",
    "rec": "recurring",
    "ong": "ongoing",
    "dem": "on_demand",
    "ext": "external_schedule",
    "cond": "conditional",
    "none": "unspecified",
}
LEFT, UP = "<", "^"


@dataclass(frozen=True)
class Para:
    """A paragraph outside tables."""

    text: str
    align: str = "left"
    bold: bool = False
    style: str | None = None
    level: int | None = None  # level of Word's own numbering
    bullet: bool = False
    size: float | None = None


@dataclass(frozen=True)
class Table:
    """A full grid of cells."""

    rows: tuple[tuple[object, ...], ...]
    widths: tuple[float, ...] = ()
    borders: bool = True
    header_rows: int = 0
    bold_rows: frozenset[int] = frozenset()
    size: float | None = None


@dataclass(frozen=True)
class TextBox:
    """Lines in a floating text box."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Break:
    """A page break (or a new sheet of a workbook, named)."""

    sheet: str | None = None


Block = Para | Table | TextBox | Break


def _end_of_month(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _days(text: str) -> tuple[dt.date, dt.date]:
    """`23-09-14` → that day twice; `23-09` → the month's first and last day; `23` → the year's."""
    parts = [int(x) for x in text.split("-")]
    year = 2000 + parts[0]
    if len(parts) == 1:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    first = dt.date(year, parts[1], parts[2] if len(parts) == 3 else 1)
    return first, first if len(parts) == 3 else _end_of_month(first)


def spans_of(token: str, period: str | None) -> str:
    """One span of the notes as `start/end`."""
    if token == "Y":
        assert period
        return period
    if token == "U":
        assert period
        year = int(period[:4])
        return f"{year}-09-01/{year + 1}-05-31"
    if token.startswith(".."):
        return f"../{_days(token[2:])[1]}"
    if token.endswith(".."):
        return f"{_days(token[:-2])[0]}/.."
    start, _, end = token.partition("/")
    return f"{_days(start)[0]}/{_days(end or start)[1]}"


def recurrence_of(note: str) -> dict[str, object]:
    """`4/year`, `1/2month`, `>=1/quarter`, `1-2/month`, `MO,WE/week`, `15/monthday`."""
    what, per = note.split("/")
    if per == "monthday":
        return {"days": [what], "per": "month"}
    if what[-1].isalpha():
        return {"days": what.split(","), "per": per}
    result: dict[str, object] = {}
    at_least = what.startswith(">=")
    low, _, high = what.removeprefix(">=").partition("-")
    result["times"] = int(low)
    if per[0].isdigit():
        result["every"] = int(per[0])
        per = per[1:]
    result["per"] = per
    if high:
        result["times_max"] = int(high)
    if at_least:
        result["at_least"] = True
    return result


def grades_of(note: str) -> list[int]:
    """`5-9` → 5 … 9; `1,3` → 1, 3."""
    grades: list[int] = []
    for part in note.split(","):
        low, _, high = part.partition("-")
        grades.extend(range(int(low), int(high or low) + 1))
    return grades


def when_of(note: str, period: str | None) -> dict[str, object]:
    """A note of the gold as the gold's fields."""
    kind, *tokens = note.split()
    result: dict[str, object] = {"kind": KINDS[kind]}
    spans: list[str] = []
    warnings: list[str] = []
    for token in tokens:
        if token[0] == "@":
            result["time"] = token[1:]
        elif token[0] == "%":
            result["recurrence"] = recurrence_of(token[1:])
        elif token.startswith("R:"):
            result["rrule"] = token[2:]
        elif token.startswith("t:"):
            result["type"] = token[2:]
        elif token[0] == "g" and token[1].isdigit():
            result["grades"] = grades_of(token[1:])
        elif token[0] == "i" and token[1:].isdigit():
            result["items"] = int(token[1:])
        elif token[0] == "!":
            warnings.append(token[1:])
        else:
            spans.append(spans_of(token, period))
    result["spans"] = spans
    if warnings:
        result["warnings"] = warnings
    return result


def flat(cell: object) -> str:
    """A cell on one line, without marks."""
    text = str(cell)
    lines = []
    for line in text.replace("\v", "\n").split("\n"):
        for mark in ("* ", "# ", "@1 ", "@2 "):
            line = line.removeprefix(mark)
        lines.append(line.strip())
    return " ".join(x for x in plain(" ".join(lines)).split())


def plain(text: str) -> str:
    """Inline marks away: what is deleted goes, the rest stays."""
    while "{-" in text:
        head, _, rest = text.partition("{-")
        text = head + rest.partition("-}")[2]
    for mark in ("**", "~~", "{+", "+}"):
        text = text.replace(mark, "")
    return text


def people_of(note: str) -> tuple[list[str], dict[str, str]]:
    """`Иванова Я.И.=директор; Пак О.Г.` → names and positions."""
    names: list[str] = []
    positions: dict[str, str] = {}
    for part in filter(None, (x.strip() for x in note.split(";"))):
        name, _, position = part.partition("=")
        names.append(name.strip())
        if position:
            positions[name.strip()] = position.strip()
    return names, positions


@dataclass
class Plan:
    """A plan being written: its blocks and its gold grow together."""

    source: str
    title: str | None
    period: str | None = None
    goals: int | None = None
    approvals: list[dict[str, object]] = field(default_factory=list)
    institutions: dict[str, list[str]] = field(default_factory=dict)
    optional: list[str] = field(default_factory=list)
    notes: str = ""
    warnings: list[str] = field(default_factory=list)
    shape: str = ""
    style: str = "tabs"  # of a text dump: "tabs" a row a line, "cells" a cell a line
    encoding: str = "utf-8"
    landscape: bool = False
    head: str | None = None  # running head
    page_numbers: bool = False
    font_size: float = 12
    margins: float = 2.0  # cm
    blocks: list[Block] = field(default_factory=list)
    events: list[dict[str, object]] = field(default_factory=list)
    sections: tuple[str, ...] = ()

    def p(
        self,
        text: str = "",
        align: str = "left",
        bold: bool = False,
        style: str | None = None,
        level: int | None = None,
        bullet: bool = False,
        size: float | None = None,
    ) -> None:
        """A paragraph; several at line breaks."""
        for line in text.split("\n"):
            self.blocks.append(Para(line, align, bold, style, level, bullet, size))

    def c(self, text: str, bold: bool = True) -> None:
        """Centred lines."""
        self.p(text, "center", bold)

    def r(self, text: str) -> None:
        """Lines on the right: a stamp in the corner."""
        self.p(text, "right")

    def box(self, *lines: str) -> None:
        """A text box."""
        self.blocks.append(TextBox(lines))

    def page(self, sheet: str | None = None) -> None:
        """A page break."""
        self.blocks.append(Break(sheet))

    def sec(self, *titles: str) -> None:
        """Sections of the events that follow."""
        self.sections = titles

    def ev(
        self,
        title: object,
        when: str,
        who: str = "",
        n: str | None = None,
        roles: str = "",
        inst: str | None = None,
        part: str | None = None,
        sec: tuple[str, ...] | None = None,
    ) -> None:
        """The gold of one event."""
        names, positions = people_of(who)
        event: dict[str, object] = {
            "n": n,
            "section": list(self.sections if sec is None else sec),
            "title": flat(title),
            **when_of(when, self.period),
            "people": names,
        }
        if positions:
            event["positions"] = positions
        if roles:
            event["roles"] = [x.strip() for x in roles.split(";")]
        if part is not None:
            event["participants"] = [x.strip() for x in part.split(";") if x.strip()]
        if inst is not None:
            event["institutions"] = inst.split()
        self.events.append(event)

    def table(
        self,
        *header: object,
        t: int = 1,
        n: int | None = 0,
        widths: tuple[float, ...] = (),
        borders: bool = True,
        repeat: bool = False,
        size: float | None = None,
    ) -> TableDraft:
        """A table being written; `t` the column of titles, `n` of numbers."""
        draft = TableDraft(self, t, n, widths, borders, size)
        if header:
            draft.head(*header)
            draft.repeated = int(repeat)
        return draft


@dataclass
class TableDraft:
    """Rows of a table and their gold."""

    plan: Plan
    t: int
    n: int | None
    widths: tuple[float, ...] = ()
    borders: bool = True
    size: float | None = None
    rows: list[tuple[object, ...]] = field(default_factory=list)
    bold: set[int] = field(default_factory=set)
    repeated: int = 0
    place: int | None = None

    def _put(self, cells: tuple[object, ...]) -> None:
        self.rows.append(cells)
        table = Table(tuple(self.rows), self.widths, self.borders, self.repeated, frozenset(self.bold), self.size)
        if self.place is None:
            self.place = len(self.plan.blocks)
            self.plan.blocks.append(table)
        else:
            self.plan.blocks[self.place] = table

    def row(self, *cells: object) -> None:
        """A row without an event."""
        self._put(cells)

    def head(self, *cells: object) -> None:
        """A header row, bold."""
        self.bold.add(len(self.rows))
        self._put(cells)

    def band(self, text: str, *sections: str) -> None:
        """A row merged over all columns; the sections of what follows."""
        self.bold.add(len(self.rows))
        self._put((text, *([LEFT] * (len(self.rows[0]) - 1))))
        self.plan.sec(*(sections or (flat(text),)))

    def e(
        self,
        *cells: object,
        when: str,
        who: str = "",
        title: object = None,
        n: str | None = None,
        roles: str = "",
        inst: str | None = None,
        part: str | None = None,
        sec: tuple[str, ...] | None = None,
    ) -> None:
        """A row that is an event."""
        self._put(cells)
        if n is None and self.n is not None:
            n = flat(cells[self.n]).rstrip(".") or None
        shown = cells[self.t] if title is None else title
        self.plan.ev(shown, when, who, n or None, roles, inst, part, sec)

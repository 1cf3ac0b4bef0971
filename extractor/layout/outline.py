"""The sections above a row: an outline kept as a stack, its levels inferred from how headings are written.

A heading's mark (where it stands, how it is numbered, a month or not) decides its level: one like an open heading takes
that heading's place and closes what was below; another kind goes below or above by rank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extractor.fields.dates import parse_date, parse_month_heading
from extractor.layout.numbers import section_title, split_number
from extractor.layout.words import opens_with
from extractor.text import key, one_line

_SAMPLE_YEAR = "2020-09-01/2021-08-31"
_NAMED = re.compile(r"[^\W\d_]+\s*(?:№\s*)?(?:\d|[IVX]+\b|[«\"])")
"""«Раздел 2», «Модуль «…»»: the word and what tells it from its like; «Этап развития» is a plain heading."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a heading is written; equal marks are of one level, a greater rank lies deeper."""

    kind: str
    rank: int


@dataclass(frozen=True, slots=True)
class Section:
    """An open heading: its title without number, its mark, and the month it gives."""

    title: str
    mark: Mark
    under: str | None = None


@dataclass(slots=True)
class Outline:
    """The open headings from the outermost in. `push` opens one, `row` tells that an event stood under them."""

    stack: list[Section] = field(default_factory=list)
    fresh: bool = False
    base: tuple[str, ...] = ()

    def push(self, text: str, *, in_table: bool, level: int | None = None, lone: bool = False) -> Section:
        """Open a heading; whatever it closes leaves the stack. `lone`: a cell of a table that is not merged."""
        section = make_section(text, in_table=in_table, level=level)
        if text.rstrip().endswith(":") and section.mark.kind == "para:plain" and self.under():
            section = replace(section, mark=Mark("para:label", 70))  # «Между заседаниями:» of the month above
        if lone and section.mark.kind == "table:plain":
            section = replace(section, mark=Mark("table:lone", section.mark.rank + 2))
        like = next((i for i, s in enumerate(self.stack) if _are_alike(s, section)), None)
        if like is not None:
            del self.stack[like:]
        elif self.fresh and self.stack and self.stack[-1].mark.rank >= section.mark.rank and self._may_nest(section):
            section = replace(section, mark=replace(section.mark, rank=self.stack[-1].mark.rank + 1))
        else:
            while self.stack and self.stack[-1].mark.rank >= section.mark.rank:
                self.stack.pop()
        self.stack.append(section)
        self.fresh = True
        return section

    def _may_nest(self, section: Section) -> bool:
        """A heading right below another may lie deeper though its kind ranks higher: in tables, and under a term."""
        if self.stack[-1].mark.kind.endswith((":term", ":month")) and section.mark.kind.endswith(":plain"):
            return True
        return section.mark.kind.startswith("table") and self.stack[-1].mark.kind.startswith("table")

    def row(self) -> None:
        """An event stands under the open headings."""
        self.fresh = False

    def leave_table(self) -> None:
        """Headings inside a table end with it."""
        self.stack = [s for s in self.stack if not s.mark.kind.startswith("table")]

    def titles(self) -> tuple[str, ...]:
        """Titles from the outermost in, without numbers."""
        return (*self.base, *(s.title for s in self.stack))

    def under(self) -> str | None:
        """The innermost month heading."""
        return next((s.under for s in reversed(self.stack) if s.under), None)


def _are_alike(open_one: Section, new: Section) -> bool:
    """Of one kind; months are, in tables and above them («Сентябрь» over a table whose next part begins «Октябрь»)."""
    if open_one.mark.kind == new.mark.kind:
        return True
    return open_one.mark.kind == "para:month" and new.mark.kind == "table:month" and _is_whole_month(new.title)


def _is_whole_month(line: str) -> bool:
    """«Октябрь», not a week of it."""
    spans = parse_date(line, period=_SAMPLE_YEAR).spans
    return bool(spans) and spans[0].precision == "month"


def make_section(text: str, *, in_table: bool, level: int | None) -> Section:
    """A heading as a section with its mark."""
    line = one_line(text)
    month = parse_month_heading(line) or (line if is_standing(line) else None)
    title = section_title(line).rstrip(":").strip() if not line.endswith("…") else line
    if month is not None and parse_month_heading(title) is None and not is_standing(title):
        title = line.rstrip(": ")  # «I квартал»: the figure is no number of the section
    return Section(title or line, _mark(line, month is not None, in_table, level), month)


def is_standing(line: str) -> bool:
    """«В течение года», «Ежемесячно»: a heading that dates its rows without naming days."""
    date = parse_date(line, period=_SAMPLE_YEAR)
    return date.kind in ("ongoing", "recurring") and not key(date.text_left)


def _is_month(line: str) -> bool:
    """A month (or less), not a term or a half-year above the months."""
    spans = parse_date(line, period=_SAMPLE_YEAR).spans
    return not spans or spans[0].precision in ("day", "week", "decade", "month")


def _mark(line: str, is_month: bool, in_table: bool, level: int | None) -> Mark:
    place, base = ("table", 100) if in_table else ("para", 0)
    if is_month:
        beside = _is_month(line) or is_standing(line)  # «В течение года» stands beside «Сентябрь», not above it
        return Mark(f"{place}:month", base + 60) if beside else Mark(f"{place}:term", base + 55)
    number, rest = split_number(line)
    if number is not None and rest:
        if number.kind == "roman":
            return Mark(f"{place}:roman", base + 20)
        if number.kind == "arabic":
            return Mark(f"{place}:arabic{number.depth}", base + 25 + number.depth)
    if opens_with(line, "section_words") and _NAMED.match(line):
        return Mark(f"{place}:{line.split()[0].casefold()}", base + 15)
    if level is not None:
        return Mark(f"{place}:heading{level}", base + level)
    if line.isupper():
        return Mark(f"{place}:capitals", base + 40)
    return Mark(f"{place}:plain", base + 50)

"""A matrix: directions down, months or weeks across; each paragraph of a cell is an event of that month."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from extractor.blocks import Cell, Paragraph, paragraphs
from extractor.fields.dates import parse_date, parse_month_heading
from extractor.layout.columns import Column
from extractor.layout.entry import read_entry
from extractor.layout.facts import is_date
from extractor.layout.grid import Grid, GridRow, own_paragraphs
from extractor.layout.headers import HeaderBlock, column_periods
from extractor.layout.items import to_items
from extractor.layout.numbers import parse_number
from extractor.layout.plan import Field, PlanRow, RowPlace
from extractor.morph import readings
from extractor.text import words

if TYPE_CHECKING:
    from extractor.layout.rowkind import Segment

SAMPLE_YEAR = "2020-09-01/2021-08-31"
"""Any year will do to tell whether a heading can be a date."""
FEWEST = 3
"""So many columns must be headed by months or weeks."""
SAMPLE_ROWS = 40
"""So many rows tell whether a matrix holds marks."""
_DIGIT = re.compile(r"\d")
_MARK = re.compile(r"[+*✓✔☑●•×xхXХVv–—-]|\d{1,2}(?:\s*[-–,;]\s*\d{1,2})*")
_NO_MARKS = "–—-"
LABELS = frozenset({"title", "section", "extra", "form", "note"})


def matrix_kind(head: HeaderBlock, columns: Sequence[Column], rows: Sequence[GridRow]) -> Literal["", "across", "down"]:
    """Months or weeks across, months down beside columns of directions, or no matrix."""
    if len(month_columns(head)) >= FEWEST:
        return "across"
    titled = any(c.role == "title" and c.by == "header" and c.score >= 0.85 for c in columns)
    if titled or len(direction_columns(columns)) < 2:
        return ""
    first = [row.cells[0].text for row in rows if row.cells[0] is not None and row.cells[0].text]
    months = sum(names_month(text) for text in first)
    return "down" if len(first) > 1 and months >= 0.6 * len(first) else ""


def is_calendar(grid: Grid) -> bool:
    """A grid of days: most cells open with a date of their own («3 июня») over what is done that day."""
    cells = [cell for row in grid.rows for _, cell in row.filled]
    if grid.cols < 2 or len(cells) < 4:
        return False
    dated = len(cells)
    for cell in cells:  # most tables are told apart by their first cells
        dated -= _dated_lines(cell) is None
        if dated < 0.7 * len(cells):
            return False
    return True


def _dated_lines(cell: Cell) -> tuple[Paragraph, tuple[Paragraph, ...]] | None:
    """A cell's date and the lines below it, where it opens with one."""
    if not _DIGIT.search(cell.text):
        return None
    lines = to_items(tuple(paragraphs(cell.blocks)))
    if len(lines) < 2 or lines[0].label is not None or not any(c.isdigit() for c in lines[0].text):
        return None
    return (lines[0], lines[1:]) if is_date(lines[0].text) else None


def read_calendar_row(row: GridRow, place: RowPlace) -> list[PlanRow]:
    """The events of a row of days: each line of a cell below its date; a cell without one has events without dates."""
    out: list[PlanRow] = []
    for _, cell in row.filled:
        found = _dated_lines(cell)
        day, lines = found if found else (None, to_items(tuple(paragraphs(cell.blocks))))
        shared = (Field("date", "", (day,)),) if day is not None else ()
        out.extend(_item_row(line, "", (), shared, None, place) for line in lines)
    return out


def month_columns(head: HeaderBlock) -> dict[int, str]:
    """The columns headed by a month or a week: column → the heading's text."""
    found = column_periods(head.own, head.parents)
    return {col: month for col, month in enumerate(found) if month is not None}


def direction_columns(columns: Sequence[Column]) -> list[int]:
    """The columns that a matrix with months down has events in: headed by what no role is."""
    return [c for c, column in enumerate(columns) if c > 0 and column.role in ("extra", "title", "section")]


def read_matrix_row(row: GridRow, segment: Segment, place: RowPlace, month: str | None) -> list[PlanRow]:
    """The events of one row: column by column, each paragraph or list item its own; `month` heads weeks across."""
    assert segment.head is not None
    if segment.matrix == "down":
        return _read_down(row, segment, place)
    months = month_columns(segment.head)
    label, shared = _label_and_shared(row, segment, months)
    if not any(names_month(heading) for heading in months.values()):  # months down, weeks across
        own = next((text for text in (*label, *(f.text for f in shared if f.role == "month")) if names_month(text)), "")
        month, label = own or month, tuple(text for text in label if text != own)
    if is_marked(segment.rows, months):
        return _read_marked(row, segment, months, (label, shared), place)
    out: list[PlanRow] = []
    done: set[int] = set()
    for col in sorted(months):
        cell = row.cells[col]
        if cell is None or col in done:
            continue
        span = [c for c in months if row.cells[c] is cell]
        done.update(span)
        heading = months[col] if len(span) == 1 else _from_to(months[span[0]], months[span[-1]])
        under = _of_month(heading, month)
        if not dates_empty_cells(under):  # «Понедельник», «II квартал»: the cell's own date
            day = Field("date", "", (Paragraph(heading),))
            out.extend(_cell_rows(cell, segment.head.own[col], label, (day, *shared), month, place))
        else:
            out.extend(_cell_rows(cell, segment.head.own[col], label, shared, under, place))
    return out


def is_marked(rows: Sequence[GridRow], months: Mapping[int, str]) -> bool:
    """«+» under the months in which a row's event takes place, or its days («12», «5, 19»), and nothing else."""
    texts = [row.cells[c].text for row in rows[:SAMPLE_ROWS] for c in months if row.cells[c] and not row.inherited[c]]  # type: ignore[union-attr]
    filled = [text for text in texts if text.strip() and len(set(texts)) > 1]
    return bool(filled) and all(_MARK.fullmatch(text.strip()) for text in filled)


def _read_marked(
    row: GridRow,
    segment: Segment,
    months: Mapping[int, str],
    known: tuple[tuple[str, ...], tuple[Field, ...]],
    place: RowPlace,
) -> list[PlanRow]:
    """The row's label is the event, the marked months (or the days under them) are its dates."""
    labels, shared = known
    dates: list[str] = []
    for col in sorted(months):
        cell = row.cells[col]
        text = cell.text.strip() if cell is not None else ""
        if text and text[0] not in _NO_MARKS:
            dates.append(f"{text} {months[col]}" if text[0].isdigit() else months[col])
    if not labels or not dates:
        return []
    number = next(
        (parse_number(c.text) for c, col in zip(row.cells, segment.columns, strict=True) if c and col.role == "number"),
        None,
    )
    fields = (
        Field("title", "", (Paragraph(labels[-1]),)),
        Field("date", "", (Paragraph(", ".join(dates)),)),
        *shared,
    )
    return [PlanRow(labels[:-1], fields, number.text if number else None, place=place, certainty=0.8)]


def split_wrapped(paragraph: Paragraph) -> list[Paragraph]:
    """A page's cell where one event's last line was too full to tell it from the next one's first.

    A line opens an event where it begins with a capital noun in the nominative («Уборка берега»), and the lines
    before are whole: quotes closed, no comma, preposition or adjective at their end.
    """
    lines = paragraph.text.split("\n")
    if not paragraph.wrapped or len(lines) < 2:
        return [paragraph]
    pieces = [lines[0]]
    for line in lines[1:]:
        if _is_whole(pieces[-1]) and _opens_event(line):
            pieces.append(line)
        else:
            pieces[-1] += "\n" + line
    return [replace(paragraph, text=piece) for piece in pieces]


def _is_whole(text: str) -> bool:
    last = words(text)[-1:]
    if not last or text.count("«") != text.count("»") or text.count("(") != text.count(")"):
        return False
    if text.rstrip()[-1] in ",-–—:":
        return False
    return not ({"PREP", "CONJ", "ADJF", "PRTF", "NUMR"} & {r.pos for r in readings(last[0])[:1]})


def _opens_event(line: str) -> bool:
    first = next(iter(words(line)), "")
    if not first or not line.lstrip().startswith(first) or not first[0].isupper() or first.isupper():
        return False
    best = readings(first)[0]
    return best.known and {"NOUN", "nomn"} <= best.grammemes and not {"Name", "Surn", "Geox"} & best.grammemes


@lru_cache(maxsize=1024)
def dates_empty_cells(heading: str) -> bool:
    """Whether a heading dates the cells below by itself (a month, a week of a month)."""
    return bool(parse_date("", period=SAMPLE_YEAR, under=heading).spans)


def names_month(heading: str) -> bool:
    """Whether a heading names months or terms by itself («Октябрь»), not a week or a day."""
    spans = parse_date("", period=SAMPLE_YEAR, under=heading).spans if parse_month_heading(heading) else ()
    return bool(spans) and all(s.precision not in ("day", "week", "decade") for s in spans)


def _from_to(first: str, last: str) -> str:
    """A cell over several columns: «январь – февраль», «2–3 неделя»."""
    number, rest = _leading_number(first), _leading_number(last)
    if number[0] and rest[0] and number[1] == rest[1]:
        return f"{number[0]}–{rest[0]} {rest[1]}"
    return f"{first} – {last}"


def _leading_number(text: str) -> tuple[str, str]:
    """«2-я неделя» → «2», «неделя»."""
    found = re.match(r"(\d{1,2})(?:\s*-\s*[а-я]{1,2})?\s+(.+)", text)
    return (found.group(1), found.group(2)) if found else ("", text)


def _of_month(under: str, month: str | None) -> str:
    """A week across a month's row: «октябрь, 2 неделя»."""
    return under if month is None or names_month(under) else f"{month}, {under}"


def _read_down(row: GridRow, segment: Segment, place: RowPlace) -> list[PlanRow]:
    """Months down: each direction's column is the section."""
    first = row.cells[0]
    shared = tuple(
        Field(c.role, c.header, own_paragraphs(row.cells[col]), inherited=row.inherited[col])
        for col, c in enumerate(segment.columns)
        if col not in direction_columns(segment.columns) and col > 0 and own_paragraphs(row.cells[col])
    )
    out: list[PlanRow] = []
    for col in direction_columns(segment.columns):
        cell, header = row.cells[col], segment.columns[col].header
        if cell is not None and not row.inherited[col]:
            under = first.text if first is not None else None
            out.extend(_cell_rows(cell, header, (header,) if header else (), shared, under, place))
    return out


def _cell_rows(
    cell: Cell, header: str, label: tuple[str, ...], shared: tuple[Field, ...], under: str | None, place: RowPlace
) -> list[PlanRow]:
    """A cell's paragraphs or items, each a row; what a line says of its own date and party leaves its title."""
    items = to_items(tuple(part for p in paragraphs(cell.blocks) for part in split_wrapped(p)))
    return [_item_row(item, header, label, shared, under, place) for item in items]


def _item_row(
    item: Paragraph, header: str, label: tuple[str, ...], shared: tuple[Field, ...], under: str | None, place: RowPlace
) -> PlanRow:
    entry = read_entry(item.text, under)
    title = Field("title", header, (replace(item, text=entry.title or item.text, label=None),))
    own = tuple(Field(role, "", (replace(item, text=text, label=None),)) for role, text in entry.parts.items())
    kept = tuple(f for f in shared if f.role not in entry.parts)
    return PlanRow(
        sections=label,
        fields=(title, *own, *kept),
        under=under,
        heading=label[-1] if label else None,
        place=replace(place, line=item.place.line or place.line),
        certainty=0.9,
        split=False,
    )


def _label_and_shared(
    row: GridRow, segment: Segment, months: dict[int, str]
) -> tuple[tuple[str, ...], tuple[Field, ...]]:
    """The row's labels (sections) and the columns that hold for all its events (responsible, venue …)."""
    labels: list[str] = []
    shared: list[Field] = []
    for col, column in enumerate(segment.columns):
        cell = row.cells[col]
        if col in months or cell is None:
            continue
        own = own_paragraphs(cell)
        field = Field(column.role, column.header, own, inherited=row.inherited[col])
        if not field.raw or column.role == "number":
            continue
        first = not labels and column.role in (*LABELS, "audience")  # whatever heads it, the rows' label stands first
        if (column.role in LABELS or first) and col < min(months):
            if field.text not in labels:
                labels.append(field.text)
        else:
            shared.append(field)
    return tuple(labels), tuple(shared)

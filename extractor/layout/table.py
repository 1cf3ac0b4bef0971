"""One grid of a plan → its rows: header blocks, sections, events, continuations, each with a fate."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.blocks import Paragraph, paragraphs
from extractor.fields.headings import names_its_role
from extractor.layout.columns import Column, assign
from extractor.layout.contents import look
from extractor.layout.grid import Grid, GridRow, own_paragraphs, row_text, unfold
from extractor.layout.headers import HeaderBlock, find_headers, is_column_numbers
from extractor.layout.items import points
from extractor.layout.matrix import is_calendar, matrix_kind, read_calendar_row, read_matrix_row
from extractor.layout.numbers import parse_number, split_number
from extractor.layout.outline import Outline, Section
from extractor.layout.plan import ColumnReport, Fate, FateKind, Field, PlanRow, RowPlace
from extractor.layout.rowkind import Segment, classify, is_struck
from extractor.layout.words import is_ditto
from extractor.text import key

CARRIED = frozenset({"section", "month", "week"})
"""Roles whose empty cells mean «as above»."""
DATED = frozenset({"date", "start", "end", "month", "week", "weekday", "time"})


@dataclass(slots=True)
class Sink:
    """What a walk over the document gathers."""

    rows: list[PlanRow] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    columns: list[ColumnReport] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def fate(self, kind: FateKind, text: str, reason: str = "", place: RowPlace | None = None) -> None:
        """Tell what became of a piece of the document."""
        self.fates.append(Fate(kind, text, reason, place or RowPlace()))


@dataclass(slots=True)
class Walk:
    """Where the walk over the document stands: the open headings, the plan's index, the last grid's columns."""

    sink: Sink
    outline: Outline = field(default_factory=Outline)
    plan: int = 0
    columns: tuple[Column, ...] = ()
    heads: tuple[str, ...] = ()
    left: tuple[tuple[Section, ...], tuple[Section, ...]] = ((), ())
    """The headings that were open at the last grid's end, and those of them that outlast it."""
    day: str | None = None
    """The one day that the plan's title names at its end: that of a programme whose lines have hours alone."""


def read_table(grid: Grid, walk: Walk) -> bool:
    """Read a grid's rows into the walk's sink; False where the grid is no plan (nothing is read then)."""
    if is_calendar(grid):
        return _read_calendar(grid, walk)
    segments = [segment for part in unfold(grid) for segment in _segments(part, walk)]
    related = bool(walk.columns) or walk.outline.under() is not None
    if not any(s.matrix or is_plan(s.columns, related=related) for s in segments):
        return False
    if segments[0].head is None and segments[0].columns is walk.columns and tuple(walk.outline.stack) == walk.left[1]:
        walk.outline.stack = list(walk.left[0])  # the last grid goes on, its sections, too
    for segment in segments:
        _report(segment, walk.sink)
        for row in segment.header_rows:
            walk.sink.fate("header", row_text(row), "column_headers", _place(row))
        if segment.matrix:
            for index, row in enumerate(segment.rows):
                _read_matrix(row, index, segment, walk)
        else:
            _read_rows(segment, walk)
        walk.columns = segment.columns
    opened = tuple(walk.outline.stack)
    walk.outline.leave_table()
    walk.left = (opened, tuple(walk.outline.stack))
    return True


def _segments(grid: Grid, walk: Walk) -> list[Segment]:
    """The grid cut at its header blocks; rows before the first go with the table before, or are judged by content."""
    heads = find_headers(grid)
    out: list[Segment] = []
    first = heads[0].start if heads else len(grid.rows)
    lead = grid.rows[:first]
    if lead and (not heads or any(len(row.filled) > 1 for row in lead)):
        out.append(_headless(grid, lead, walk))
        lead = ()
    previous: HeaderBlock | None = None
    for index, head in enumerate(heads):
        end = heads[index + 1].start if index + 1 < len(heads) else len(grid.rows)
        rows = grid.rows[head.end : end]
        if previous is not None and head.same_as(previous) and out:
            columns, matrix = out[-1].columns, out[-1].matrix
        else:
            columns = _columns(head.texts(), rows, grid.cols)
            matrix = matrix_kind(head, columns, rows)
        out.append(Segment(grid, rows, columns, head, matrix, grid.rows[head.start : head.end], lead))
        previous, lead = head, ()
    return out


def _headless(grid: Grid, rows: Sequence[GridRow], walk: Walk) -> Segment:
    """Rows without a header: the columns of the table before where they fit, else what the cells hold."""
    if len(walk.columns) == grid.cols and is_plan(walk.columns):
        return Segment(grid, tuple(rows), walk.columns)
    return Segment(grid, tuple(rows), _columns(("",) * grid.cols, rows, grid.cols))


def _grouping(columns: tuple[Column, ...], rows: Sequence[GridRow]) -> tuple[Column, ...]:
    """A label column is a section where it stands first or its cells reach over rows; else it is kept as it is."""
    lead = {"number"}
    out = list(columns)
    for col, column in enumerate(columns):
        merged = any(row.inherited[col] for row in rows)
        if column.role == "section" and not merged and any(c.role not in lead for c in columns[:col]):
            out[col] = replace(column, role="extra")
    return tuple(out)


def _columns(headers: Sequence[str], rows: Sequence[GridRow], cols: int) -> tuple[Column, ...]:
    data = [row for row in rows if len(row.filled) > 1]
    contents = []
    for col in range(cols):
        cells = [row.cells[col] for row in data if not row.inherited[col]]
        texts = [cell.text for cell in cells if cell is not None]
        contents.append({} if names_its_role(headers[col]) else look(texts))
    return _grouping(assign(headers, contents), data)


def is_plan(columns: Sequence[Column], *, related: bool = False) -> bool:
    """Whether columns can be a plan's: a title beside dates, or a title known by its header beside another role.

    `related`: the table stands under a month or behind another table of the plan, so that it may have no dates.
    """
    roles = {c.role: c for c in columns}
    title = roles.get("title")
    if title is None:
        return False
    if DATED & set(roles):
        dated = [roles[r] for r in DATED & set(roles)]
        return title.by == "header" or any(c.by == "header" or c.score >= 0.5 for c in dated)
    others = [c for r, c in roles.items() if r in ("responsible", "venue", "audience", "result", "form")]
    if related and sum(c.by == "header" for c in others) >= 2:
        return True
    return title.by == "header" and bool(others)


def _report(segment: Segment, sink: Sink) -> None:
    for index, column in enumerate(segment.columns):
        sink.columns.append(
            ColumnReport(segment.grid.index, index + 1, column.header, column.role, round(column.score, 2), column.by)
        )


def _place(row: GridRow) -> RowPlace:
    return RowPlace(row.page, row.table, row.row, row.line)


def _read_rows(segment: Segment, walk: Walk) -> None:
    for row in segment.lead:
        if any(key(cell.text) for _, cell in row.filled):
            _open_section(row, walk)
    last: int | None = None
    above: tuple[Field, ...] = ()
    for index, row in enumerate(segment.rows):
        kind, reason = classify(segment, index, last is not None)
        if kind == "event":
            plan_row = _plan_row(row, segment, walk, above)
            if plan_row is None:
                walk.sink.fate("skipped", row_text(row), "no_title", _place(row))
                continue
            above = plan_row.fields
            walk.sink.rows.append(plan_row)
            walk.outline.row()
            last = len(walk.sink.rows) - 1
        elif kind == "continued" and last is not None:
            walk.sink.rows[last] = _continue(walk.sink.rows[last], row, segment)
            above = walk.sink.rows[last].fields
        elif kind == "section":
            _open_section(row, walk)
            last = None
            continue
        if row.filled:
            walk.sink.fate(kind, row_text(row), reason, _place(row))


def _open_section(row: GridRow, walk: Walk) -> None:
    """A section row: number and title may stand in two cells."""
    filled = row.filled
    numbered = len(filled) > 1 and parse_number(filled[0][1].text) is not None
    texts = [" ".join(p.full_text for p in paragraphs(cell.blocks)) for _, cell in filled]
    text = f"{texts[0].rstrip('. ')}. {texts[1]}" if numbered else texts[0]
    merged = any(a is b and a is not None for a, b in itertools.pairwise(row.cells))
    walk.outline.push(text, in_table=True, lone=not merged and len(row.cells) > 1)
    walk.sink.fate("section", row_text(row), "section_row", _place(row))


def _read_matrix(row: GridRow, index: int, segment: Segment, walk: Walk) -> None:
    if not row.filled:
        return
    kind, reason = classify(segment, index, False)
    if kind == "section" and len(row.filled) == 1:
        _open_section(row, walk)
        return
    idle = is_column_numbers(row) or is_struck(row)
    rows = [] if idle else read_matrix_row(row, segment, _place(row), walk.outline.under())
    for plan_row in rows:
        sections = (*walk.outline.titles(), *plan_row.sections)
        walk.sink.rows.append(replace(plan_row, sections=sections, plan=walk.plan))
        walk.outline.row()
    walk.sink.fate("event" if rows else "skipped", row_text(row), "" if rows else (reason or "no_text"), _place(row))


def _read_calendar(grid: Grid, walk: Walk) -> bool:
    """A grid of days, each cell with its own date."""
    for row in grid.rows:
        rows = read_calendar_row(row, _place(row))
        for plan_row in rows:
            walk.sink.rows.append(replace(plan_row, sections=walk.outline.titles(), plan=walk.plan))
            walk.outline.row()
        if row.filled:
            walk.sink.fate("event" if rows else "skipped", row_text(row), "calendar" if rows else "empty", _place(row))
    return True


def _fields(row: GridRow, segment: Segment, above: Sequence[Field]) -> list[Field]:
    """The row's columns as fields; merged cells hold for each row, ditto marks and carried roles mean «as above»."""
    out: list[Field] = []
    col = 0
    while col < len(row.cells):
        cell = row.cells[col]
        width = 1
        while col + width < len(row.cells) and cell is not None and row.cells[col + width] is cell:
            width += 1
        column = _spanned(segment.columns[col : col + width]) if width > 1 else segment.columns[col]
        own = own_paragraphs(cell)
        inherited = row.inherited[col]
        before = next((f for f in above if f.role == column.role and f.header == column.header), None)
        text = "\n".join(p.full_text for p in own)
        if before is not None and (is_ditto(text) or (not text and column.role in CARRIED and not inherited)):
            own, inherited = before.paragraphs, True
        out.append(Field(column.role, column.header, own, width, inherited))
        col += width
    return out


def _spanned(columns: Sequence[Column]) -> Column:
    """A cell over several columns: over start and end it is a date, else what its most telling column is."""
    roles = {c.role for c in columns}
    if {"start", "end"} <= roles:
        return Column(" – ".join(c.header for c in columns if c.role in ("start", "end")), "date", 1.0, "header")
    for role in ("title", "date", "responsible"):
        found = next((c for c in columns if c.role == role), None)
        if found:
            return found
    return next((c for c in columns if c.role != "number"), columns[0])


def _plan_row(row: GridRow, segment: Segment, walk: Walk, above: Sequence[Field]) -> PlanRow | None:
    fields = _with_title(_fields(row, segment, above))
    if row.line is not None:
        fields = _as_merged(fields, above)
    title = next((f for f in fields if f.role == "title"), None)
    if title is None or not title.raw:
        return None
    number, fields = _number(fields)
    sections = [*walk.outline.titles(), *(f.text for f in fields if f.role == "section" and f.raw)]
    under = _under(fields, walk.outline.under())
    certainty = min((c.score for c in segment.columns if c.role in ("title", "date", "responsible")), default=0.5)
    stack = walk.outline.stack
    return PlanRow(
        sections=tuple(sections),
        fields=tuple(fields),
        number=number,
        under=under,
        heading=stack[-1].title if stack else None,
        plan=walk.plan,
        place=_place(row),
        certainty=certainty,
    )


def _as_merged(fields: list[Field], above: Sequence[Field]) -> list[Field]:
    """A dump's row as it was before its merges were lost.

    A start without an end is a text merged over both; a date that stands first in the table and is empty holds from
    the row above, where that has a time of its own beside it.
    """
    out = list(fields)
    start = next((i for i, f in enumerate(out) if f.role == "start" and f.raw), None)
    if start is not None and any(f.role == "end" and not f.raw for f in out):
        out[start] = replace(out[start], role="date")
    first, before = out[0], next(iter(above), None)
    timed = any(f.role == "time" and f.raw for f in out)
    if first.role == "date" and not first.raw and timed and before is not None and before.role == "date":
        out[0] = replace(first, paragraphs=before.paragraphs, inherited=True)
    return out


def _with_title(fields: list[Field]) -> list[Field]:
    """Where the title cell is empty, the form, the agenda or the only unknown text is the title."""
    if any(f.role == "title" and f.raw for f in fields):
        return fields
    for role in ("items", "form", "extra", "note"):
        for index, candidate in enumerate(fields):
            if candidate.role == role and len(candidate.raw) > 3 and not candidate.inherited:
                fields[index] = replace(candidate, role="title")
                return fields
    return fields


def _number(fields: list[Field]) -> tuple[str | None, list[Field]]:
    """The row's number: its own column, else the number typed or automatic before the title."""
    for index, f in enumerate(fields):
        if f.role == "number" and f.raw and not f.inherited:
            number = parse_number(f.raw) or split_number(f.raw)[0]
            if number is None:
                fields[index] = replace(f, role="extra")
            return (number.text if number else None), fields
    at = next(i for i, f in enumerate(fields) if f.role == "title")
    title = fields[at]
    first, rest = title.paragraphs[0], title.paragraphs[1:]
    if any(p.label for p in rest) or any(split_number(p.text)[0] for p in rest):
        return None, fields
    label = parse_number(first.label) if first.label else None
    number, text = (label, first.text) if label else split_number(first.text)
    if number is None or number.kind == "letter" or not text or _has_more_numbers(text):
        return None, fields
    fields[at] = replace(title, paragraphs=(replace(first, text=text, label=None), *rest))
    return number.text, fields


def _has_more_numbers(text: str) -> bool:
    """«1. … 2. …» on one or more lines: an agenda, whose «1.» is no row number."""
    return any(split_number(line)[0] for line in text.split("\n")[1:]) or "2" in points(text)


def _under(fields: Sequence[Field], heading: str | None) -> str | None:
    """The date heading over the row: a month column, a week column, the section's month."""
    month = next((f.text for f in fields if f.role == "month" and f.raw), None) or heading
    week = next((f.text for f in fields if f.role == "week" and f.raw), None)
    if week:
        return f"{month}, {week}" if month else week
    return month


def _continue(plan_row: PlanRow, row: GridRow, segment: Segment) -> PlanRow:
    """The row before with this row's cells put behind its own, column by column."""
    fields = list(plan_row.fields)
    for added in _fields(row, segment, ()):
        if not added.raw or added.inherited:
            continue
        at = next((i for i, f in enumerate(fields) if f.role == added.role and f.header == added.header), None)
        if at is None:
            fields.append(added)
        else:
            fields[at] = replace(fields[at], paragraphs=_join(fields[at].paragraphs, added.paragraphs))
    warnings = plan_row.warnings if "row_continued" in plan_row.warnings else (*plan_row.warnings, "row_continued")
    return replace(plan_row, fields=tuple(fields), warnings=warnings)


def _join(first: tuple[Paragraph, ...], second: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """A cut cell: the second part goes on in the first part's last paragraph, unless it opens a new list item."""
    if not first:
        return second
    if second[0].label:
        return first + second
    glued = replace(first[-1], text=f"{first[-1].text}\n{second[0].text}")
    return (*first[:-1], glued, *second[1:])

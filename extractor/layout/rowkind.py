"""What a row of a grid is: an event, a section, the rest of the row before, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from extractor.blocks import Cell
from extractor.fields.dates import is_date_like, parse_month_heading
from extractor.fields.parties import parse_responsible
from extractor.fields.people import parse_person
from extractor.layout.columns import Column
from extractor.layout.contents import look_of
from extractor.layout.grid import Grid, GridRow
from extractor.layout.headers import HeaderBlock, is_column_numbers
from extractor.layout.numbers import Number, parse_number, split_number
from extractor.layout.words import is_total, opens_with
from extractor.morph import readings
from extractor.text import key, one_line, words

Kind = Literal["event", "section", "continued", "header", "skipped"]
_GOES_ON = (",", "-", "–", "—", ":")
PROSE = 350
"""A merged row longer than this is prose, no section."""


@dataclass(frozen=True)
class Segment:
    """The rows of a grid under one header block, with their columns.

    Without slots, so that what is told by all rows together is worked out once, not for each row.
    """

    grid: Grid
    rows: tuple[GridRow, ...]
    columns: tuple[Column, ...]
    head: HeaderBlock | None = None
    matrix: Literal["", "across", "down"] = ""
    header_rows: tuple[GridRow, ...] = ()
    lead: tuple[GridRow, ...] = ()

    def cols(self, *roles: str) -> list[int]:
        """The columns of these roles."""
        if len(roles) == 1:
            return self._of_role.get(roles[0], [])
        return [c for c, column in enumerate(self.columns) if column.role in roles]

    @cached_property
    def _of_role(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for col, column in enumerate(self.columns):
            out.setdefault(column.role, []).append(col)
        return out

    def text(self, row: GridRow, *roles: str) -> str:
        """What begins in a row in the columns of these roles."""
        cells = [row.cells[c] for c in self.cols(*roles) if not row.inherited[c]]
        return one_line(" ".join(cell.text for cell in cells if cell is not None))

    @cached_property
    def group_heads(self) -> frozenset[int]:
        """Short lone titles in a table that begins with one: «Комплектование», «Сохранность» over rows."""
        rows = self.rows
        lone = [at for at, row in enumerate(rows) if _is_lone(row) and _is_short_title(self, row)]
        if len(lone) < 2 or any(len(row.filled) > 1 for row in rows[: lone[0]]):
            return frozenset()
        heads = all(at + 1 < len(rows) and len(rows[at + 1].filled) > 1 for at in lone)
        return frozenset(lone) if heads else frozenset()

    @cached_property
    def is_unnumbered(self) -> bool:
        """No row with other cells has a number before its title: «1.2. Правовая культура» alone is a heading then."""
        if self.cols("number"):
            return False
        titles = [self.text(row, "title") for row in self.rows if len(row.filled) > 1]
        return len(titles) > 1 and all(split_number(title)[0] is None for title in titles)

    @cached_property
    def is_bold(self) -> bool:
        """Half of the cells of its rows or more are bold: bold type says nothing here."""
        cells = [c for row in self.rows for _, c in row.filled if len(row.filled) > 1]
        return sum(c.bold for c in cells) >= 0.5 * max(len(cells), 1)


def classify(segment: Segment, index: int, after_event: bool) -> tuple[Kind, str]:
    """The kind of the segment's row at `index`, and why."""
    row = segment.rows[index]
    filled = row.filled
    if not filled:
        return "skipped", "empty"
    if is_column_numbers(row):
        return "header", "column_numbers"
    if not any(key(cell.text) for _, cell in filled):
        return "skipped", "ruling"
    if is_struck(row) or _is_struck_title(segment, row):
        return "skipped", "struck_out"
    if is_total(filled[0][1].text) or is_total(segment.text(row, "title")):
        return "skipped", "no_event_row"
    if _is_signature(filled):
        return "skipped", "signature"
    if after_event and is_continuation(segment, index):
        return "continued", "cut_row"
    if len(filled) == 1:
        return _lone_cell(segment, index, filled[0], after_event)
    if _opens_sub_numbers(segment, index) or _is_numbered_heading(segment, index):
        return "section", "numbered_section"
    if is_heading_text(segment.text(row, "title", "section")) and not _has_facts(segment, row):
        return "section", "heading_words"
    return "event", ""


def _is_struck_title(segment: Segment, row: GridRow) -> bool:
    """What was to be done is crossed out, though a mark beside it is not («отменено»)."""
    cells = [row.cells[c] for c in segment.cols("title") if not row.inherited[c]]
    return bool(cells) and all(cell is not None and cell.text and cell.struck for cell in cells)


def _is_signature(filled: Sequence[tuple[int, Cell]]) -> bool:
    """«Председатель профкома | Н.О. Грач»: a post and a person alone, which a dump left to the table above."""
    if len(filled) != 2:
        return False
    post, name = (one_line(cell.text) for _, cell in filled)
    parties = parse_responsible(post).parties
    return len(parties) == 1 and parties[0].kind == "position" and parse_person(name) is not None


def is_struck(row: GridRow) -> bool:
    """All of the row's text is crossed out."""
    filled = row.filled
    return bool(filled) and all(cell.struck for _, cell in filled)


def _lone_cell(segment: Segment, index: int, only: tuple[int, Cell], after_event: bool) -> tuple[Kind, str]:
    """A row with one filled cell: merged over the columns it is a section, in the title column perhaps an event."""
    row, (col, cell) = segment.rows[index], only
    text = one_line(cell.text)
    span = sum(c is cell for c in row.cells)
    if len(text) > PROSE and text.count(". ") >= 2:
        return "skipped", "prose"
    if len(segment.columns) > 1 and span >= max(2, round(0.6 * len(segment.columns))):
        return "section", "merged_row"
    role = segment.columns[col].role
    if row.reached and role == "title":
        return "event", ""
    if role == "number" or (role != "title" and col == 0 and role not in ("date", "start")):
        return ("section", "first_column") if parse_number(text) is None else ("skipped", "number_alone")
    if parse_month_heading(text) is not None:
        return "section", "month_row"
    if col == 0 and role in ("date", "start", "audience", "responsible") and not _is_value(role, text):
        return "section", "first_column"
    if role in ("title", "section"):
        heading = (
            _opens_sub_numbers(segment, index)
            or is_heading_text(text)
            or index in segment.group_heads
            or (split_number(text)[0] is not None and segment.is_unnumbered)
            or _stands_out(segment, cell)
        )
        return ("section", "heading_words") if heading else ("event", "")
    return ("continued", "stray_cell") if after_event else ("skipped", "stray_cell")


def _is_lone(row: GridRow) -> bool:
    """One filled cell that is not merged."""
    filled = row.filled
    return len(filled) == 1 and sum(c is filled[0][1] for c in row.cells) == 1


def _is_short_title(segment: Segment, row: GridRow) -> bool:
    """At most six words, no figures, no name in quotes: nothing that is held on a day."""
    text = segment.text(row, "title")
    return bool(text) and text.count(" ") < 6 and not any(c in '«»"' or c.isdigit() for c in text)


def _is_value(role: str, text: str) -> bool:
    """Whether a text can stand in a column of this role: a day under «Дата», classes under «Класс»."""
    if role in ("date", "start"):
        return is_date_like(text) > 0.5
    return dict(look_of(text)).get(role, 0.0) > 0.5


def is_heading_text(text: str) -> bool:
    """«Раздел 2 …», «II. …», «РАБОТА С КАДРАМИ»: written as a heading."""
    number, rest = split_number(text)
    if number is not None and number.kind == "roman":
        return True
    if opens_with(text, "section_words") and len(text) < 160:
        return bool(split_number(" ".join(text.split()[1:2]).rstrip(".") + ". x")[0]) or text.isupper()
    return (rest or text).isupper() and len(rest or text) > 6 and " " in (rest or text)


def _stands_out(segment: Segment, cell: Cell) -> bool:
    """Bold or centred where the rows around are not."""
    return cell.bold and not segment.is_bold


def _has_facts(segment: Segment, row: GridRow) -> bool:
    """A date or a party stands in the row."""
    return bool(segment.text(row, "date", "start", "end", "time", "responsible", "venue"))


def row_number(segment: Segment, row: GridRow) -> Number | None:
    """The row's number: its own column's, else the one that opens its title."""
    own = segment.text(row, "number")
    if own:
        return parse_number(own) or split_number(own)[0]
    return split_number(segment.text(row, "title"))[0]


def _later_numbers(segment: Segment, index: int) -> Iterator[Number]:
    for row in segment.rows[index + 1 :]:
        number = row_number(segment, row)
        if number is not None:
            yield number


def _opens_sub_numbers(segment: Segment, index: int) -> bool:
    """The row has a number with sub-numbers under it and no date."""
    row = segment.rows[index]
    if segment.text(row, "date", "start", "end"):
        return False
    number = row_number(segment, row)
    below = next(_later_numbers(segment, index), None) if number is not None else None
    return number is not None and below is not None and number.opens(below)


def _is_numbered_heading(segment: Segment, index: int) -> bool:
    """Number and title alone, and written otherwise than the events: roman, merged to the last column, or bold."""
    row = segment.rows[index]
    filled = row.filled
    if len(filled) != 2 or len(segment.columns) < 3 or parse_number(filled[0][1].text) is None:
        return False
    title = filled[1][1]
    number = parse_number(filled[0][1].text)
    merged = sum(c is title for c in row.cells) >= len(segment.columns) - 1
    roman = number is not None and number.kind == "roman"
    return merged or roman or _stands_out(segment, title)


def is_continuation(segment: Segment, index: int) -> bool:
    """Whether a row is the rest of the one before: cut by a page's end, or without a title of its own."""
    row = segment.rows[index]
    number, date = segment.text(row, "number"), segment.text(row, "date", "start", "end")
    title = segment.text(row, "title")
    if parse_number(number) is not None or (date and is_date_like(date) > 0.5 and not _starts_low(date)):
        return False
    if number and not _starts_low(number):
        return False
    filled = row.filled
    if len(filled) == 1 and sum(c is filled[0][1] for c in row.cells) > 1:
        return row.page_start and _starts_low(filled[0][1].text)
    if len(filled) == 1 and filled[0][0] == 0 and not _starts_low(filled[0][1].text):
        role = segment.columns[0].role
        if role in ("date", "start", "audience", "responsible") and not _is_value(role, filled[0][1].text):
            return False  # a section's title where a dump has no merged cells
    if not title:
        return not row.reached and not segment.text(row, "section", "month", "week")
    if _starts_low(title):
        return True
    return row.page_start and _is_cut(segment, index)


def _starts_low(text: str) -> bool:
    """Begins in the middle of a sentence: a small letter or a closing bracket."""
    head = text.lstrip('«"( ')[:1]
    return head.islower() or text[:1] in ")»,.;:"


def _is_cut(segment: Segment, index: int) -> bool:
    """At a page's start, without number and date where the rows above have them, after a title that is not finished."""
    if index == 0:
        return False
    rows: Sequence[GridRow] = segment.rows[max(0, index - 8) : index]
    dated = sum(bool(segment.text(r, "date", "start", "end")) for r in rows)
    numbered = sum(bool(segment.text(r, "number")) for r in rows)
    before = segment.text(segment.rows[index - 1], "title")
    usual = dated > 0.7 * len(rows) or numbered > 0.7 * len(rows)
    row = segment.rows[index]
    return usual and (_is_unfinished(before) or not segment.text(row, "responsible", "venue", "audience"))


def _is_unfinished(text: str) -> bool:
    """Goes on somewhere: a quote or bracket left open, a comma or dash at its end, a preposition or conjunction."""
    if text.count("«") > text.count("»") or text.count("(") > text.count(")") or text.endswith(_GOES_ON):
        return True
    last = next(iter(words(text)[-1:]), "")
    return bool(last) and text.endswith(last) and readings(last)[0].pos in ("PREP", "CONJ")

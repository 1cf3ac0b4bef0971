"""Tables with nothing between the cells but line ends: a line is a cell or a part of one («1», «День знаний», «1.09»).

Only tables whose rows are numbered are told: a row is what stands between a number and the next one, and its lines go
to the columns, left to right, as the words of the header promise (dates to «Сроки», initials to «Ответственный»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.blocks import Block
from extractor.fields.dates import is_date_like
from extractor.fields.headings import SURE, sure_roles
from extractor.fields.parties import parse_responsible
from extractor.readers.text.looks import Promise, look_at, promised
from extractor.readers.text.markup import Line
from extractor.readers.text.rows import CellText, Row, mark_headers, to_table

_LONGEST_HEADER = 16
_FEWEST_ROWS = 3
_LONGEST_ROW = 60
_LONGEST_PARTY = 90
_NUMBER = re.compile(r"\s*(\d{1,3})\s?[.)]?\s*")
_EMPTY_CELL = -0.8
_NO_TITLE = -1.5
_TORN = -0.6
"""A cell that begins in a small letter is rather the rest of the one before it."""


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to give the first lines of a row to its first columns: its score, and where each column begins."""

    score: float
    starts: tuple[int, ...]


def take_unparted(lines: Sequence[Line], start: int) -> tuple[int, list[Block]] | None:
    """The table that begins at a line «№ п/п»: the index behind it, and its blocks; None where none begins."""
    if "number" not in sure_roles(lines[start].text):
        return None
    head = _header(lines, start)
    if head is None:
        return None
    at = start + sum(len(cell) for cell in head)
    bodies = list(_bodies(lines, at))
    if len(bodies) < _FEWEST_ROWS:
        return None
    width = len(head)
    promises = [promised(" ".join(line.text for line in cell)) for cell in head]
    rows = [Row(tuple(CellText(tuple(cell)) for cell in head), header=True)]
    end = at
    for body, section in bodies:
        rows.append(Row(tuple(CellText(tuple(cell)) for cell in deal(body, promises))))
        if section is not None:
            rows.append(Row((CellText((section,), colspan=width),)))
        end += len(body) + (section is not None)
    return end, [to_table(mark_headers(rows))]


def _header(lines: Sequence[Line], start: int) -> list[list[Line]] | None:
    """The header's cells up to the first «1»; a line that names no column goes on with the cell above."""
    cells: list[list[Line]] = []
    named: set[str] = set()
    for line in lines[start : start + _LONGEST_HEADER]:
        if _number(line) == 1:
            telling = "title" in named and bool(named & {"date", "responsible"})
            return cells if telling and len(cells) >= 3 else None
        roles = sure_roles(line.text)
        if line.blank or _number(line) or (not roles and (not cells or len(cells[-1]) > 2)):
            return None
        if roles or not line.text[:1].islower():
            cells.append([line])
        else:
            cells[-1].append(line)
        named |= roles
    return None


def _number(line: Line) -> int | None:
    match = _NUMBER.fullmatch(line.text)
    return int(match[1]) if match else None


def _bodies(lines: Sequence[Line], at: int) -> Iterator[tuple[list[Line], Line | None]]:
    """The lines of each row from its number on; the last one apart where it heads rows that count from 1 again."""
    body: list[Line] = []
    expected = 1
    for line in lines[at:]:
        number = _number(line)
        again = number == 1 and expected > 2 and len(body) > 2
        if line.blank or len(body) > _LONGEST_ROW:
            break
        if body and number is not None and (number == expected or again):
            yield (body[:-1], body[-1]) if again else (body, None)
            body = []
        if not body:
            expected = (number or 0) + 1
        body.append(line)
    if body:
        yield body, None


def deal(body: Sequence[Line], promises: Sequence[Promise | None]) -> list[Sequence[Line]]:
    """The lines of a row given to its columns in order: the way that keeps most of what the header promises."""
    ways: dict[int, _Way] = {0: _Way(0.0, ())}
    for column, promise in enumerate(promises):
        after: dict[int, _Way] = {}
        for begin, way in ways.items():
            score = way.score
            for end in range(begin, len(body) + 1):
                if end > begin:
                    score += _fit(promise, body[end - 1].text.strip())
                found = score + _seam(body, begin, end, promise, column == len(promises) - 1)
                if end not in after or found > after[end].score:
                    after[end] = _Way(found, (*way.starts, begin))
        ways = after
    starts = (*ways[len(body)].starts, len(body))
    return [body[a:b] for a, b in pairwise(starts)]


def _fit(promise: Promise | None, text: str) -> float:
    """How a line fits its column, -1 to 1: a date in another column than its own speaks against the way."""
    dated = _dated(text)
    if promise == "date":
        return 2 * dated - 1
    if dated >= SURE:
        return -dated
    if promise == "party":
        return 0.5 if len(text) < _LONGEST_PARTY and _is_party(text) else -0.2
    return -1.0 if promise == "title" and look_at(text).number else 0.0


def _dated(text: str) -> float:
    """How much of a line is a date, also of a part of one («В течение»); «День Знаний» is as well what is held."""
    return (look_at(text).dated + is_date_like(text)) / 2


def _is_party(text: str) -> bool:
    found = parse_responsible(text)
    return bool(found) and not found.text_left


def _seam(body: Sequence[Line], begin: int, end: int, promise: Promise | None, last: bool) -> float:
    """What speaks against a cell: it is empty, is torn from the one before, or takes what a title could."""
    if begin == end:
        return _NO_TITLE if promise == "title" else _EMPTY_CELL
    torn = _TORN if body[begin].text[:1].islower() else 0.0
    return torn - (0.05 * (end - begin) if last or promise != "title" else 0.0)

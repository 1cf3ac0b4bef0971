"""Tables with a cell below another and no tab: each cell ends in a bar («02.08 |»), or stands between empty lines.

Web pages and converters leave them. The cells are handed on as those of a dump with a cell a line (`celled`); where
lines of bars alone («||||») end the rows, the rows stand as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from extractor.blocks import Block
from extractor.fields.headings import TELLING, sure_roles
from extractor.readers.text.celled import cells_to_blocks
from extractor.readers.text.looks import look_at
from extractor.readers.text.markup import Line
from extractor.readers.text.rows import CellText, Row, mark_headers, to_table

_FEWEST_BARS = 6
_HEAD_IN = 64
"""So many cells tell whether they open with a header."""
_LONGEST_CELL = 12
"""So many lines without a bar end a run of barred cells: text goes on."""
_LONGEST_HEADER = 4
"""So many lines a header's cell has at most, with its bar."""


def take_barred(lines: Sequence[Line], start: int) -> tuple[int, list[Block]] | None:
    """The table of barred cells that begins at a line: the index behind it, and its blocks; None where none begins."""
    if not _begins_barred(lines, start):
        return None
    end = _barred_extent(lines, start)
    if sum(_ends_cell(line.text) for line in lines[start:end]) < _FEWEST_BARS:
        return None
    rows = list(_barred_rows(lines[start:end]))
    if len(rows) > 2 and _agree([len(row) for row in rows]):
        return end, [to_table(mark_headers([_row(row) for row in rows if any(map(_text, row))]))]
    cells = [cell for row in rows for cell in row]
    blocks = cells_to_blocks([_tabbed(cell) for cell in cells], _head_width(cells))
    return None if blocks is None else (end, blocks)


def take_spaced(lines: Sequence[Line], start: int) -> tuple[int, list[Block]] | None:
    """The table of cells between empty lines that begins at a line with its header; None where none begins."""
    if not _names_column(lines[start].text) or (start and not lines[start - 1].blank):
        return None
    width = _head_width([cell.lines for cell in islice(_paragraphs(lines, start), _HEAD_IN)])
    if not width:
        return None
    cells = list(_paragraphs(lines, start))
    if _has_bare_numbers(cells, width):
        cells.insert(0, replace(cells[0], lines=(replace(lines[start], text=""),)))
        width += 1
    least = min((cell.gap for cell in cells[1:]), default=0)
    if whole := _with_empties(cells, width, least):
        cells = whole
    found = [_tabbed(cell.lines, cell.gap - least if i else 0) for i, cell in enumerate(cells)]
    blocks = cells_to_blocks(found, width)
    return None if blocks is None else (len(lines), blocks)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Lines without an empty one between them, and how many empty lines stand before them."""

    lines: tuple[Line, ...]
    gap: int


def _with_empties(cells: Sequence[_Paragraph], width: int, least: int) -> list[_Paragraph]:
    """The cells with those that hold nothing: an empty paragraph more before the next one each.

    Nothing where that does not make whole rows, or where all rows are whole without them.
    """
    if least != 1 or len(cells) % width == 0 or any(cell.gap % 2 == 0 for cell in cells[width:]):
        return []
    out: list[_Paragraph] = []
    for cell in cells:
        nothing = _Paragraph((replace(cell.lines[0], text=""),), 1)
        out += [nothing] * ((cell.gap - 1) // 2 if len(out) >= width else 0)
        out.append(replace(cell, gap=1))
    return out if len(out) % width == 0 else []


def _ends_cell(text: str) -> bool:
    """«02.08 |», «|» or «||||»: a bar at the end and none before text."""
    bare = text.rstrip()
    return bare.endswith("|") and "|" not in bare.rstrip("| ")


def _begins_barred(lines: Sequence[Line], start: int) -> bool:
    """«№ п/п |», or «№ п/п» with the bar on a line of its own below."""
    if _ends_cell(lines[start].text):
        return not _is_row_end(lines[start].text)
    below = (line.text.strip() for line in lines[start + 1 : start + _LONGEST_HEADER])
    return next((text == "|" for text in below if "|" in text), False) and _names_column(lines[start].text)


def _is_row_end(text: str) -> bool:
    return len(bare := text.strip()) > 1 and not bare.strip("|")


def _barred_extent(lines: Sequence[Line], start: int) -> int:
    end = start
    for at in range(start, len(lines)):
        if _ends_cell(lines[at].text):
            end = at + 1
        elif "|" in lines[at].text or at - end >= _LONGEST_CELL:
            break
    return end


def _barred_rows(lines: Sequence[Line]) -> Iterator[list[tuple[Line, ...]]]:
    """The cells between the lines that end rows; all of them in one row where there are none."""
    row: list[tuple[Line, ...]] = []
    cell: list[Line] = []
    for line in lines:
        if not cell and _is_row_end(line.text):
            if row:
                yield row
            row = []
            continue
        cell.append(replace(line, text=line.text.rstrip("| ")))
        if _ends_cell(line.text):
            row.append(tuple(cell))
            cell = []
    if row:
        yield row


def _agree(sizes: Sequence[int]) -> bool:
    """Whether nearly all rows have the same number of cells, and none has more."""
    most, count = Counter(sizes).most_common(1)[0]
    return 1 < most == max(sizes) and count >= 0.8 * len(sizes)


def _text(cell: Sequence[Line]) -> str:
    return " ".join(line.text.strip() for line in cell).strip()


def _row(cells: Sequence[tuple[Line, ...]]) -> Row:
    """A row; one whose only text stands in any cell is a section over all columns."""
    filled = [cell for cell in cells if _text(cell)]
    if len(filled) == 1:
        return Row((CellText(filled[0], colspan=len(cells)),))
    return Row(tuple(CellText(cell) for cell in cells))


def _tabbed(cell: Sequence[Line], gap: int = 0) -> tuple[int, tuple[Line, ...]]:
    """A cell as `celled` takes it: how many empty lines stand before it, and its lines with text."""
    kept = tuple(line for line in cell if line.text.strip())
    return gap, kept or (replace(cell[0], text=""),)


def _paragraphs(lines: Sequence[Line], start: int) -> Iterator[_Paragraph]:
    body: list[Line] = []
    gap = blank = 0
    for line in lines[start:]:
        if line.text.strip():
            if not body:
                gap = blank
            body.append(line)
            blank = 0
            continue
        if body:
            yield _Paragraph(tuple(body), gap)
            body = []
        blank += 1
    if body:
        yield _Paragraph(tuple(body), gap)


def _names_column(text: str) -> bool:
    return bool(sure_roles(text))


def _head_width(cells: Sequence[Sequence[Line]]) -> int:
    """How many columns the cells open with a header of: three or more, of them a title and one that only plans have."""
    roles: list[frozenset[str]] = []
    for cell in cells:
        found = sure_roles(_text(cell))
        if not found:
            break
        roles.append(found)
    named = frozenset[str]().union(*roles)
    telling = len(roles) >= 3 and "title" in named and bool(named & TELLING)
    return len(roles) if telling and len(cells) >= 3 * len(roles) else 0


def _has_bare_numbers(cells: Sequence[_Paragraph], width: int) -> bool:
    """Whether rows begin with a number that the header has no cell for: «1» behind «Ответственный»."""
    if "number" in sure_roles(_text(cells[0].lines)):
        return False
    numbers = [at for at, cell in enumerate(cells[width:]) if look_at(_text(cell.lines)).number]
    return bool(numbers) and numbers[0] == 0 and len(numbers) * (width + 2) >= len(cells) - width

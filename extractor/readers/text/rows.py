"""Rows of cells, however they were found, as a table of blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.blocks import Cell, Place, Table
from extractor.readers.text.labels import to_paragraphs
from extractor.readers.text.markup import Line

_RULE = re.compile(r"\s*:?[-=—–_+]{2,}:?\s*")
_INLINE_BULLET = re.compile(r"\s*[·•●▪](?=\s*\S)")


@dataclass(frozen=True, slots=True)
class CellText:
    """One cell as found: its lines, how many columns it covers, and the column it stands in (None: the next)."""

    lines: tuple[Line, ...]
    colspan: int = 1
    col: int | None = None

    @property
    def text(self) -> str:
        """The cell's lines, those without text left out."""
        return "\n".join(t for line in self.lines if (t := line.text.strip()))


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `header` where the dump says so (a rule under it, or the header repeated)."""

    cells: tuple[CellText, ...]
    header: bool = False

    @property
    def width(self) -> int:
        """How many columns the row's cells cover."""
        width = 0
        for cell in self.cells:
            width = (width if cell.col is None else cell.col) + cell.colspan
        return width

    @property
    def texts(self) -> tuple[str, ...]:
        """What each cell says, on one line."""
        return tuple(" ".join(cell.text.split()) for cell in self.cells)


def is_rule(texts: Sequence[str]) -> bool:
    """A drawn line between rows and nothing else: «-----\\t--\\t------», «|:---|---:|»."""
    filled = [t for t in texts if t.strip()]
    return bool(filled) and all(_RULE.fullmatch(t) for t in filled)


def mark_headers(rows: Sequence[Row]) -> list[Row]:
    """Rule rows taken out: the first row over one is a header, and so is each repetition of a header row."""
    out: list[Row] = []
    for row in rows:
        if is_rule(row.texts):
            if len(out) == 1:
                out[0] = replace(out[0], header=True)
            continue
        if out and len([t for t in row.texts if t]) > 1 and row.texts == out[0].texts:
            out[0] = replace(out[0], header=True)
            row = replace(row, header=True)
        out.append(row)
    return out


def to_table(rows: Sequence[Row], *, ruled: bool = True, continues: bool = False) -> Table:
    """Rows as one table; short rows are filled up by nothing, their squares stay empty."""
    cells = []
    for r, row in enumerate(rows):
        col = 0
        for found in row.cells:
            col = col if found.col is None else found.col
            blocks = to_paragraphs(_split_inline(found.lines))
            place = blocks[0].place if blocks else _place(found.lines[:1])
            cells.append(Cell(r, col, blocks, colspan=found.colspan, header=row.header, place=place))
            col += found.colspan
    first = [line for row in rows[:1] for cell in row.cells for line in cell.lines]
    width = max((row.width for row in rows), default=0)
    return Table(len(rows), width, tuple(cells), ruled=ruled, continues=continues, place=_place(first[:1]))


def _place(lines: Sequence[Line]) -> Place:
    return Place(page=lines[0].page, line=lines[0].number) if lines else Place()


def _split_inline(lines: Sequence[Line]) -> list[Line]:
    """Bullets set one behind another in one line as lines of their own («• сбор заявок • жеребьёвка»)."""
    out: list[Line] = []
    for line in lines:
        marks = [m.start() for m in _INLINE_BULLET.finditer(line.text)]
        if len(marks) < 2 or line.text[: marks[0]].strip():
            out.append(line)
            continue
        ends = [*marks[1:], len(line.text)]
        out += [replace(line, text=line.text[a:b].strip()) for a, b in zip(marks, ends, strict=True)]
    return out

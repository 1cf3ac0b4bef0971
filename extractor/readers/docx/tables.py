"""A `w:tbl` -> a `Table`: rows and cells wherever they are wrapped, spans clamped, deletions gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from lxml import etree

from extractor.blocks import Block, Table
from extractor.readers.docx.inline import DROPPED, Pages, choose
from extractor.readers.docx.names import ALTERNATE, is_on, value, w, whole
from extractor.readers.grid import Piece, build_table
from extractor.readers.limits import Limits

_TR, _TC, _TRPR, _TCPR = w("tr"), w("tc"), w("trPr"), w("tcPr")
_GRID_SPAN, _VMERGE, _HMERGE = w("gridSpan"), w("vMerge"), w("hMerge")
_CELL_DELETED, _CELL_MERGE = w("cellDel"), w("cellMerge")
_NO_ROWS = DROPPED | {w("tblPr"), w("tblGrid"), w("tblPrEx"), _TRPR, w("sdtPr"), w("bookmarkStart"), w("bookmarkEnd")}
_GRID_BEFORE, _HEADER = w("gridBefore"), w("tblHeader")
_SHAPES = frozenset((_GRID_SPAN, _VMERGE, _HMERGE, _CELL_DELETED, _CELL_MERGE))
_MOST_BEFORE = 1_000

# Word keeps a grid line for every edge that was ever dragged: edges nearer than 3 mm are one column's.
_TOLERANCE = 170


class Stories(Protocol):
    """Who reads a cell's blocks."""

    pages: Pages

    def blocks(self, container: etree._Element) -> tuple[Block, ...]: ...


class TableReader:
    """Reads tables, nested ones through `stories`; counts cells and depth against the limits."""

    def __init__(self, stories: Stories, limits: Limits) -> None:
        self._stories = stories
        self._limits = limits
        self._clock = limits.clock()
        self._cells = 0
        self._depth = 0

    def read(self, element: etree._Element) -> Table | None:
        """The table; None where all its rows are deleted."""
        self._depth += 1
        self._limits.check("table_depth", self._depth)
        place = self._stories.pages.place
        lines = _grid_lines(element)
        rows: list[list[Piece]] = []
        in_header = True
        for tr in _descend(element, _TR):
            shape = _row_shape(tr)
            if shape.deleted:
                continue
            in_header = in_header and shape.header
            rows.append(self._row(tr, shape.before, in_header, lines))
            self._clock.check()
        self._depth -= 1
        if not any(rows):
            return None
        return build_table(rows, self._limits, tolerance=_TOLERANCE if lines else 0, place=place)

    def _row(self, tr: etree._Element, at: int, header: bool, lines: tuple[int, ...]) -> list[Piece]:
        pages, span_limit = self._stories.pages, self._limits.span
        first = last = pages.place
        pieces: list[Piece] = []
        known, start = len(lines), _edge(at, lines)
        for tc in _descend(tr, _TC):
            pages.place = first
            shape = _cell_shape(tc)
            if shape.deleted:
                continue
            blocks = self._stories.blocks(tc)
            if pages.place is not first and (pages.number or 0) > (last.page or 0):
                last = pages.place
            right = at + 1 if shape.span == 1 else at + min(max(shape.span, 1), span_limit)
            if shape.joins and pieces:
                start = pieces[-1].right = _edge(right, lines)
                pieces[-1].blocks += blocks
            else:
                end = lines[right] if right < known else _edge(right, lines)
                pieces.append(Piece(start, end, blocks, shape.goes_on, 1, header, first))
                start = end
            at = right
        pages.place = last
        self._cells += len(pieces)
        self._limits.check("cells", self._cells)
        return pieces


@dataclass(frozen=True, slots=True)
class _RowShape:
    before: int = 0
    header: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class _CellShape:
    """`goes_on`: merged with the cell above; `joins`: with the cell to the left, as Word 97 wrote it."""

    span: int = 1
    goes_on: bool = False
    joins: bool = False
    deleted: bool = False


_PLAIN_ROW, _PLAIN_CELL = _RowShape(), _CellShape()


def _row_shape(tr: etree._Element) -> _RowShape:
    """What `w:trPr` says (before it only `w:tblPrEx` may stand)."""
    for child in tr:
        tag = child.tag
        if tag == _TC:
            break
        if tag == _TRPR:
            parts = {part.tag: part for part in child}
            return _RowShape(
                before=min(max(whole(value(parts.get(_GRID_BEFORE))), 0), _MOST_BEFORE),
                header=is_on(parts.get(_HEADER)),
                deleted=not DROPPED.isdisjoint(parts),
            )
    return _PLAIN_ROW


def _cell_shape(tc: etree._Element) -> _CellShape:
    """What `w:tcPr` says; nothing in most cells."""
    parts: dict[object, etree._Element] = {}
    for child in tc:  # `w:tcPr` stands first, if anywhere
        if child.tag == _TCPR:
            for part in child:
                tag = part.tag
                if tag in _SHAPES:
                    parts[tag] = part
        break
    if not parts:
        return _PLAIN_CELL
    merge = parts.get(_CELL_MERGE)
    goes_on = merge is not None and merge.get(w("vMerge")) == "cont"
    return _CellShape(
        span=whole(value(parts.get(_GRID_SPAN)), 1),
        goes_on=goes_on or _continues(parts.get(_VMERGE)),
        joins=_continues(parts.get(_HMERGE)),
        deleted=_CELL_DELETED in parts,
    )


def _continues(merge: etree._Element | None) -> bool:
    return merge is not None and (value(merge) or "continue") == "continue"


def _descend(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, out of content controls, custom XML, insertions, alternate content too."""
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag == ALTERNATE:
            yield from _descend(choose(child), wanted)
        elif tag not in _NO_ROWS and len(child):
            yield from _descend(child, wanted)


def _grid_lines(element: etree._Element) -> tuple[int, ...]:
    """The grid's lines in twips; empty where the file states no believable widths."""
    grid = element.find(w("tblGrid"))
    lines = [0]
    for column in () if grid is None else grid.iterchildren(w("gridCol")):
        width = whole(column.get(w("w")))
        if not 0 < width < 100_000:
            return ()
        lines.append(lines[-1] + width)
    return tuple(lines)


def _edge(column: int, lines: tuple[int, ...]) -> int:
    """A grid line's place; past the stated grid each column counts as an inch."""
    if not lines:
        return column
    return lines[column] if column < len(lines) else lines[-1] + (column - len(lines) + 1) * 1440

"""A `w:tbl` -> a `Table`: rows and cells wherever they are wrapped, spans clamped, deletions gone."""

from __future__ import annotations

from collections.abc import Iterator
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
_SDT_CONTENT = w("sdtContent")
_NO_ROWS = DROPPED | {w("tblPr"), w("tblGrid"), w("tblPrEx"), _TRPR, w("sdtPr"), w("bookmarkStart"), w("bookmarkEnd")}
_CONTINUE = ("continue", "cont")

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
            trpr = tr.find(_TRPR)
            if trpr is not None and any(child.tag in DROPPED for child in trpr):
                continue
            in_header = in_header and trpr is not None and is_on(trpr.find(w("tblHeader")))
            rows.append(self._row(tr, trpr, in_header, lines))
            self._clock.check()
        self._depth -= 1
        if not any(rows):
            return None
        return build_table(rows, self._limits, tolerance=_TOLERANCE if lines else 0, place=place)

    def _row(
        self, tr: etree._Element, trpr: etree._Element | None, header: bool, lines: tuple[int, ...]
    ) -> list[Piece]:
        pages = self._stories.pages
        first = last = pages.place
        at = 0 if trpr is None else _before(trpr)
        pieces: list[Piece] = []
        for tc in _descend(tr, _TC):
            pages.place = first
            span, goes_on, joins = 1, False, False
            tcpr = tc[0] if len(tc) else None
            if tcpr is not None and tcpr.tag == _TCPR:
                if tcpr.find(_CELL_DELETED) is not None:
                    continue
                span, goes_on, joins = _cell_shape(tcpr)
            blocks = self._stories.blocks(tc)
            if (pages.number or 0) > (last.page or 0):
                last = pages.place
            right = at + min(max(span, 1), self._limits.span)
            if joins and pieces:
                pieces[-1].right = _edge(right, lines)
                pieces[-1].blocks += blocks
            else:
                pieces.append(Piece(_edge(at, lines), _edge(right, lines), blocks, goes_on, 1, header, first))
            at = right
            self._cells += 1
        pages.place = last
        self._limits.check("cells", self._cells)
        return pieces


def _cell_shape(tcpr: etree._Element) -> tuple[int, bool, bool]:
    """(columns spanned, continues the cell above, continues the cell to the left as Word 97 wrote it)."""
    span, goes_on, joins = 1, False, False
    for child in tcpr:
        tag = child.tag
        if tag == _GRID_SPAN:
            span = whole(value(child), 1)
        elif tag == _VMERGE:
            goes_on = (value(child) or "continue") == "continue"
        elif tag == _HMERGE:
            joins = (value(child) or "continue") == "continue"
        elif tag == _CELL_MERGE:
            goes_on = child.get(w("vMerge")) in _CONTINUE
    return span, goes_on, joins


def _before(trpr: etree._Element) -> int:
    """How many grid columns stand empty before the first cell."""
    return min(max(whole(value(trpr.find(w("gridBefore")))), 0), 1000)


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

"""A `w:tbl` -> a `Table`: rows and cells wherever they are wrapped, spans clamped, deletions gone."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Protocol

from lxml import etree

from extractor.blocks import Block, Place, Table
from extractor.readers.docx.alternate import choose
from extractor.readers.docx.controls import shows_placeholder
from extractor.readers.docx.inline import DROPPED, Pages
from extractor.readers.docx.names import ALTERNATE, w, whole
from extractor.readers.docx.plain import PlainCell, PlainParagraph
from extractor.readers.docx.shapes import CellShape, RowShape, read_cell_shape, read_row_shape
from extractor.readers.grid import Piece, build_table
from extractor.readers.limits import Limits

_TR, _TC, _TRPR, _SDT = w("tr"), w("tc"), w("trPr"), w("sdt")
_ROWS = frozenset((_TR,))
_NO_ROWS = DROPPED | {w("tblPr"), w("tblGrid"), w("tblPrEx"), _TRPR, w("sdtPr"), w("bookmarkStart"), w("bookmarkEnd")}

# Word keeps a grid line for every edge that was ever dragged: edges nearer than 3 mm are one column's.
_TOLERANCE = 170


class Stories(Protocol):
    """Who reads a cell's blocks."""

    pages: Pages

    def blocks(self, container: etree._Element) -> tuple[Block, ...]: ...

    def numbered_block(self, form: PlainParagraph, text: str) -> tuple[Block, ...]: ...

    def count(self, characters: int) -> None: ...


_Squares = tuple[tuple[int, int, bool, PlainParagraph], ...]
"""Of each cell in a row: its left and right edge, whether it goes on the one above, the form of its paragraph."""


class TableReader:
    """Reads tables, nested ones through `stories`; counts cells and depth against the limits."""

    def __init__(self, stories: Stories, forms: Mapping[object, PlainCell], limits: Limits) -> None:
        self._stories = stories
        self._forms = forms
        self._cell_tags = frozenset((_TC, *forms))
        self._limits = limits
        self._clock = limits.clock()
        self._cells = 0
        self._depth = 0
        self._page: Place | None = None

    def read(self, element: etree._Element) -> Table | None:
        """The table; None where all its rows are deleted."""
        self._depth += 1
        self._limits.check("table_depth", self._depth)
        place = self._stories.pages.place
        lines = _grid_lines(element)
        known: dict[object, _Squares | None] = {}
        rows: list[list[Piece]] = []
        in_header = True
        for tr in _descend(element, _ROWS):
            shape = read_row_shape(tr)
            if shape.gone:
                continue
            in_header = in_header and shape.header
            pieces = self._row_of_forms(tr, shape, in_header, lines, known)
            rows.append(self._row(tr, shape.before, in_header, lines) if pieces is None else pieces)
            self._cells += len(rows[-1])
            if self._cells > self._limits.cells:
                self._limits.check("cells", self._cells)
            if not len(rows) & 63:
                self._clock.check()
        self._depth -= 1
        if not any(rows):
            return None
        return build_table(rows, self._limits, tolerance=_TOLERANCE if lines else 0, place=place)

    def _row_of_forms(
        self,
        tr: etree._Element,
        shape: RowShape,
        header: bool,
        lines: tuple[int, ...],
        known: dict[object, _Squares | None],
    ) -> list[Piece] | None:
        """A row that is squeezed in all its cells; None for any other. Rows of the same forms have the same edges."""
        cells = list(tr)
        if cells and cells[0].tag == _TRPR:
            del cells[0]
        tags = tuple([cell.tag for cell in cells])
        key = (shape.before, tags)
        if key not in known:
            known[key] = self._squares(shape.before, tags, lines)
        squares = known[key]
        if squares is None:
            return None
        stories, place = self._stories, self._stories.pages.place
        self._forget_pages_before(place)
        pieces: list[Piece] = []
        characters = 0
        for cell, (left, right, goes_on, form) in zip(cells, squares, strict=True):
            text = cell.text or ""
            if form.numbered:
                blocks = stories.numbered_block(form, text)
            else:
                characters += len(text)
                made = form.made.get(text)
                blocks = form.blocks(text, place) if made is None else made
            pieces.append(Piece(left, right, blocks, goes_on, 1, header, place))
        stories.count(characters)
        return pieces

    def _squares(self, at: int, tags: tuple[object, ...], lines: tuple[int, ...]) -> _Squares | None:
        squares: list[tuple[int, int, bool, PlainParagraph]] = []
        for tag in tags:
            cell = self._forms.get(tag)
            if cell is None or cell.shape.gone or cell.shape.joins:
                return None
            right = at + self._span(cell.shape)
            squares.append((_edge(at, lines), _edge(right, lines), cell.shape.goes_on, cell.paragraph))
            at = right
        return tuple(squares)

    def _row(self, tr: etree._Element, at: int, header: bool, lines: tuple[int, ...]) -> list[Piece]:
        pages = self._stories.pages
        first = last = pages.place
        pieces: list[Piece] = []
        for tc in _descend(tr, self._cell_tags):
            pages.place = first
            form = self._forms.get(tc.tag)
            shape = read_cell_shape(tc) if form is None else form.shape
            if shape.gone:
                continue
            if _is_prompt(tc, tr):
                blocks: tuple[Block, ...] = ()
            elif form is None:
                blocks = self._stories.blocks(tc)
            else:
                self._forget_pages_before(first)
                blocks = self._form_blocks(form.paragraph, tc.text or "", first)
            if pages.place is not first and (pages.number or 0) > (last.page or 0):
                last = pages.place
            right = at + self._span(shape)
            if shape.joins and pieces:
                pieces[-1].right = _edge(right, lines)
                pieces[-1].blocks += blocks
            else:
                pieces.append(Piece(_edge(at, lines), _edge(right, lines), blocks, shape.goes_on, 1, header, first))
            at = right
        pages.place = last
        return pieces

    def _form_blocks(self, form: PlainParagraph, text: str, place: Place) -> tuple[Block, ...]:
        if form.numbered:
            return self._stories.numbered_block(form, text)
        self._stories.count(len(text))
        return form.blocks(text, place)

    def _forget_pages_before(self, place: Place) -> None:
        """What the forms keep made stands on one page."""
        if place is not self._page:
            self._page = place
            for cell in self._forms.values():
                cell.paragraph.made.clear()

    def _span(self, shape: CellShape) -> int:
        return min(max(shape.span, 1), self._limits.span)


def _descend(parent: etree._Element, wanted: Container[object]) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, out of content controls, custom XML, insertions, alternate content too."""
    for child in parent:
        tag = child.tag
        if tag in wanted:
            yield child
        elif tag == ALTERNATE:
            yield from _descend(choose(child), wanted)
        elif tag not in _NO_ROWS and len(child):
            yield from _descend(child, wanted)


def _is_prompt(tc: etree._Element, tr: etree._Element) -> bool:
    """Whether a content control around a cell shows its prompt there («Место для ввода даты»)."""
    around = tc.getparent()
    while around is not None and around is not tr:
        if around.tag == _SDT and shows_placeholder(around):
            return True
        around = around.getparent()
    return False


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

"""A table as a grid: every square knows its cell; tables torn by a page break are one grid again."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from functools import cached_property

from extractor.blocks import Cell, Paragraph, Table, paragraphs
from extractor.text import key


@dataclass(frozen=True)
class GridRow:
    """One row: the cell over each column (the same object where it spans), and where it stands.

    `inherited[c]` tells that the cell began in a row above; `page_start` that the row is the first after a page break.
    Without slots, so that what is asked of a row again and again is worked out once.
    """

    cells: tuple[Cell | None, ...]
    inherited: tuple[bool, ...]
    table: int
    row: int
    page_start: bool = False

    @cached_property
    def distinct(self) -> tuple[tuple[int, Cell], ...]:
        """The cells that begin in this row, with their first column."""
        seen: list[tuple[int, Cell]] = []
        for col, cell in enumerate(self.cells):
            if cell is not None and not self.inherited[col] and (not seen or seen[-1][1] is not cell):
                seen.append((col, cell))
        return tuple(seen)

    @cached_property
    def filled(self) -> tuple[tuple[int, Cell], ...]:
        """The cells that begin here and hold text."""
        return tuple((col, cell) for col, cell in self.distinct if cell.text)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The letters of the cells that hold text, for comparison with other rows."""
        return tuple(key(cell.text) for _, cell in self.filled)

    @cached_property
    def reached(self) -> bool:
        """Whether a cell from a row above reaches into this one."""
        return any(self.inherited)

    @cached_property
    def page(self) -> int | None:
        """The page of the row's first paragraph, where known."""
        return next((p.place.page for p in self._paragraphs() if p.place.page), None)

    @cached_property
    def line(self) -> int | None:
        """The line of the row's first paragraph, where known."""
        return next((p.place.line for p in self._paragraphs() if p.place.line), None)

    def _paragraphs(self) -> Iterator[Paragraph]:
        return (p for _, cell in self.distinct for p in paragraphs(cell.blocks))


@dataclass(frozen=True, slots=True)
class Grid:
    """All rows of a table (and of its continuations)."""

    cols: int
    rows: tuple[GridRow, ...]
    index: int
    ruled: bool = True


def to_grid(table: Table, index: int) -> Grid:
    """Expand a table's spans; `index` is its number in the document from 1."""
    squares: list[list[Cell | None]] = [[None] * table.cols for _ in range(table.rows)]
    inherited = [[False] * table.cols for _ in range(table.rows)]
    for cell in table.cells:
        for r in range(cell.row, min(cell.row + cell.rowspan, table.rows)):
            for c in range(cell.col, min(cell.col + cell.colspan, table.cols)):
                squares[r][c] = cell
                inherited[r][c] = r > cell.row
    rows = tuple(GridRow(tuple(squares[r]), tuple(inherited[r]), index, r + 1) for r in range(table.rows))
    return _without_dead_columns(Grid(table.cols, _mark_pages(rows), index, table.ruled))


def _mark_pages(rows: tuple[GridRow, ...]) -> tuple[GridRow, ...]:
    """Rows whose page differs from the row before begin a page."""
    out, page = [], None
    for row in rows:
        here = row.page
        out.append(replace(row, page_start=True) if here and page and here != page else row)
        page = here or page
    return tuple(out)


def _without_dead_columns(grid: Grid) -> Grid:
    """Columns in which no cell begins are an artefact of merged widths: drop them."""
    live = [
        c
        for c in range(grid.cols)
        if any(row.cells[c] is not None and (c == 0 or row.cells[c] is not row.cells[c - 1]) for row in grid.rows)
    ]
    if len(live) in (0, grid.cols):
        return grid
    rows = tuple(
        replace(row, cells=tuple(row.cells[c] for c in live), inherited=tuple(row.inherited[c] for c in live))
        for row in grid.rows
    )
    return replace(grid, cols=len(live), rows=rows)


def join_grids(first: Grid, second: Grid) -> Grid:
    """The second grid as the first one's continuation after a page break; a repeated header row is left out."""
    most, repeated = min(len(first.rows), len(second.rows) - 1), 0
    while repeated < most and _same_row(second.rows[repeated], first.rows[repeated], first.cols):
        repeated += 1
    rows = list(second.rows[repeated:])
    if rows:
        rows[0] = replace(rows[0], page_start=True)
    return replace(first, rows=first.rows + tuple(rows))


def _same_row(a: GridRow, b: GridRow, cols: int) -> bool:
    return a.keys == b.keys and len(a.keys) > 1 and cols == len(a.cells)


def row_text(row: GridRow) -> str:
    """The row's cells behind one another, for reports."""
    return " | ".join(" ".join(cell.text.split()) for _, cell in row.filled)


def unfold(grid: Grid) -> tuple[Grid, ...]:
    """Two tables side by side under one header that says everything twice (an empty column may part them), as two."""
    for row in grid.rows[:3]:
        heads = [(col, key(cell.text)) for col, cell in row.filled]
        half, odd = divmod(len(heads), 2)
        names = [name for _, name in heads]
        if half >= 2 and not odd and all(names) and names[:half] == names[half:] and len(set(names)) > 1:
            cut = heads[half][0]
            return _columns_of(grid, 0, cut), _columns_of(grid, cut, grid.cols)
    return (grid,)


def _columns_of(grid: Grid, start: int, end: int) -> Grid:
    rows = tuple(replace(r, cells=r.cells[start:end], inherited=r.inherited[start:end]) for r in grid.rows)
    return replace(grid, cols=end - start, rows=rows)


def without_rows(grid: Grid, indexes: Set[int]) -> Grid:
    """The grid without some rows (from 0), such as a title in the table's own first row."""
    if not indexes:
        return grid
    return replace(grid, rows=tuple(row for at, row in enumerate(grid.rows) if at not in indexes))


def own_paragraphs(cell: Cell | None) -> tuple[Paragraph, ...]:
    """A cell's paragraphs that say something, an automatic number alone included; none for no cell."""
    return tuple(p for p in paragraphs(cell.blocks) if p.full_text.strip()) if cell is not None else ()

"""Tables that go on over page breaks: brought to one set of columns, the repeated header left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from extractor.readers.pdf.page import Page, PageTable
from extractor.readers.pdf.tables import Square
from extractor.text import key

_SAME_BORDER = 6.0


@dataclass(frozen=True, slots=True)
class Link:
    """A table of a page (its leaf): whether it goes on from the page before; how many rows repeat the first header."""

    page: tuple[int, int]
    index: int
    table: PageTable
    continues: bool = False
    repeated: int = 0


def link_tables(pages: Sequence[Page]) -> dict[tuple[tuple[int, int], int], Link]:
    """Every table by (the page's leaf, its index on the page)."""
    chains: list[list[Link]] = []
    previous: Page | None = None
    for page in pages:
        for index, table in enumerate(page.tables):
            link = Link(page.leaf, index, table)
            if index == 0 and previous is not None and chains and _goes_on(previous, page, chains[-1]):
                chains[-1].append(replace(link, continues=True))
            else:
                chains.append([link])
        previous = page
    return {(link.page, link.index): link for chain in chains for link in _same_columns(chain)}


def _goes_on(before: Page, page: Page, chain: list[Link]) -> bool:
    """No text between the table that ends a page and the one that begins the next, and the same columns."""
    last, table = chain[-1], page.tables[0]
    if last.page != before.leaf or last.index != len(before.tables) - 1:
        return False
    bottom, top = last.table.grid.box[3], table.grid.box[1]
    if any(line.box[1] > bottom - 2 for line in before.lines) or any(line.box[3] < top + 2 for line in page.lines):
        return False
    return _fit(last.table.grid.xs, table.grid.xs)


def _fit(one: Sequence[float], other: Sequence[float]) -> bool:
    """The same outer borders, and every inner border of the poorer one in the richer one."""
    fewer, more = sorted((one, other), key=len)
    outer = abs(one[0] - other[0]) < _SAME_BORDER and abs(one[-1] - other[-1]) < _SAME_BORDER
    return outer and all(any(abs(x - y) < _SAME_BORDER for y in more) for x in fewer)


def _same_columns(chain: list[Link]) -> list[Link]:
    if len(chain) == 1:
        return chain
    xs = max((link.table.grid.xs for link in chain), key=len)
    wide = [replace(link, table=_regrid(link.table, xs)) for link in chain]
    return [wide[0], *(replace(link, repeated=_repeated(wide[0].table, link.table)) for link in wide[1:])]


def _regrid(table: PageTable, xs: Sequence[float]) -> PageTable:
    """The table on the columns of its chain: a square over a border it did not know gets a wider span."""
    grid = table.grid
    if len(grid.xs) == len(xs):
        return table
    nearest = [min(range(len(xs)), key=lambda i, x=x: abs(xs[i] - x)) for x in grid.xs]  # type: ignore[misc]
    squares = tuple(
        Square(s.row, nearest[s.col], s.rowspan, nearest[s.col + s.colspan] - nearest[s.col], s.box)
        for s in grid.squares
    )
    return replace(table, grid=replace(grid, xs=tuple(xs), squares=squares))


def _row_keys(table: PageTable) -> Iterator[tuple[str, ...]]:
    """Each row as the folded texts of the squares that begin in it, from the top, as far as they are asked for."""
    squares = zip(table.grid.squares, table.texts, strict=True)
    for _, row in groupby(squares, key=lambda pair: pair[0].row):
        yield tuple(key("".join(line.text for line in lines)) for _, lines in row)


def _same_row(row: Sequence[str], other: Sequence[str]) -> bool:
    """Equal cells; of a header as high as a page allows some may be cut off below («Направление деятель|ности»)."""
    if len(row) != len(other):
        return False
    cut = [a != b for a, b in zip(row, other, strict=True)]
    begun = all(a.startswith(b) and len(b) > 4 for a, b, c in zip(row, other, cut, strict=True) if c)
    return begun and 2 * sum(cut) < len(row)


def _repeated(first: PageTable, table: PageTable) -> int:
    """How many rows at the top are the first table's own; a header has at least two filled squares."""
    same = list(takewhile(lambda pair: _same_row(*pair), zip(_row_keys(first), _row_keys(table), strict=False)))
    count = len(same)
    whole = count and count < len(table.grid.ys) - 1 and max(sum(map(bool, row)) for row, _ in same) > 1
    closed = all(s.row >= count or s.row + s.rowspan <= count for s in table.grid.squares)
    return count if whole and closed else 0

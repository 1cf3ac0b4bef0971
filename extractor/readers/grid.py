"""Cells as formats describe them (left edge, right edge, merged downwards) -> a `Table` on one clean grid.

Formats count columns differently: Word's grid keeps a line for every edge that was ever dragged, RTF has twips, a span
may claim two thousand million columns. Here a column is a place where a cell begins, in any row.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.blocks import Block, Place, Table
from extractor.readers.limits import Limits
from extractor.readers.quick import quick_cell

NOWHERE = Place()


@dataclass(slots=True)
class Piece:
    """One cell of one row. `left` and `right` are edges in any unit; `goes_on`: merged with the cell above.

    `row`, `col`, `cols` are its place on the clean grid, found by `build_table`.
    """

    left: int
    right: int
    blocks: tuple[Block, ...]
    goes_on: bool = False
    rows: int = 1
    header: bool = False
    place: Place = NOWHERE
    row: int = 0
    col: int = 0
    cols: int = 1


def build_table(
    rows: Sequence[Sequence[Piece]], limits: Limits, *, tolerance: int = 0, place: Place = NOWHERE, ruled: bool = True
) -> Table:
    """The table of these rows. Edges nearer than `tolerance` are one, unless a row has a cell between them."""
    starts = _columns(rows, tolerance)
    limits.check("columns", len(starts))
    number = {edge: col for col, edge in enumerate(starts)}
    kept: list[Piece] = []
    above: dict[int, Piece] = {}
    for index, row in enumerate(rows):
        above = _place_row(index, row, starts, number, above, kept)
    if any(piece.rows > 1 for row in rows for piece in row):
        _cut_overlaps(kept, len(rows))
    most = limits.span
    cells = [
        quick_cell(p.row, p.col, p.blocks, p.rows if p.rows < most else most, p.cols, p.header, p.place) for p in kept
    ]
    return Table(len(rows), len(starts), tuple(cells), ruled=ruled, place=place)


def _columns(rows: Sequence[Sequence[Piece]], tolerance: int) -> list[int]:
    """The left edges that are columns of their own, in order; each stands for those just right of it, too."""
    edges = sorted({piece.left for row in rows for piece in row})
    if tolerance <= 0 or not any(right - left < tolerance for left, right in pairwise(edges)):
        return edges
    apart = {(a.left, b.left) for row in rows for a, b in pairwise(row)}
    kept: list[int] = []
    for position, edge in enumerate(edges):
        near = bool(kept) and edge - kept[-1] < tolerance
        if near and not any((other, edge) in apart for other in edges[edges.index(kept[-1]) : position]):
            continue
        kept.append(edge)
    return kept


def _place_row(
    index: int,
    row: Sequence[Piece],
    starts: list[int],
    number: dict[int, int],
    above: dict[int, Piece],
    kept: list[Piece],
) -> dict[int, Piece]:
    """Gives a row's cells their columns; answers which cell stands at each column, for the row below."""
    here: dict[int, Piece] = {}
    following = len(starts)
    own: list[Piece] = []
    for piece in reversed(row):
        col = number.get(piece.left)
        if col is None:
            col = bisect_left(starts, piece.left) - 1
        upper = above.get(col) if piece.goes_on else None
        if upper is not None and upper.col + upper.cols <= following:
            upper.rows += 1
            here[col] = upper
        else:
            end = number.get(piece.right)
            if end is None:
                end = bisect_left(starts, piece.right)
            cols = (end if end < following else following) - col
            piece.row, piece.col, piece.cols = index, col, cols if cols > 1 else 1
            own.append(piece)
            here[col] = piece
        following = col
    kept.extend(reversed(own))
    return here


def _cut_overlaps(kept: list[Piece], rows: int) -> None:
    """Row spans end with the table, and above the first cell that begins under them."""
    begins: dict[int, list[tuple[int, int]]] = {}
    for piece in kept:
        begins.setdefault(piece.row, []).append((piece.col, piece.col + piece.cols))
    for piece in kept:
        end = min(piece.row + piece.rows, rows)
        for row in range(piece.row + 1, end):
            if any(left < piece.col + piece.cols and right > piece.col for left, right in begins.get(row, ())):
                end = row
                break
        piece.rows = end - piece.row

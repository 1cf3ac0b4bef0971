"""Cells as formats describe them (left edge, right edge, merged downwards) -> a `Table` on one clean grid.

Formats count columns differently: Word's grid keeps a line for every edge that was ever dragged, RTF has twips, a span
may claim two thousand million columns. Here a column is a place where a cell begins, in any row.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.blocks import Block, Cell, Place, Table
from extractor.readers.limits import Limits


@dataclass(slots=True)
class Piece:
    """One cell of one row. `left` and `right` are edges in any unit; `goes_on`: merged with the cell above."""

    left: int
    right: int
    blocks: tuple[Block, ...]
    goes_on: bool = False
    rows: int = 1
    header: bool = False
    place: Place = Place()


def build_table(
    rows: Sequence[Sequence[Piece]], limits: Limits, *, tolerance: int = 0, place: Place = Place(), ruled: bool = True
) -> Table:
    """The table of these rows. Edges nearer than `tolerance` are one, unless a row has a cell between them."""
    starts = _columns(rows, tolerance)
    limits.check("columns", len(starts))
    placed: list[_Placed] = []
    above: dict[int, _Placed] = {}
    for index, row in enumerate(rows):
        above = _place_row(index, row, starts, above, placed)
    cells = tuple(
        Cell(p.row, p.col, p.piece.blocks, min(p.rows, limits.span), p.cols, p.piece.header, p.piece.place)
        for p in placed
    )
    return Table(len(rows), len(starts), cells, ruled=ruled, place=place)


@dataclass(slots=True)
class _Placed:
    piece: Piece
    row: int
    col: int
    cols: int
    rows: int


def _columns(rows: Sequence[Sequence[Piece]], tolerance: int) -> list[int]:
    """The left edges that are columns of their own, in order; each stands for those just right of it, too."""
    edges = sorted({piece.left for row in rows for piece in row})
    if tolerance <= 0 or not any(right - left < tolerance for left, right in zip(edges, edges[1:], strict=False)):
        return edges
    apart = {(a.left, b.left) for row in rows for a, b in zip(row, row[1:], strict=False)}
    kept: list[int] = []
    for position, edge in enumerate(edges):
        near = bool(kept) and edge - kept[-1] < tolerance
        if near and not any((other, edge) in apart for other in edges[edges.index(kept[-1]) : position]):
            continue
        kept.append(edge)
    return kept


def _place_row(
    index: int, row: Sequence[Piece], starts: list[int], above: dict[int, _Placed], placed: list[_Placed]
) -> dict[int, _Placed]:
    """Adds a row's cells; answers which cell stands at each column where one begins, for the row below."""
    here: dict[int, _Placed] = {}
    columns = [_column(piece.left, starts) for piece in row]
    for number, (piece, col) in enumerate(zip(row, columns, strict=True)):
        following = columns[number + 1] if number + 1 < len(columns) else len(starts)
        upper = above.get(col) if piece.goes_on else None
        if upper is not None and upper.col + upper.cols <= following:
            upper.rows += 1
            here[col] = upper
            continue
        end = min(max(bisect_left(starts, piece.right), col + 1), max(following, col + 1))
        own = _Placed(piece, index, col, end - col, piece.rows)
        placed.append(own)
        here[col] = own
    return here


def _column(left: int, starts: list[int]) -> int:
    at = bisect_left(starts, left)
    return at if at < len(starts) and starts[at] == left else max(at - 1, 0)

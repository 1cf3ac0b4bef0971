"""Edges → intersections → cells → tables by pdfplumber's own functions, then each table as a grid with spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.blocks import Box
from extractor.errors import LimitError
from extractor.readers.limits import Limits
from extractor.readers.pdf.paths import Edge

SNAP = 3.0
_MIN_BEFORE, _MIN_AFTER = 1.0, 3.0
_OPEN_END = 8.0


@dataclass(frozen=True, slots=True)
class Square:
    """A cell's place in the grid: first row and column, and how many of each it covers."""

    row: int
    col: int
    rowspan: int
    colspan: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's borders (`xs`, `ys`, ascending) and the squares between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    squares: tuple[Square, ...]
    ruled: bool = True

    @property
    def box(self) -> Box:
        """The whole table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def at(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column of a point; None outside the table."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        return min(bisect_right(self.ys, y), len(self.ys) - 1) - 1, min(bisect_right(self.xs, x), len(self.xs) - 1) - 1


def find_grids(edges: Sequence[Edge], limits: Limits) -> list[Grid]:
    """The ruled tables of a page, from the top.

    Raises:
        LimitError: more squares than allowed (a page hatched with lines).
    """
    if len(edges) < 4:
        return []
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
    from pdfplumber.utils.geometry import filter_edges

    usable = filter_edges([_to_plumber(e) for e in edges], min_length=_MIN_BEFORE)
    merged = filter_edges(merge_edges(usable, SNAP, SNAP, SNAP, SNAP), min_length=_MIN_AFTER)
    closed = merged + _closing(merged)
    level = sum(e["orientation"] == "h" for e in closed)
    if level * (len(closed) - level) > limits.cells:
        raise LimitError(f"cells {level * (len(closed) - level)} > {limits.cells}")
    cells = intersections_to_cells(edges_to_intersections(closed, SNAP, SNAP))
    return [to_grid(boxes) for boxes in cells_to_tables(cells)]


def _to_plumber(edge: Edge) -> dict[str, Any]:
    return {
        "x0": edge.x0,
        "x1": edge.x1,
        "top": edge.top,
        "bottom": edge.bottom,
        "width": edge.x1 - edge.x0,
        "height": edge.bottom - edge.top,
        "orientation": "h" if edge.level else "v",
        "object_type": "line",
    }


def _closing(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Borders that were not drawn: where several rulings end at one line beyond the last one across them.

    A row cut by the end of a page often has no lower border; many tables have no outer border left and right.
    """
    level = [e for e in edges if e["orientation"] == "h"]
    upright = [e for e in edges if e["orientation"] == "v"]
    return [
        *(_across(group, "top") for group in _ends(upright, "top", level)),
        *(_across(group, "bottom") for group in _ends(upright, "bottom", level)),
        *(_along(group, "x0") for group in _ends(level, "x0", upright)),
        *(_along(group, "x1") for group in _ends(level, "x1", upright)),
    ]


def _ends(edges: list[dict[str, Any]], side: str, across: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Groups of at least three edges that end together with nothing drawn across there, but crossed elsewhere."""
    groups: list[list[dict[str, Any]]] = []
    for edge in sorted(edges, key=lambda e: float(e[side])):
        if groups and edge[side] - groups[-1][-1][side] <= SNAP:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return [g for g in groups if len(g) > 2 and _is_open(g, side, across)]


def _is_open(group: list[dict[str, Any]], side: str, across: list[dict[str, Any]]) -> bool:
    upright = side in ("top", "bottom")
    at, low, high = ("top", "x0", "x1") if upright else ("x0", "top", "bottom")
    first = min(e["x0" if upright else "top"] for e in group)
    last = max(e["x1" if upright else "bottom"] for e in group)
    where = group[0][side]
    near = [a for a in across if a[low] < last - SNAP and a[high] > first + SNAP]
    drawn = any(abs(a[at] - where) < _OPEN_END for a in near)
    start, end = min(e["top" if upright else "x0"] for e in group), max(e["bottom" if upright else "x1"] for e in group)
    crossed = sum(start - SNAP <= a[at] <= end + SNAP for a in near)
    return not drawn and crossed > (1 if upright else 0)


def _across(group: list[dict[str, Any]], side: str) -> dict[str, Any]:
    y = float(group[0][side])
    x0, x1 = min(e["x0"] for e in group), max(e["x1"] for e in group)
    return _to_plumber(Edge(x0, y, x1, y, True))


def _along(group: list[dict[str, Any]], side: str) -> dict[str, Any]:
    x = float(group[0][side])
    return _to_plumber(Edge(x, min(e["top"] for e in group), x, max(e["bottom"] for e in group), False))


def to_grid(boxes: Iterable[Box], ruled: bool = True, xs: Sequence[float] = ()) -> Grid:
    """Cell rectangles as a grid; a rectangle over several columns or rows gets its span. `xs` adds known borders."""
    boxes = sorted(boxes, key=lambda box: (box[1], box[0]))
    columns = _borders([x for box in boxes for x in (box[0], box[2])] + list(xs))
    rows = _borders([y for box in boxes for y in (box[1], box[3])])
    taken: set[tuple[int, int]] = set()
    squares: list[Square] = []
    for box in boxes:
        row, col = _index(rows, box[1]), _index(columns, box[0])
        row2, col2 = max(_index(rows, box[3]), row + 1), max(_index(columns, box[2]), col + 1)
        places = {(r, c) for r in range(row, row2) for c in range(col, col2)}
        if places & taken:
            continue
        taken |= places
        squares.append(Square(row, col, row2 - row, col2 - col, box))
    squares.extend(
        Square(r, c, 1, 1, (columns[c], rows[r], columns[c + 1], rows[r + 1]))
        for r in range(len(rows) - 1)
        for c in range(len(columns) - 1)
        if (r, c) not in taken
    )
    squares.sort(key=lambda square: (square.row, square.col))
    return Grid(tuple(columns), tuple(rows), tuple(squares), ruled)


def _borders(values: list[float]) -> list[float]:
    """Distinct border positions; those nearer than the snapping tolerance are one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > SNAP:
            out.append(value)
    return out


def _index(borders: list[float], value: float) -> int:
    """The border nearest to a value."""
    at = bisect_right(borders, value)
    return min((i for i in (at - 1, at) if 0 <= i < len(borders)), key=lambda i: abs(borders[i] - value))

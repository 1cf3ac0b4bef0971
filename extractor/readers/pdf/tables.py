"""A page's drawn lines → its ruled tables, each as a grid of squares with spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from extractor.blocks import Box
from extractor.readers.limits import Limits
from extractor.readers.pdf.geometry import SNAP, Rule, Rules, find_cells, group_cells, merge
from extractor.readers.pdf.words import Word

_OPEN_END = 8.0
_MERGED_ROW = 2.5
_TOP_LEFT = itemgetter(1, 0)


class Square(NamedTuple):
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


def find_grids(drawn: Rules, limits: Limits) -> list[Grid]:
    """The ruled tables of a page, from the top.

    Raises:
        LimitError: more squares than allowed (a page hatched with lines).
    """
    rules = merge(drawn)
    closed = Rules([*rules.level, *_missing(rules.upright, rules.level)], [*rules.upright])
    closed.upright.extend(_missing(rules.level, rules.upright, sides=True))
    limits.check("cells", len(closed.level) * len(closed.upright))
    return [to_grid(boxes) for boxes in group_cells(find_cells(closed))]


def _missing(ending: Sequence[Rule], across: Sequence[Rule], sides: bool = False) -> list[Rule]:
    """Borders that were not drawn: where at least three rulings end together beyond the last one across them.

    A row cut by the end of a page often has no lower border; many tables have no outer border left and right.
    """
    if len(ending) < 3:
        return []
    out: list[Rule] = []
    for low in (True, False):
        for group in _ends(ending, low):
            rule = Rule(group[0].low if low else group[0].high, min(group).at, max(group).at)
            if _is_open(group, rule, across, 1 if sides else 2):
                out.append(rule)
    return out


def _ends(rules: Sequence[Rule], low: bool) -> list[list[Rule]]:
    """Groups of at least three lines that begin, or end, together."""
    place = 1 if low else 2
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r[place]):
        if groups and rule[place] - groups[-1][-1][place] <= SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [group for group in groups if len(group) > 2]


def _is_open(group: Sequence[Rule], rule: Rule, across: Sequence[Rule], least: int) -> bool:
    """Whether nothing is drawn where the group ends, though lines across it are drawn elsewhere."""
    near = [a for a in across if a.low < rule.high - SNAP and a.high > rule.low + SNAP]
    if any(abs(a.at - rule.at) < _OPEN_END for a in near):
        return False
    start, end = min(r.low for r in group), max(r.high for r in group)
    return sum(start - SNAP <= a.at <= end + SNAP for a in near) >= least


def to_grid(boxes: Iterable[Box], ruled: bool = True) -> Grid:
    """Cell rectangles as a grid; a rectangle over several columns or rows gets its span."""
    boxes = sorted(boxes, key=_TOP_LEFT)
    columns, col_of = _borders({x for box in boxes for x in (box[0], box[2])})
    rows, row_of = _borders({y for box in boxes for y in (box[1], box[3])})
    width = len(columns) - 1
    taken = bytearray(width * (len(rows) - 1))
    squares: list[Square] = []
    for box in boxes:
        row, col = row_of[box[1]], col_of[box[0]]
        rowspan, colspan = row_of[box[3]] - row, col_of[box[2]] - col
        if not rowspan or not colspan:
            continue  # between two lines of a double ruling
        first = row * width + col
        if rowspan == colspan == 1:
            free = not taken[first]
            taken[first] = 1
        else:
            free = _take(taken, range(first, first + rowspan * width, width), colspan)
        if free:
            squares.append(Square(row, col, rowspan, colspan, box))
    if not all(taken):
        squares.extend(
            Square(r, c, 1, 1, (columns[c], rows[r], columns[c + 1], rows[r + 1]))
            for r in range(len(rows) - 1)
            for c in range(width)
            if not taken[r * width + c]
        )
        squares.sort(key=lambda square: (square.row, square.col))
    return Grid(tuple(columns), tuple(rows), tuple(squares), ruled)


def _take(taken: bytearray, starts: Sequence[int], wide: int) -> bool:
    """Marks so many places from each start on, unless one of them is taken; answers whether none was."""
    if any(any(taken[start : start + wide]) for start in starts):
        return False
    for start in starts:
        taken[start : start + wide] = b"\1" * wide
    return True


def same_columns(upper: Grid, lower: Grid) -> bool:
    """Whether two tables have the same borders of columns, at least two columns."""
    near = (abs(a - b) < SNAP for a, b in zip(upper.xs, lower.xs, strict=False))
    return len(upper.xs) == len(lower.xs) > 2 and all(near)


def line_between(upper: Grid, lower: Grid, words: Sequence[Word]) -> list[Word]:
    """The words between two tables where there is room for no more than a row of them; else nothing."""
    top, bottom = upper.ys[-1], lower.ys[0]
    inside = [w for w in words if top < (w.top + w.bottom) / 2 < bottom]
    return inside if inside and 0 < bottom - top < _MERGED_ROW * max(w.bottom - w.top for w in inside) else []


def stacked(upper: Grid, lower: Grid) -> Grid:
    """Two tables of the same columns as one, with a merged row between them: the square after all of the upper's."""
    row, cols = len(upper.ys) - 1, len(upper.xs) - 1
    between = Square(row, 0, 1, cols, (upper.xs[0], upper.ys[-1], upper.xs[-1], lower.ys[0]))
    below = (Square(s.row + row + 1, s.col, s.rowspan, s.colspan, s.box) for s in lower.squares)
    return Grid(upper.xs, upper.ys + lower.ys, (*upper.squares, between, *below))


def _borders(values: Iterable[float]) -> tuple[list[float], dict[float, int]]:
    """Distinct border positions and the number of each value's; those nearer than the snapping tolerance are one."""
    borders: list[float] = []
    number: dict[float, int] = {}
    for value in sorted(values):
        if not borders or value - borders[-1] > SNAP:
            borders.append(value)
        number[value] = len(borders) - 1
    return borders, number

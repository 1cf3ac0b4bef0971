"""Edges → intersections → cells → tables: pdfplumber's algorithm and its defaults, on plain tuples.

pdfplumber's own functions copy dictionaries and take longer than all other reading of a page together; these answer
the same cells (`tests/test_pdf_geometry.py` holds them to that) in a fifth of the time.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from extractor.blocks import Box

SNAP = 3.0
_SHORTEST_DRAWN = 1.0
_SHORTEST_JOINED = 3.0
Point = tuple[float, float]


class Rule(NamedTuple):
    """A straight line across the page: `at` is its y and `low`, `high` its x ends, or the other way round."""

    at: float
    low: float
    high: float


class Rules(NamedTuple):
    """The level and the upright lines of a page."""

    level: list[Rule]
    upright: list[Rule]


def merge(rules: Rules) -> Rules:
    """Lines next to one another snapped to one place, pieces of one line joined, specks left out."""
    return Rules(_merge_one_way(rules.level), _merge_one_way(rules.upright))


def _merge_one_way(rules: Sequence[Rule]) -> list[Rule]:
    snapped = _snap([rule for rule in rules if rule.high - rule.low >= _SHORTEST_DRAWN])
    joined: list[Rule] = []
    for _, group in groupby(sorted(snapped), key=itemgetter(0)):
        joined.extend(_join(group))
    return [rule for rule in joined if rule.high - rule.low >= _SHORTEST_JOINED]


def _snap(rules: Sequence[Rule]) -> list[Rule]:
    """Each chain of lines at most `SNAP` from the one before gets the chain's mean."""
    out: list[Rule] = []
    chain: list[Rule] = []
    for rule in sorted(rules, key=itemgetter(0)):
        if chain and rule.at > chain[-1].at + SNAP:
            out.extend(_to_mean(chain))
            chain = []
        chain.append(rule)
    out.extend(_to_mean(chain))
    return out


def _to_mean(chain: Sequence[Rule]) -> list[Rule]:
    if not chain:
        return []
    mean = sum(rule.at for rule in chain) / len(chain)
    return [Rule(mean, rule.low, rule.high) for rule in chain]


def _join(rules: Iterable[Rule]) -> list[Rule]:
    """Lines of one place, sorted by where they begin; gaps up to `SNAP` close."""
    joined: list[Rule] = []
    for rule in rules:
        last = joined[-1] if joined else None
        if last is not None and rule.low <= last.high + SNAP:
            if rule.high > last.high:
                joined[-1] = Rule(last.at, last.low, rule.high)
        else:
            joined.append(rule)
    return joined


class _Crossings(NamedTuple):
    """Where upright and level lines meet: `xs` and `ys` ascending, and for each pair of them which lines do.

    `upright[i][j]` has a bit for each of the upright lines at `xs[i]` that reach `ys[j]`, `level[i][j]` one for each
    of the level lines at `ys[j]` that reach `xs[i]`; 0 where nothing meets.
    """

    xs: list[float]
    ys: list[float]
    upright: list[list[int]]
    level: list[list[int]]


def find_cells(rules: Rules) -> list[Box]:
    """The smallest rectangle to the right of and below each crossing, from left to right."""
    crossings = _cross(rules)
    xs, ys, upright, _ = crossings
    rows = [[i for i in range(len(xs)) if upright[i][j]] for j in range(len(ys))]
    passed = [0] * len(ys)
    cells: list[Box] = []
    for i, x in enumerate(xs):
        column = [j for j, met in enumerate(upright[i]) if met]
        for place, j in enumerate(column, 1):
            passed[j] += 1
            corner = _corner(i, j, crossings, rows[j][passed[j] :], column[place:])
            if corner is not None:
                cells.append((x, ys[j], xs[corner[0]], ys[corner[1]]))
    return cells


def _cross(rules: Rules) -> _Crossings:
    uprights, levels = _by_place(rules.upright), _by_place(rules.level)
    xs, ys = sorted(uprights), sorted(levels)
    upright = [[0] * len(ys) for _ in xs]
    level = [[0] * len(ys) for _ in xs]
    lines = [levels[y] for y in ys]
    for i, x in enumerate(xs):
        mine, across = upright[i], level[i]
        for bit, (top, bottom) in enumerate(uprights[x]):
            for j in range(bisect_left(ys, top - SNAP), bisect_right(ys, bottom + SNAP)):
                for other, (left, right) in enumerate(lines[j]):
                    if left - SNAP <= x <= right + SNAP:
                        mine[j] |= 1 << bit
                        across[j] |= 1 << other
    return _Crossings(xs, ys, upright, level)


def _by_place(rules: Iterable[Rule]) -> dict[float, list[tuple[float, float]]]:
    """The ends of the lines at each place."""
    out: dict[float, list[tuple[float, float]]] = {}
    for at, low, high in rules:
        out.setdefault(at, []).append((low, high))
    return out


def _corner(i: int, j: int, crossings: _Crossings, right: list[int], below: list[int]) -> tuple[int, int] | None:
    """The corner across the cell that begins at a crossing: one line leads right, then down, another down, then right.

    `right` is the other crossings of its row, `below` those of its column.
    """
    _, _, upright, level = crossings
    down, across = upright[i], level[i]
    for low in below:
        if down[j] & down[low]:
            for far in right:
                up, over = upright[far], level[far]
                if across[j] & over[j] and up[low] & up[j] and over[low] & across[low]:
                    return far, low
    return None


def group_cells(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that share corners, one list a table, from the top; a cell alone is a frame and no table."""
    group_of: dict[Point, list[Box]] = {}
    for cell in cells:
        x0, top, x1, bottom = cell
        corners = (x0, top), (x0, bottom), (x1, top), (x1, bottom)
        group: list[Box] | None = None
        for corner in corners:
            other = group_of.get(corner)
            if other is not None and other is not group:
                group = other if group is None else _united(group, other, group_of)
        if group is None:
            group = []
        group.append(cell)
        for corner in corners:
            group_of[corner] = group
    tables = [group for group in {id(group): group for group in group_of.values()}.values() if len(group) > 1]
    return sorted(tables, key=lambda group: min((cell[1], cell[0]) for cell in group))


def _united(one: list[Box], other: list[Box], group_of: dict[Point, list[Box]]) -> list[Box]:
    """Two groups that a cell joins, as one: the larger takes in the smaller."""
    small, large = sorted((one, other), key=len)
    for x0, top, x1, bottom in small:
        group_of.update(dict.fromkeys(((x0, top), (x0, bottom), (x1, top), (x1, bottom)), large))
    large.extend(small)
    return large

"""Edges → intersections → cells → tables: pdfplumber's algorithm and its defaults, on plain tuples.

pdfplumber's own functions copy dictionaries and take longer than all other reading of a page together; these answer
the same cells (`tests/test_pdf_geometry.py` holds them to that) in a fifth of the time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
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
    """Which upright and which level lines (by number) meet at each point."""

    upright: dict[Point, set[int]]
    level: dict[Point, set[int]]


def find_cells(rules: Rules) -> list[Box]:
    """The smallest rectangle to the right of and below each crossing."""
    crossings = _cross(rules)
    rows: defaultdict[float, list[float]] = defaultdict(list)
    columns: defaultdict[float, list[float]] = defaultdict(list)
    points = sorted(crossings.upright)
    for x, y in points:
        rows[y].append(x)
        columns[x].append(y)
    found = (_cell_at(point, crossings, rows[point[1]], columns[point[0]]) for point in points)
    return [cell for cell in found if cell is not None]


def _cross(rules: Rules) -> _Crossings:
    crossings = _Crossings(defaultdict(set), defaultdict(set))
    level = sorted(rules.level)
    heights = [rule.at for rule in level]
    for v, (x, top, bottom) in enumerate(rules.upright):
        for h in range(bisect_left(heights, top - SNAP), len(level)):
            y, left, right = level[h]
            if y > bottom + SNAP:
                break
            if left - SNAP <= x <= right + SNAP:
                crossings.upright[x, y].add(v)
                crossings.level[x, y].add(h)
    return crossings


def _cell_at(point: Point, crossings: _Crossings, row: list[float], column: list[float]) -> Box | None:
    x, y = point
    upright, level = crossings
    down, across = upright[point], level[point]
    rest = row[bisect_left(row, x) + 1 :]
    for low in column[bisect_left(column, y) + 1 :]:
        if down.isdisjoint(upright[x, low]):
            continue
        for far in rest:
            corner = (far, low)
            if (
                corner in upright
                and not across.isdisjoint(level[far, y])
                and not upright[corner].isdisjoint(upright[far, y])
                and not level[corner].isdisjoint(level[x, low])
            ):
                return x, y, far, low
    return None


def group_cells(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that share corners, one list a table, from the top; a cell alone is a frame and no table."""
    parent = list(range(len(cells)))
    find = _finder(parent)
    seen: dict[Point, int] = {}
    for index, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            other = seen.setdefault(corner, index)
            if other != index:
                parent[find(index)] = find(other)
    groups: defaultdict[int, list[Box]] = defaultdict(list)
    for index, cell in enumerate(cells):
        groups[find(index)].append(cell)
    tables = [group for group in groups.values() if len(group) > 1]
    return sorted(tables, key=lambda group: min((cell[1], cell[0]) for cell in group))


def _finder(parent: list[int]) -> Callable[[int], int]:
    def find(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    return find

"""Where rows begin in a run of cells that nothing parts.

Every way to cut the run of cells into rows is scored, and the best cut wins (dynamic
programming over the cells, a beam of open possibilities). A row is full (as many cells as its table has columns),
short (fewer: merged cells), or a section (one cell); a header of another width starts a new table. What counts:

* likeness: a cell of a full row ought to look like the one above it (a number, a date, initials, quotes, a length);
* numbers: «1.», «2.» begin rows, best in order;
* empty lines: more often between rows than inside them, as far as the dump uses them at all;
* shape: headers are short and hold no dates or full stops; sections are short, few, and no numbers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Literal

from extractor.readers.text.looks import Look, Promise, header_shape, holds, likeness, promised

_WIDEST = 16
_BEAM = 12
_LEAST_TOLD = 4
"""So many rows with empty lines between them tell how the table is cut."""
_LONG = 4000
_LONG_BEAM = 4
"""A run of more than `_LONG` cells is cut with fewer possibilities kept open: rows enough to learn from stand in it."""

Shape = Literal["full", "short", "section", "header"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each piece of evidence counts; likeness itself runs from about −1 (unlike) to +1 (alike)."""

    number_starts_row: float = 1.2
    number_follows: float = 0.8
    number_inside: float = -1.5
    gap_before_row: float = 0.4
    more_gap_before_row: float = 0.3
    gap_inside_row: float = -0.35
    no_gap_before_row: float = -0.7
    section: float = -0.6
    section_shape: float = 0.8
    short_row: float = -1.6
    new_table: float = -2.2
    new_table_unannounced: float = -1.5
    first_table: float = -0.5
    section_above_all: float = -1.5
    header_shape: float = 2.0
    missing_cell: float = -0.3
    section_again: float = -1.2
    section_at_end: float = -1.5
    single_column: float = -3.0
    promise_kept: float = 0.2
    promise_broken: float = -0.3
    accept: float = 0.12


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Cut:
    """One row of the cut: the cells from `start` to `end`, and the width of its table."""

    start: int
    end: int
    shape: Shape
    width: int


@dataclass(frozen=True, slots=True)
class _State:
    """A way to cut the cells so far: its score, the table's width, and where the rows to compare with begin.

    `mate` is the last full row (or the header), `older` the one before it, `head` the header; -1 where there is none.
    """

    score: float
    width: int
    mate: int
    older: int
    after_section: bool
    last: Cut | None
    before: _State | None
    head: int = -1


_START = _State(0.0, 0, -1, -1, False, None, None)


@dataclass(slots=True)
class Run:
    """The cells to cut: their looks and texts, the empty lines before each, and whether one goes on behind a gap."""

    looks: Sequence[Look]
    texts: Sequence[str]
    gaps: Sequence[int]
    tails: Sequence[bool]
    weights: Weights = WEIGHTS
    _pairs: dict[int, float] = field(default_factory=dict)
    _promises: dict[int, Promise | None] = field(default_factory=dict)
    _heads: list[float] = field(default_factory=list)
    _unlike_heads: list[int] = field(default_factory=list)
    _inner_gaps: list[int] = field(default_factory=list)
    _gaps_tell: float = 0.0

    def __post_init__(self) -> None:
        shapes = [header_shape(look) for look in self.looks]
        self._heads = [0.0, *accumulate(shapes)]
        self._unlike_heads = [0, *accumulate(shape <= -0.2 for shape in shapes)]
        self._inner_gaps = [0, *accumulate(min(gap, 3) for gap in self.gaps)]
        share = sum(gap > 0 for gap in self.gaps[1:]) / max(len(self.gaps) - 1, 1)
        self._gaps_tell = 0.0 if share < 0.03 else min(1.0, max(0.0, (0.9 - share) / 0.3))

    def __len__(self) -> int:
        return len(self.looks)

    def alike(self, a: int, b: int) -> float:
        """How much two cells look alike."""
        slot = a * len(self.looks) + b
        if slot not in self._pairs:
            self._pairs[slot] = likeness(self.looks[a], self.looks[b])
        return self._pairs[slot]

    def fits(self, cell: int, column: int, state: _State) -> float:
        """How a cell fits its column: by the row above, and by the one above that."""
        near = self.alike(cell, state.mate + column)
        if state.older < 0:
            return near
        far = self.alike(cell, state.older + column)
        return 0.6 * max(near, far) + 0.4 * min(near, far)

    def keeps(self, start: int, state: _State) -> float:
        """How a row's cells fit what the words of its header promise («Ответственный»: initials)."""
        if state.head < 0:
            return 0.0
        score = 0.0
        for column in range(state.width):
            slot = state.head + column
            if slot not in self._promises:
                self._promises[slot] = promised(self.texts[slot])
            kept = holds(self._promises[slot], self.looks[start + column])
            score += self.weights.promise_kept * (kept > 0) + self.weights.promise_broken * (kept < 0)
        return score

    def is_header(self, start: int, width: int) -> bool:
        """Whether a row could be a header by its looks."""
        return self._unlike_heads[start + width] == self._unlike_heads[start]

    def header_shape(self, start: int, end: int) -> float:
        """The mean shape of a row as a header."""
        return (self._heads[end] - self._heads[start]) / (end - start)

    def gap_score(self, start: int, end: int) -> float:
        """What empty lines say of a row: one before it speaks for it, those inside against it, as far as they tell."""
        weights = self.weights
        inside = weights.gap_inside_row * (self._inner_gaps[end] - self._inner_gaps[start + 1])
        if start == 0:
            return self._gaps_tell * inside
        more = min(self.gaps[start], 3) - 1
        before = weights.no_gap_before_row if more < 0 else weights.gap_before_row + more * weights.more_gap_before_row
        return self._gaps_tell * (before + inside)

    def number_score(self, start: int, end: int, state: _State) -> float:
        """A number at the row's start, best one more than that of the row above; numbers inside count against."""
        score = 0.0
        if self.looks[start].number:
            above = self.texts[state.mate] if self.looks[state.mate].number else ""
            score += self.weights.number_starts_row
            score += self.weights.number_follows if _follows(above, self.texts[start]) else 0.0
        for cell in range(start + 1, end):
            if self.looks[cell].number and not self.looks[state.mate + min(cell - start, state.width - 1)].number:
                score += self.weights.number_inside
        return score


def cut_rows(run: Run, head: int = 0) -> list[Cut] | None:
    """The best cut into rows; None where the cells are no table (paragraphs with a tab as their indent).

    Args:
        run: the cells.
        head: how many of the first cells are known to be the header (0: not known).
    """
    if len(run) < 4:
        return None
    told = _told_by_gaps(run)
    if told is not None:
        return told
    layers: list[dict[tuple[int, int, bool], _State]] = [{} for _ in range(len(run) + 1)]
    layers[head][head, 0 if head else -1, False] = _headed(head) if head else _START
    beam = _BEAM if len(run) <= _LONG else _LONG_BEAM
    for at in range(len(run)):
        states = sorted(layers[at].values(), key=lambda s: -s.score)[:beam]
        for option in _options(run, at, states):
            assert option.last is not None
            layer, slot = layers[option.last.end], (option.width, option.mate, option.after_section)
            if slot not in layer or option.score > layer[slot].score:
                layer[slot] = option
        layers[at] = {}
    best = max(layers[-1].values(), key=lambda s: s.score, default=_START)
    if best.score < (0 if head else run.weights.accept * len(run)) or best.width < 2:
        return None
    cuts: list[Cut] = []
    step: _State | None = best
    while step is not None and step.last is not None:
        cuts.append(step.last)
        step = step.before
    return cuts[::-1]


def _headed(width: int) -> _State:
    """Behind a header that is known."""
    return _State(0.0, width, 0, -1, False, Cut(0, width, "header", width), _START, 0)


def _told_by_gaps(run: Run) -> list[Cut] | None:
    """The rows where empty lines part each from the next: none is wider than the header, most are as wide.

    None where the empty lines do not tell: everywhere, nowhere, or rows of any length between them.
    """
    starts = [0, *(at for at in range(1, len(run)) if run.gaps[at] > 0)]
    rows = list(pairwise([*starts, len(run)]))
    sizes = [end - start for start, end in rows]
    head = next((index for index, size in enumerate(sizes) if size > 1), None)
    if head is None or head > 2 or len(rows) < _LEAST_TOLD:
        return None
    width, body = sizes[head], [size for size in sizes[head + 1 :] if size > 1]
    start = rows[head][0]
    if not 2 < width <= _WIDEST or max(body, default=width + 1) > width or not run.is_header(start, width):
        return None
    if 2 * sum(size == width for size in body) < len(body) or len(body) < _LEAST_TOLD - 1:
        return None
    if any(_are_one_row(sizes[at:], width) for at in range(head + 1, len(sizes))):
        return None
    return [_told(run, start, end, width, index == head) for index, (start, end) in enumerate(rows)]


def _are_one_row(sizes: Sequence[int], width: int) -> bool:
    """A short row whose missing cells follow behind an empty line: the lines stand inside rows too."""
    sums = list(accumulate(sizes[:width]))
    return 1 < sizes[0] < width and width in sums


def _told(run: Run, start: int, end: int, width: int, is_head: bool) -> Cut:
    if is_head:
        return Cut(start, end, "header", width)
    if end - start == width:
        return Cut(start, end, "full", width)
    return Cut(start, end, "section" if end - start == 1 and not run.looks[start].number else "short", width)


def _options(run: Run, at: int, states: Sequence[_State]) -> Iterator[_State]:
    """Every row that may begin at a cell, behind every cut so far; a new table only behind the best of them."""
    for rank, state in enumerate(states):
        if state.width:
            yield from _full(run, at, state)
            if rank < _BEAM // 4:
                yield from _short(run, at, state)
        yield from _section(run, at, state)
    announced = [s for s in states if s.after_section or not s.width or run.tails[at]]
    for state in (*announced[:2], *[s for s in states if s not in announced][:2]):
        yield from _header(run, at, state)


def _full(run: Run, at: int, state: _State) -> Iterator[_State]:
    end = at + state.width
    if end > len(run):
        return
    alike = sum(run.fits(at + i, i, state) for i in range(state.width))
    under_header = run.is_header(state.mate, state.width)
    if under_header:
        alike = alike if run.is_header(at, state.width) else max(alike, 0.2 * state.width)
        alike -= 0.5 * sum(look.number for look in run.looks[at + 1 : end])
    score = alike + run.number_score(at, end, state) + run.gap_score(at, end) + run.keeps(at, state)
    older = -1 if under_header else state.mate
    cut = Cut(at, end, "full", state.width)
    yield _State(state.score + score, state.width, at, older, False, cut, state, state.head)


def _short(run: Run, at: int, state: _State) -> Iterator[_State]:
    weights = run.weights
    for count in range(2, state.width):
        end = at + count
        if end > len(run) or all(look.empty for look in run.looks[at:end]):
            return
        alike, _ = align(run.looks[at:end], run.looks[state.mate : state.mate + state.width])
        alike = min(alike, 0.0) if run.is_header(state.mate, state.width) else alike
        numbers = min(run.number_score(at, end, state), 0.0)
        missing = weights.missing_cell * (state.width - count)
        score = alike + numbers + weights.short_row + missing + run.gap_score(at, end)
        cut = Cut(at, end, "short", state.width)
        yield _State(state.score + score, state.width, state.mate, state.older, False, cut, state, state.head)


def _section(run: Run, at: int, state: _State) -> Iterator[_State]:
    look = run.looks[at]
    if look.empty or look.number or look.clock or look.digits > 0.5:
        return
    shape = run.weights.section_shape if look.length < 7 and look.lines == 1 and not look.year else -0.4
    shape -= 0.5 if look.initials else 0.0
    shape -= 0.9 if look.dated >= 0.5 and look.digits else 0.0
    shape -= max(0.0, look.length - 7) * 0.6 + 0.3 * min(look.lines - 1, 5) + (0.4 if look.digits > 0.2 else 0.0)
    last = run.weights.section_at_end if at + 1 == len(run) else 0.0
    again = run.weights.section_again if state.after_section else 0.0 if state.width else run.weights.section_above_all
    score = run.weights.section + shape + run.gap_score(at, at + 1) + last + again
    cut = Cut(at, at + 1, "section", state.width)
    yield _State(state.score + score, state.width, state.mate, state.older, True, cut, state, state.head)


def _header(run: Run, at: int, state: _State) -> Iterator[_State]:
    weights, tail = run.weights, run.tails[at]
    switch = weights.new_table if state.width else weights.first_table
    if state.width and not state.after_section and not tail:
        switch += weights.new_table_unannounced
    for width in range(1, min(_WIDEST, len(run) - at) + 1):
        if width == state.width and not tail:
            continue
        single = weights.single_column if width == 1 else 0.0
        end = at + width
        score = switch + weights.header_shape * run.header_shape(at, end) + single + run.gap_score(at, end)
        yield _State(state.score + score, width, at, -1, False, Cut(at, end, "header", width), state, at)


def _follows(above: str, below: str) -> bool:
    a, b = (tuple(map(int, re.findall(r"\d+", t))) for t in (above, below))
    return bool(b) and (b[-1] == 1 or (bool(a) and b == (*a[:-1], a[-1] + 1)))


def align(cells: Sequence[Look], mates: Sequence[Look]) -> tuple[float, tuple[int, ...]]:
    """Fewer cells than columns: the columns, in order, where the cells look most like those of the row above."""
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * (len(mates) + 1)
    for i, cell in enumerate(cells):
        row: list[tuple[float, tuple[int, ...]]] = [(-math.inf, ())] * (len(mates) + 1)
        for col in range(i + 1, len(mates) + 1):
            here = best[col - 1][0] + likeness(cell, mates[col - 1])
            row[col] = max(row[col - 1], (here, (*best[col - 1][1], col - 1)), key=lambda x: x[0])
        best = row
    return best[-1]

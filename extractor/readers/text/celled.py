"""Tables with a cell a line: a tab, the cell's text over one or more lines, and nothing that ends a row.

Where rows begin is inferred. Every way to cut the run of cells into rows is scored, and the best cut wins (dynamic
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
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from extractor.blocks import Block, Paragraph
from extractor.readers.limits import Limits
from extractor.readers.text.labels import split_label, to_paragraphs
from extractor.readers.text.markup import Line
from extractor.readers.text.rows import CellText, Row, mark_headers, to_table
from extractor.text import key, one_line

_WIDEST = 16
_BEAM = 60

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
    section_above_all: float = -1.0
    header_shape: float = 0.5
    single_column: float = -3.0
    accept: float = 0.12


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell looks like at a glance."""

    empty: bool
    number: bool
    length: float
    lines: int
    digits: float
    year: bool
    initials: bool
    quotes: bool
    labelled: bool
    upper: bool
    sentence: bool
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as it stands: its lines, and how many empty lines stand before and inside it."""

    lines: tuple[Line, ...]
    gap: int
    inner: int
    look: Look
    text: str


@dataclass(frozen=True, slots=True)
class Cut:
    """One row of the cut: the cells from `start` to `end`, and the width of its table."""

    start: int
    end: int
    shape: Shape
    width: int


@dataclass(frozen=True, slots=True)
class _State:
    """A way to cut the cells so far: its score, the table's width, and where the row to compare with begins."""

    score: float
    width: int
    mate: int
    after_section: bool
    last: Cut | None
    before: _State | None


def take_celled(lines: Sequence[Line], start: int, limits: Limits) -> list[Block]:
    """All from the first cell on, as tables with the paragraphs between and behind them."""
    cells = raw_cells(lines[start:])
    limits.check("cells", len(cells))
    cuts = cut_rows(cells)
    if cuts is None:
        return list(to_paragraphs(lines[start:]))
    blocks: list[Block] = []
    for group in _tables(cuts):
        rows, behind = _rows(cells, group)
        blocks.append(to_table(mark_headers(rows)))
        blocks += behind
    return blocks


def raw_cells(lines: Sequence[Line]) -> list[RawCell]:
    """A cell for each line that begins with a tab, with the lines without one that follow it."""
    groups: list[list[Line]] = []
    for line in lines:
        if line.text.startswith("\t"):
            groups.append([replace(line, text=line.text[1:].replace("\t", " "))])
        elif groups:
            groups[-1].append(line)
    out, gap = [], 0
    for group in groups:
        body = list(group)
        while len(body) > 1 and body[-1].blank:
            body.pop()
        text = "\n".join(one_line(line.text) for line in body if line.text.strip())
        inner = sum(line.blank for line in body[1:])
        out.append(RawCell(tuple(body), gap, inner, look_at(text), text))
        gap = len(group) - len(body)
    return out


_NUMBER = re.compile(r"(?:№\s*)?\d{1,3}(?:\.\d{1,3}){0,3}[.)]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_INITIALS = re.compile(r"[А-ЯЁ]\.\s?[А-ЯЁ]\.")


@lru_cache(maxsize=1 << 14)
def look_at(text: str) -> Look:
    """A cell's look from its text (one line a printed line)."""
    plain = one_line(text)
    letters = sum(c.isalpha() for c in plain)
    first = split_label(text)[0]
    return Look(
        empty=not plain,
        number=bool(_NUMBER.fullmatch(plain)),
        length=math.log2(1 + len(plain)),
        lines=text.count("\n") + 1,
        digits=sum(c.isdigit() for c in plain) / max(len(plain), 1),
        year=bool(_YEAR.search(plain)),
        initials=bool(_INITIALS.search(plain)),
        quotes=any(c in plain for c in '«"“'),
        labelled=first is not None,
        upper=letters > 3 and plain.upper() == plain,
        sentence=plain.endswith((".", ";", ",", ":")),
        words=frozenset(key(w) for w in plain.split()[:12] if len(w) > 2),
    )


@lru_cache(maxsize=1 << 16)
def likeness(a: Look, b: Look) -> float:
    """How much two cells look like cells of one column: about −1 to 1; an empty cell says little."""
    if a.empty or b.empty:
        return 0.25 if a.empty and b.empty else -0.1
    if a.number or b.number:
        return 1.0 if a.number and b.number else -0.9
    score = 0.35 - 0.22 * abs(a.length - b.length)
    score += 0.3 if a.words == b.words else 0.5 * len(a.words & b.words) / max(len(a.words | b.words), 1)
    score += 0.15 if a.year and b.year else -0.2 if a.year != b.year else 0.0
    score += 0.25 if a.initials and b.initials else -0.25 if a.initials != b.initials else 0.0
    score += 0.15 if a.quotes and b.quotes else -0.1 if a.quotes != b.quotes else 0.0
    score += 0.15 if a.labelled and b.labelled else -0.15 if a.labelled != b.labelled else 0.0
    score -= 0.6 * abs(a.digits - b.digits)
    score -= 0.25 if a.upper != b.upper else 0.0
    return max(-1.0, min(1.0, score))


def cut_rows(cells: Sequence[RawCell], weights: Weights = WEIGHTS) -> list[Cut] | None:
    """The best cut into rows; None where the cells are no table (paragraphs with a tab as their indent)."""
    if len(cells) < 4:
        return None
    gaps = _Gaps.of(cells, weights)
    layers: list[dict[tuple[int, int, bool], _State]] = [{} for _ in range(len(cells) + 1)]
    layers[0][0, -1, False] = _State(0.0, 0, -1, False, None, None)
    for at in range(len(cells)):
        for state in sorted(layers[at].values(), key=lambda s: -s.score)[:_BEAM]:
            for option in _options(cells, at, state, gaps, weights):
                slot = (option.width, option.mate, option.after_section)
                layer = layers[option.last.end if option.last else at]
                if slot not in layer or option.score > layer[slot].score:
                    layer[slot] = option
        layers[at] = {}
    best = max(layers[-1].values(), key=lambda s: s.score, default=None)
    if best is None or best.score < weights.accept * len(cells) or best.width < 2:
        return None
    cuts: list[Cut] = []
    step: _State | None = best
    while step is not None and step.last is not None:
        cuts.append(step.last)
        step = step.before
    return cuts[::-1]


@dataclass(frozen=True, slots=True)
class _Gaps:
    """What an empty line before a cell says, where the dump sets some cells off and not others."""

    before: tuple[int, ...]
    weights: Weights
    used: float
    """0 where empty lines tell nothing (none, or before nearly every cell), 1 where they are telling."""

    @classmethod
    def of(cls, cells: Sequence[RawCell], weights: Weights) -> _Gaps:
        before = tuple(c.gap for c in cells)
        share = sum(g > 0 for g in before[1:]) / max(len(before) - 1, 1)
        return cls(before, weights, 0.0 if share < 0.03 else min(1.0, max(0.0, (0.9 - share) / 0.3)))

    def row_start(self, at: int) -> float:
        """An empty line before a row's first cell."""
        if at == 0:
            return 0.0
        if not self.before[at]:
            return self.used * self.weights.no_gap_before_row
        more = min(self.before[at], 3) - 1
        return self.used * (self.weights.gap_before_row + more * self.weights.more_gap_before_row)

    def inside(self, start: int, end: int) -> float:
        """Empty lines between the cells of a row: cells of several paragraphs end in them, too."""
        return self.used * self.weights.gap_inside_row * sum(min(g, 3) for g in self.before[start + 1 : end])


def _options(cells: Sequence[RawCell], at: int, state: _State, gaps: _Gaps, weights: Weights) -> list[_State]:
    """Every row that may begin here."""
    out = []
    if state.width:
        out += _full(cells, at, state, gaps, weights)
        out += _short(cells, at, state, gaps, weights)
    out += _section(cells, at, state, gaps, weights)
    out += _header(cells, at, state, gaps, weights)
    return out


def _full(cells: Sequence[RawCell], at: int, state: _State, gaps: _Gaps, weights: Weights) -> list[_State]:
    end = at + state.width
    if end > len(cells):
        return []
    alike = sum(likeness(cells[at + i].look, cells[state.mate + i].look) for i in range(state.width))
    if _is_header_row(cells, state.mate, state.width):
        alike = max(alike, 0.2 * state.width if not _is_header_row(cells, at, state.width) else alike)
        alike += _bare_numbers(cells, at, end)
    score = alike + _numbers(cells, at, end, state, weights) + gaps.row_start(at) + gaps.inside(at, end)
    return [_State(state.score + score, state.width, at, False, Cut(at, end, "full", state.width), state)]


def _bare_numbers(cells: Sequence[RawCell], at: int, end: int) -> float:
    """Under a header only the first column is likely to hold bare numbers."""
    return -0.5 * sum(c.look.number for c in cells[at + 1 : end])


def _short(cells: Sequence[RawCell], at: int, state: _State, gaps: _Gaps, weights: Weights) -> list[_State]:
    out = []
    for count in range(2, state.width):
        end = at + count
        if end > len(cells) or all(c.look.empty for c in cells[at:end]):
            break
        alike, _ = align(cells[at:end], cells[state.mate : state.mate + state.width])
        alike = min(alike, 0.0) if _is_header_row(cells, state.mate, state.width) else alike
        numbers = _numbers(cells, at, end, state, weights)
        missing = 0.3 * (state.width - count)
        score = alike + min(numbers, 0.0) + weights.short_row - missing + gaps.row_start(at) + gaps.inside(at, end)
        out.append(
            _State(state.score + score, state.width, state.mate, False, Cut(at, end, "short", state.width), state)
        )
    return out


def _section(cells: Sequence[RawCell], at: int, state: _State, gaps: _Gaps, weights: Weights) -> list[_State]:
    look = cells[at].look
    if look.empty or look.number:
        return []
    shape = weights.section_shape if look.length < 7 and look.lines == 1 and not look.year else -0.4
    shape -= 0.5 if look.initials else 0.0
    shape -= max(0.0, look.length - 7) * 0.6 + 0.3 * min(look.lines - 1, 5) + (0.4 if look.digits > 0.2 else 0.0)
    tail = 0.0 if at + 1 < len(cells) else -1.5
    again = -1.2 if state.after_section else 0.0 if state.width else weights.section_above_all
    score = weights.section + shape + gaps.row_start(at) + tail + again
    return [_State(state.score + score, state.width, state.mate, True, Cut(at, at + 1, "section", state.width), state)]


def _header(cells: Sequence[RawCell], at: int, state: _State, gaps: _Gaps, weights: Weights) -> list[_State]:
    out = []
    switch = weights.new_table if state.width else weights.first_table
    switch += 0.0 if state.after_section or not state.width or _has_tail(cells, at) else weights.new_table_unannounced
    for width in range(1, _WIDEST + 1):
        end = at + width
        if end > len(cells):
            break
        if width == state.width and not _has_tail(cells, at):
            continue
        shape = sum(_header_shape(c.look) for c in cells[at:end]) * weights.header_shape
        single = weights.single_column if width == 1 else 0.0
        score = switch + shape + single + gaps.row_start(at) + gaps.inside(at, end)
        out.append(_State(state.score + score, width, at, False, Cut(at, end, "header", width), state))
    return out


def _header_shape(look: Look) -> float:
    """How much a cell looks like a column's header: short, no digits, no sentence; −1.5 to 0.6."""
    if look.empty:
        return -0.1
    if look.number:
        return -1.5
    score = 0.6 if look.length < 5.2 else 0.2 if look.length < 6 else -0.5
    score -= 0.8 if look.year or look.digits > 0.15 else 0.0
    score -= 0.7 if look.initials else 0.0
    score -= 0.4 if look.quotes or look.labelled else 0.0
    return score - (0.4 if look.lines > 3 else 0.0)


@lru_cache(maxsize=1 << 14)
def _header_like(looks: tuple[Look, ...]) -> bool:
    return all(_header_shape(x) > -0.2 for x in looks)


def _is_header_row(cells: Sequence[RawCell], at: int, width: int) -> bool:
    return _header_like(tuple(c.look for c in cells[at : at + width]))


def _has_tail(cells: Sequence[RawCell], at: int) -> bool:
    """Whether the cell before goes on after an empty line: that may be a heading between two tables."""
    return at > 0 and cells[at - 1].inner > 0


def _numbers(cells: Sequence[RawCell], at: int, end: int, state: _State, weights: Weights) -> float:
    """A number cell at the row's start, best one more than that of the row above; numbers inside count against."""
    score = 0.0
    if cells[at].look.number:
        score += weights.number_starts_row
        above = cells[state.mate].text if cells[state.mate].look.number else ""
        score += weights.number_follows if _follows(above, cells[at].text) else 0.0
    for i in range(at + 1, end):
        if cells[i].look.number and not cells[state.mate + min(i - at, state.width - 1)].look.number:
            score += weights.number_inside
    return score


def _follows(above: str, below: str) -> bool:
    a, b = (tuple(map(int, re.findall(r"\d+", t))) for t in (above, below))
    return bool(b) and (b[-1] == 1 or (bool(a) and b == (*a[:-1], a[-1] + 1)))


def align(cells: Sequence[RawCell], mates: Sequence[RawCell]) -> tuple[float, tuple[int, ...]]:
    """Fewer cells than columns: the columns, in order, where the cells look most like those of the row above."""
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * (len(mates) + 1)
    for i, cell in enumerate(cells):
        row: list[tuple[float, tuple[int, ...]]] = [(-math.inf, ())] * (len(mates) + 1)
        for col in range(i + 1, len(mates) + 1):
            here = best[col - 1][0] + likeness(cell.look, mates[col - 1].look)
            row[col] = max(row[col - 1], (here, (*best[col - 1][1], col - 1)), key=lambda x: x[0])
        best = row
    return best[-1]


def _tables(cuts: Sequence[Cut]) -> list[list[Cut]]:
    """The cuts of each table: a new one begins at a header, with the sections right before it."""
    out: list[list[Cut]] = []
    pending: list[Cut] = []
    for cut in cuts:
        if cut.shape == "section":
            pending.append(cut)
        elif cut.shape == "header" or not out:
            out.append([*pending, cut])
            pending = []
        else:
            out[-1] += [*pending, cut]
            pending = []
    if pending and out:
        out[-1] += pending
    return out


def _rows(cells: Sequence[RawCell], group: Sequence[Cut]) -> tuple[list[Row], list[Paragraph]]:
    """A table's rows, and the paragraphs that stand behind its last cell."""
    width = max(cut.width for cut in group if cut.shape != "section")
    mate = next(cut for cut in group if cut.shape in ("header", "full"))
    rows: list[Row] = []
    for cut in group:
        body = cells[cut.start : cut.end]
        if cut.shape == "section":
            rows.append(Row((CellText(body[0].lines, colspan=width),)))
        elif cut.shape == "short":
            _, cols = align(body, cells[mate.start : mate.end])
            rows.append(Row(tuple(CellText(c.lines, col=col) for c, col in zip(body, cols, strict=True))))
        else:
            rows.append(Row(tuple(CellText(c.lines) for c in body)))
            mate = cut if cut.shape == "full" or mate.shape == "header" else mate
    return _split_tail(cells, group, rows)


def _split_tail(cells: Sequence[RawCell], group: Sequence[Cut], rows: list[Row]) -> tuple[list[Row], list[Paragraph]]:
    """Text after an empty line in a table's last cell stands behind the table, unless cells above it look the same."""
    last = group[-1]
    mates = [cells[cut.end - 1] for cut in group[:-1] if cut.shape == "full"]
    cell = cells[last.end - 1]
    if not cell.inner or last.shape == "section" or any(m.inner for m in mates):
        return rows, []
    cut = next(i for i, line in enumerate(cell.lines) if i and line.blank)
    tail = next(line for line in cell.lines[cut:] if not line.blank)
    if not cell.lines[0].text.strip() or tail.text[:1].islower():
        return rows, []
    ending = replace(rows[-1].cells[-1], lines=cell.lines[:cut])
    rows[-1] = replace(rows[-1], cells=(*rows[-1].cells[:-1], ending))
    return rows, list(to_paragraphs(cell.lines[cut:]))

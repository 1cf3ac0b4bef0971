"""Tables without vertical rulings: columns told by white that runs down between them, rows by rules, white or numbers.

Only what is plain becomes a table: at least three columns over three rows, and either level rules between the rows or a
column where most rows have a digit (numbers, dates). Three stamps side by side have neither.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.readers.pdf.flow import split_at_gutters
from extractor.readers.pdf.geometry import Rule
from extractor.readers.pdf.lines import Line, box_of, to_line
from extractor.readers.pdf.tables import Grid, Square
from extractor.readers.pdf.words import Word

_LEAST_ROWS = 3
_LEAST_COLUMNS = 3
_NARROWEST = 0.6
_FARTHEST = 3.0
_DIGIT_SHARE = 0.6
_MOST = 0.7
_NUMBERED = re.compile(r"\d{1,3}(?:\.\d{1,2})*[.)]?")


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table found by alignment: its grid, each square's lines, and which lines of the page it took."""

    grid: Grid
    texts: tuple[tuple[Line, ...], ...]
    taken: range


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the page by column; `whole` where it runs over the white between columns (a section)."""

    line: Line
    cells: tuple[Line | None, ...] = ()
    whole: bool = False


Gaps = tuple[tuple[float, float], ...]


def find_aligned(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Aligned]:
    """The tables among the lines of a page, from the top."""
    parts = [split_at_gutters(line) for line in lines]
    found: list[Aligned] = []
    start = 0
    while start < len(lines):
        if len(parts[start]) < _LEAST_COLUMNS:
            start += 1
            continue
        end, gaps = _run(parts, start)
        table = _to_table(lines[start:end], parts[start:end], gaps, rules, start) if gaps else None
        if table is not None:
            found.append(table)
        start = end if table is not None else _next_start(lines, start, end)
    return found


def _next_start(lines: Sequence[Line], start: int, end: int) -> int:
    """Where a table may begin after a run that is none: at its end, or below wider white in it.

    The lines of stamps side by side («УТВЕРЖДАЮ», below it posts and names) are no table without the first of them.
    """
    usual = min((low.box[1] - high.box[3] for high, low in itertools.pairwise(lines[start:end])), default=0.0)
    for index in range(start + 1, end):
        if lines[index].box[1] - lines[index - 1].box[3] > usual + 0.4 * lines[index].height:
            return index
    return max(end, start + 1)


def _run(parts: list[list[Line]], start: int) -> tuple[int, Gaps]:
    """How far down the white between the first line's parts goes on; a line that crosses it may stand inside.

    A line whose words leave the white free, though it is too narrow to be told by itself, is parted there.
    """
    gaps: Gaps = tuple((a.box[2], b.box[0]) for a, b in zip(parts[start], parts[start][1:], strict=False))
    end = start + 1
    for index in range(start + 1, len(parts)):
        here, above = parts[index], parts[index - 1]
        height = here[0].height
        if here[0].box[1] - above[0].box[3] > _FARTHEST * height:
            break
        narrowed = _narrow(gaps, here, _NARROWEST * height)
        if narrowed is None:
            parted = [piece for part in here for piece in _part_at(part, gaps, _NARROWEST * height)]
            narrowed = _narrow(gaps, parted, _NARROWEST * height)
            if narrowed is not None:
                parts[index] = parted
        if narrowed is not None:
            gaps, end = narrowed, index + 1
        elif len(here) > 1 or (end < index and len(above) == 1):
            break
    return end, gaps


def _part_at(line: Line, gaps: Gaps, least: float) -> list[Line]:
    """A line parted where the white between two of its words is wide and lies in a gap."""
    pieces: list[list[Word]] = [[line.words[0]]]
    for left, right in itertools.pairwise(line.words):
        if any(min(high, right.x0) - max(low, left.x1) >= least for low, high in gaps):
            pieces.append([])
        pieces[-1].append(right)
    return [to_line(piece) for piece in pieces]


def _narrow(gaps: Gaps, parts: Sequence[Line], least: float) -> Gaps | None:
    """What this line leaves of each gap; None where it crosses one."""
    out: list[tuple[float, float]] = []
    for low, high in gaps:
        for part in parts:
            left, right = part.box[0], part.box[2]
            if right <= low or left >= high:
                continue
            low, high = (right, high) if high - right > left - low else (low, left)
        if high - low < least:
            return None
        out.append((low, high))
    return tuple(out)


def _to_table(
    lines: Sequence[Line], parts: Sequence[list[Line]], gaps: Gaps, rules: Sequence[Rule], start: int
) -> Aligned | None:
    gaps = _more_gaps(lines, parts, gaps)
    middles = [(low + high) / 2 for low, high in gaps]
    parts = [[piece for part in pieces for piece in _part_at(part, gaps, _NARROWEST * part.height)] for pieces in parts]
    rows = [_by_column(line, pieces, middles) for line, pieces in zip(lines, parts, strict=True)]
    if sum(len([c for c in row.cells if c]) >= _LEAST_COLUMNS for row in rows) < _LEAST_ROWS:
        return None
    box = box_of([line.box for line in lines])
    between = _separators(rules, box[0], box[2], box[1], box[3])
    groups = _by_rules(rows, between) if len(between) >= _LEAST_ROWS - 1 else _by_white(rows)
    if len(groups) < _LEAST_ROWS or not (len(between) >= _LEAST_ROWS - 1 or _has_digits(groups, len(gaps) + 1)):
        return None
    return _build(groups, [box[0] - 1, *middles, box[2] + 1], range(start, start + len(lines)))


def _more_gaps(lines: Sequence[Line], parts: Sequence[list[Line]], gaps: Gaps) -> Gaps:
    """The gaps with those that the first line did not show: the white behind «№» is narrower than that behind «1».

    White that runs down through all lines of several parts, with words on both sides of it in most of them.
    """
    told = [line for line, pieces in zip(lines, parts, strict=True) if len(pieces) > 1]
    spans = sorted((word.x0, word.x1) for line in told for word in line.words)
    found: list[tuple[float, float]] = []
    end = spans[0][1]
    for left, right in spans:
        if left - end >= _NARROWEST * lines[0].height and not any(low < left and end < high for low, high in gaps):
            both = sum(line.box[0] < end and line.box[2] > left for line in told)
            near = [g for g in gaps if g[0] >= left]
            filled = sum(any(left <= w.x0 and (not near or w.x1 <= near[0][1]) for w in line.words) for line in told)
            if min(both, filled) > _MOST * len(told) and len(told) >= _LEAST_ROWS:
                found.append((end, left))
        end = max(end, right)
    return tuple(sorted((*gaps, *found)))


def _by_column(line: Line, parts: Sequence[Line], middles: Sequence[float]) -> _Row:
    if any(part.box[0] < middle < part.box[2] for part in parts for middle in middles):
        return _Row(line, whole=True)
    words = [[] for _ in range(len(middles) + 1)]  # type: list[list[Line]]
    for part in parts:
        words[sum(part.box[0] > middle for middle in middles)].append(part)
    cells = tuple(to_line([w for part in column for w in part.words]) if column else None for column in words)
    return _Row(line, cells)


def _separators(rules: Sequence[Rule], left: float, right: float, top: float, bottom: float) -> list[float]:
    """Heights of the rules that run over most of the table's width, between its first and last line."""
    return sorted({round(r.at) for r in rules if top < r.at < bottom and r.high - r.low > 0.6 * (right - left)})


def _by_rules(rows: Sequence[_Row], between: Sequence[float]) -> list[list[_Row]]:
    groups: dict[int, list[_Row]] = {}
    for row in rows:
        middle = (row.line.box[1] + row.line.box[3]) / 2
        groups.setdefault(sum(middle > height for height in between), []).append(row)
    return list(groups.values())


def _by_white(rows: Sequence[_Row]) -> list[list[_Row]]:
    """A row begins after wider white, with a number in the first column, or where most columns begin anew."""
    gaps = [b.line.box[1] - a.line.box[3] for a, b in itertools.pairwise(rows)]
    usual = sorted(gaps)[len(gaps) // 10]
    spaced = sum(gap > usual + 0.4 * rows[0].line.height for gap in gaps) >= _LEAST_ROWS - 1
    numbered = sum(bool(row.cells and row.cells[0] and _NUMBERED.fullmatch(row.cells[0].text)) for row in rows) > 2
    groups: list[list[_Row]] = []
    for index, row in enumerate(rows):
        wide = index > 0 and gaps[index - 1] > usual + 0.4 * row.line.height
        if index == 0 or wide or row.whole or groups[-1][-1].whole or (not spaced and _begins(row, numbered)):
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups


def _begins(row: _Row, numbered: bool) -> bool:
    first = row.cells[0]
    if numbered:
        return first is not None and bool(_NUMBERED.fullmatch(first.text))
    return first is not None and sum(cell is not None for cell in row.cells) > 0.6 * len(row.cells)


def _has_digits(groups: Sequence[Sequence[_Row]], columns: int) -> bool:
    """Whether some column has a digit in most rows below the first."""
    body = [group for group in groups[1:] if not group[0].whole]
    if len(body) < _LEAST_ROWS - 1:
        return False
    for column in range(columns):
        texts = ["".join(cell.text for row in g if row.cells and (cell := row.cells[column])) for g in body]
        if sum(any(letter.isdigit() for letter in text) for text in texts) >= _DIGIT_SHARE * len(body):
            return True
    return False


def _build(groups: Sequence[Sequence[_Row]], xs: Sequence[float], taken: range) -> Aligned:
    tops = [group[0].line.box[1] for group in groups]
    ys = [*tops, groups[-1][-1].line.box[3]]
    squares: list[Square] = []
    texts: list[tuple[Line, ...]] = []
    for index, group in enumerate(groups):
        if group[0].whole:
            squares.append(Square(index, 0, 1, len(xs) - 1, (xs[0], ys[index], xs[-1], ys[index + 1])))
            texts.append(tuple(row.line for row in group))
            continue
        for column in range(len(xs) - 1):
            squares.append(Square(index, column, 1, 1, (xs[column], ys[index], xs[column + 1], ys[index + 1])))
            texts.append(tuple(cell for row in group if row.cells and (cell := row.cells[column])))
    return Aligned(Grid(tuple(xs), tuple(ys), tuple(squares), ruled=False), tuple(texts), taken)

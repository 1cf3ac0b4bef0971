"""The header rows of a grid: where they stand (in the middle, too), and each column's own header text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor import mappings
from extractor.fields.dates import is_date_like, parse_date, parse_month_heading
from extractor.fields.headings import HEADER_FLOOR, header_text, is_header_like, score_header
from extractor.fields.people import find_people
from extractor.layout.contents import is_number, look
from extractor.layout.grid import Grid, GridRow
from extractor.morph import lemma
from extractor.text import key, words

SAMPLE_MONTH = "сентябрь"
"""Any month will do to tell whether a header is a week."""
_TWELVE = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMANS = {text: n for n, text in enumerate(_TWELVE, 1)}
LONGEST = 120
"""A header cell has at most so many characters."""


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """Rows `start` to `end` (exclusive) of a grid are a header; `parents` and `own` are each column's two levels."""

    start: int
    end: int
    own: tuple[str, ...]
    parents: tuple[str, ...]

    def texts(self) -> tuple[str, ...]:
        """One text a column: its own header where that tells a role, else with its parent's before it."""
        out = []
        for own, parent in zip(self.own, self.parents, strict=True):
            telling = max(score_header(own).values(), default=0.0) >= HEADER_FLOOR or column_period(own)
            out.append(own if telling or not parent else f"{parent} {own}".strip())
        return tuple(out)

    def same_as(self, other: HeaderBlock) -> bool:
        """A repeated header."""
        return [key(t) for t in self.texts()] == [key(t) for t in other.texts()]


def find_headers(grid: Grid) -> list[HeaderBlock]:
    """All header blocks of a grid, top down."""
    found: list[HeaderBlock] = []
    index, first = 0, True
    while index < len(grid.rows):
        block = _header_at(grid, index, first) or _repeated(grid, index, found)
        first = first and block is None and len(grid.rows[index].filled) <= 1
        if block:
            found.append(block)
        index = block.end if block else index + 1
    return found


def _repeated(grid: Grid, index: int, found: Sequence[HeaderBlock]) -> HeaderBlock | None:
    """The very words of a header above: it is a header again, whatever a mapping knows of them."""
    row = grid.rows[index]
    if len(row.filled) < 2 or not any(grid.rows[block.start].keys == row.keys for block in found):
        return None
    return _block(grid, index, _extent(grid, index))


def _header_at(grid: Grid, index: int, first: bool) -> HeaderBlock | None:
    row = grid.rows[index]
    filled = row.filled
    texts = [cell.text for _, cell in filled]
    if any(len(t) > LONGEST for t in texts):
        return None
    if len(texts) < 2:
        return _block(grid, index, index + 1) if first and _is_lone_header(grid, index) else None
    if is_column_numbers(row):
        return _block(grid, index, index) if first else None
    if not first and (row.reached or any(_is_value(t) for t in texts)):
        return None
    likeness = is_header_like(texts)
    months = sum(period is not None for period in column_periods(texts))
    if months >= 3 and months >= len(texts) - 3:
        return _block(grid, index, _extent(grid, index))
    narrow = [cell.text for col, cell in filled if _width(row, col) == 1]
    if any(is_date_like(t) > 0.8 and max(score_header(t).values(), default=0) < 0.6 for t in narrow):
        return None
    if any(is_number(t) and t.strip(" .)").isdigit() for t in texts):
        return None
    flagged = all(cell.header for _, cell in filled)
    enough = likeness >= 0.5 and likeness * len(texts) >= 1.5
    if not first:
        enough = enough and _is_another_header(grid, index)
    wide = len(texts) >= 0.5 * len({id(c) for c in row.cells if c is not None})
    apart = _roles(texts) >= 1 and _is_set_apart(grid, index)
    if (wide and ((enough and _roles(texts) >= 2) or apart)) or (first and (flagged or _contrast(grid, index))):
        return _block(grid, index, _extent(grid, index))
    return None


def _is_another_header(grid: Grid, index: int) -> bool:
    """A header in the middle must be plain: every cell names a role surely, none is a date or stands in other rows too.

    «Неделя математики | Руководитель», «Классный час | 1 неделя | Кл. рук.» are rows.
    """
    filled = grid.rows[index].filled
    scores = [max(score_header(cell.text).values(), default=0.0) for _, cell in filled]
    if sum(scores) / len(scores) < 0.8 or any(column_period(cell.text) is not None for _, cell in filled):
        return False
    for col, cell in filled:
        below = (row.cells[col] for at, row in enumerate(grid.rows) if at != index)
        same = [
            other for other in below if other is not None and other is not cell and key(other.text) == key(cell.text)
        ]
        if same and score_header(cell.text).get("responsible", 0.0) < 1.0:
            return False
    return True


def _is_value(text: str) -> bool:
    """«1–6 кл.», «Бурова К.П.»: a cell that says something of an event, where a header would name the column."""
    value = (any(c.isdigit() for c in text) and "№" not in text) or bool(find_people(text))
    return value and column_period(text) is None


def _is_set_apart(grid: Grid, index: int) -> bool:
    """Three short cells or more, all bold, in a table whose other rows of as many cells are not."""
    filled = grid.rows[index].filled
    if len(filled) < 3 or index + 1 >= len(grid.rows) or not all(c.bold and len(c.text) <= 60 for _, c in filled):
        return False
    others = [row.filled for at, row in enumerate(grid.rows) if at != index and len(row.filled) >= 3]
    bold = sum(all(cell.bold for _, cell in row) for row in others)
    return 3 * bold <= len(others)


@lru_cache(maxsize=4096)
def column_period(text: str) -> str | None:
    """The month, week, decade or weekday that heads a column of a matrix, as a heading for dates; None: it is none."""
    line = header_text(text)
    if parse_month_heading(line) is not None:
        return line
    if len(line) > 30 or not any(c.isalpha() for c in line):
        return None
    date = parse_date(line, under=SAMPLE_MONTH)
    spanned = date.kind == "period" and all(s.precision in ("week", "decade") for s in date.spans)
    weekday = date.recurrence is not None and date.recurrence.per == "week" and len(date.recurrence.days) == 1
    return line if (spanned or weekday) and not key(date.text_left) else None


def column_periods(texts: Sequence[str], parents: Sequence[str] = ()) -> tuple[str | None, ...]:
    """The period that heads each column; «I» is January beside «IX», and a quarter or a week under «Кварталы»."""
    romans = [_ROMANS.get(text.strip()) for text in texts]
    months = len([n for n in romans if n]) >= 3 and max(n or 0 for n in romans) > 4
    out: list[str | None] = []
    for col, text in enumerate(texts):
        month, parent = romans[col], words(parents[col]) if parents else []
        period = _month_name(month) if months and month else column_period(text)
        if period is None and len(parent) == 1 and (month or text.strip().isdigit()):
            period = column_period(f"{text.strip()} {lemma(parent[0])}")
        out.append(period)
    return tuple(out)


def _month_name(month: int) -> str:
    return str(mappings.load("date_words")["lemmas"]["month"][month][0])


def _is_lone_header(grid: Grid, index: int) -> bool:
    """One header over several columns that have none: the first cell, not merged, over rows of two cells and more."""
    filled = grid.rows[index].filled
    if len(filled) != 1 or filled[0][0] != 0 or _width(grid.rows[index], 0) > 1 or index + 1 >= len(grid.rows):
        return False
    telling = max(score_header(filled[0][1].text).values(), default=0.0) >= 0.6
    return telling and len(grid.rows[index + 1].filled) > 1


def _roles(texts: Sequence[str]) -> int:
    best = [max(score_header(t).items(), key=lambda kv: kv[1], default=("", 0.0)) for t in texts]
    return len({role for role, score in best if score >= 0.6})


def _contrast(grid: Grid, index: int) -> bool:
    """A first row unlike those below: no date over dates, no number over numbers, no name over names."""
    below = grid.rows[index + 1 : index + 13]
    if len(below) < 2:
        return False
    hits = 0
    for col, cell in grid.rows[index].filled:
        looks = look([r.cells[col].text for r in below if r.cells[col] is not None and not r.inherited[col]])  # type: ignore[union-attr]
        own = look([cell.text])
        hits += any(
            looks.get(role, 0) > 0.55 > 2 * own.get(role, 0) for role in ("date", "number", "responsible", "time")
        )
    return hits >= 1 and len(grid.rows[index].filled) >= 2


def _extent(grid: Grid, index: int) -> int:
    """One past the header's last row: rows its cells reach down to, and the sub-headers of its wide cells."""
    end = index + 1
    while end < len(grid.rows) and grid.rows[end].reached and end - index < 4:
        end += 1
    wide = [(col, cell) for col, cell in grid.rows[index].filled if _width(grid.rows[index], col) > 1]
    if end == index + 1 and end < len(grid.rows):
        end += (bool(wide) and _is_subheader(grid, index, end)) or _is_flat_subheader(grid, index, end)
    return end


def _is_flat_subheader(grid: Grid, index: int, below: int) -> bool:
    """Without merges (a text dump) a wide cell has empty ones behind it: «начало | окончание» stand below."""
    above, row = grid.rows[index], grid.rows[below]
    texts = [(col, cell.text) for col, cell in row.filled]
    years = [t.strip().isdigit() and len(t.strip()) == 4 for _, t in texts]
    plain = [t for (_, t), year in zip(texts, years, strict=True) if not year]
    if len(plain) < 2 or any(len(t) > 40 or is_number(t) or is_date_like(t) > 0.8 for t in plain):
        return False
    empty = {col for col, cell in enumerate(above.cells) if cell is None or not cell.text}
    wide = empty | {col for col in range(grid.cols) if col not in empty and col + 1 in empty}
    roles = [max(score_header(t).values(), default=0.0) >= 0.6 or column_period(t) is not None for t in plain]
    return all(roles) and {col for col, _ in texts} <= wide and any(col in empty for col, _ in texts)


def _is_subheader(grid: Grid, index: int, below: int) -> bool:
    """Cells only under the wide ones above, and each of them short and no date with a day."""
    above, row = grid.rows[index], grid.rows[below]
    under_wide = [col for col, _ in row.filled if _width(above, col) > 1]
    texts = [cell.text for _, cell in row.filled]
    if len(under_wide) != len(texts) or len(texts) < 2:
        return False
    return all(len(t) < 40 for t in texts) and not any(is_number(t) for t in texts)


def _width(row: GridRow, col: int) -> int:
    return sum(cell is row.cells[col] for cell in row.cells)


def _block(grid: Grid, start: int, end: int) -> HeaderBlock:
    own, parents = [], []
    rows = [row for row in grid.rows[start:end] if not is_column_numbers(row)]
    for col in range(grid.cols):
        texts: list[str] = []
        for row in rows:
            cell = row.cells[col]
            text = header_text(cell.text) if cell is not None and not row.inherited[col] else ""
            if text:
                texts.append(text)
        own.append(texts[-1] if texts else "")
        parents.append(" ".join(texts[:-1]))
    while end < len(grid.rows) and is_column_numbers(grid.rows[end]):
        end += 1
    return HeaderBlock(start, max(end, start + 1), tuple(own), tuple(parents))


def is_column_numbers(row: GridRow) -> bool:
    """«1 2 3 4»: a row that numbers the columns; not the weeks below «Недели», beside cells that reach down to them."""
    if row.reached:
        return False
    texts = [cell.text.strip(" .") for _, cell in row.filled]
    return len(texts) >= 3 and texts == [str(i) for i in range(1, len(texts) + 1)]

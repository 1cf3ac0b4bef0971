"""Tables drawn with characters: boxes and grids, Markdown pipes, `;` between the cells, columns of spaces."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from extractor.blocks import Block
from extractor.readers.text.labels import split_label
from extractor.readers.text.markup import Line
from extractor.readers.text.rows import CellText, Row, is_rule, mark_headers, to_table
from extractor.wording import is_whole_word, join_lines

_BARS = "│┃║┆┊|"
_FRAME = re.compile(r"\s*[+┌┍┏╒╔╓├┝┣╞╠╟└┕┗╘╚╙─━═╌|][-─━═╌┬┴┼┳┻╋╤╧╪╥╨╫╦╩╬+=:|┤┥┫╡╣╢┐┑┓╕╗╖┘┙┛╛╝╜\s]*\s*")
_DASH_COLUMNS = re.compile(r"\s*[-=─]{2,}(?:\s+[-=─]{2,})+\s*")
_WIDE_GAP = re.compile(r"\s{2,}")
_FEWEST_ROWS = 3
_FEWEST_BARS = 2
_LAST_WORD, _FIRST_WORD = re.compile(r"[^\W\d_]+$"), re.compile(r"[^\W\d_]+")
_NEVER_FIRST, _NEVER_LAST = "»”)],.;:!?", ("«", "„", "(")
_SHORT = 3
_MANY, _FEW = 0.5, 0.2
"""Of columns of spaces so many lines hold a gap; so many others need no proof that they go on with a cell."""
_PADDING = 2
"""The spaces beside a cell's text."""
Taken = tuple[int, list[Block]]


def take_drawn(lines: Sequence[Line], start: int) -> Taken | None:
    """A box (`│ a │ b │` between `├───┼───┤`) or a grid (`+---+---+`): a row is all lines between two rules."""
    if not _is_frame(lines[start].text):
        return None
    end = start
    while end < len(lines) and (_is_frame(lines[end].text) or lines[end].text.strip()[:1] in tuple(_BARS)):
        end += 1
    body = lines[start:end]
    if sum(not _is_frame(line.text) for line in body) < 2:
        return None
    rules = sum(_is_frame(line.text) for line in body)
    groups: list[list[Line]] = [[]]
    for line in body:
        if _is_frame(line.text):
            groups.append([])
        elif rules > 3 or not groups[-1]:
            groups[-1].append(line)
        else:
            groups.append([line])
    rows = [_drawn_row(group) for group in groups if group]
    if len(rows) > 1 and _head_is_ruled_off(body, rules):
        rows[0] = replace(rows[0], header=True)
    return end, [to_table(mark_headers(rows))]


def _head_is_ruled_off(body: Sequence[Line], rules: int) -> bool:
    """One rule inside the box, or the only double one, stands under the header."""
    frames = [line.text for line in body if _is_frame(line.text)]
    doubles = [i for i, text in enumerate(frames) if re.search(r"[=═━]", text)]
    return rules == 3 or (doubles == [1] and rules > 3)


def _is_frame(text: str) -> bool:
    return bool(_FRAME.fullmatch(text)) and sum(c in "-─━═=" for c in text) >= 3 and "\t" not in text


def _drawn_row(group: Sequence[Line]) -> Row:
    """The lines of one row, cut at the bars; a cell's parts stand one below another."""
    split = [_bars(line) for line in group]
    width = max(len(cells) for cells in split)
    columns = [tuple(cells[i] for cells in split if i < len(cells)) for i in range(width)]
    return Row(tuple(CellText(_unwrapped(column)) for column in columns))


def _unwrapped(parts: Sequence[Line]) -> tuple[Line, ...]:
    """A cell's lines without the breaks that its narrow column made: where the next word had no room, or was cut."""
    room = max(len(part.text) for part in parts)
    out: list[Line] = []
    last = 0  # the length of the line above as it was drawn
    for part in parts:
        text = part.text.strip()
        word = text.partition(" ")[0]
        if out and text and last and last + 1 + len(word) + _PADDING > room and not split_label(text)[0]:
            out[-1] = replace(out[-1], text=_seam(out[-1].text, text, is_full=last + _PADDING >= room))
        else:
            out.append(replace(part, text=text))
        last = len(text)
    return tuple(out)


def _seam(above: str, below: str, *, is_full: bool) -> str:
    """Two lines of a cell as one; in a line that is full to its last place a word may have been cut («Встреч|и»)."""
    head, tail = _LAST_WORD.search(above), _FIRST_WORD.match(below)
    halves = (head.group(), tail.group()) if head and tail else ("", "")
    cut = is_full and is_whole_word("".join(halves)) and (len(halves[1]) <= _SHORT or not is_whole_word(halves[0]))
    if cut or below[0] in _NEVER_FIRST or above[-1:] in _NEVER_LAST:
        return above + below
    return join_lines(f"{above}\n{below}")


def _bars(line: Line) -> list[Line]:
    parts = re.split(f"[{_BARS}]", line.text.strip().strip(_BARS))
    return [replace(line, text=part) for part in parts]


def take_pipes(lines: Sequence[Line], start: int) -> Taken | None:
    """`| a | b |` lines, Markdown's with a rule under the header, or `a | b | c` with as many bars in each.

    Between lines of as many bars a line without one is a row of one cell («Сентябрь»).
    """
    body = _barred_lines(lines, start)
    end = start + len(body)
    barred = [line for line in body if "|" in line.text]
    framed = bool(barred) and all(line.text.strip().startswith("|") for line in barred)
    bars = {line.text.count("|") for line in barred}
    even = len(barred) >= _FEWEST_ROWS and len(bars) == 1 and min(bars) >= _FEWEST_BARS
    if len(barred) < len(body) and not even:
        body = barred = list(takewhile(lambda line: "|" in line.text, body))
        end = start + len(body)
        framed = bool(body) and all(line.text.strip().startswith("|") for line in body)
    rows = [_piped_row(line, min(bars, default=0) + 1) for line in body if line.text.strip()]
    ruled = any(is_rule(row.texts) for row in rows)
    if len(rows) < 2 or not (framed or ruled or even) or max(len(row.cells) for row in rows) < 2:
        return None
    return end, [to_table([row for row in mark_headers(rows) if any(row.texts)])]


def _barred_lines(lines: Sequence[Line], start: int) -> list[Line]:
    """The lines from one with bars on: those with bars, and single ones between them."""
    end = start
    while end < len(lines) and "\t" not in lines[end].text:
        below = lines[end + 1].text if end + 1 < len(lines) else ""
        if "|" not in lines[end].text and (end == start or "|" not in below or "\t" in below):
            break
        end += 1
    return list(lines[start:end])


def _piped_row(line: Line, width: int) -> Row:
    """A line's cells; one without bars is a row of one cell over all columns."""
    if "|" not in line.text:
        return Row((CellText((replace(line, text=line.text.strip()),), colspan=width),))
    return Row(tuple(CellText((replace(cell, text=cell.text.strip()),)) for cell in _bars(line)))


def take_delimited(lines: Sequence[Line], start: int) -> Taken | None:
    """CSV with `;`, quoted cells of several lines too: at least three rows of one and the same number of cells."""
    if lines[start].text.count(";") < 2 or "\t" in lines[start].text:
        return None
    end = start
    while end < len(lines) and lines[end].text.strip():
        end += 1
    found = _csv_rows(lines[start:end])
    width = len(found[0]) if found else 0
    even = [row for row in found if len(row) == width]
    if width < 3 or len(even) < _FEWEST_ROWS or len(even) < len(found):
        return None
    rows = [Row(tuple(CellText((cell,)) for cell in row)) for row in found]
    return end, [to_table([row for row in mark_headers(rows) if any(row.texts)])]


def _csv_rows(lines: Sequence[Line]) -> list[list[Line]]:
    reader = csv.reader(io.StringIO("\n".join(line.text for line in lines)), delimiter=";")
    out: list[list[Line]] = []
    at = 0
    try:
        for cells in reader:
            out.append([replace(lines[at], text=cell.strip()) for cell in cells])
            at = min(reader.line_num, len(lines) - 1)
    except csv.Error:
        return []
    return out


def take_ruled(lines: Sequence[Line], start: int) -> Taken | None:
    """Columns of spaces: told by a line of dashes under the header, or by gaps that stand one below another."""
    near = list(takewhile(_may_be_ruled, lines[start : start + 4]))
    dashes = next((start + i for i, line in enumerate(near) if _DASH_COLUMNS.fullmatch(line.text)), None)
    if dashes is not None and dashes > start:
        return _by_dashes(lines, start, dashes)
    if not _WIDE_GAP.search(lines[start].text.strip()):
        return None
    end = start
    while end < len(lines) and _may_be_ruled(lines[end]):
        end += 1
    columns = _aligned(lines[start:end])
    if not columns:
        return None
    rows = _fixed_rows(lines[start:end], columns)
    return end, [to_table(rows, ruled=False)]


def _may_be_ruled(line: Line) -> bool:
    return bool(line.text.strip()) and "\t" not in line.text


def _by_dashes(lines: Sequence[Line], start: int, dashes: int) -> Taken:
    """`---- -----------` under the header shows where the columns begin; empty lines part rows of several lines."""
    columns = [m.start() for m in re.finditer(r"[-=─]+", lines[dashes].text)]
    end = dashes + 1
    while end < len(lines) and _fits(lines, end, columns):
        end += 1
    body = [line for line in lines[dashes + 1 : end] if not is_rule(line.text.split())]
    header = replace(_fixed_row(lines[start:dashes], columns), header=True)
    parted = any(line.blank for line in body[:-1])
    rows = _parted_rows(body, columns) if parted else _fixed_rows(body, columns)
    return end, [to_table([header, *rows], ruled=False)]


def _fits(lines: Sequence[Line], at: int, columns: Sequence[int]) -> bool:
    """Whether a line keeps to the columns: a space before each one's beginning; an empty line between two that do."""
    text = lines[at].text
    if not text.strip():
        return at + 1 < len(lines) and bool(lines[at + 1].text.strip()) and _fits(lines, at + 1, columns)
    return "\t" not in text and all(text[c - 1 : c] in ("", " ", "-", "=") for c in columns[1:])


def _fixed_row(group: Sequence[Line], columns: Sequence[int]) -> Row:
    ends = [*columns[1:], None]
    return Row(
        tuple(
            CellText(tuple(replace(g, text=g.text[a:b].strip()) for g in group))
            for a, b in zip(columns, ends, strict=True)
        )
    )


def _fixed_rows(lines: Sequence[Line], columns: Sequence[int]) -> list[Row]:
    """A line with an empty first column goes on the row above it."""
    groups: list[list[Line]] = []
    limit = columns[1]
    for line in lines:
        if groups and (not line.text[:limit].strip() or (len(groups) == 1 and _ends_number_head(groups[0], line))):
            groups[-1].append(line)
        elif line.text.strip():
            groups.append([line])
    return [_fixed_row(group, columns) for group in groups]


def _ends_number_head(head: Sequence[Line], line: Line) -> bool:
    """«п/п» alone below «№» is the rest of the header, no row."""
    first = head[0].text.strip()[:1]
    return len(line.text.strip()) <= _SHORT and not first.isalnum() and not line.text.strip().isdigit()


def _parted_rows(lines: Sequence[Line], columns: Sequence[int]) -> list[Row]:
    groups: list[list[Line]] = [[]]
    for line in lines:
        if line.blank:
            groups.append([])
        else:
            groups[-1].append(line)
    return [_fixed_row(group, columns) for group in groups if group]


def _aligned(lines: Sequence[Line]) -> list[int]:
    """Where columns begin, told by gaps of spaces that stand in every line; none where fewer than two gaps are sure.

    Lines without a gap are the rest of one cell: they begin where a column does.
    """
    gapped = [bool(_WIDE_GAP.search(line.text.strip())) for line in lines]
    if len(lines) < _FEWEST_ROWS or sum(gapped) < _MANY * len(lines):
        return []
    width = max(len(line.text) for line in lines)
    inked = [any(line.text[c : c + 1].strip() for line in lines) for c in range(min(width, 400))]
    starts = [c for c in range(1, len(inked)) if inked[c] and not inked[c - 1] and not any(inked[max(c - 2, 0) : c])]
    first = next((c for c, ink in enumerate(inked) if ink), 0)
    columns = [first, *[c for c in starts if c > first]]
    rests = [line for line, gap in zip(lines, gapped, strict=True) if not gap]
    loose = len(rests) > _FEW * len(lines) and not all(_begins_column(line, columns) for line in rests)
    return columns if len(columns) >= _FEWEST_ROWS and not loose else []


def _begins_column(line: Line, columns: Sequence[int]) -> bool:
    """Whether a line's text stands in a column behind the first, or is a mark («п/п») in the first."""
    text = line.text.strip()
    return len(line.text) - len(line.text.lstrip()) in columns[1:] or len(text) <= _SHORT

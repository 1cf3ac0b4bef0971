"""Tables with a row a line and tabs between the cells.

What Word's and Excel's «save as text» and converters leave: rows cut by a page break in the middle, cells of several
lines, trailing tabs trimmed, tables of other widths one below another, and lists and stamps that only look like tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.blocks import Block
from extractor.readers.text.labels import to_paragraphs
from extractor.readers.text.markup import Line
from extractor.readers.text.rows import CellText, Row, is_rule, mark_headers, to_table

_LABEL_ALONE = re.compile(r"\s*(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]?|[^\W\d_][.)]|[·•●○▪■➢*oо–—-])\s*")
_ROW_NUMBER = re.compile(r"\s*\d{1,3}(?:\.\d{1,3}){0,3}[.)]?\s*")
_OPEN_END = re.compile(r"[,;:(–—-]\s*$")
_CONTINUATION = re.compile(r"\s*(?:[^\W\d_А-ЯЁA-Z]|[-–—·•(])")
_MOST_BARE = 6


@dataclass(frozen=True, slots=True)
class _Piece:
    """A printed row: its cells, and whether an empty line stood before it."""

    cells: tuple[Line, ...]
    gap: bool

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(c.text for c in self.cells)

    @property
    def filled(self) -> int:
        return sum(bool(t.strip()) for t in self.texts)


def take_tabbed(lines: Sequence[Line], start: int) -> tuple[int, list[Block]] | None:
    """The table that begins at a line with tabs: the index behind it, and its blocks; None where none begins."""
    end = _extent(lines, start)
    if end == start:
        return None
    pieces = _pieces(lines[start:end])
    if max(p.filled for p in pieces) < 2 or _is_list(pieces) or len(pieces) < 2:
        return end, list(_loose(lines[start:end]))
    if _is_spaced(pieces):
        pieces = [replace(p, cells=_respaced(p.cells)) for p in pieces]
    blocks: list[Block] = []
    for segment in _segments(_whole_cells(pieces)):
        rows = mark_headers([Row(tuple(CellText((c,)) for c in p.cells)) for p in segment])
        if kept := _trimmed(rows):
            blocks.append(to_table(kept))
    return end, blocks


def _extent(lines: Sequence[Line], start: int) -> int:
    """Lines with tabs, empty lines between them, and a few bare lines with no empty line around."""
    end, at, bare, gap = start, start, 0, False
    while at < len(lines):
        line = lines[at]
        if line.blank and "\t" not in line.text:
            gap = True
        elif (
            "\t" in line.text.rstrip("\t ") or (line.text.startswith("\t") and line.text.strip()) or "\t\t" in line.text
        ):
            if gap and bare:
                return end
            end, bare, gap = at + 1, 0, False
        elif "\t" in line.text:
            end = at + 1
        else:
            bare += 1
            if gap or bare > _MOST_BARE or at == start:
                return end
        at += 1
    return end


def _pieces(lines: Sequence[Line]) -> list[_Piece]:
    out, gap = [], False
    for line in lines:
        if line.blank and "\t" not in line.text:
            gap = True
            continue
        out.append(_Piece(tuple(replace(line, text=cell.strip()) for cell in line.text.split("\t")), gap))
        gap = False
    return out


def _loose(lines: Sequence[Line]) -> tuple[Block, ...]:
    """Text that tabs only indent or push to the right, and numbered lists with a tab behind the number."""
    out: list[Block] = []
    for i, line in enumerate(lines):
        if not line.text.strip():
            continue
        pushed = line.text.startswith("\t\t")
        gap = i > 0 and not lines[i - 1].text.strip()
        label = _LABEL_ALONE.fullmatch(line.text.split("\t")[0]) if "\t" in line.text.strip() else None
        plain = replace(line, text=re.sub(r"\t+", " ", line.text, count=1) if label else line.text.strip())
        out += [replace(p, gap=gap or p.gap) for p in to_paragraphs([plain], align="right" if pushed else None)]
    return tuple(out)


def _is_list(pieces: Sequence[_Piece]) -> bool:
    """«1.⇥Провести…» on every line is a list, not a table of two columns."""
    filled = [p for p in pieces if p.filled]
    return all(
        sum(bool(t.strip()) for t in p.texts[1:]) <= 1 and (_LABEL_ALONE.fullmatch(p.texts[0]) or p.filled == 1)
        for p in filled
    ) and any(p.texts[0].strip() for p in filled)


def _is_spaced(pieces: Sequence[_Piece]) -> bool:
    """Columns set by as many tabs as it took (stamps side by side): no two lines agree on a number of tabs."""
    widths = [len(p.cells) for p in pieces if p.filled > 1]
    return (
        max(p.filled for p in pieces) <= 3
        and len(set(widths)) > 1
        and len(pieces) <= 12
        and _mode(widths) * 2 <= len(widths) + 1
    )


def _mode(numbers: Sequence[int]) -> int:
    return max((numbers.count(n) for n in numbers), default=0)


def _respaced(cells: Sequence[Line]) -> tuple[Line, ...]:
    """A run of tabs as one; a line that begins with several keeps one empty cell."""
    filled = [c for c in cells if c.text.strip()]
    return (replace(cells[0], text=""), *filled) if not cells[0].text.strip() else tuple(filled)


def _whole_cells(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Cells of several lines put together again.

    «1.1⇥Совещание» + «по итогам⇥май⇥Ким О.О.» are one row where the tabs add up to the table's, and a bare line belongs
    to the cell above it where that is open («Ким О.О.,») or the line goes on in lower case.
    """
    counts = [len(p.cells) for p in pieces]
    width = max(set(counts), key=lambda n: (counts.count(n), n))
    numbered = sum(bool(_ROW_NUMBER.fullmatch(p.texts[0])) for p in pieces) * 2 > len(pieces)
    out: list[_Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        joined = _joined(pieces, at, width, numbered) if len(piece.cells) < width else None
        if joined:
            piece, at = joined
        else:
            at += 1
        if out and len(piece.cells) == 1 and not piece.gap and _goes_on(out[-1], piece):
            out[-1] = _appended(out[-1], piece)
        else:
            out.append(piece)
    return out


def _joined(pieces: Sequence[_Piece], at: int, width: int, numbered: bool) -> tuple[_Piece, int] | None:
    """The row that begins at a short line, from as many lines as fill it; each must go on where the last one broke."""
    row = pieces[at]
    for end in range(at + 1, min(at + 1 + _MOST_BARE, len(pieces))):
        after = pieces[end]
        first = after.texts[0]
        broken = bool(first.strip()) and not _ROW_NUMBER.fullmatch(first)
        follows = (numbered and broken and _ROW_NUMBER.fullmatch(pieces[at].texts[0])) or _goes_on(row, after)
        if after.gap or not follows or len(after.cells) == width or len(row.cells) + len(after.cells) - 1 > width:
            return None
        row = _appended(row, after)
        if len(row.cells) == width and len(after.cells) > 1:
            return row, end + 1
    return None


def _goes_on(above: _Piece, below: _Piece) -> bool:
    last = above.cells[-1].text
    return bool(last.strip()) and bool(_OPEN_END.search(last) or _CONTINUATION.match(below.texts[0]))


def _appended(above: _Piece, below: _Piece) -> _Piece:
    """The first cell of the lower piece goes on the last cell of the upper one."""
    seam = replace(above.cells[-1], text=f"{above.cells[-1].text}\n{below.cells[0].text}")
    return replace(above, cells=(*above.cells[:-1], seam, *below.cells[1:]))


def _segments(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Tables of different widths one below another: a run of at least two rows of another width is a new table."""
    exact = _is_exact(pieces)
    out: list[list[_Piece]] = [[]]
    width = 0
    for at, piece in enumerate(pieces):
        cells = len(piece.cells)
        if is_rule(piece.texts) or not piece.filled:
            out[-1].append(piece)
            continue
        run = at + 1 < len(pieces) and len(pieces[at + 1].cells) == cells
        heads = piece.filled == cells and not any(_ROW_NUMBER.fullmatch(t) for t in piece.texts)
        if width and cells not in (1, width) and run and heads and (exact or cells > width):
            section = out[-1].pop() if len(out[-1]) > 1 and out[-1][-1].filled == 1 else None
            out.append([section] if section else [])
            width = cells
        width = max(width, cells) if not exact or width < 2 else width
        out[-1].append(piece)
    return [segment for segment in out if segment]


def _is_exact(pieces: Sequence[_Piece]) -> bool:
    """Whether the writer kept the trailing tabs of empty cells: some row ends in one."""
    return any(len(p.cells) > 1 and not p.texts[-1].strip() for p in pieces)


def _trimmed(rows: Sequence[Row]) -> list[Row]:
    """Columns behind the last one that ever holds text are trailing tabs; rows of tabs alone are no rows."""
    last = max((i for row in rows for i, t in enumerate(row.texts) if t), default=0)
    kept = [replace(row, cells=row.cells[: last + 1]) for row in rows if any(row.texts)]
    width = max((len(row.cells) for row in kept), default=0)
    return [_spanning(row, width) for row in kept]


def _spanning(row: Row, width: int) -> Row:
    """A line without any tab between rows is a cell over all columns."""
    if len(row.cells) == 1 and width > 1:
        return replace(row, cells=(replace(row.cells[0], colspan=width),))
    return row

"""Tables with a cell a line: a tab, the cell's text over one or more lines, and nothing that ends a row.

Where rows begin is inferred (`segment`); here the cells are gathered, and the cut is made into tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.blocks import Block, Paragraph
from extractor.readers.limits import Limits
from extractor.readers.text.labels import to_paragraphs
from extractor.readers.text.looks import Look, look_at
from extractor.readers.text.markup import Line
from extractor.readers.text.rows import CellText, Row, mark_headers, to_table
from extractor.readers.text.segment import Cut, Run, align, cut_rows
from extractor.text import one_line

_STAMP_CELLS = 4
"""At most so many cells stand side by side above a plan's title."""


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as it stands: its lines, and how many empty lines stand before and inside it."""

    lines: tuple[Line, ...]
    gap: int
    inner: int
    look: Look
    text: str


def take_celled(lines: Sequence[Line], start: int, limits: Limits) -> list[Block]:
    """All from the first cell on, as tables with the paragraphs between and behind them."""
    blocks: list[Block] = []
    for part in _parts(lines[start:]):
        blocks += _take_part(part, limits)
    return blocks


def _parts(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """The lines cut where, behind two empty ones, text without a tab goes on (a title between the stamps and the plan).

    Only before the first long run of cells: text between the parts of a plan is told by the rows.
    """
    cells = 0
    for at, line in enumerate(lines):
        cells += line.text.startswith("\t")
        if cells > _STAMP_CELLS:
            break
        apart = at > 1 and lines[at - 1].blank and lines[at - 2].blank
        if apart and not line.blank and not line.text.startswith("\t"):
            rest = next((i for i in range(at, len(lines)) if lines[i].text.startswith("\t")), None)
            if rest is not None:
                return [lines[:at], lines[at:rest], lines[rest:]]
    return [lines]


def _take_part(lines: Sequence[Line], limits: Limits) -> list[Block]:
    """One run of cells as tables; as paragraphs where it is none."""
    cells = raw_cells(lines)
    limits.check("cells", len(cells))
    cuts = cut_rows(to_run(cells)) if cells else None
    return list(to_paragraphs(lines)) if cuts is None else _to_blocks(cells, cuts)


def _to_blocks(cells: Sequence[RawCell], cuts: Sequence[Cut]) -> list[Block]:
    blocks: list[Block] = []
    for group in _tables(cuts):
        rows, behind = _rows(cells, group)
        blocks.append(to_table(mark_headers(rows)))
        blocks += behind
    return blocks


def cells_to_blocks(found: Sequence[tuple[int, tuple[Line, ...]]], head: int = 0) -> list[Block] | None:
    """Cells that were told apart in another way (the empty lines before each, its lines) as tables; None where none.

    `head` is the number of cells that the header has, where that is known.
    """
    cells = []
    for gap, body in found:
        text = "\n".join(one_line(line.text) for line in body)
        cells.append(RawCell(body, gap, 0, look_at(text), text))
    cuts = cut_rows(to_run(cells), head)
    return None if cuts is None else _to_blocks(cells, cuts)


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


def to_run(cells: Sequence[RawCell]) -> Run:
    """The cells as the evidence that the cut is made from."""
    tails = [False, *(cell.inner > 0 for cell in cells[:-1])]
    return Run([c.look for c in cells], [c.text for c in cells], [c.gap for c in cells], tails)


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
            _, cols = align([c.look for c in body], [c.look for c in cells[mate.start : mate.end]])
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

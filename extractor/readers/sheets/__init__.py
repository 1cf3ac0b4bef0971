"""XLSX, XLS and ODS to blocks: a sheet's title lines and stamps as paragraphs, then its table."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from extractor.blocks import Block, Cell, Paragraph, Place, SourceDocument, Table
from extractor.errors import ReadError
from extractor.readers.limits import Limits
from extractor.readers.sheets.excel import read_excel
from extractor.readers.sheets.looks import PLAIN, Look
from extractor.readers.sheets.ods import is_ods, read_ods
from extractor.readers.sheets.values import Sheet
from extractor.text import clean

_UNNAMED = re.compile(r"(?:лист|sheet|таблица|table|страница|page)?\s*\d*", re.I)


def read(data: bytes, *, limits: Limits) -> SourceDocument:
    """A workbook as blocks, sheet after sheet; hidden sheets are named in a warning only.

    Raises:
        ReadError: damaged or encrypted.
        LimitError: more cells, columns or characters than allowed.
    """
    sheets = read_ods(data, limits) if is_ods(data) else read_excel(data, limits)
    filled = [s for s in sheets if s.texts]
    shown = [s for s in filled if s.visible] or filled
    if not shown:
        raise ReadError("no cell holds text", code="empty_document")
    limits.check("characters", sum(len(text) for s in shown for text in s.texts.values()))
    parts = [list(to_blocks(sheet, limits)) for sheet in shown]
    shared = _shared_lines(parts)
    blocks: list[Block] = []
    heads: list[Block] = []
    for index, (sheet, part) in enumerate(zip(shown, parts, strict=True)):
        title = Paragraph(clean(sheet.name).strip(), heading=1, bold=True)
        is_named = _is_named(sheet, part, parts)
        if is_named or len(title.text.split()) > 1:
            (blocks if is_named and not shared else heads).append(title)
        blocks.extend(part[:shared] if index == 0 else ())
        blocks.extend([title] if is_named and shared else ())
        blocks.extend(part[shared:])
    hidden = {"hidden_sheet": len(shown) < len(filled), "hidden_rows": any(sheet.hides for sheet in shown)}
    warnings = tuple(code for code, is_so in hidden.items() if is_so)
    return SourceDocument("xlsx", tuple(blocks), warnings=warnings, heads=tuple(heads))


def _shared_lines(parts: Sequence[Sequence[Block]]) -> int:
    """How many lines all sheets of a workbook begin with: a title that stands on each of twelve months is one title."""
    if len(parts) < 2:
        return 0
    alike = takewhile(lambda row: len({_said(block) for block in row}) == 1, zip(*parts, strict=False))
    return sum(1 for _ in alike)


def _said(block: Block) -> str | int:
    return block.text if isinstance(block, Paragraph) else id(block)


def _is_named(sheet: Sheet, part: list[Block], parts: list[list[Block]]) -> bool:
    """Whether the sheet's name says something: sheets of one build («Сентябрь», «Октябрь») are told apart by it.

    Beside a price list or telephones the name of the plan's sheet («План», «2023») is only a label.
    """
    widths = [{block.cols for block in one if isinstance(block, Table) and block.cols > 2} for one in parts]
    mine = {block.cols for block in part if isinstance(block, Table)}
    alike = sum(bool(mine & other) for other in widths)
    return alike > 1 and not _UNNAMED.fullmatch(sheet.name.strip())


def to_blocks(sheet: Sheet, limits: Limits) -> Iterator[Block]:
    """Title lines and stamps above the table, the table, and what stands below it after an empty row."""
    rows = _rows(sheet)
    first, last = _table_rows(sheet, rows)
    yield from _free_text(sheet, rows, [r for r in rows if first is None or r < first])
    if first is not None and last is not None:
        yield _table(sheet, first, last, limits)
        yield from _free_text(sheet, rows, [r for r in rows if r > last])


def _rows(sheet: Sheet) -> dict[int, dict[int, str]]:
    """The filled squares of each filled row; the squares a merged range covers hold nothing of their own."""
    covered = _covered(sheet)
    rows: dict[int, dict[int, str]] = {}
    for row, col in sorted(sheet.texts):
        if (row, col) not in covered:
            rows.setdefault(row, {})[col] = sheet.texts[row, col]
    return rows


def _covered(sheet: Sheet) -> set[tuple[int, int]]:
    return {
        (r, c)
        for r, c in sheet.texts
        for (r1, c1, r2, c2) in sheet.merged
        if r1 <= r <= r2 and c1 <= c <= c2 and (r, c) != (r1, c1)
    }


def _table_rows(sheet: Sheet, rows: Mapping[int, Mapping[int, str]]) -> tuple[int | None, int | None]:
    """The first and last row of the table: it begins where rows get as full as most rows of it are.

    Three stamps side by side over a table of six columns are not its beginning, its header's upper tier is.
    """
    counts = sorted((len(cells) for cells in rows.values()), reverse=True)
    usual = counts[1] if len(counts) > 1 else counts[0]
    least = max(2, min(3, usual), math.ceil(usual * 0.6))
    full = [r for r, cells in rows.items() if len(cells) >= least]
    if not full:
        return None, None
    first, last = full[0], full[-1]
    while first - 1 in rows and len(rows[first - 1]) > 1 and _spans(sheet, first - 1):
        first -= 1
    while last + 1 in rows:
        last += 1
    return first, last


def _spans(sheet: Sheet, row: int) -> bool:
    return any(r1 <= row <= r2 for r1, _, r2, _ in sheet.merged)


def _free_text(sheet: Sheet, rows: Mapping[int, Mapping[int, str]], wanted: list[int]) -> Iterator[Paragraph]:
    """Lines outside the table; stamps side by side come one after the other, not line by line."""
    group: list[int] = []
    for row in wanted:
        if group and row > group[-1] + 1:
            yield from _group(sheet, rows, group)
            group = []
        group.append(row)
    yield from _group(sheet, rows, group)


def _group(sheet: Sheet, rows: Mapping[int, Mapping[int, str]], group: list[int]) -> Iterator[Paragraph]:
    columns = sorted({c for r in group for c in rows[r]})
    gap = True
    for col in columns:
        for row in group:
            if text := rows[row].get(col):
                yield _paragraph(text, sheet.looks.get((row, col), PLAIN), Place(line=row + 1), gap=gap)
                gap = False


def _table(sheet: Sheet, first: int, last: int, limits: Limits) -> Table:
    """The rows of the table as a grid; columns that are empty in all of it are left out."""
    used = sorted({c for r, c in sheet.texts if first <= r <= last})
    limits.check("columns", len(used))
    at = {col: index for index, col in enumerate(used)}
    spans = {(r1, c1): (r2, c2) for r1, c1, r2, c2 in sheet.merged}
    covered = _covered(sheet)
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row, col in sorted((r, c) for r, c in {*sheet.texts, *spans} if first <= r <= last):
        text = sheet.texts.get((row, col), "")
        if (row, col) in covered or (row, col) in taken:
            continue
        row2, col2 = spans.get((row, col), (row, col))
        columns = [at[c] for c in used if col <= c <= col2]
        if not columns:
            continue
        down = min(row2, last) - row + 1
        limits.check("span", down)
        taken.update((row + r, used[c]) for r in range(down) for c in columns)
        place = Place(line=row + 1)
        cells.append(
            Cell(
                row - first,
                columns[0],
                _paragraphs(text, sheet.looks.get((row, col), PLAIN), place),
                down,
                len(columns),
                place=place,
            )
        )
    empty = {(r, c) for r in range(first, last + 1) for c in used} - taken
    cells.extend(Cell(r - first, at[c], place=Place(line=r + 1)) for r, c in empty)
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Table(last - first + 1, len(used), tuple(cells), place=Place(line=first + 1))


def _paragraphs(text: str, look: Look, place: Place) -> tuple[Paragraph, ...]:
    """A cell's lines, which its writer broke by hand; one that begins with a small letter goes on the one before."""
    parts: list[str] = []
    for line in text.split("\n") if text else ():
        if parts and line.lstrip()[:1].islower():
            parts[-1] += "\n" + line
        else:
            parts.append(line)
    return tuple(_paragraph(part, look, place) for part in parts)


def _paragraph(text: str, look: Look, place: Place, *, gap: bool = False) -> Paragraph:
    return Paragraph(
        text, bold=look.bold, italic=look.italic, struck=look.struck, align=look.align, gap=gap, place=place
    )

"""XLSX, XLS and ODS to blocks: a sheet's title lines and stamps as paragraphs, then its table.

XLSX and XLS are read by calamine, after their XML was looked at: a cell in XFD1048576 makes calamine ask for
17 thousand million squares and end the process. ODS is read by lxml, because only its XML tells merged cells.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from extractor.blocks import Block, Cell, Paragraph, Place, SourceDocument, Table
from extractor.errors import ReadError
from extractor.readers.limits import Limits, Stopwatch
from extractor.readers.safezip import SafeZip
from extractor.text import clean

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged range, all from 0 and inclusive."""

_TAG = re.compile(rb"<(?:\w+:)?(c|row)\b([^>]*)>")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]*)(\d*)["']""")
_UNNAMED = re.compile(r"(?:лист|sheet|таблица|table|страница|page)?\s*\d*", re.I)
_DOCTYPE = b"<!DOCTYPE"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet's texts by (row, column) from 0; merged ranges carry their text in their first square."""

    name: str
    texts: Mapping[tuple[int, int], str]
    merged: tuple[Range, ...] = ()
    visible: bool = True


def read(data: bytes, *, limits: Limits) -> SourceDocument:
    """A workbook as blocks, sheet after sheet; hidden sheets are named in a warning only.

    Raises:
        ReadError: damaged or encrypted.
        LimitError: more cells, columns or characters than allowed.
    """
    sheets = _read_ods(data, limits) if _is_ods(data) else _read_excel(data, limits)
    filled = [s for s in sheets if s.texts]
    shown = [s for s in filled if s.visible] or filled
    if not shown:
        raise ReadError("no cell holds text", code="empty_document")
    limits.check("characters", sum(len(text) for s in shown for text in s.texts.values()))
    blocks: list[Block] = []
    parts = [list(_to_blocks(sheet, limits)) for sheet in shown]
    for sheet, part in zip(shown, parts, strict=True):
        if _is_named(sheet, part, parts):
            blocks.append(Paragraph(clean(sheet.name).strip(), heading=1, bold=True))
        blocks.extend(part)
    warnings = ("hidden_sheet",) if len(shown) < len(filled) else ()
    return SourceDocument("xlsx", tuple(blocks), warnings=warnings)


def _is_named(sheet: Sheet, part: list[Block], parts: list[list[Block]]) -> bool:
    """Whether the sheet's name says something: sheets of one build («Сентябрь», «Октябрь») are told apart by it.

    Beside a price list or telephones the name of the plan's sheet («План», «2023») is only a label.
    """
    widths = [{block.cols for block in one if isinstance(block, Table) and block.cols > 2} for one in parts]
    mine = {block.cols for block in part if isinstance(block, Table)}
    alike = sum(bool(mine & other) for other in widths)
    return alike > 1 and not _UNNAMED.fullmatch(sheet.name.strip())


# --- XLSX and XLS -----------------------------------------------------------------------------------------------


def _read_excel(data: bytes, limits: Limits) -> list[Sheet]:
    import python_calamine as calamine

    if data.startswith(b"PK"):
        _inspect_package(SafeZip(data, limits), limits)
    clock = limits.clock()
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        return [_excel_sheet(book, meta, limits, clock) for meta in book.sheets_metadata if _holds_cells(meta)]
    except calamine.PasswordError as error:
        raise ReadError(code="encrypted") from error
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, ValueError) as error:
        raise ReadError(str(error), code="damaged") from error
    except BaseException as error:  # a panic in calamine's Rust is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise ReadError("the workbook's cells contradict each other", code="damaged") from error


def _holds_cells(meta: object) -> bool:
    return str(getattr(meta, "typ", "")).endswith("WorkSheet")


def _excel_sheet(book: object, meta: object, limits: Limits, clock: Stopwatch) -> Sheet:
    sheet = book.get_sheet_by_name(meta.name)  # type: ignore[attr-defined]
    clock.check()
    if sheet.start is None:
        return Sheet(sheet.name, {})
    top, left = sheet.start
    bottom, right = sheet.end
    limits.check("cells", (bottom - top + 1) * (right - left + 1))
    texts = {
        (top + r, left + c): text
        for r, row in enumerate(sheet.to_python(skip_empty_area=True))
        for c, value in enumerate(row)
        if value != "" and (text := cell_text(value))
    }
    ranges = tuple((r1, c1, r2, c2) for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or ())
    visible = str(meta.visible).endswith(".Visible")  # type: ignore[attr-defined]
    return Sheet(sheet.name, texts, ranges, visible)


def _inspect_package(package: SafeZip, limits: Limits) -> None:
    """Unpacks under the limits what calamine will unpack without any, and measures each sheet's rectangle."""
    for name in package.names:
        if not name.endswith((".xml", ".rels", ".bin", ".vml")):
            continue
        part = package.read(name)
        if _DOCTYPE in part[:4096]:
            raise ReadError("a DTD in the package", code="damaged")
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            _inspect_sheet(part, limits)


def _inspect_sheet(xml: bytes, limits: Limits) -> None:
    """Refuses a sheet whose filled cells span more squares than `limits.cells` (A1 and XFD1048576 do)."""
    rows: list[int] = []
    cols: list[int] = []
    row = col = 0
    for tag in _TAG.finditer(xml):
        kind, attributes = tag.groups()
        reference = _REFERENCE.search(attributes)
        letters, digits = reference.groups() if reference else (b"", b"")
        if kind == b"row":
            row, col = int(digits[:9] or row + 1), 0
            continue
        col = _column(letters) if letters else col + 1
        if not attributes.endswith(b"/"):
            rows.append(int(digits[:9] or row))
            cols.append(col)
    if rows:
        limits.check("cells", (max(rows) - min(rows) + 1) * (max(cols) - min(cols) + 1))


def _column(letters: bytes) -> int:
    return sum((letter - 64) * 26**place for place, letter in enumerate(reversed(letters[:6])))


# --- ODS --------------------------------------------------------------------------------------------------------

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ENCRYPTION = b"manifest:encryption-data"


def _is_ods(data: bytes) -> bool:
    return b"opendocument.spreadsheet" in data[:200]


def _read_ods(data: bytes, limits: Limits) -> list[Sheet]:
    from lxml import etree

    package = SafeZip(data, limits)
    if "META-INF/manifest.xml" in package and _ENCRYPTION in package.read("META-INF/manifest.xml"):
        raise ReadError(code="encrypted")
    xml = package.read("content.xml")
    if _DOCTYPE in xml[:4096]:
        raise ReadError("a DTD in the package", code="damaged")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(str(error), code="damaged") from error
    return [_ods_sheet(table, limits) for table in root.iter(f"{_TABLE}table")]


def _ods_sheet(table: object, limits: Limits) -> Sheet:
    """One `table:table`; only the first square of repeated empty cells and rows is counted, never made."""
    texts: dict[tuple[int, int], str] = {}
    merged: list[Range] = []
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):  # type: ignore[attr-defined]
        col = 0
        rows = _number(line, "number-rows-repeated")
        for cell in line.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            cols = _number(cell, "number-columns-repeated")
            if text := _ods_text(cell):
                limits.check("cells", len(texts) + min(rows, limits.cells + 1) * min(cols, limits.cells + 1))
                texts.update({(row + r, col + c): text for r in range(rows) for c in range(cols)})
            down, right = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
            if down > 1 or right > 1:
                merged.append((row, col, row + down - 1, col + right - 1))
            col += cols
        row += rows
    return Sheet(table.get(f"{_TABLE}name") or "", texts, tuple(merged))  # type: ignore[attr-defined]


def _number(element: object, name: str) -> int:
    value = element.get(f"{_TABLE}{name}") or "1"  # type: ignore[attr-defined]
    return max(int(value[:9]), 1) if value.isdigit() else 1


def _ods_text(cell: object) -> str:
    kind = cell.get(f"{_OFFICE}value-type")  # type: ignore[attr-defined]
    if kind == "date":
        value = _iso_moment(cell.get(f"{_OFFICE}date-value") or "")  # type: ignore[attr-defined]
        if value is not None:
            return cell_text(value)
    if kind == "time":
        duration = re.fullmatch(r"PT(\d{1,4})H(\d{1,2})M.*", cell.get(f"{_OFFICE}time-value") or "")  # type: ignore[attr-defined]
        if duration:
            return f"{int(duration.group(1)):02}:{int(duration.group(2)):02}"
    lines = ("".join(p.itertext()) for p in cell.iterchildren(f"{_TEXT}p"))  # type: ignore[attr-defined]
    return _tidy("\n".join(lines))


def _iso_moment(value: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)
    except ValueError:
        return None


# --- values ------------------------------------------------------------------------------------------------------


def cell_text(value: object) -> str:
    """A cell's value as a Russian reader would write it: 14.03.2023, 14.03.2023 14:30, 13:00, 5, да."""
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return _tidy(str(value))


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line.strip())


def _write_moment(value: dt.datetime) -> str:
    day = f"{value:%d.%m}.{value.year:04}"
    return day if value.time() == dt.time() else f"{day} {value:%H:%M}"


def _write_duration(value: dt.timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _write_number(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.10g}".replace(".", ",")


_WRITERS: tuple[tuple[type, Callable[..., str]], ...] = (
    (bool, lambda value: "да" if value else "нет"),
    (dt.datetime, _write_moment),
    (dt.date, lambda value: f"{value:%d.%m}.{value.year:04}"),
    (dt.time, lambda value: f"{value:%H:%M}"),
    (dt.timedelta, _write_duration),
    (int, str),
    (float, _write_number),
)


# --- a sheet's blocks ---------------------------------------------------------------------------------------------


def _to_blocks(sheet: Sheet, limits: Limits) -> Iterator[Block]:
    """Title lines and stamps above the table, the table, and what stands below it after an empty row."""
    rows = _rows(sheet)
    first, last = _table_rows(sheet, rows)
    yield from _free_text(rows, [r for r in rows if first is None or r < first])
    if first is not None and last is not None:
        yield _table(sheet, first, last, limits)
        yield from _free_text(rows, [r for r in rows if r > last])


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
    return first, max(last, *(r2 for r1, _, r2, _ in sheet.merged if r1 <= last), last) if sheet.merged else last


def _spans(sheet: Sheet, row: int) -> bool:
    return any(r1 <= row <= r2 for r1, _, r2, _ in sheet.merged)


def _free_text(rows: Mapping[int, Mapping[int, str]], wanted: list[int]) -> Iterator[Paragraph]:
    """Lines outside the table; stamps side by side come one after the other, not line by line."""
    group: list[int] = []
    for row in wanted:
        if group and row > group[-1] + 1:
            yield from _group(rows, group)
            group = []
        group.append(row)
    yield from _group(rows, group)


def _group(rows: Mapping[int, Mapping[int, str]], group: list[int]) -> Iterator[Paragraph]:
    columns = sorted({c for r in group for c in rows[r]})
    gap = True
    for col in columns:
        for row in group:
            if text := rows[row].get(col):
                yield Paragraph(text, gap=gap, place=Place(line=row + 1))
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
        cells.append(Cell(row - first, columns[0], _paragraphs(text, place), down, len(columns), place=place))
    empty = {(r, c) for r in range(first, last + 1) for c in used} - taken
    cells.extend(Cell(r - first, at[c], place=Place(line=r + 1)) for r, c in empty)
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Table(last - first + 1, len(used), tuple(cells), place=Place(line=first + 1))


def _paragraphs(text: str, place: Place) -> tuple[Paragraph, ...]:
    """A cell's lines, which its writer broke by hand; one that begins with a small letter goes on the one before."""
    parts: list[str] = []
    for line in text.split("\n") if text else ():
        if parts and line.lstrip()[:1].islower():
            parts[-1] += "\n" + line
        else:
            parts.append(line)
    return tuple(Paragraph(part, place=place) for part in parts)

"""ODS by lxml: only its XML tells merged cells; repeated empty cells and rows are counted, never made."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from extractor.errors import ReadError
from extractor.readers.limits import Limits
from extractor.readers.safezip import SafeZip
from extractor.readers.sheets.values import Range, Sheet, cell_text, tidy

_DOCTYPE = b"<!DOCTYPE"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ENCRYPTION = b"manifest:encryption-data"


def is_ods(data: bytes) -> bool:
    """Whether the package says in its first part that it is one."""
    return b"opendocument.spreadsheet" in data[:200]


def read_ods(data: bytes, limits: Limits) -> list[Sheet]:
    """The sheets of an OpenDocument workbook."""
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


def _ods_sheet(table: Any, limits: Limits) -> Sheet:
    """One `table:table`; only the first square of repeated empty cells and rows is counted, never made."""
    texts: dict[tuple[int, int], str] = {}
    merged: list[Range] = []
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
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
    return Sheet(table.get(f"{_TABLE}name") or "", texts, tuple(merged))


def _number(element: Any, name: str) -> int:
    value = element.get(f"{_TABLE}{name}") or "1"
    return max(int(value[:9]), 1) if value.isdigit() else 1


def _ods_text(cell: Any) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date":
        value = _iso_moment(cell.get(f"{_OFFICE}date-value") or "")
        if value is not None:
            return cell_text(value)
    if kind == "time":
        duration = re.fullmatch(r"PT(\d{1,4})H(\d{1,2})M.*", cell.get(f"{_OFFICE}time-value") or "")
        if duration:
            return f"{int(duration.group(1)):02}:{int(duration.group(2)):02}"
    lines = ("".join(p.itertext()) for p in cell.iterchildren(f"{_TEXT}p"))
    return tidy("\n".join(lines))


def _iso_moment(value: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)
    except ValueError:
        return None

"""ODS by lxml: only its XML tells merged cells; repeated empty cells and rows are counted, never made."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from extractor.errors import LimitError, ReadError
from extractor.readers.limits import Limits
from extractor.readers.safezip import SafeZip
from extractor.readers.sheets.looks import PLAIN, Look
from extractor.readers.sheets.ods_looks import OdsLooks
from extractor.readers.sheets.values import Range, Sheet, cell_text, tidy
from extractor.readers.xml import parse_xml

_DOCTYPE = b"<!DOCTYPE"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MOST_COLUMNS = 16_384
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
    looks = OdsLooks(*_common_styles(package, limits), root)
    return [_ods_sheet(table, looks, limits) for table in root.iter(f"{_TABLE}table")]


def _common_styles(package: SafeZip, limits: Limits) -> tuple[Any, ...]:
    """The root of the part with the styles that sheets share; the content can be read without it."""
    try:
        return (parse_xml(package.read("styles.xml"), limits),) if "styles.xml" in package else ()
    except ReadError as error:
        if error.code == LimitError.code:
            raise
        return ()


def _ods_sheet(table: Any, looks: OdsLooks, limits: Limits) -> Sheet:
    """One `table:table`; only the first square of repeated empty cells and rows is counted, never made."""
    texts: dict[tuple[int, int], str] = {}
    shown: dict[tuple[int, int], Look] = {}
    merged: list[Range] = []
    hidden_columns = _hidden_columns(table)
    hides = False
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
        col = 0
        rows = _number(line, "number-rows-repeated")
        for cell in line.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            cols = _number(cell, "number-columns-repeated")
            look = looks.cell(cell.get(f"{_TABLE}style-name"))
            if text := _ods_text(cell, look or PLAIN):
                limits.check("cells", len(texts) + min(rows, limits.cells + 1) * min(cols, limits.cells + 1))
                is_hidden = _is_hidden(line) or col in hidden_columns
                hides = hides or is_hidden
                squares = [] if is_hidden else [(row + r, col + c) for r in range(rows) for c in range(cols)]
                texts.update(dict.fromkeys(squares, text))
                shown.update(dict.fromkeys(squares, look) if look is not None else {})
            down, right = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
            if down > 1 or right > 1:
                merged.append((row, col, row + down - 1, col + right - 1))
            col += cols
        row += rows
    name = table.get(f"{_TABLE}name") or ""
    return Sheet(name, texts, tuple(merged), not looks.hides(table), shown, hides)


def _is_hidden(band: Any) -> bool:
    """Whether a row or column is folded away or filtered out."""
    return band.get(f"{_TABLE}visibility") in ("collapse", "filter")


def _hidden_columns(table: Any) -> set[int]:
    found: set[int] = set()
    at = 0
    for column in table.iter(f"{_TABLE}table-column"):
        count = _number(column, "number-columns-repeated")
        if _is_hidden(column):
            found.update(range(at, min(at + count, _MOST_COLUMNS)))
        at += count
    return found


def _number(element: Any, name: str) -> int:
    value = element.get(f"{_TABLE}{name}") or "1"
    return max(int(value[:9]), 1) if value.isdigit() else 1


def _ods_text(cell: Any, look: Look) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date":
        value = _iso_moment(cell.get(f"{_OFFICE}date-value") or "")
        if value is not None:
            return cell_text(value, look)
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

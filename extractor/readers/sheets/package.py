"""An XLSX package before calamine reads it: how large its sheets are, and how they are shown.

calamine tells values and merged ranges alone, and ends the process where a file asks for more memory than there is (a
cell in XFD1048576 asks for 17 thousand million squares).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from extractor.errors import ReadError
from extractor.readers.limits import Limits
from extractor.readers.safezip import SafeZip
from extractor.readers.sheets.looks import PLAIN, Look, read_looks
from extractor.readers.xml import parse_xml

_TAG = re.compile(rb"<(?:\w+:)?(c|row|col)\b([^>]*)>")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]*)(\d*)["']""")
_STYLE = re.compile(rb"""\bs=["'](\d{1,9})["']""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_BAND = re.compile(rb"""\b(min|max)=["'](\d{1,9})["']""")
_DOCTYPE = b"<!DOCTYPE"
_BOOK, _STYLES = "xl/workbook.xml", "xl/styles.xml"
_MOST_COLUMNS = 16_384

Square = tuple[int, int]
"""Row and column from 0."""


@dataclass(frozen=True, slots=True)
class View:
    """How a sheet is shown: the looks of its filled cells that are not plain, its hidden rows and columns (from 0)."""

    looks: Mapping[Square, Look] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


NO_VIEW = View()


def inspect_package(package: SafeZip, limits: Limits) -> dict[str, View]:
    """Unpacks under the limits what calamine will unpack without any, and measures each sheet's rectangle.

    Returns:
        How each sheet is shown, by its name.

    Raises:
        ReadError: damaged, or a part declares a DTD.
        LimitError: too large.
    """
    parts: dict[str, bytes] = {}
    for name in package.names:
        if name.endswith((".xml", ".rels", ".bin", ".vml")):
            part = package.read(name)
            if _DOCTYPE in part[:4096]:
                raise ReadError("a DTD in the package", code="damaged")
            parts[name] = part
    looks = _looks(parts, limits)
    views = {
        name: _inspect_sheet(xml, looks, limits)
        for name, xml in parts.items()
        if name.startswith("xl/worksheets/") and name.endswith(".xml")
    }
    return {title: views[name] for title, name in _sheet_names(parts, limits).items() if name in views}


def _looks(parts: Mapping[str, bytes], limits: Limits) -> tuple[Look, ...]:
    """The cell styles; none where their part is damaged: values can be read without them."""
    try:
        return read_looks(parts[_STYLES], limits) if _STYLES in parts else ()
    except ReadError:
        return ()


def _sheet_names(parts: Mapping[str, bytes], limits: Limits) -> dict[str, str]:
    """Each sheet's title and the name of its part, by the workbook's relationships."""
    folder, name = posixpath.split(_BOOK)
    book, relations = parts.get(_BOOK), parts.get(f"{folder}/_rels/{name}.rels")
    if book is None or relations is None:
        return {}
    try:
        targets = {r.get("Id") or "": r.get("Target") or "" for r in parse_xml(relations, limits)}
        sheets = [e for e in parse_xml(book, limits).iter() if str(e.tag).endswith("}sheet")]
    except ReadError:
        return {}
    found: dict[str, str] = {}
    for sheet in sheets:
        relation = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), None)
        target = targets.get(str(relation), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[sheet.get("name") or ""] = path
    return found


def _inspect_sheet(xml: bytes, looks: tuple[Look, ...], limits: Limits) -> View:
    """One pass over a sheet's tags.

    Refuses a sheet whose filled cells span more squares than `limits.cells` (A1 and XFD1048576 do).
    """
    rows: list[int] = []
    cols: list[int] = []
    styled: dict[Square, Look] = {}
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    row = col = 0
    for tag in _TAG.finditer(xml):
        kind, attributes = tag.groups()
        if kind == b"col":
            hidden_columns.update(_hidden_band(attributes))
            continue
        reference = _REFERENCE.search(attributes)
        letters, digits = reference.groups() if reference else (b"", b"")
        if kind == b"row":
            row, col = int(digits[:9] or row + 1), 0
            if _HIDDEN.search(attributes):
                hidden_rows.add(row - 1)
            continue
        col = _column(letters) if letters else col + 1
        if attributes.endswith(b"/"):
            continue
        rows.append(int(digits[:9] or row))
        cols.append(col)
        style = _STYLE.search(attributes)
        look = looks[int(style.group(1))] if style and int(style.group(1)) < len(looks) else PLAIN
        if look is not PLAIN and look != PLAIN:
            styled[rows[-1] - 1, col - 1] = look
    if rows:
        limits.check("cells", (max(rows) - min(rows) + 1) * (max(cols) - min(cols) + 1))
    return View(styled, frozenset(hidden_rows), frozenset(hidden_columns))


def _hidden_band(attributes: bytes) -> range:
    """The columns of a `col` element that is hidden, from 0."""
    band = {name: int(number) for name, number in _BAND.findall(attributes)}
    if not _HIDDEN.search(attributes) or len(band) < 2:
        return range(0)
    return range(band[b"min"] - 1, min(band[b"max"], _MOST_COLUMNS))


def _column(letters: bytes) -> int:
    return sum((letter - 64) * 26**place for place, letter in enumerate(reversed(letters[:6])))

"""XLSX and XLS by calamine, which ends the process where a file asks for more memory than there is.

An XLSX is looked at first (a cell in XFD1048576 asks for 17 thousand million squares); an XLS tells nothing that could
be looked at cheaply, so it is read by a child process.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from typing import Any

from extractor.errors import ExtractorError, LimitError, ReadError
from extractor.readers.limits import Limits, Stopwatch
from extractor.readers.safezip import SafeZip
from extractor.readers.sheets.values import Sheet, cell_text

_TAG = re.compile(rb"<(?:\w+:)?(c|row)\b([^>]*)>")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]*)(\d*)["']""")
_DOCTYPE = b"<!DOCTYPE"
_CHILD = "extractor.readers.sheets.child"
_BROKEN = "the workbook's cells contradict each other"


def read_excel(data: bytes, limits: Limits) -> list[Sheet]:
    """The sheets of a workbook.

    Raises:
        ReadError: damaged or encrypted.
        LimitError: too many cells, too long.
    """
    if data.startswith(b"PK"):
        package = SafeZip(data, limits)
        _inspect_package(package, limits)
        if not any(name.endswith(".bin") for name in package.names):
            return read_here(data, limits)
    return _read_in_child(data, limits)


def _read_in_child(data: bytes, limits: Limits) -> list[Sheet]:
    command = [sys.executable, "-m", _CHILD, str(limits.cells), str(limits.seconds)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise LimitError(f"seconds > {limits.seconds:g}") from error
    if done.returncode != 0:
        raise ReadError(_BROKEN, code="damaged")
    answer = json.loads(done.stdout)
    if "code" in answer:
        kind = LimitError if answer["code"] == LimitError.code else ReadError
        raise kind(answer["detail"], code=answer["code"])
    return [
        Sheet(name, {(r, c): text for r, c, text in texts}, tuple((a, b, c, d) for a, b, c, d in merged), visible)
        for name, texts, merged, visible in answer["sheets"]
    ]


def as_answer(data: bytes, limits: Limits) -> dict[str, Any]:
    """What the child process says: the sheets, or the error, in plain JSON."""
    try:
        sheets = read_here(data, limits)
    except ExtractorError as error:
        return {"code": error.code, "detail": error.detail}
    return {
        "sheets": [
            (sheet.name, [(r, c, text) for (r, c), text in sheet.texts.items()], sheet.merged, sheet.visible)
            for sheet in sheets
        ]
    }


def read_here(data: bytes, limits: Limits) -> list[Sheet]:
    """The sheets, by calamine in this process."""
    import python_calamine as calamine

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
        raise ReadError(_BROKEN, code="damaged") from error


def _holds_cells(meta: Any) -> bool:
    return str(getattr(meta, "typ", "")).endswith("WorkSheet")


def _excel_sheet(book: Any, meta: Any, limits: Limits, clock: Stopwatch) -> Sheet:
    sheet = book.get_sheet_by_name(meta.name)
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
    visible = str(meta.visible).endswith(".Visible")
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

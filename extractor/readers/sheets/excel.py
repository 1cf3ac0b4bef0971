"""XLSX and XLS by calamine, which ends the process where a file asks for more memory than there is.

An XLSX is looked at first (a cell in XFD1048576 asks for 17 thousand million squares); an XLS tells nothing that could
be looked at cheaply, so it is read by a child process.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from extractor.errors import ExtractorError, LimitError, ReadError
from extractor.readers.limits import Limits, Stopwatch
from extractor.readers.safezip import SafeZip
from extractor.readers.sheets.looks import PLAIN, Look
from extractor.readers.sheets.package import NO_VIEW, View, inspect_package
from extractor.readers.sheets.values import Sheet, cell_text

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
        views = inspect_package(package, limits)
        if not any(name.endswith(".bin") for name in package.names):
            return read_here(data, limits, views)
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
    return [_from_answer(sheet) for sheet in answer["sheets"]]


def _from_answer(answer: dict[str, Any]) -> Sheet:
    looks = [Look(bold=b, italic=i, struck=s, align=align) for b, i, s, align in answer["looks"]]
    return Sheet(
        answer["name"],
        {(row, col): text for row, col, text, _look in answer["texts"]},
        tuple((top, left, bottom, right) for top, left, bottom, right in answer["merged"]),
        answer["visible"],
        {(row, col): looks[look] for row, col, _text, look in answer["texts"]},
        answer["hides"],
    )


def as_answer(data: bytes, limits: Limits) -> dict[str, Any]:
    """What the child process says: the sheets, or the error, in plain JSON."""
    from extractor.readers.sheets.biff import read_views

    try:
        sheets = read_here(data, limits, read_views(data))
    except ExtractorError as error:
        return {"code": error.code, "detail": error.detail}
    return {"sheets": [_to_answer(sheet) for sheet in sheets]}


def _to_answer(sheet: Sheet) -> dict[str, Any]:
    """A sheet; of a look only what the blocks need is told (its dates are texts already)."""
    kinds: dict[tuple[object, ...], int] = {}
    texts: list[tuple[int, int, str, int]] = []
    for (row, col), text in sheet.texts.items():
        look = sheet.looks.get((row, col), PLAIN)
        kind = kinds.setdefault((look.bold, look.italic, look.struck, look.align), len(kinds))
        texts.append((row, col, text, kind))
    return {
        "name": sheet.name,
        "texts": texts,
        "looks": list(kinds),
        "merged": sheet.merged,
        "visible": sheet.visible,
        "hides": sheet.hides,
    }


def read_here(data: bytes, limits: Limits, views: Mapping[str, View] | None = None) -> list[Sheet]:
    """The sheets, by calamine in this process. `views` are how they are shown, by their names, where that is known."""
    import python_calamine as calamine

    clock = limits.clock()
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        known = views or {}
        metas = [meta for meta in book.sheets_metadata if _holds_cells(meta)]
        return [_excel_sheet(book, meta, known.get(meta.name, NO_VIEW), limits, clock) for meta in metas]
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


def _excel_sheet(book: Any, meta: Any, view: View, limits: Limits, clock: Stopwatch) -> Sheet:
    sheet = book.get_sheet_by_name(meta.name)
    clock.check()
    if sheet.start is None:
        return Sheet(sheet.name, {})
    top, left = sheet.start
    bottom, right = sheet.end
    limits.check("cells", (bottom - top + 1) * (right - left + 1))
    looks = view.looks
    texts = {
        (top + r, left + c): text
        for r, row in enumerate(sheet.to_python(skip_empty_area=True))
        for c, value in enumerate(row)
        if value != "" and (text := cell_text(value, looks.get((top + r, left + c), PLAIN)))
    }
    ranges = tuple((r1, c1, r2, c2) for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or ())
    visible = str(meta.visible).endswith(".Visible")
    seen = {at: text for at, text in texts.items() if at[0] not in view.rows and at[1] not in view.columns}
    return Sheet(sheet.name, seen, ranges, visible, looks, hides=len(seen) < len(texts))

"""An XLS of Excel 97 and later: how its sheets are shown ([MS-XLS]). Values are calamine's to read."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from extractor.errors import ReadError
from extractor.readers.sheets.looks import BUILT_IN, PLAIN, Look, look_of
from extractor.readers.sheets.package import Square, View
from extractor.readers.word97.compound import Compound

_BOF, _EOF, _BOUND_SHEET, _FONT, _FORMAT, _XF = 0x0809, 0x000A, 0x0085, 0x0031, 0x041E, 0x00E0
_ROW, _COLUMN_INFO, _SEVERAL_NUMBERS = 0x0208, 0x007D, 0x00BD
_CELLS = frozenset((0x00FD, 0x0204, 0x0203, 0x027E, 0x0006, 0x0205))
"""LABELSST, LABEL, NUMBER, RK, FORMULA, BOOLERR: each begins with its row, its column and its style."""
_EXCEL_97 = 0x0600
_ALIGN = {1: "left", 2: "center", 3: "right", 5: "justify"}
_BOLD_FROM = 600
_ITALIC, _STRUCK = 0x0002, 0x0008
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x0020, 0x0001
_NO_FOURTH_FONT = 4

_Font = tuple[bool, bool, bool]


def read_views(data: bytes) -> dict[str, View]:
    """How each sheet is shown, by its name; nothing of a file whose records cannot be followed."""
    try:
        file = Compound(data)
        stream = file.stream("Workbook") or b""
        return _views(stream) if stream[:2] == struct.pack("<H", _BOF) else {}
    except (ReadError, struct.error, IndexError):
        return {}


def _views(stream: bytes) -> dict[str, View]:
    if struct.unpack_from("<H", stream, 4)[0] != _EXCEL_97:
        return {}
    codes = dict(BUILT_IN)
    fonts: list[_Font] = []
    formats: list[tuple[int, int, int]] = []
    sheets: list[tuple[str, int]] = []
    for kind, body in _records(stream, 0):
        if kind == _FONT:
            flags, _, weight = struct.unpack_from("<HHH", body, 2)
            fonts.append((weight >= _BOLD_FROM, bool(flags & _ITALIC), bool(flags & _STRUCK)))
        elif kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body[2:], "<H")
        elif kind == _XF:
            formats.append((*struct.unpack_from("<HH", body), body[6] & 0x07))
        elif kind == _BOUND_SHEET:
            sheets.append((_text(body[6:], "<B"), struct.unpack_from("<I", body)[0]))
    looks = [_look(font, code, align, fonts, codes) for font, code, align in formats]
    return {name: _sheet(stream, start, looks) for name, start in sheets}


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place in the stream to the end of that part."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        if kind == _EOF:
            return
        at += 4 + size


def _text(body: bytes, count: str) -> str:
    """A string with its number of characters before it, in one or two bytes each."""
    size = struct.calcsize(count)
    length, flags = struct.unpack_from(count, body)[0], body[size]
    wide = flags & 1
    raw = body[size + 1 : size + 1 + length * (2 if wide else 1)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def _look(font: int, code: int, align: int, fonts: list[_Font], codes: dict[int, str]) -> Look:
    index = font - 1 if font > _NO_FOURTH_FONT else font  # the format leaves number 4 out
    shown = fonts[index] if index < len(fonts) else (False, False, False)
    return look_of(codes.get(code, ""), shown, _ALIGN.get(align))


def _sheet(stream: bytes, start: int, looks: list[Look]) -> View:
    styled: dict[Square, Look] = {}
    rows: set[int] = set()
    columns: set[int] = set()

    def add(row: int, column: int, style: int) -> None:
        if style < len(looks) and looks[style] != PLAIN:
            styled[row, column] = looks[style]

    for kind, body in _records(stream, start):
        if kind in _CELLS:
            add(*struct.unpack_from("<HHH", body))
        elif kind == _SEVERAL_NUMBERS:
            row, first = struct.unpack_from("<HH", body)
            for place in range((len(body) - 6) // 6):
                add(row, first + place, struct.unpack_from("<H", body, 4 + 6 * place)[0])
        elif kind == _ROW and struct.unpack_from("<H", body, 12)[0] & _ROW_HIDDEN:
            rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLUMN_INFO:
            first, last, _, _, flags = struct.unpack_from("<HHHHH", body)
            columns.update(range(first, last + 1) if flags & _COLUMN_HIDDEN else ())
    return View(styled, frozenset(rows), frozenset(columns))

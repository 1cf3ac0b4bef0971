"""Rows of a worksheet (SpreadsheetML) that wait in a file until their workbook is made, and how they get into it.

XlsxWriter makes styles, tables, charts and all else; of a sheet with many rows it makes the header and one model row,
whose cells have the styles of the columns. The rows are then put in the model's place. That is several times as fast as
cell by cell through its `write` methods, and memory does not grow with the rows.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import IO
from urllib.parse import quote

from extractor.exports.excel import Look
from extractor.messages import DEFAULT, N_, translated

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
"""UTF-16 units."""
MOST_LINKS = 65_530
_LONGEST_LINK = 2_000
_UNSAFE = re.compile(r"""[\x00-\x20"#%<>?\[\\\]^`{|}]""")
"""What a link holds as %XX; Russian letters stay, as Excel writes them."""
_DAY = len("2030-09-10")
_LINE = 15
"""Points of height."""
_MOST_LINES = 27
"""A row is at most 409 points high."""
_EPOCH = dt.date(1899, 12, 30).toordinal()
_FIRST_DAY = dt.date(1900, 3, 1)
"""Before it a spreadsheet's days are off by one."""
_RISKY = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_XML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MODEL = re.compile(rb'<row r="2".*?</row>', re.DOTALL)
_STYLE = re.compile(rb'<c r="[A-Z]+2" s="(\d+)"')
_DIMENSION = re.compile(rb'(<dimension ref="A1:[A-Z]+)2(?=")')
_TABLE = re.compile(rb'( ref="A1:[A-Z]+)2(?=")')
_DATE = (1980, 1, 1, 0, 0, 0)
"""The same data give the same bytes on any day."""
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_LEVEL = 5
"""Of deflate: a tenth larger than level 6 and half its time on such XML."""


def escaped(text: str) -> str:
    """A text within XML; what XML cannot hold as `_xHHHH_`, which a spreadsheet reads back."""
    return _RISKY.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    mark = found[0]
    if len(mark) > 1:
        return f"_x005F{mark}"
    return _XML.get(mark) or f"_x{ord(mark):04X}_"


def fitting(text: str) -> str:
    """The text with `\\n` for ends of lines; what is longer than a cell may be is cut, with a mark that says so."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) * 2 <= LONGEST_CELL or _units(text) <= LONGEST_CELL:
        return text
    mark = " " + translated(N_("[… cut: the whole text is in events.csv]"), DEFAULT)
    room = (LONGEST_CELL - len(mark)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + mark


def _lines(text: str, width: int) -> int:
    """How many lines a text fills, about: a spreadsheet that does not count them itself shows so many."""
    room = max(width * 4 // 5, 1)  # words are not broken
    return sum(1 if len(part) <= width else -(-len(part) // room) for part in text.split("\n"))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@lru_cache(maxsize=1 << 12)
def serial(day: str) -> int | None:
    """An ISO day as a spreadsheet counts days; None where it cannot."""
    value = dt.date.fromisoformat(day)
    return value.toordinal() - _EPOCH if value >= _FIRST_DAY else None


def _text_cell(place: str, style: str, value: object) -> str:
    text = str(value)
    if len(text) * 2 > LONGEST_CELL or _RISKY.search(text):
        text = escaped(fitting(text))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _number_cell(place: str, style: str, value: object) -> str:
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def _day_cell(place: str, style: str, value: object) -> str:
    number = serial(str(value))
    return _text_cell(place, style, value) if number is None else _number_cell(place, style, number)


_CELLS: Mapping[Look, Callable[[str, str, object], str]] = {
    "text": _text_cell,
    "link": _text_cell,
    "number": _number_cell,
    "day": _day_cell,
}
_MARKS: Mapping[Look, str] = {"text": "\x01", "link": "\x02", "number": "\x03", "day": "\x04"}
"""Stand for the number of a style until XlsxWriter has given it; no text of a cell has such a character."""


class WaitingRows:
    """The rows of one sheet below its header, with their links, in a file."""

    def __init__(self, stream: IO[bytes], columns: Sequence[tuple[Look, int]]) -> None:
        """For columns with their looks and widths in characters."""
        looks = [look for look, _width in columns]
        self._stream = stream
        self._looks = looks
        self._widths = [width if look in ("text", "link") else 2 * _DAY for look, width in columns]
        self._columns = [(letters(i), _MARKS[look], _CELLS[look]) for i, look in enumerate(looks)]
        self._link = next((letters(i) for i, look in enumerate(looks) if look == "link"), "")
        self.last = 1
        self._links: list[str] = []
        self._targets: dict[str, int] = {}

    @property
    def large(self) -> bool:
        """Whether the sheet may be larger than a plain ZIP entry."""
        return self._stream.tell() > 1 << 30

    @property
    def full(self) -> bool:
        """Whether no row fits any more."""
        return self.last >= MOST_ROWS

    def add(self, values: Iterable[object], target: str = "") -> None:
        """A row: a value for each column, None or an empty text for none; its link leads to the target."""
        self.last += 1
        number = str(self.last)
        cells, lines = [], 1
        for (column, mark, cell), width, value in zip(self._columns, self._widths, values, strict=True):
            if value is not None and value != "":
                cells.append(cell(column + number, mark, value))
                if value.__class__ is str and (len(value) > width or "\n" in value):
                    lines = max(lines, _lines(value, width))
        height = "" if lines == 1 else f' ht="{min(lines, _MOST_LINES) * _LINE}"'
        self._stream.write(f'<row r="{number}"{height}>{"".join(cells)}</row>'.encode())
        if target and len(self._links) < MOST_LINKS:
            link = self._targets.setdefault(target, len(self._targets) + 1)
            self._links.append(f'<hyperlink ref="{self._link}{number}" r:id="link{link}"/>')

    def put_into(self, sheet: bytes, out: IO[bytes]) -> None:
        """The sheet's XML with the rows in the place of the model row, and with its links.

        Raises:
            ValueError: the sheet has no model row.
        """
        model = _MODEL.search(sheet)
        if model is None:
            raise ValueError("a sheet without a model row")
        head, tail = sheet[: model.start()], sheet[model.end() :]
        out.write(_DIMENSION.sub(rb"\g<1>%d" % max(self.last, 2), head))
        if self.last == 1:
            out.write(model[0])
        else:
            self._copy(out, _STYLE.findall(model[0]))
        links = f"<hyperlinks>{''.join(self._links)}</hyperlinks>".encode() if self._links else b""
        out.write(tail.replace(b"<pageMargins", links + b"<pageMargins", 1))

    def _copy(self, out: IO[bytes], styles: list[bytes]) -> None:
        """The rows, each mark replaced by the number of its style."""
        marks = {_MARKS[look].encode(): style for look, style in zip(self._looks, styles, strict=True)}
        self._stream.seek(0)
        while chunk := self._stream.read(1 << 20):
            for mark, style in marks.items():
                chunk = chunk.replace(mark, style)
            out.write(chunk)

    def relations(self) -> bytes:
        """The entries of the sheet's relationships that its links need."""
        return "".join(
            f'<Relationship Id="link{number}" Type="{_RELATION}" Target="{escaped(target)}" TargetMode="External"/>'
            for target, number in self._targets.items()
        ).encode()


def filled(book: bytes, sheets: Sequence[WaitingRows], path: Path) -> None:
    """The workbook with these rows in its first sheets, and their tables as long as they are, to a file.

    Each of these sheets has one table, over its header and its model row.
    """
    waiting = {f"xl/worksheets/sheet{n}.xml": rows for n, rows in enumerate(sheets, 1)}
    related = {f"xl/worksheets/_rels/sheet{n}.xml.rels": rows for n, rows in enumerate(sheets, 1)}
    tables = {f"xl/tables/table{n}.xml": rows for n, rows in enumerate(sheets, 1)}
    with (
        zipfile.ZipFile(BytesIO(book)) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as out,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name in related:
                data = data.replace(b"</Relationships>", related[name].relations() + b"</Relationships>")
            if name in tables:
                data = _TABLE.sub(rb"\g<1>%d" % max(tables[name].last, 2), data)
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with out.open(entry, "w", force_zip64=name in waiting and waiting[name].large) as stream:
                if name in waiting:
                    waiting[name].put_into(data, stream)
                else:
                    stream.write(data)


def letters(column: int) -> str:
    """The name of a column, counted from 0: A, B … Z, AA …"""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def link_to(path: Path, folder: Path) -> str:
    """A link from a workbook in `folder` to a file: relative, so that both can be moved together.

    Empty where no relative path leads there (another drive), or it is too long for a link.
    """
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:
        return ""
    target = _UNSAFE.sub(lambda found: quote(found[0]), Path(relative).as_posix())
    return target if len(target) <= _LONGEST_LINK else ""

"""How a workbook shows its cells: what of a date is seen, percent, leading zeros; bold, crossed out, aligned.

Excel makes a date of «5 мар» or «сен.23» as it is typed and gives it the year of that day, which nobody sees and which
is wrong in half of a school year: only what the cell's format shows is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from extractor.readers.limits import Limits
from extractor.readers.xml import parse_xml

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = (
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
)
_OFF = ("0", "false")

# The built-in formats of dates, times and percents (ECMA-376, 18.8.30).
BUILT_IN = {
    9: "0%", 10: "0.00%", 14: "dd.mm.yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "dd.mm.yyyy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
}  # fmt: skip

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|am/pm|a/p', re.I)
_MINUTES = re.compile(r"(h+\]?[^a-z]*)m+|m+(?=[^a-z]*s)", re.I)
_ZEROS = re.compile(r"0{2,9}")


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a moment a number format shows."""

    day: bool = True
    weekday: bool = False
    month: bool = True
    year: bool = True
    time: bool = True


@dataclass(frozen=True, slots=True)
class Look:
    """One cell style. `moment` is None where its format is none of dates; `zeros` pads numbers («007»)."""

    moment: Shown | None = None
    percent: bool = False
    zeros: int = 0
    bold: bool = False
    italic: bool = False
    struck: bool = False
    align: str | None = None


PLAIN = Look()


def read_looks(xml: bytes, limits: Limits) -> tuple[Look, ...]:
    """The cell styles of `xl/styles.xml` in their order: a cell's `s` is an index into them.

    Raises:
        ReadError: the part is damaged.
    """
    root = parse_xml(xml.replace(*_STRICT), limits)
    codes = dict(BUILT_IN)
    for element in root.iter(f"{_MAIN}numFmt"):
        codes[_whole(element.get("numFmtId"))] = element.get("formatCode") or ""
    fonts = [_read_font(font) for font in root.iterfind(f"{_MAIN}fonts/{_MAIN}font")]
    return tuple(_read_look(xf, codes, fonts) for xf in root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf"))


def shown_by(code: str) -> Shown | None:
    """What a number format shows of a moment: «d mmm» day and month; None where it is no format of dates."""
    first = _QUOTED.sub("", code).split(";")[0]
    if "general" in first.lower() or set(first) & set("#?%"):
        return None
    has_time = bool(re.search("[hs]", first, re.I))
    bare = (_MINUTES.sub(r"\1", first) if has_time else first).lower()
    days = [len(run) for run in re.findall("d+", bare)]
    shown = Shown(
        any(length < 3 for length in days), any(length > 2 for length in days), "m" in bare, "y" in bare, has_time
    )
    return shown if days or shown.month or shown.year or shown.time else None


def look_of(code: str, font: tuple[bool, bool, bool], align: str | None) -> Look:
    """The look of a cell by its number format, its font (bold, italic, crossed out) and its alignment."""
    bold, italic, struck = font
    zeros = _ZEROS.fullmatch(code)
    return Look(
        moment=shown_by(code),
        percent="%" in _QUOTED.sub("", code),
        zeros=len(zeros.group()) if zeros else 0,
        bold=bold,
        italic=italic,
        struck=struck,
        align=align,
    )


def _read_look(xf: etree._Element, codes: dict[int, str], fonts: list[tuple[bool, bool, bool]]) -> Look:
    font = _whole(xf.get("fontId"))
    alignment = xf.find(f"{_MAIN}alignment")
    align = None if alignment is None else alignment.get("horizontal")
    return look_of(
        codes.get(_whole(xf.get("numFmtId")), ""),
        fonts[font] if 0 <= font < len(fonts) else (False, False, False),
        align if align in ("left", "center", "right", "justify") else None,
    )


def _read_font(font: etree._Element) -> tuple[bool, bool, bool]:
    def has(name: str) -> bool:
        element = font.find(f"{_MAIN}{name}")
        return element is not None and element.get("val") not in _OFF

    return has("b"), has("i"), has("strike")


def _whole(text: str | None) -> int:
    return int(text[:9]) if text and text.isdecimal() else 0

"""The XML names a DOCX reader meets, in lxml's `{namespace}tag` form, and the small readers of attributes."""

from __future__ import annotations

from lxml import etree

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
STRICT_MATH = "http://purl.oclc.org/ooxml/officeDocument/math"

_W = "{" + WORD + "}"
VAL = _W + "val"
ALTERNATE = "{" + COMPATIBILITY + "}AlternateContent"
CHOICE = "{" + COMPATIBILITY + "}Choice"
FALLBACK = "{" + COMPATIBILITY + "}Fallback"
MATH_TEXT = "{" + MATH + "}t"
REL_ID = "{" + RELATIONS + "}id"

_FALSE = ("0", "false", "off", "none")


def w(name: str) -> str:
    """`w:name` in lxml's form."""
    return _W + name


def value(element: etree._Element | None) -> str | None:
    """The `w:val` of an element that may be missing."""
    return None if element is None else element.get(VAL)


def is_on_attribute(text: str | None) -> bool:
    """An attribute that is a switch; a missing one is off."""
    return text is not None and text not in _FALSE


def is_on(element: etree._Element | None) -> bool:
    """A toggle (`<w:b/>`, `<w:b w:val="0"/>`); a missing element is off."""
    return element is not None and (element.get(VAL) or "1") not in _FALSE


def whole(text: str | None, default: int = 0) -> int:
    """An integer attribute; `12.5` of sloppy producers too, the default where it is none."""
    if not text:
        return default
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return default


_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.3465, "mm": 2.83465, "pc": 12.0, "pi": 12.0}


def points(text: str | None) -> float:
    """A measure in points: twips as in transitional files, `12pt` as in strict ones."""
    if not text:
        return 0.0
    unit = _POINTS.get(text[-2:])
    if unit is None:
        return whole(text) / 20
    try:
        return float(text[:-2]) * unit
    except ValueError:
        return 0.0

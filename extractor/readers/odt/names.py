"""The XML names an ODT reader meets, in lxml's `{namespace}tag` form."""

from __future__ import annotations

from functools import cache

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "xml": "http://www.w3.org/XML/1998/namespace",
}


@cache
def n(name: str) -> str:
    """`text:p` in lxml's form."""
    space, _, local = name.partition(":")
    return "{" + _SPACES[space] + "}" + local


def whole(text: str | None, default: int, most: int) -> int:
    """A count in an attribute, from 1 to `most`."""
    try:
        return min(max(int(text), 1), most) if text else default
    except ValueError:
        return default


_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.3465, "mm": 2.83465, "pc": 12.0, "px": 0.75}


def points(text: str | None) -> float | None:
    """`1.25cm` in points; None for percentages and nonsense."""
    unit = _POINTS.get((text or "")[-2:])
    if text is None or unit is None:
        return None
    try:
        return float(text[:-2]) * unit
    except ValueError:
        return None

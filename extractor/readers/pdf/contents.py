"""Whether a PDF's own table of contents holds: where it says that an object begins, one does.

pdfium looks for the objects itself where it does not, and says nothing. But where bytes went missing or came in, some
object was torn: widths of letters that run into one another, a page without its content.
"""

from __future__ import annotations

import re

_START = re.compile(rb"startxref\s{1,9}(\d{1,12})\s")
_TABLE = re.compile(rb"\s{0,9}xref\s{1,9}")
_SECTION = re.compile(rb"(\d{1,9})\s{1,3}(\d{1,7})\s{1,3}")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])\s{1,2}")
_OBJECT = re.compile(rb"\s{0,9}\d{1,9}\s{1,9}\d{1,5}\s{1,9}obj\b")
_PREVIOUS = re.compile(rb"/Prev\s{1,9}(\d{1,12})")
_MOST_TABLES = 100


def contents_hold(data: bytes) -> bool:
    """Whether every place told is an object's; tables that are packed in streams have checksums of their own."""
    starts = [int(found.group(1)) for found in _START.finditer(data)]
    if not starts:
        return True  # a file cut off is told by its end
    shift = max(data.find(b"%PDF-", 0, 1024), 0)
    return any(_table_holds(data, starts[-1], before) for before in {0, shift})


def _table_holds(data: bytes, start: int, shift: int) -> bool:
    """The table at this place and those before it; `shift` bytes stand before the document's own first."""
    seen: set[int] = set()
    while start not in seen and len(seen) < _MOST_TABLES:
        seen.add(start)
        opening = _TABLE.match(data, start + shift)
        if opening is None:
            return _OBJECT.match(data, start + shift) is not None
        places, end = _entries(data, opening.end())
        if not all(_OBJECT.match(data, place + shift) for place in places):
            return False
        trailer = data[end : data.find(b"startxref", end)]
        previous = _PREVIOUS.search(trailer)
        if not trailer.lstrip().startswith(b"trailer"):
            return False
        if previous is None:
            return True
        start = int(previous.group(1))
    return True


def _entries(data: bytes, at: int) -> tuple[list[int], int]:
    """The places of all objects in use in the table that begins here, and where the table ends."""
    places: list[int] = []
    while section := _SECTION.match(data, at):
        at = section.end()
        for _ in range(int(section.group(2))):
            entry = _ENTRY.match(data, at)
            if entry is None:
                return places, at
            if entry.group(3) == b"n" and int(entry.group(1)):
                places.append(int(entry.group(1)))
            at = entry.end()
    return places, at

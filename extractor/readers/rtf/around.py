"""What stands around the text of an RTF: page heads and feet, footnotes. Each is read as a small RTF of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from extractor.blocks import Block, Paragraph, paragraphs

Read = Callable[[bytes], tuple[Block, ...]]
"""Reads the blocks of a whole RTF file."""

_FONTS = b"{\\fonttbl"
_IN_ORDER = (b"headerf", b"header", b"headerr", b"headerl", b"footerf", b"footer", b"footerr", b"footerl")
_OF_FIRST_PAGE = (b"headerf", b"footerf")
_FIRST_PAGE = re.compile(rb"\\titlepg(?![a-z0-9])")
_NOTE = b"footnote"
_BRACE = re.compile(rb"\\[{}\\]|[{}]")
_LONGEST = 200_000
_MOST = 200
_MOST_FONTS = 60_000
_PLAIN_BEGINNING = b"{\\rtf1\\ansi\\ansicpg1251 "
_OWN_MARK = re.compile(rb"\\chftn(?![a-z])")


def page_heads(data: bytes, read: Read) -> tuple[Block, ...]:
    """Page heads and feet, each line once, a first page's where the file has one of its own; no page numbers."""
    begins = _beginning(data)
    has_first = _FIRST_PAGE.search(data) is not None
    found: dict[Block, None] = {}
    for word in _IN_ORDER:
        if word in _OF_FIRST_PAGE and not has_first:
            continue
        for inside in _groups(data, word):
            for block in read(begins + inside + b"\\par}"):
                if any(sign.isalpha() for p in paragraphs((block,)) for sign in p.text):
                    found[block] = None
    return tuple(found)


def notes(data: bytes, read: Read) -> Iterator[Paragraph]:
    """Footnotes in their order; `label` is the number of those that count by themselves."""
    begins = _beginning(data)
    number = 0
    for inside in _groups(data, _NOTE):
        counts = _OWN_MARK.search(inside) is not None
        number += counts
        text = "\n".join(p.full_text.strip() for p in paragraphs(read(begins + inside + b"\\par}")))
        if text.strip():
            yield Paragraph(text, label=str(number) if counts else None)


def _beginning(data: bytes) -> bytes:
    """The file up to the end of its table of fonts: what letters mean."""
    at = data.find(_FONTS)
    end = _end(data, at) if at >= 0 else None
    return data[:end] if end and end < _MOST_FONTS else _PLAIN_BEGINNING


def _groups(data: bytes, word: bytes) -> Iterator[bytes]:
    """The insides of the groups that a control word opens («{\\header …}»)."""
    if b"\\" + word not in data:
        return
    opening = re.compile(rb"\{(?:\\\*)?\\" + word + rb"(?![a-z]) ?")
    at = 0
    for _ in range(_MOST):
        found = opening.search(data, at)
        end = _end(data, found.start()) if found else None
        if found is None or end is None:
            return
        yield data[found.end() : end - 1]
        at = end


def _end(data: bytes, start: int) -> int | None:
    """Where the group that opens at `start` ends; None where it does not, or is longer than any page head."""
    depth = 0
    for brace in _BRACE.finditer(data, start, start + _LONGEST):
        depth += {b"{": 1, b"}": -1}.get(brace.group(), 0)
        if depth == 0:
            return brace.end()
    return None

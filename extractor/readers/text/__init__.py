"""Text dumps: plans saved as plain text, in any of the ways and encodings schools send them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.blocks import Block, SourceDocument
from extractor.errors import ReadError
from extractor.readers.limits import Limits
from extractor.readers.text.blocked import take_blocked
from extractor.readers.text.celled import take_celled
from extractor.readers.text.drawn import take_delimited, take_drawn, take_pipes, take_ruled
from extractor.readers.text.encoding import decode
from extractor.readers.text.exported import take_exported
from extractor.readers.text.labels import to_paragraphs
from extractor.readers.text.markup import Line, to_lines
from extractor.readers.text.marred import signs_of_damage
from extractor.readers.text.stacked import take_barred, take_spaced
from extractor.readers.text.tabbed import take_tabbed
from extractor.readers.text.unparted import take_unparted

__all__ = ["read"]

_DRAWN_LINE = re.compile(r"\s*[-=*~—]{3,}\s*")
_SHARE_OF_CELL_LINES = 0.8
_FEWEST_CELL_LINES = 6


def read(data: bytes, *, limits: Limits = Limits()) -> SourceDocument:  # noqa: B008 (frozen)
    """A text dump as blocks.

    Raises:
        ReadError: empty (`empty_file`), or not text at all (`unknown_format`).
        LimitError: too many characters or cells.
    """
    limits.check("file_bytes", len(data))
    decoded = decode(data)
    limits.check("characters", len(decoded.text))
    lines = list(to_lines(decoded.text))
    limits.check("columns", max(line.text.count(mark) for line in lines for mark in "\t|"))
    blocks = tuple(take_exported(decoded.text, limits) or _blocks(lines, limits))
    if not blocks:
        raise ReadError(code="empty_file")
    warnings = (*decoded.warnings, *signs_of_damage(decoded.text, decoded.encoding))
    return SourceDocument("txt", blocks, pages=lines[-1].page, route=decoded.encoding, warnings=warnings)


def _blocks(lines: Sequence[Line], limits: Limits) -> list[Block]:
    """Each line goes to the first kind of table that begins there, else it is text."""
    out: list[Block] = []
    loose: list[Line] = []
    celled = _is_celled(lines)
    clock = limits.clock()
    at = 0
    while at < len(lines):
        clock.check()
        line = lines[at]
        if celled and line.text.startswith("\t"):
            return [*out, *to_paragraphs(loose), *take_celled(lines, at, limits)]
        taken = next((t for take in _TAKERS if (t := take(lines, at))), None) if line.text.strip() else None
        if taken is None:
            loose.append(replace(line, text="") if _DRAWN_LINE.fullmatch(line.text) else line)
            at += 1
            continue
        out += to_paragraphs(loose)
        loose = []
        at, blocks = taken
        out += blocks
    return [*out, *to_paragraphs(loose)]


_TAKERS = (
    take_barred,
    take_drawn,
    take_pipes,
    take_delimited,
    take_ruled,
    take_blocked,
    take_spaced,
    take_unparted,
    take_tabbed,
)


def _is_celled(lines: Sequence[Line]) -> bool:
    """Whether the dump sets a cell a line: nearly every tab stands alone at a line's start."""
    tabbed = [line.text for line in lines if "\t" in line.text]
    single = sum(t.startswith("\t") and "\t" not in t[1:].rstrip() for t in tabbed)
    return single >= _FEWEST_CELL_LINES and single >= _SHARE_OF_CELL_LINES * len(tabbed)

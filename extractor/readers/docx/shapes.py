"""What `w:trPr` and `w:tcPr` say of a row and a cell: spans, merges, deletions."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from extractor.readers.docx.inline import DROPPED
from extractor.readers.docx.names import is_on, value, w, whole

_TBLPREX, _TRPR, _TCPR, _HIDDEN = w("tblPrEx"), w("trPr"), w("tcPr"), w("hidden")
_GRID_SPAN, _VMERGE, _HMERGE = w("gridSpan"), w("vMerge"), w("hMerge")
_CELL_DELETED, _CELL_MERGE = w("cellDel"), w("cellMerge")
_GRID_BEFORE, _HEADER = w("gridBefore"), w("tblHeader")
_SHAPES = frozenset((_GRID_SPAN, _VMERGE, _HMERGE, _CELL_DELETED, _CELL_MERGE))
_MOST_BEFORE = 1_000


@dataclass(frozen=True, slots=True)
class RowShape:
    """`before`: grid columns left out at its start; `header`: repeated on each page; `gone`: deleted or hidden."""

    before: int = 0
    header: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class CellShape:
    """`goes_on`: merged with the one above; `joins`: with the one to the left, as Word 97 wrote it; `gone`: deleted."""

    span: int = 1
    goes_on: bool = False
    joins: bool = False
    gone: bool = False


_PLAIN_ROW, _PLAIN_CELL = RowShape(), CellShape()


def read_row_shape(tr: etree._Element) -> RowShape:
    """What `w:trPr` says (before it only `w:tblPrEx` may stand)."""
    for child in tr:
        tag = child.tag
        if tag == _TRPR:
            parts = {part.tag: part for part in child}
            return RowShape(
                before=min(max(whole(value(parts.get(_GRID_BEFORE))), 0), _MOST_BEFORE),
                header=is_on(parts.get(_HEADER)),
                gone=not DROPPED.isdisjoint(parts) or is_on(parts.get(_HIDDEN)),
            )
        if tag != _TBLPREX:
            break
    return _PLAIN_ROW


def read_cell_shape(tc: etree._Element) -> CellShape:
    """What `w:tcPr` says; nothing in most cells."""
    parts: dict[object, etree._Element] = {}
    for child in tc:  # `w:tcPr` stands first, if anywhere
        if child.tag == _TCPR:
            for part in child:
                tag = part.tag
                if tag in _SHAPES:
                    parts[tag] = part
        break
    if not parts:
        return _PLAIN_CELL
    merge = parts.get(_CELL_MERGE)
    goes_on = merge is not None and merge.get(w("vMerge")) == "cont"
    return CellShape(
        span=whole(value(parts.get(_GRID_SPAN)), 1),
        goes_on=goes_on or _continues(parts.get(_VMERGE)),
        joins=_continues(parts.get(_HMERGE)),
        gone=_CELL_DELETED in parts,
    )


def _continues(merge: etree._Element | None) -> bool:
    return merge is not None and (value(merge) or "continue") == "continue"

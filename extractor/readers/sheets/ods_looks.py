"""The styles of an ODS's cells: what of a date they show; bold, crossed out, aligned; sheets that are hidden."""

from __future__ import annotations

from typing import Any

from extractor.readers.sheets.looks import Look, Shown

_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ALIGN = {"start": "left", "left": "left", "center": "center", "end": "right", "right": "right", "justify": "justify"}
_NO_LINE = (None, "none")


class OdsLooks:
    """The looks of one file, by the names of its styles."""

    def __init__(self, *roots: Any) -> None:
        """`roots` are those of the common styles, if there are any, and of the content."""
        moments = (f"{_NUMBER}date-style", f"{_NUMBER}time-style")
        dates = {e.get(f"{_STYLE}name"): _shown(e) for root in roots for e in root.iter(*moments)}
        self._cells: dict[str, Look] = {}
        self._hidden: set[str] = set()
        for style in (style for root in roots for style in root.iter(f"{_STYLE}style")):
            name = style.get(f"{_STYLE}name") or ""
            if style.get(f"{_STYLE}family") == "table-cell":
                self._cells[name] = _look(style, dates.get(style.get(f"{_STYLE}data-style-name")))
            properties = style.find(f"{_STYLE}table-properties")
            if properties is not None and properties.get(f"{_TABLE}display") == "false":
                self._hidden.add(name)

    def cell(self, name: str | None) -> Look | None:
        """The look of a cell style; None where nothing of it is out of the ordinary."""
        return self._cells.get(name or "")

    def hides(self, table: Any) -> bool:
        """Whether a `table:table` is hidden."""
        return table.get(f"{_TABLE}style-name") in self._hidden


def _shown(style: Any) -> Shown:
    parts = {str(part.tag).removeprefix(_NUMBER) for part in style}
    return Shown(
        day="day" in parts,
        weekday="day-of-week" in parts,
        month="month" in parts,
        year="year" in parts,
        time="hours" in parts or "minutes" in parts,
    )


def _look(style: Any, moment: Shown | None) -> Look:
    text, paragraph = style.find(f"{_STYLE}text-properties"), style.find(f"{_STYLE}paragraph-properties")
    said = {} if text is None else text.attrib
    return Look(
        moment=moment,
        bold=said.get(f"{_FO}font-weight") == "bold",
        italic=said.get(f"{_FO}font-style") == "italic",
        struck=said.get(f"{_STYLE}text-line-through-style") not in _NO_LINE,
        align=None if paragraph is None else _ALIGN.get(paragraph.get(f"{_FO}text-align") or ""),
    )

"""Rows of the dataset's tables as cells of CSV: comma, UTF-8, `\\n`, the values as they are.

What is null is an empty cell. The items of a list are joined by «; »; a semicolon or backslash of an item has a
backslash before it (`split` undoes that). A structure (`recurrence`, `extra`) is JSON. A spreadsheet that runs formulas
gets a file of its own (`excel`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import IO, Any

from extractor.exports.columns import Column, Kind, Plain, Row, Table
from extractor.exports.records import dumped
from extractor.exports.relations import DOCUMENTS, EVENTS, event_values, parties

JOINT = "; "
_SPECIAL = re.compile(r"[\\;]")
_ITEM = re.compile(r"((?:[^\\;]|\\.)*)(?:; |$)", re.DOTALL)


def joined(values: Iterable[Any]) -> str:
    """The items of a list in one cell."""
    texts = [str(value) for value in values]
    return JOINT.join([_SPECIAL.sub(r"\\\g<0>", text) if _SPECIAL.search(text) else text for text in texts])


def split(cell: str) -> list[str]:
    """The items that `joined` put into a cell (empty items are none).

    >>> split(joined(["Книга; и не только", "C:\\\\"]))
    ['Книга; и не только', 'C:\\\\']
    """
    return [re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in _ITEM.findall(cell) if item]


def text_cell(text: str) -> str:
    """A cell's text; a bare carriage return would end the row for some readers."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _list_cell(values: Sequence[Any] | None) -> str:
    return text_cell(joined(values)) if values else ""


def _object_cell(value: Any) -> str:
    return dumped(value) if value else ""


def _flag_cell(value: Any) -> str:
    return "" if value is None else str(value).lower()


_MADE: Mapping[Kind, Callable[[Any], str]] = {
    "boolean": _flag_cell,
    "strings": _list_cell,
    "integers": _list_cell,
    "mapping": _object_cell,
    "struct": _object_cell,
}
"""Kinds whose cells are not the value itself."""


def _maker(column: Column) -> Callable[[Any], str] | None:
    flat = column.flat
    if flat is None:
        return _MADE.get(column.kind)
    return lambda values: _list_cell([flat(value) for value in values])


@cache
def _makers(table: Table) -> tuple[tuple[int, Callable[[Any], str]], ...]:
    """(place in the row, what makes the cell) for each column whose cell is not the value itself."""
    made = ((place, _maker(column)) for place, column in enumerate(table.columns))
    return tuple((place, maker) for place, maker in made if maker is not None)


def cells(table: Table, row: Row) -> list[Any]:
    """A row's cells, as the csv module takes them: None is an empty cell, a number its digits."""
    found = [text_cell(value) if value.__class__ is str and "\r" in value else value for value in row]
    for place, make in _makers(table):
        found[place] = make(found[place])
    return found


def names(table: Table) -> tuple[str, ...]:
    """The header of a table."""
    return tuple(column.csv_name for column in table.columns)


def event_row(event: Plain, source: str) -> dict[str, str]:
    """An event's cells by their columns, for a document that is named so."""
    row = cells(EVENTS, event_values(event, source, parties(event)))
    return {name: "" if cell is None else str(cell) for name, cell in zip(names(EVENTS), row, strict=True)}


def event_names() -> tuple[str, ...]:
    """The columns of events.csv in order."""
    return names(EVENTS)


def document_names() -> tuple[str, ...]:
    """The columns of documents.csv in order."""
    return names(DOCUMENTS)


def write_rows(stream: IO[str], header: Sequence[str], found: Iterable[Mapping[str, str]]) -> None:
    """A CSV file with its header."""
    writer = csv.DictWriter(stream, header, lineterminator="\n", extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(found)

"""What a column of the dataset's tables is: its name, kind, meaning, and how its value is taken from a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Literal

Plain = Mapping[str, Any]
"""A value in its JSON form."""
Row = tuple[Any, ...]
"""A table's row: a value for each of its columns, days as ISO 8601 text, lists and structures as in JSON."""

Kind = Literal[
    "string", "code", "date", "integer", "number", "boolean", "strings", "integers", "mapping", "struct", "structs"
]
"""What a column holds: `code` a word of a closed list, `strings` and `integers` lists, `mapping` texts by names that
are not known beforehand, `struct` a structure of known parts, `structs` a list of such structures."""

Value = Callable[[Plain], Any]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of a table.

    `value` takes it from what the table's row is made of. `title` is the heading for people, a key of the catalogue.
    `csv` is its name in CSV where that differs; `flat` makes the list of texts that a CSV cell holds of a list of
    structures, whose `parts` are told with their kinds. `codes` are the words of a closed list. `csv_only` is
    said of one that Parquet and frames do not have.
    """

    name: str
    kind: Kind
    value: Value
    title: str
    description: str
    required: bool = False
    csv: str = ""
    flat: Callable[[Plain], str] | None = None
    parts: Mapping[str, Kind] | None = None
    codes: tuple[str, ...] = ()
    csv_only: bool = False

    @property
    def csv_name(self) -> str:
        """Its name in CSV."""
        return self.csv or self.name


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table of the dataset, the same in the Data Package and in Parquet.

    `key` are the columns that tell its rows apart, `links` pairs a column with the table whose key it holds.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()

    def row(self, subject: Plain) -> Row:
        """The values of one row, in the order of the columns."""
        return tuple([column.value(subject) for column in self.columns])

    def place(self, name: str) -> int:
        """Where a column's value stands in a row."""
        return next(i for i, column in enumerate(self.columns) if column.name == name)


def at(path: str) -> Value:
    """What takes the value at a path (`period.start`); None where a step on the way is null."""
    first, _dot, rest = path.partition(".")
    if not rest:
        return itemgetter(first)
    inner = at(rest)
    return lambda subject: None if (step := subject[first]) is None else inner(step)


def maybe(name: str) -> Value:
    """What takes a value that records of an older version do not have."""
    return lambda subject: subject.get(name)


def listed(path: str) -> Value:
    """The list at a path, empty where it is null."""
    value = at(path)
    return lambda subject: value(subject) or []


def each(path: str, inner: str) -> Value:
    """The values at `inner` of the list at `path`, without empty ones."""
    values, value = listed(path), at(inner)
    return lambda subject: [v for v in map(value, values(subject)) if v not in (None, "")]


def distinct(path: str, inner: str) -> Value:
    """As `each`, every value once."""
    values = each(path, inner)
    return lambda subject: list(dict.fromkeys(values(subject)))

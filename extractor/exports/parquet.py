"""Parquet: the tables with their real types (days, lists, structures, closed lists as dictionaries), in row groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from extractor.exports.columns import Column, Kind, Row, Table
from extractor.exports.files import Stage
from extractor.exports.plan import Plan
from extractor.exports.relations import INSTITUTIONS, TABLES, Bodies

if TYPE_CHECKING:
    import pyarrow as pa

GROUP = 8_000
"""Rows of a row group: what a writer holds in memory."""


class ParquetTables:
    """The sink of the format `parquet`: a file a table."""

    def __init__(self, stage: Stage) -> None:
        self._writers = {table.name: _Writer(stage, table) for table in TABLES}
        self._bodies = Bodies()

    def add(self, plan: Plan) -> None:
        """Its rows, to each table."""
        self._bodies.add(plan.document, plan.events)
        for name, found in plan.rows.tables.items():
            self._writers[name].add(found)

    def close(self) -> None:
        """The institutions, and what each file ends with."""
        self._writers[INSTITUTIONS.name].add(self._bodies.rows())
        for writer in self._writers.values():
            writer.close()


class _Writer:
    """A file, written a row group at a time."""

    def __init__(self, stage: Stage, table: Table) -> None:
        import pyarrow.parquet as pq

        self._table, self._rows = table, list[Row]()
        self._stream = stage.binary(f"{table.name}.parquet")
        self._writer = pq.ParquetWriter(self._stream, arrow_schema(table), compression="zstd")
        stage.at_end(self._let_go)

    def add(self, found: Iterable[Row]) -> None:
        self._rows.extend(found)
        if len(self._rows) >= GROUP:
            self._flush()

    def close(self) -> None:
        if self._rows:
            self._flush()
        self._writer.close()

    def _let_go(self) -> None:
        """Close what an error left open, or pyarrow would try it when the object is collected."""
        if self._writer.is_open:
            with suppress(OSError, ValueError):
                self._writer.close()
            self._writer.is_open = False

    def _flush(self) -> None:
        self._writer.write_table(arrow_table(self._table, self._rows), row_group_size=len(self._rows))
        self._rows.clear()


def in_memory(plans: Iterable[Plan]) -> dict[str, pa.Table]:
    """The tables, by name, without files."""
    rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    bodies = Bodies()
    for plan in plans:
        bodies.add(plan.document, plan.events)
        for name, found in plan.rows.tables.items():
            rows[name].extend(found)
    rows[INSTITUTIONS.name].extend(bodies.rows())
    return {table.name: arrow_table(table, rows[table.name]) for table in TABLES}


def arrow_columns(table: Table) -> Iterator[tuple[int, Column]]:
    """(place in the row, column) for each column that a table has in Parquet and in frames."""
    return ((place, column) for place, column in enumerate(table.columns) if not column.csv_only)


def arrow_schema(table: Table) -> pa.Schema:
    """The types of a table's columns."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field(column.name, _type_of(column), nullable=not column.required)
            for _place, column in arrow_columns(table)
        ]
    )


def arrow_table(table: Table, rows: list[Row]) -> pa.Table:
    """Rows as an Arrow table."""
    import pyarrow as pa

    schema = arrow_schema(table)
    columns = []
    for (place, column), field in zip(arrow_columns(table), schema, strict=True):
        form = _form_of(column)
        values = [row[place] for row in rows]
        columns.append(pa.array(values if form is None else [form(value) for value in values], field.type))
    return pa.Table.from_arrays(columns, schema=schema)


def _simple(kind: Kind) -> pa.DataType:
    import pyarrow as pa

    return {
        "string": pa.string(),
        "code": pa.dictionary(pa.int32(), pa.string()),
        "date": pa.date32(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "strings": pa.list_(pa.string()),
        "integers": pa.list_(pa.int64()),
        "mapping": pa.map_(pa.string(), pa.string()),
    }[kind]


def _type_of(column: Column) -> pa.DataType:
    import pyarrow as pa

    if column.parts is None:
        return _simple(column.kind)
    structure = pa.struct([(name, _simple(kind)) for name, kind in column.parts.items()])
    return pa.list_(structure) if column.kind == "structs" else structure


def _form_of(column: Column) -> Callable[[Any], Any] | None:
    """What makes Arrow's value of a JSON value, where the two differ."""
    if column.kind == "date":
        return _day
    if column.kind == "mapping":
        return lambda value: list((value or {}).items())
    if column.parts is not None and "date" in column.parts.values():
        days = [name for name, kind in column.parts.items() if kind == "date"]
        return lambda values: [_with_days(value, days) for value in values]
    return None


@lru_cache(maxsize=1 << 12)
def _day(value: str | None) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)


def _with_days(value: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    made = dict(value)
    for name in names:
        made[name] = _day(made[name])
    return made

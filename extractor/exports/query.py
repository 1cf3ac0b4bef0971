"""SQL over a dataset: DuckDB sees its Parquet files as tables and nothing else, no files, no network, no settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import UsageError
from extractor.exports.columns import Table
from extractor.exports.relations import DATES, PARTIES, TABLES

if TYPE_CHECKING:
    import duckdb

ALIASES = {"dates": DATES.name, "parties": PARTIES.name}
"""Shorter names of tables."""
_CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,  # else a table's name may be a variable of this program
    "temp_directory": "",
}
_READING = ("SELECT", "EXPLAIN", "MULTI")
"""Kinds of statements that read; `MULTI` is PIVOT."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: names of columns, and rows; `cut` where a limit left further rows out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cut: bool = False


def ask(folder: Path, sql: str, limit: int | None = None) -> Answer:
    """The answer to one query that reads.

    Raises:
        ReadError: there is no dataset in the folder.
        UsageError: the query is wrong, or does not only read; `detail` is DuckDB's own text.
        KeyboardInterrupt: it was stopped.
    """
    import duckdb

    with _opened(folder) as connection:
        try:
            _check(duckdb.extract_statements(sql))
            result = connection.execute(sql)
            names = tuple(str(column[0]) for column in result.description or ())
            rows = result.fetchall() if limit is None else result.fetchmany(limit + 1)
        except duckdb.InterruptException as error:
            raise KeyboardInterrupt from error
        except duckdb.Error as error:
            raise UsageError(str(error), code="query") from error
    cut = limit is not None and len(rows) > limit
    return Answer(names, tuple(rows[:limit] if cut else rows), cut)


def overview(folder: Path) -> Iterator[tuple[Table, int, tuple[tuple[str, str], ...]]]:
    """Each table with the number of its rows and its columns (name, type of DuckDB).

    Raises:
        ReadError: there is no dataset in the folder.
    """
    with _opened(folder) as connection:
        for table in TABLES:
            described = connection.execute(f"DESCRIBE {table.name}").fetchall()
            counted = connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()
            yield table, counted[0] if counted else 0, tuple((row[0], row[1]) for row in described)


@contextmanager
def _opened(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to an empty database in memory, with the tables, closed against all else."""
    import duckdb

    relations = dict(_relations(folder))
    with duckdb.connect(":memory:", config=_CLOSED) as connection:
        for name, relation in relations.items():
            connection.register(name, relation)
        for alias, name in ALIASES.items():
            connection.register(alias, relations[name])
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection


def _relations(folder: Path) -> Iterator[tuple[str, Any]]:
    """The tables as Arrow reads them: from Parquet as far as a query needs them, else in memory."""
    import pyarrow.dataset as arrow

    from extractor.exports.frames import parquet_files, read_tables

    paths = parquet_files(folder)
    if paths:
        yield from ((name, arrow.dataset(path)) for name, path in paths.items())
    else:
        yield from ((name, arrow.dataset(table)) for name, table in read_tables(folder).items())


def _check(statements: Sequence[duckdb.Statement]) -> None:
    """
    Raises:
        UsageError: it is not one query that reads.
    """
    if len(statements) != 1:
        raise UsageError(f"{len(statements)} statements", code="query_number")
    kind = statements[0].type.name
    if kind not in _READING:
        raise UsageError(kind, code="query_writes")

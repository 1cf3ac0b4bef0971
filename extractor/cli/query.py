"""`extractor query`: SQL over an imported dataset."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from extractor.errors import UsageError
from extractor.messages import _, plural

if TYPE_CHECKING:
    from extractor.exports.query import Answer

_SHOWN = 50
"""Rows of a table on the screen, unless told otherwise."""
_EXAMPLES = (
    "SELECT type_label, count(*) AS n FROM events GROUP BY ALL ORDER BY n DESC",
    "SELECT d.source, e.title, e.start FROM events e JOIN documents d USING (document_id) "
    "WHERE e.start BETWEEN '2030-09-01' AND '2030-09-30' ORDER BY e.start",
    "SELECT name, count(*) AS n FROM parties WHERE role = 'responsible' GROUP BY name ORDER BY n DESC",
    "SELECT w, count(*) AS n FROM events, unnest(warnings) AS t(w) GROUP BY w ORDER BY n DESC",
)


@click.command("query", short_help="Ask an imported dataset in SQL.")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("sql", metavar="[SQL]", required=False)
@click.option(
    "-f",
    "--format",
    "shape",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help="How to write the answer; on the screen a table by default.",
)
@click.option(
    "--limit", type=click.IntRange(1), metavar="N", help="Only the first N rows; a table shows 50 by default."
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file."
)
@click.pass_context
def query_command(
    context: click.Context, folder: Path, sql: str | None, shape: str, limit: int | None, output: Path | None
) -> None:
    """Ask the dataset that `extractor import` left in DIR in SQL (as DuckDB speaks it); «-» reads it from the input.

    Without SQL the tables with their columns are listed, and examples. The query only reads: it sees these tables and
    no other file.
    """
    from extractor.exports.query import ask

    if sql is None:
        _list_tables(folder)
        return
    try:
        asked = sys.stdin.read() if sql == "-" else sql
        answer = ask(folder, asked, limit or (_SHOWN if shape == "table" else None))
    except UsageError as error:
        from extractor.messages.codes import error_meaning

        meaning = error_meaning(error.code)
        click.echo(f"{meaning.said}. {meaning.advised}\n{error.detail}", err=True)
        context.exit(2)
    with _stream(output) as stream:
        _WRITERS[shape](stream, answer)
    if answer.cut:
        shown = len(answer.rows)
        told = plural("Only the first {n} row is shown: --limit", "Only the first {n} rows are shown: --limit", shown)
        click.echo(told, err=True)


@contextmanager
def _stream(output: Path | None) -> Iterator[IO[str]]:
    if output is None:
        yield sys.stdout
        return
    from extractor.exports.files import replacing

    with replacing(output) as stream:
        yield stream


def _list_tables(folder: Path) -> None:
    """Tables, rows, columns with types and meanings, and examples."""
    from extractor.exports.query import ALIASES, overview

    short = {name: alias for alias, name in ALIASES.items()}
    for table, rows, columns in overview(folder):
        titles = {column.name: column.title for column in table.columns}
        called = table.name + (f" ({short[table.name]})" if table.name in short else "")
        click.echo(f"{called}: {_(table.title)}, " + plural("{n} row", "{n} rows", rows))
        for name, kind in columns:
            click.echo(f"    {name:<20} {_shortened(kind):<12} {_(titles[name])}")
    click.echo("\n" + _("For example:"))
    for example in _EXAMPLES:
        click.echo(f"    {example}")


def _shortened(kind: str) -> str:
    """A type without the parts of a structure: «STRUCT[]»."""
    if kind.startswith("STRUCT("):
        return "STRUCT[]" if kind.endswith("[]") else "STRUCT"
    return kind


def _table(stream: IO[str], answer: Answer) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = Console(file=stream, highlight=False)
    wide = terminal if terminal.is_terminal else Console(file=stream, highlight=False, width=_WIDTH)
    table = Table(box=box.SIMPLE_HEAD)
    for name in answer.columns:
        table.add_column(Text(name))
    for row in answer.rows:
        table.add_row(*(Text(_shown(value)) for value in row))
    wide.print(table)


_WIDTH = 160
"""Of a table that goes into a pipe or a file."""


def _csv(stream: IO[str], answer: Answer) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([_shown(value) for value in row] for row in answer.rows)


def _json(stream: IO[str], answer: Answer) -> None:
    """A list of objects, one a line; of two columns with one name the second is `name_1`."""
    names: list[str] = []
    for name in answer.columns:
        taken = sum(known == name or known.startswith(f"{name}_") for known in names) if name in names else 0
        names.append(f"{name}_{taken}" if taken else name)
    stream.write("[")
    for number, row in enumerate(answer.rows):
        line = json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False, allow_nan=False)
        stream.write((",\n" if number else "\n") + line)
    stream.write("\n]\n")


_WRITERS: dict[str, Callable[[IO[str], Answer], None]] = {"table": _table, "csv": _csv, "json": _json}


def _shown(value: Any) -> str:
    """A value as a cell: days as ISO 8601, a list or a structure as JSON, nothing for null."""
    if value is None:
        return ""
    plain = _plain(value)
    return json.dumps(plain, ensure_ascii=False) if isinstance(plain, dict | list | bool) else str(plain)


def _plain(value: Any) -> Any:
    """A value of DuckDB's as JSON has it."""
    if isinstance(value, dict):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float):
        return value if value - value == 0 else None  # JSON has no infinity
    return value if value is None or isinstance(value, str | int | bool) else str(value)

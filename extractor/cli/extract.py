"""`extractor extract`: plans as a table for people, as JSON, or as CSV."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import click

from extractor.cli.reading import limits_option, passwords_option
from extractor.importing.attempt import load_extract
from extractor.importing.files import Reading
from extractor.importing.walk import printable
from extractor.messages.codes import error_line
from extractor.model import PlanDocument
from extractor.readers.limits import Limits


@click.command("extract", short_help="Read plans and show their events.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "-f",
    "--format",
    "shape",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="A table for people, JSON with everything, or CSV with a row an event.",
)
@click.option("--explain", is_flag=True, help="Show which rule gave each value, and what of the text was left over.")
@passwords_option
@limits_option
@click.pass_context
def extract_command(
    context: click.Context,
    files: tuple[Path, ...],
    shape: str,
    explain: bool,
    passwords: tuple[str, ...],
    settings: tuple[str, ...],
) -> None:
    """Read plans (Word, PDF, text, tables …) and show their events.

    A file that cannot be read costs one line on the error stream; the others are read all the same. ZIP archives are
    opened as folders.
    """
    reading = Reading(load_extract(), Limits().changed(settings), passwords)
    failed: list[str] = []
    plans = list(_plans(files, reading, failed))
    single = len(files) == 1 and len(plans) + len(failed) == 1
    if plans or len(files) > 1:
        _WRITERS["explain" if explain and shape == "table" else shape](sys.stdout, plans, single)
    context.exit(1 if failed else 0)


def _plans(files: tuple[Path, ...], reading: Reading, failed: list[str]) -> Iterator[PlanDocument]:
    """The plans that can be read; for each of the others a line, and its name in `failed`."""
    for path in files:
        shown = printable(str(path))
        for name, result in reading.of(path, printable(path.name)):
            if isinstance(result, PlanDocument):
                yield result
            else:
                where = shown if name == printable(path.name) else result.source
                failed.append(name)
                click.echo(error_line(result, where), err=True)


def _table(_stream: IO[str], plans: list[PlanDocument], _single: bool) -> None:
    from extractor.cli.tables import print_plans

    print_plans(plans)


def _explanation(_stream: IO[str], plans: list[PlanDocument], _single: bool) -> None:
    from extractor.cli.tables import print_explanations

    print_explanations(plans)


def _json(stream: IO[str], plans: list[PlanDocument], single: bool) -> None:
    from extractor.exports.dataset import write_dataset, write_plan
    from extractor.exports.records import PlanRecord

    records = [PlanRecord.of(plan) for plan in plans]
    if single:
        write_plan(stream, records[0])
    else:
        write_dataset(stream, records)


def _csv(stream: IO[str], plans: list[PlanDocument], _single: bool) -> None:
    from extractor.exports.tables import event_names, event_row, write_rows

    rows = (event_row(event.to_dict(), plan.document.source) for plan in plans for event in plan.events)
    write_rows(stream, event_names(), rows)


_WRITERS: dict[str, Callable[[IO[str], list[PlanDocument], bool], None]] = {
    "table": _table,
    "explain": _explanation,
    "json": _json,
    "csv": _csv,
}

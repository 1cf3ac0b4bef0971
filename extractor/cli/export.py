"""`extractor export`: an imported dataset in other formats, without reading the plans again."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.exports import FORMATS
from extractor.messages import _


@click.command("export", short_help="Write an imported dataset in other formats.")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="What to write (may be given several times); all by default.",
)
@click.option(
    "-o", "--output", "out", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Where to."
)
def export_command(folder: Path, formats: tuple[str, ...], out: Path | None) -> None:
    """Write the dataset that `extractor import` left in a folder in other formats, there or elsewhere.

    json, jsonl: the whole records. csv: a Data Package of tables. parquet: tables for DuckDB and pandas. xlsx: a
    workbook and a CSV for spreadsheets, in Russian. ics: calendars.
    """
    from extractor.importing.publish import export

    target = out or folder
    target.mkdir(parents=True, exist_ok=True)
    export(folder, target, formats or FORMATS)
    click.echo(_("Written to {file}").format(file=target))

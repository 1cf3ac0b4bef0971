"""`extractor date`: what the words of a date cell mean."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import click

from extractor.messages import _
from extractor.model import DateExpression, Span

_STDIN = "-"


@click.command("date", short_help="Read the cells of a date column.")
@click.argument("text", nargs=-1)
@click.option("--period", metavar="START/END", help="The plan's period, such as 2020-09-01/2021-08-31.")
@click.option("--under", metavar="HEADING", help="The month heading above the row, such as «октябрь».")
@click.option("--explain", is_flag=True, help="Print the rules that read the text.")
@click.option(
    "--format", "shape", type=click.Choice(("table", "json")), default="table", help="How to print the result."
)
def date_command(text: tuple[str, ...], period: str | None, under: str | None, explain: bool, shape: str) -> None:
    """Say what days TEXT means: kind, spans, repetition, times, what of it is no date.

    Each TEXT is one cell; without any, or with «-», each line of the standard input is one («\\n» is a line break).
    """
    from extractor.fields.dates import parse_date

    for cell in _lines() if text in ((), (_STDIN,)) else text:
        result = parse_date(cell.replace("\\n", "\n"), period=period, under=under)
        if shape == "json":
            click.echo(json.dumps(result.to_dict(), ensure_ascii=False))
        else:
            for line in _table(result, explain):
                click.echo(line)


def _lines() -> Iterator[str]:
    for line in sys.stdin:
        yield line.rstrip("\r\n")


def _table(result: DateExpression, explain: bool) -> Iterator[str]:
    """The cell, then a line for each thing said."""
    yield " ".join(result.text.split())
    yield _row(_("kind"), result.kind)
    for span in result.spans:
        yield _row(_("days"), f"{_days(span)}  ({span.precision})")
    repeated = result.recurrence.to_dict() if result.recurrence else {}
    said = {
        _("repeats"): " ".join(f"{k}={','.join(v) if isinstance(v, list) else v}" for k, v in repeated.items()),
        "RRULE": result.rrule or "",
        _("times"): ", ".join(result.times),
        "EDTF": result.edtf or "",
        _("year from"): result.year_source if result.spans else "",
        _("left over"): result.text_left,
        _("warnings"): ", ".join(result.warnings),
        _("rules"): "; ".join(result.rules) if explain else "",
    }
    for name, value in said.items():
        if value:
            yield _row(name, value)


def _row(name: str, value: str) -> str:
    return f"  {name:<12} {value}"


def _days(span: Span) -> str:
    if span.start == span.end and span.start is not None:
        return span.start.isoformat()
    start, end = (d.isoformat() if d else ".." for d in (span.start, span.end))
    return f"{start}/{end}"

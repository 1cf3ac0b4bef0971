"""`extractor people`: who is named in a cell of the responsible column."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import click

from extractor.messages import _
from extractor.model import Parties, Party


@click.command("people", short_help="Read the cells of a responsible column.")
@click.argument("text", nargs=-1)
@click.option(
    "--format", "shape", type=click.Choice(("table", "json")), default="table", help="How to print the result."
)
def people_command(text: tuple[str, ...], shape: str) -> None:
    """Say who is named in TEXT: people in the nominative, their posts and institutions, groups.

    Each TEXT is one cell; without any, each line of the standard input is one («\\n» in it is a line break).
    """
    from extractor.fields.parties import parse_responsible

    for cell in text or _lines():
        result = parse_responsible(cell.replace("\\n", "\n"))
        if shape == "json":
            click.echo(json.dumps(result.to_dict(), ensure_ascii=False))
        else:
            for line in _table(result):
                click.echo(line)


def _lines() -> Iterator[str]:
    for line in sys.stdin:
        if line.strip():
            yield line.rstrip("\r\n")


def _table(result: Parties) -> Iterator[str]:
    """The cell, then a line for each party, then what is left."""
    yield " ".join(result.text.split())
    for party in result:
        yield f"  {_kind(party):<12} {_told(party)}"
    if result.text_left:
        yield f"  {_('left over'):<12} {result.text_left}"


def _kind(party: Party) -> str:
    return {
        "person": _("person"),
        "position": _("position"),
        "institution": _("institution"),
        "group": _("group"),
    }[party.kind]


def _told(party: Party) -> str:
    parts = [party.person.name if party.person else party.text]
    if party.position_canonical:
        parts.append(party.position_canonical)
    if party.institution and party.kind != "institution":
        parts.append(party.institution.name)
    if party.grades:
        parts.append(_("grades {list}").format(list=", ".join(map(str, party.grades))))
    return " · ".join(parts)

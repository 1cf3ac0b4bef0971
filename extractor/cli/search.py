"""`extractor search`: the events of a dataset by their words, days, institutions and types."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from extractor.messages import _, plural

if TYPE_CHECKING:
    from extractor.store import Hit, Query

_DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])


@dataclass(frozen=True, slots=True)
class _Found:
    """What a search gave: at most as many as were asked for, and whether there are more."""

    hits: tuple[Hit, ...]
    more: bool

    @classmethod
    def of(cls, hits: tuple[Hit, ...], limit: int) -> _Found:
        return cls(hits[:limit], len(hits) > limit)


def _types(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Types by their codes or labels («contest», «конкурс», «Конкурсы») as codes."""
    return tuple(map(_type, given))


def _type(given: str) -> str:
    from extractor.fields.kinds import codes, label
    from extractor.store.terms import indexed

    asked = indexed(given)
    for code in codes():
        if given == code or asked in (indexed(label(code)), indexed(label(code, lang="en"))):
            return code
    there = ", ".join(codes())
    raise click.BadParameter(_("«{name}» is no type of event; there are: {types}").format(name=given, types=there))


@click.command("search", short_help="Find events of a dataset by words, days, institutions.")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--from", "start", type=_DAY, metavar="DAY", help="Only events on this day or later (2030-10-01).")
@click.option("--to", "end", type=_DAY, metavar="DAY", help="Only events on this day or earlier.")
@click.option("--institution", default="", metavar="NAME", help="Only events of a body, by its name or words of it.")
@click.option(
    "--type",
    "types",
    multiple=True,
    metavar="TYPE",
    callback=_types,
    help="Only events of this type («конкурс», «contest»; may be given several times).",
)
@click.option("--any", "any_word", is_flag=True, help="Find events that have some of the words, not all.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="At most so many.")
@click.option(
    "-f",
    "--format",
    "shape",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="A table for people, JSON, or CSV.",
)
@click.option("--store", "url", metavar="URL", help="Where the dataset's store is, if not in DIR (postgresql://…).")
def search_command(
    folder: Path,
    words: tuple[str, ...],
    start: dt.datetime | None,
    end: dt.datetime | None,
    institution: str,
    types: tuple[str, ...],
    any_word: bool,
    limit: int,
    shape: str,
    url: str | None,
) -> None:
    """Find events of the dataset that `extractor import` wrote to DIR, the best first; without words by day.

    Every word must be there, in any form of it: «конкурсы чтецов» finds «Конкурс юных чтецов». Words "in quotes" stand
    side by side. A span that only touches the days asked for counts.
    """
    from extractor.store import Query, open_store, store_place

    if start and end and end < start:
        raise click.BadParameter(_("the period ends before it starts"), param_hint="--to")
    query = Query(
        words=" ".join(words),
        any_word=any_word,
        start=start.date() if start else None,
        end=end.date() if end else None,
        institution=institution,
        types=types,
        limit=limit + 1,
    )
    with open_store(store_place(folder, url), read_only=True) as store:
        found = _Found.of(store.search(query), limit)
    _WRITERS[shape](sys.stdout, found.hits)
    for line in _remarks(found, query):
        click.echo(line, err=True)


def _remarks(found: _Found, query: Query) -> list[str]:
    """What people should know of the result: for the error stream, so that programs can read the other."""
    if found.more:
        return [_("There are more: see --limit.")]
    if found.hits:
        return []
    several = len(query.words.split()) > 1 and not query.any_word
    hint = [_("With --any events are found that have some of the words.")] if several else []
    return [_("Nothing was found."), *hint]


def _plain(hit: Hit) -> dict[str, Any]:
    from extractor.fields.kinds import label

    values = asdict(hit) | {"start": _iso(hit.start), "end": _iso(hit.end)}
    names = ("event_id", "title", "type", "type_label", "start", "end", "date_text", "source", "institution")
    values["type_label"] = label(hit.type)
    return {name: values[name] for name in (*names, "responsible", "gone")}


def _json(stream: IO[str], hits: Sequence[Hit]) -> None:
    json.dump([_plain(hit) for hit in hits], stream, ensure_ascii=False, indent=2)
    stream.write("\n")


def _csv(stream: IO[str], hits: Sequence[Hit]) -> None:
    from extractor.store import Hit

    names = list(_plain(Hit("", "", "", None, None, "", "", "", "")))
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    for hit in hits:
        row = _plain(hit)
        writer.writerow(row | {"gone": "true" if hit.gone else "false"})


def _table(_stream: IO[str], hits: Sequence[Hit]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from extractor.cli.tables import console

    if not hits:
        return
    table = Table(box=box.SIMPLE_HEAD, show_lines=True)
    table.add_column(_("Date"), min_width=10, max_width=23)
    table.add_column(_("Event"), ratio=5, min_width=20)
    table.add_column(_("Institution"), ratio=3, min_width=12)
    table.add_column(_("Responsible"), ratio=3, min_width=12)
    table.add_column(_("File"), ratio=3, min_width=10, overflow="fold")
    for hit in hits:
        cells = (_when(hit), hit.title, hit.institution, hit.responsible, _where(hit))
        table.add_row(*map(Text, cells))
    shown = console()
    shown.print(table)
    shown.print(plural("{n} event", "{n} events", len(hits)), style="bold")


def _when(hit: Hit) -> str:
    """The days, else the words of the cell."""
    if hit.start is None and hit.end is None:
        return hit.date_text
    if hit.start is None:
        return _("by {day}").format(day=_day(hit.end))
    if hit.end is None:
        return _("from {day}").format(day=_day(hit.start))
    return _day(hit.start) if hit.start == hit.end else f"{_day(hit.start)} – {_day(hit.end)}"


def _where(hit: Hit) -> str:
    return _("{file} (gone)").format(file=hit.source) if hit.gone else hit.source


def _day(day: dt.date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


_WRITERS: dict[str, Callable[[IO[str], Sequence[Hit]], None]] = {"table": _table, "json": _json, "csv": _csv}

"""`extractor explain`: how a document was understood: its columns, the fate of every row, the words that were lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.messages import N_, _, plural

if TYPE_CHECKING:
    from extractor.explain import Explanation

_FATES = {
    "event": N_("event"),
    "section": N_("section"),
    "header": N_("head of the table"),
    "continued": N_("rest of the row before"),
    "skipped": N_("left out"),
    "title": N_("title"),
    "stamp": N_("stamp"),
    "goal": N_("aim or task"),
    "prose": N_("text outside the plan"),
}
_ROLES = {
    "number": N_("number"),
    "title": N_("title"),
    "section": N_("section"),
    "date": N_("date"),
    "start": N_("beginning"),
    "end": N_("end"),
    "time": N_("time"),
    "weekday": N_("day of the week"),
    "month": N_("month"),
    "week": N_("week"),
    "responsible": N_("responsible"),
    "participants": N_("participants"),
    "venue": N_("venue"),
    "audience": N_("audience"),
    "form": N_("form"),
    "items": N_("points"),
    "result": N_("result"),
    "note": N_("note"),
}
_BY = {"header": N_("by its heading"), "content": N_("by its content"), "default": N_("as no other fits")}


@click.command("explain", short_help="Show how a document was understood.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a page coloured by fate instead.")
def explain_command(file: Path, html: Path | None) -> None:
    """Show how a document was understood: which column is what, and what became of every row and paragraph.

    What the rules read in the cells is shown by `extractor extract --explain`.
    """
    from extractor.explain import explain, to_html
    from extractor.importing.attempt import attempt
    from extractor.importing.walk import printable

    explanation = attempt(file, printable(str(file)), explain)
    if html is None:
        for line in _lines(explanation):
            click.echo(line)
        return
    from extractor.exports.files import replacing

    with replacing(html) as stream:
        stream.write(to_html(explanation, labels()))
    click.echo(_("Written to {file}").format(file=html))


def labels() -> dict[str, str]:
    """Codes of fates, roles and what decided, in the language in use."""
    return {code: _(label) for table in (_ROLES, _FATES, _BY) for code, label in table.items()}


def _lines(explanation: Explanation) -> Iterator[str]:
    from extractor.explain import beside, lost_words

    said = labels()
    for column in explanation.plan.columns:
        role, by = said.get(column.role, column.role), said[column.by]
        yield f"{_('table')} {column.table}, {column.column}: «{column.header}» → {role} ({column.score:.2f}, {by})"
    yield ""
    for fate in explanation.plan.fates:
        place = fate.place
        where = ".".join(str(v) for v in (place.table, place.row or place.line) if v is not None)
        reason = f" ({fate.reason})" if fate.reason else ""
        yield f"{where:>7}  {said[fate.kind]}{reason}: {fate.text[:200]}"
    for line in beside(explanation.source):
        yield f"{'':>7}  {_('page head or note')}: {line[:200]}"
    lost = lost_words(explanation)
    yield ""
    yield plural("{n} word was lost", "{n} words were lost", lost.total()) if lost else _("No word was lost")
    if lost:
        yield "  " + ", ".join(word for word, _count in lost.most_common(50))

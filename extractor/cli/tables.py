"""Plans as people look at them: a head with title, period and stamps, and a table of events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from extractor.cli.explain import labels
from extractor.messages import N_, _, plural
from extractor.messages.codes import warning_meaning
from extractor.model import Approval, DateExpression, Document, Event, Period, PlanDocument, Span

_DOUBTFUL = 0.7
"""Below this confidence an event is shown in yellow."""

_STAMPS = {
    "approved": N_("approved"),
    "agreed": N_("agreed"),
    "adopted": N_("adopted"),
    "considered": N_("considered"),
}


def print_plans(plans: Sequence[PlanDocument]) -> None:
    """Each plan: its head and its events, as wide as the terminal."""
    shown = console()
    for plan in plans:
        shown.print(Group(*_head(plan.document)), "")
        shown.print(_events_table(plan.events))
        shown.print(plural("{n} event", "{n} events", len(plan.events)), "", style="bold")


def print_explanations(plans: Sequence[PlanDocument]) -> None:
    """Each event with the text of its cells, the values, the rules that gave them, and what was left over."""
    shown = console()
    for plan in plans:
        shown.print(Group(*_head(plan.document)), "")
        for event in plan.events:
            shown.print(Text(f"{event.order}. {event.title}", style="bold"))
            grid = Table.grid(padding=(0, 1))
            for name, value in _explained(event):
                grid.add_row(Text(f"   {name}", style="cyan"), Text(value))
            shown.print(grid, "")


def console() -> Console:
    """As wide as the terminal; where there is none (a pipe), wide enough for a table."""
    terminal = Console(highlight=False, soft_wrap=False)
    return terminal if terminal.is_terminal else Console(highlight=False, width=_piped_width(terminal))


def _piped_width(console: Console) -> int:
    return max(console.width, 120)


def _head(document: Document) -> Iterator[Text]:
    yield Text(document.source, style="dim")
    if document.title:
        yield Text(document.title, style="bold")
    if document.period:
        yield Text(_("Period: {period}").format(period=_period(document.period)))
    if document.institution:
        yield Text(_("Institution: {name}").format(name=document.institution.name))
    for approval in document.approvals:
        yield Text(_approval(approval))
    if document.goals:
        yield Text(plural("{n} aim or task", "{n} aims and tasks", len(document.goals)))
    if document.warnings:
        yield Text(", ".join(warning_meaning(code).said for code in document.warnings), style="yellow")


def _period(period: Period) -> str:
    return f"{_day(period.start)} – {_day(period.end)}"


def _approval(approval: Approval) -> str:
    """«утверждено: директор Иванова Я.И., 30.08.2021, № 145-од»."""
    who = " ".join(filter(None, (approval.body, approval.position, approval.person.name if approval.person else None)))
    when = _day(approval.date) if approval.date else ""
    number = f"№ {approval.number}" if approval.number else ""
    parts = ", ".join(filter(None, (who, when, number)))
    label = _(_STAMPS[approval.kind])
    return f"{label}: {parts}" if parts else label


def _events_table(events: Sequence[Event]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=False, show_lines=True)
    table.add_column(_("No."), no_wrap=True)
    table.add_column(_("Date"), min_width=10, max_width=23)
    table.add_column(_("Event"), ratio=5, min_width=20)
    table.add_column(_("Responsible"), ratio=3, min_width=12)
    if any(event.venue for event in events):
        table.add_column(_("Venue"), ratio=2, min_width=8)
    table.add_column(_("Notes"), ratio=2, min_width=8)
    section: tuple[str, ...] = ()
    for event in events:
        if event.sections != section:
            section = event.sections
            table.add_row(None, None, Text(" / ".join(section), style="bold cyan"))
        table.add_row(*_cells(event, len(table.columns)), style="yellow" if event.confidence < _DOUBTFUL else None)
    return table


def _cells(event: Event, width: int) -> list[Text]:
    notes = [warning_meaning(code).said for code in event.warnings]
    if event.confidence < _DOUBTFUL:
        notes.insert(0, f"{event.confidence:.0%}")
    cells = [
        Text(event.number or ""),
        Text(_date(event.date)),
        Text(event.title),
        Text("\n".join(party.text for party in event.responsible)),
    ]
    if width > len(cells) + 1:
        cells.append(Text("\n".join(venue.text for venue in event.venue)))
    return [*cells, Text(", ".join(notes), style="yellow")]


def _date(date: DateExpression) -> str:
    """The days, or where there are none of its own the words of the cell; times below."""
    words = date.kind in ("ongoing", "recurring", "on_demand", "external_schedule", "conditional") or not date.spans
    days = date.text if words else "\n".join(_span(span) for span in date.spans)
    return "\n".join(filter(None, (days, ", ".join(date.times))))


def _span(span: Span) -> str:
    if span.start is None:
        return _("by {day}").format(day=_day(span.end)) if span.end else ""
    if span.end is None:
        return _("from {day}").format(day=_day(span.start))
    if span.start == span.end:
        return _day(span.start)
    return f"{_day(span.start)} – {_day(span.end)}"


def _day(day: dt.date) -> str:
    return f"{day:%d.%m.%Y}"


def _explained(event: Event) -> Iterator[tuple[str, str]]:
    """(what, how) lines: what the cells said, what came of them by which rules, what no rule took."""
    source = event.source
    place = [
        (_("page"), source.page),
        (_("table"), source.table),
        (_("row"), source.row),
        (_("line"), source.line),
    ]
    yield _("place"), ", ".join(f"{name} {value}" for name, value in place if value is not None)
    roles = labels()
    for name, text in source.texts.items():
        yield _("in «{column}»").format(column=roles.get(name, name)), text
    yield _("type"), f"{event.type} ({event.type_label})"
    spans = "; ".join(_span(span) for span in event.date.spans)
    yield _("date"), f"{event.date.kind}: {spans or '—'}" + (f" [{event.date.edtf}]" if event.date.edtf else "")
    if event.date.rules:
        yield _("date rules"), ", ".join(event.date.rules)
    if event.date.text_left:
        yield _("left of the date"), event.date.text_left
    for party in event.responsible:
        yield _("responsible"), _party(party.kind, party.text, party.person.name if party.person else None)
    if "responsible" in source.texts:
        yield from _parties_explained(source.texts["responsible"])
    yield _("confidence"), f"{event.confidence:.2f}"
    for code in event.warnings:
        meaning = warning_meaning(code)
        yield _("warning"), f"{code}: {meaning.said}. {meaning.advised}"


def _parties_explained(text: str) -> Iterator[tuple[str, str]]:
    """The rules that read a cell of the responsible, and what they left."""
    from extractor.fields.parties import parse_responsible

    parties = parse_responsible(text)
    if parties.rules:
        yield _("rules of the responsible"), ", ".join(parties.rules)
    if parties.text_left:
        yield _("left of the responsible"), parties.text_left


def _party(kind: str, text: str, name: str | None) -> str:
    return f"{kind}: {name} ← {text}" if name and name != text else f"{kind}: {text}"

"""Plan rows → events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.events.checks import duplicates, number_gaps
from extractor.events.confidence import confidence
from extractor.events.dating import Dated, date_rows, read_times
from extractor.events.periods import plan_periods
from extractor.fields.audience import parse_audience
from extractor.fields.dates import read_date
from extractor.fields.headings import HEADER_FLOOR, score_header
from extractor.fields.institutions import find_institutions, find_locality
from extractor.fields.kinds import OTHER, event_type
from extractor.fields.parties import parse_responsible
from extractor.fields.people import find_people
from extractor.fields.venue import parse_venue, venue_in_title
from extractor.layout.cells import Part, date_pieces, split_cell, time_pieces
from extractor.layout.items import to_items
from extractor.layout.plan import Field, Plan, PlanRow
from extractor.model import (
    Audience,
    DateExpression,
    Event,
    Institution,
    Parties,
    Party,
    Period,
    Person,
    Provenance,
    Role,
    Venue,
)
from extractor.resolve import resolve_institutions
from extractor.text import key, one_line
from extractor.wording import mend_spaces

KEPT = ("form", "extra")
"""Roles that no field of an event takes: they are kept under `extra` by their header."""


@dataclass(frozen=True, slots=True)
class Built:
    """The events of a file, the period of its first plan, and its institutions resolved."""

    events: tuple[Event, ...]
    period: Period | None
    resolved: Mapping[Institution, Institution]
    warnings: tuple[str, ...] = ()


def build_events(plan: Plan, document_id: str, *, name: str = "") -> Built:
    """All events of a file in order, resolved and checked."""
    periods = plan_periods(plan, name)
    drafts = [event for dated in date_rows(plan.rows, periods) for event in _row_events(dated)]
    table = _resolve(plan, drafts, document_id)
    gaps, doubles = number_gaps(drafts), duplicates(drafts)
    final = []
    for index, event in enumerate(drafts):
        more = ("number_gap",) * (index in gaps) + ("duplicate_row",) * (index in doubles)
        final.append(_finished(event, document_id, index + 1, table, more))
    first = periods[plan.parts.index(plan.main)] if plan.main else None
    warnings = plan.warnings + (("year_inferred_from_rows",) if first and first.source == "rows" else ())
    return Built(tuple(final), first, table, warnings)


def _row_events(dated: Dated) -> Iterator[Event]:
    row = dated.row
    title, date_field, time_field = row.field("title"), row.field("date"), row.field("time")
    pieces = date_pieces(date_field.paragraphs) if date_field else []
    hours = time_pieces(time_field.paragraphs) if time_field else []
    count = max(len(pieces), len(hours))
    parts = split_cell(title.paragraphs if title else (), count) if row.split else [_whole(row)]
    dates, ambiguous = _align(dated, pieces, hours, len(parts))
    shared = [_shared(part_row, dated.date) for part_row in _part_rows(row, len(parts))]
    for index, part in enumerate(parts):
        date = dates[index]
        if ambiguous:
            date = replace(date, warnings=(*date.warnings, "date_alignment_ambiguous"))
        number = row.number if index == 0 or len(parts) == 1 else None
        yield _event(row, part, date, shared[index], number, len(parts))


def _part_rows(row: PlanRow, parts: int) -> list[PlanRow]:
    """The row once for each event of its cell: venues and parties as many as the events go one by one, else to all."""
    if parts < 2:
        return [row]
    out = []
    for index in range(parts):
        fields = tuple(
            replace(f, paragraphs=(f.paragraphs[index],))
            if f.role in ("venue", "responsible", "audience") and len(f.paragraphs) == parts
            else f
            for f in row.fields
        )
        out.append(replace(row, fields=fields))
    return out


def _whole(row: PlanRow) -> Part:
    items = row.field("items")
    texts = tuple(p.text for p in items.paragraphs) if items else ()
    return Part((row.text("title"),), texts)


def _align(dated: Dated, pieces: Sequence[str], hours: Sequence[str], parts: int) -> tuple[list[DateExpression], bool]:
    """Dates and times to the parts of a cell: one by one where the numbers match, else all to each."""
    if parts < 2:
        return [dated.date], False
    dates = [dated.date] * parts
    if len(pieces) == parts:
        own = [read_date(piece, dated.context) for piece in pieces]
        dates = [replace(date, times=date.times or (() if hours else dated.date.times)) for date in own]
    elif len(pieces) == 1 and len(dated.date.spans) == parts and dated.date.kind == "date":
        pieces = [span.start.isoformat() for span in dated.date.spans if span.start]
        own = [read_date(piece, dated.context) for piece in pieces]  # «12.10 14.12»: as many days as events
        dates = [replace(date, text=dated.date.text, times=dated.date.times) for date in own]
    if len(hours) == parts:
        dates = [replace(date, times=read_times(hour)) for date, hour in zip(dates, hours, strict=True)]
    return dates, len(pieces) != parts and len(dated.date.spans) > 1


@dataclass(frozen=True, slots=True)
class Shared:
    """What a row's columns say for all its events."""

    parties: Parties
    venue: tuple[Venue, ...]
    audience: Audience | None
    note: str | None
    result: str | None
    extra: Mapping[str, str]
    texts: Mapping[str, str]
    boxes: Mapping[str, tuple[float, ...]]
    asks_party: bool


def _shared(row: PlanRow, date: DateExpression) -> Shared:
    cells = row.fields_of("responsible")
    parties = _parties([f.lines for f in cells], "\n".join(f.raw for f in cells))
    beside = () if cells else _parties_beside(row, date)
    parties = replace(parties, parties=beside) if beside else parties
    return Shared(
        parties,
        _venues(row, date, beside),
        _audience(row, parties),
        row.text("note") or None,
        row.text("result") or None,
        _extra(row),
        _texts(row),
        _boxes(row),
        any(f.role == "responsible" for f in row.fields),
    )


def _parties(cells: Sequence[str], raw: str) -> Parties:
    found = [parse_responsible(lines) for lines in cells]
    left = "; ".join(ps.text_left for ps in found if ps.text_left)
    return Parties(raw, tuple(p for ps in found for p in ps), left)


def _parties_beside(row: PlanRow, date: DateExpression) -> tuple[Party, ...]:
    """Who stands in a cell of another role whose header asks for them («Место проведения, ответственный»)."""
    texts = [f.lines for f in row.fields_of("venue") if _asks(f, "responsible")]
    texts += [date.text_left for f in row.fields_of("date") if _asks(f, "responsible")]
    return tuple(p for p in _parties(texts, "") if p.kind != "institution")


def _asks(field: Field, role: str) -> bool:
    return score_header(field.header).get(role, 0.0) >= HEADER_FLOOR


def _without(text: str, parties: Sequence[Party]) -> str:
    for party in parties:
        text = text.replace(party.text, "")
    return "\n".join(bare for line in text.split("\n") if (bare := line.strip(" ,;.–—-")))


def _venues(row: PlanRow, date: DateExpression, beside: Sequence[Party]) -> tuple[Venue, ...]:
    """The venue columns; without one, what a date cell says of the place («Дата, время и место»)."""
    out = tuple(
        v for f in row.fields_of("venue") for v in parse_venue(_without(f.lines, beside) if beside else f.lines)
    )
    if out or not key(date.text_left) or any(f.role == "venue" for f in row.fields):
        return out
    header = next((f.header for f in row.fields if f.role == "date"), "")
    found = parse_venue(date.text_left)
    return found if "venue" in score_header(header) or any(v.institution for v in found) else ()


def _audience(row: PlanRow, parties: Parties) -> Audience | None:
    text = "\n".join(f.lines for f in row.fields_of("audience"))
    grades = tuple(sorted({g for p in parties for g in p.grades}))
    if text:
        own = parse_audience(text)
        return own if own.grades else replace(own, grades=grades)
    return Audience(grades=grades) if grades else None


def _extra(row: PlanRow) -> dict[str, str]:
    """Columns that no field takes, by their headers; without one, by their place."""
    out: dict[str, str] = {}
    for index, f in enumerate(row.fields, 1):
        if f.role in KEPT and f.raw:
            header = f.header or f"column {index}"
            out[header] = f"{out[header]}; {f.text}" if header in out else f.text
    return out


def _texts(row: PlanRow) -> dict[str, str]:
    out: dict[str, str] = {}
    for f in row.fields:
        if f.raw:
            out[f.role] = f"{out[f.role]}\n{f.raw}" if f.role in out else f.raw
    if row.under:
        out["under"] = row.under
    return out


def _boxes(row: PlanRow) -> dict[str, tuple[float, ...]]:
    return {f.role: (float(f.place.page or 0), *f.place.box) for f in row.fields if f.raw and f.place.box}


def _kind_column(row: PlanRow) -> str | None:
    """«Семинары» over the titles: it says of what kind they are, rather than the section above."""
    header = next((f.header for f in row.fields if f.role == "title"), "")
    return header if header and event_type("", heading=header)[0] != OTHER else None


def _event(row: PlanRow, part: Part, date: DateExpression, shared: Shared, number: str | None, parts: int) -> Event:
    title = mend_spaces(one_line(" ".join(part.title)))
    form = row.text("form")
    agenda = bool(form and part.items and part.title[0].endswith(part.items[0]))  # points alone
    heading = part.heading or _kind_column(row) or row.heading
    code, label = event_type("" if agenda else title, form=form or None, heading=heading)
    warnings = _warnings(row, date, shared)
    venue = shared.venue or venue_in_title(title)
    return Event(
        id="",
        document_id="",
        order=0,
        title=title,
        number=number,
        sections=row.sections,
        items=part.items or _items(row),
        type=code,
        type_label=label,
        date=date,
        responsible=shared.parties.parties,
        participants=_participants(row, part),
        audience=shared.audience,
        venue=venue,
        institutions=_institutions(title, shared),
        note=shared.note,
        result=shared.result,
        extra=shared.extra,
        source=Provenance(row.place.page, row.place.table, row.place.row, row.place.line, shared.texts, shared.boxes),
        confidence=confidence(row, date, shared.parties, warnings, parts),
        warnings=warnings,
    )


def _items(row: PlanRow) -> tuple[str, ...]:
    field = row.field("items")
    return tuple(p.text for p in to_items(field.paragraphs)) if field else ()


def _participants(row: PlanRow, part: Part) -> tuple[Person, ...]:
    texts = [*part.people, *(f.raw for f in row.fields_of("participants"))]
    return tuple(m.person for text in texts for m in find_people(text))


def _warnings(row: PlanRow, date: DateExpression, shared: Shared) -> tuple[str, ...]:
    out = [*date.warnings, *row.warnings]
    if date.kind == "unspecified" and not {"date_missing", "date_unparsed"} & set(out):
        out.append("date_unparsed" if date.text.strip() and not date.times else "date_missing")
    if date.year_source == "rows":
        out.append("year_inferred_from_rows")
    if shared.asks_party and not shared.parties:
        out.append("responsible_missing" if not key(shared.parties.text) else "responsible_unparsed")
    return tuple(dict.fromkeys(out))


def _institutions(title: str, shared: Shared) -> tuple[Institution, ...]:
    """Every body that the row names, with the column it stands in."""
    out: list[Institution] = []

    def add(institution: Institution | None, role: Role) -> None:
        if institution is not None:
            out.append(replace(institution, role=role))

    for party in shared.parties:
        add(party.institution or (party.person.institution if party.person else None), "responsible")
    for venue in shared.venue:
        add(venue.institution, "venue")
    if shared.note:
        for mention in find_institutions(shared.note):
            add(mention.institution, "note")
    for venue in venue_in_title(title):
        add(venue.institution, "title")
    return tuple(out)


def _resolve(plan: Plan, events: Sequence[Event], document_id: str) -> dict[Institution, Institution]:
    """Every body of the file with its id: unresolved → resolved (roles left aside)."""
    mentions: dict[Institution, None] = {}
    headers = [part.header for part in plan.parts]
    for header in headers:
        bodies = [header.institution, *(a.institution for a in header.approvals)]
        mentions.update(dict.fromkeys(b for b in bodies if b is not None))
    for event in events:
        mentions.update(dict.fromkeys(replace(i, role=None) for i in event.institutions))
        mentions.update(dict.fromkeys(i for p in event.responsible for i in _of_party(p)))
        mentions.update(dict.fromkeys(v.institution for v in event.venue if v.institution))
    owner = plan.main.header.institution if plan.main else None
    keys = list(mentions)
    title = plan.main.header.title if plan.main else None
    place = (owner.locality if owner else None) or find_locality(title or "")
    found = resolve_institutions(keys, owner=owner, locality=place, scope=document_id)
    return dict(zip(keys, found, strict=True))


def _of_party(party: Party) -> list[Institution]:
    bodies = [party.institution, party.person.institution if party.person else None]
    return [b for b in bodies if b is not None]


def _finished(
    event: Event, document_id: str, order: int, table: Mapping[Institution, Institution], warnings: tuple[str, ...]
) -> Event:
    """The event with its place in the document, every body resolved and what the whole document tells of it."""
    return replace(
        event,
        id=f"{document_id}-{order}",
        document_id=document_id,
        order=order,
        institutions=_resolved_bodies(event.institutions, table),
        responsible=tuple(_resolved_party(p, table) for p in event.responsible),
        venue=tuple(_resolved_venue(v, table) for v in event.venue),
        warnings=event.warnings + warnings,
    )


def _resolved_bodies(
    bodies: Sequence[Institution], table: Mapping[Institution, Institution]
) -> tuple[Institution, ...]:
    """The bodies of a row; one that is named twice in one role stands once."""
    out: dict[tuple[str | None, str | None], Institution] = {}
    for body in bodies:
        known = table.get(replace(body, role=None), body)
        out.setdefault((known.id, body.role), replace(known, role=body.role))
    return tuple(out.values())


def _resolved_party(party: Party, table: Mapping[Institution, Institution]) -> Party:
    person, body = party.person, party.institution
    if person is not None and person.institution is not None:
        person = replace(person, institution=table.get(person.institution, person.institution))
    if body is None and person is party.person:
        return party
    return replace(party, institution=table.get(body, body) if body is not None else None, person=person)


def _resolved_venue(venue: Venue, table: Mapping[Institution, Institution]) -> Venue:
    body = venue.institution
    return replace(venue, institution=table.get(body, body)) if body is not None else venue

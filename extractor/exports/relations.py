"""The tables of the dataset: documents, events, and what belongs to each event, with keys by which they join."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from extractor import model
from extractor.exports.columns import Column, Kind, Plain, Row, Table, at, distinct, each, listed, maybe
from extractor.messages import N_

_STRING: Kind = "string"


def _text_of(value: Plain) -> str:
    return str(value["text"])


def _span_text(span: Plain) -> str:
    return f"{span['start'] or '..'}/{span['end'] or '..'}"


def _start(event: Plain) -> str | None:
    return min((s["start"] for s in event["date"]["spans"] if s["start"]), default=None)


def _end(event: Plain) -> str | None:
    return max((s["end"] for s in event["date"]["spans"] if s["end"]), default=None)


def _parts_of(role: str) -> Callable[[Plain], list[dict[str, Any]]]:
    """The parties of one role, short: the rest of each is in `event_parties`."""
    return lambda event: [{name: p[name] for name in _PARTY} for p in event["parties"] if p["role"] == role]


_PARTY: dict[str, Kind] = dict.fromkeys(("text", "kind", "name", "position", "institution", "institution_id"), _STRING)
_SPAN: dict[str, Kind] = {"start": "date", "end": "date", "relation": _STRING, "precision": _STRING}
_STAMP: dict[str, Kind] = {
    **dict.fromkeys(("kind", "person", "position", "institution", "body", "instrument", "number"), _STRING),
    "date": "date",
    "text": _STRING,
}
_RECURRENCE: dict[str, Kind] = {
    "times": "integer",
    "per": _STRING,
    "every": "integer",
    "at_least": "boolean",
    "times_max": "integer",
    "days": "strings",
}


def _recurrence(event: Plain) -> dict[str, Any] | None:
    return event["date"]["recurrence"] or None


def _stamps(document: Plain) -> list[dict[str, Any]]:
    person, body = at("person.name"), at("institution.name")
    return [
        {**{name: stamp[name] for name in _STAMP}, "person": person(stamp), "institution": body(stamp)}
        for stamp in document["approvals"]
    ]


# fmt: off
_EVENT_ID = Column("event_id", "string", at("event_id"), N_("Event's code"), "As `events` has it.", required=True)
_SEQ = Column("seq", "integer", at("seq"), N_("Place"), "Place in its list, from 1.", required=True)

DOCUMENTS = Table("documents", N_("Documents"), "A row for each plan.", (
    Column("document_id", "string", at("id"), N_("Document's code"), "Stable, made of the file's bytes.",
           required=True, csv="id"),
    Column("source", "string", at("source"), N_("File"), "First of its names, below the imported path.", required=True),
    Column("sha256", "string", at("sha256"), N_("Checksum"), "SHA-256 of the bytes in hex."),
    Column("format", "code", at("format"), N_("Format"), "Told by the bytes: docx, pdf, txt and so on."),
    Column("route", "code", at("route"), N_("Way of reading"), "How it was read, where there are several ways."),
    Column("pages", "integer", at("pages"), N_("Pages"), "Number of pages, where the format has them."),
    Column("title", "string", at("title"), N_("Title"), "The whole title on one line."),
    Column("period_start", "date", at("period.start"), N_("Beginning of the period"), "First day of the plan."),
    Column("period_end", "date", at("period.end"), N_("End of the period"), "Last day of the plan, inclusive."),
    Column("period_kind", "code", at("period.kind"), N_("Kind of period"), "What the period is.",
           codes=get_args(model.PeriodKind)),
    Column("period_text", "string", at("period.text"), N_("Period in the plan"), "The period as printed."),
    Column("period_source", "code", at("period.source"), N_("Source of the period"), "Where the period was read.",
           codes=get_args(model.PeriodSource)),
    Column("institution", "string", at("institution.name"), N_("Institution"), "Who issues the plan."),
    Column("approvals", "structs", _stamps, N_("Approvals"), "Stamps: approved, agreed, adopted, considered.",
           flat=_text_of, parts=_STAMP),
    Column("goals", "strings", listed("goals"), N_("Goals"), "Aims and tasks listed before the tables."),
    Column("warnings", "strings", listed("warnings"), N_("Warnings"), "Codes of warnings about the document."),
    Column("events", "integer", at("count"), N_("Number of events"), "How many events the plan has.", required=True),
    Column("institution_id", "string", at("institution.id"), N_("Institution's code"),
           "Who issues the plan, as `institutions` has it."),
    Column("sources", "strings", listed("sources"), N_("Names of the file"),
           "All names under which the bytes were found."),
    Column("gone", "strings", listed("gone"), N_("Former names"), "Names found earlier that are no more."),
), ("document_id",), (("institution_id", "institutions"),))

EVENTS = Table("events", N_("Events"), "A row for each event of a plan.", (
    Column("document_id", "string", at("document_id"), N_("Document's code"), "Its plan, as `documents` has it.",
           required=True),
    Column("source", "string", at("file"), N_("File"), "First name of its plan's file.", csv_only=True),
    Column("event_id", "string", at("id"), N_("Event's code"), "Stable: the document's code and the place in it.",
           required=True, csv="id"),
    Column("order", "integer", at("order"), N_("Order"), "Place in the document, from 1.", required=True),
    Column("number", "string", at("number"), N_("No."), "Number as printed, without its last dot."),
    Column("sections", "strings", listed("sections"), N_("Section"), "Titles of its sections, from the outermost in."),
    Column("title", "string", at("title"), N_("Event"), "The text of the row on one line."),
    Column("items", "strings", listed("items"), N_("Points"), "Parts of a title that is a list."),
    Column("type", "code", at("type"), N_("Code of the type"), "What it is: a code of mappings/event_types.yaml.",
           required=True),
    Column("type_label", "string", at("type_label"), N_("Type"), "The type in Russian."),
    Column("date_text", "string", at("date.text"), N_("Date in the plan"), "The date as printed."),
    Column("kind", "code", at("date.kind"), N_("Kind of date"), "What the date says.", required=True,
           csv="date_kind", codes=get_args(model.DateKind)),
    Column("start", "date", _start, N_("Beginning"), "First day that is known."),
    Column("end", "date", _end, N_("End"), "Last day that is known, inclusive."),
    Column("spans", "structs", at("date.spans"), N_("Spans"), "Intervals of days, inclusive; `..` where one is open.",
           flat=_span_text, parts=_SPAN),
    Column("edtf", "string", at("date.edtf"), N_("Date in EDTF"), "The date in ISO 8601-2."),
    Column("recurrence", "struct", _recurrence, N_("Recurrence"), "How often: `times` per `per`, or the `days` named.",
           parts=_RECURRENCE),
    Column("rrule", "string", at("date.rrule"), N_("Rule of recurrence"), "RFC 5545, without UNTIL."),
    Column("times", "strings", listed("date.times"), N_("Time"), "`14:30`, or a range as `10:00-12:00`."),
    Column("year_source", "code", at("date.year_source"), N_("Source of the year"), "Where the year was read.",
           codes=get_args(model.YearSource)),
    Column("date_text_left", "string", at("date.text_left"), N_("Rest of the date"), "What of the cell is no date."),
    Column("responsible", "structs", _parts_of("responsible"), N_("Responsible"), "Who is responsible, as printed.",
           flat=_text_of, parts=_PARTY),
    Column("people", "strings", each("responsible", "person.name"), N_("People"), "People who are responsible."),
    Column("positions", "strings", each("parties_responsible", "position"), N_("Positions"),
           "Positions of those who are responsible."),
    Column("participants", "structs", _parts_of("participant"), N_("Participants"), "Who is named as taking part.",
           flat=lambda party: str(party["name"]), parts=_PARTY),
    Column("audience", "string", at("audience.text"), N_("Audience"), "For whom, as printed."),
    Column("grades", "integers", listed("audience.grades"), N_("Grades"), "Grades of school for whom it is."),
    Column("audience_roles", "strings", listed("audience.roles"), N_("Roles of the audience"), "Others for whom."),
    Column("venue", "strings", each("venue", "text"), N_("Venue"), "Where, as printed."),
    Column("institutions", "strings", distinct("institutions", "name"), N_("Institutions"), "Those that it names."),
    Column("institution_ids", "strings", distinct("institutions", "id"), N_("Institutions' codes"),
           "Institutions that it names, as `institutions` has them."),
    Column("note", "string", at("note"), N_("Note"), "The column of notes."),
    Column("result", "string", at("result"), N_("Result"), "The column of results."),
    Column("extra", "mapping", at("extra"), N_("Other columns"), "Other columns by their headers."),
    Column("page", "integer", at("source.page"), N_("Page"), "Page of the file, from 1."),
    Column("table", "integer", at("source.table"), N_("Table"), "Table of the file, from 1."),
    Column("row", "integer", at("source.row"), N_("Row"), "Row of the table, from 1."),
    Column("line", "integer", at("source.line"), N_("Line"), "Line of the file, from 1."),
    Column("confidence", "number", at("confidence"), N_("Confidence"), "From 0 to 1: how sure title and dates are.",
           required=True),
    Column("warnings", "strings", listed("warnings"), N_("Warnings"), "Codes of warnings about the event."),
    Column("same_as", "string", maybe("same_as"), N_("Same event"),
           "Group of events of several plans that are one and the same."),
), ("event_id",), (("document_id", "documents"),))

DATES = Table("event_dates", N_("Dates of events"), "A row for each span of days of an event.", (
    _EVENT_ID, _SEQ,
    Column("start", "date", at("start"), N_("Beginning"), "First day; empty for a deadline."),
    Column("end", "date", at("end"), N_("End"), "Last day, inclusive; empty where the span is open."),
    Column("relation", "code", at("relation"), N_("Relation"), "`during` the days, `by` the last, `from` the first.",
           required=True, codes=get_args(model.Relation)),
    Column("precision", "code", at("precision"), N_("Precision"), "How exact the plan is.", required=True,
           codes=get_args(model.Precision)),
), ("event_id", "seq"), (("event_id", "events"),))

PARTIES = Table("event_parties", N_("Responsible and participants"),
                "A row for each party that is responsible for an event or takes part.", (
    _EVENT_ID, _SEQ,
    Column("role", "code", at("role"), N_("Role"), "Whether it is responsible or takes part.", required=True,
           codes=("responsible", "participant")),
    Column("kind", "code", at("kind"), N_("Kind"), "What the party is; people who take part are `participant`.",
           required=True, codes=(*get_args(model.PartyKind), "participant")),
    Column("text", "string", at("text"), N_("In the plan"), "The party as printed."),
    Column("name", "string", at("name"), N_("Name"), "The person's name in the nominative."),
    Column("surname", "string", at("surname"), N_("Surname"), "The person's surname."),
    Column("given", "string", at("given"), N_("Given name"), "Given name, or its first letter."),
    Column("patronymic", "string", at("patronymic"), N_("Patronymic"), "Patronymic, or its first letter."),
    Column("name_confidence", "number", at("name_confidence"), N_("Confidence of the name"),
           "From 0 to 1: how sure the nominative is."),
    Column("position", "string", at("position"), N_("Position"), "The position as printed."),
    Column("position_canonical", "string", at("position_canonical"), N_("Full position"), "The position spelled out."),
    Column("party_grades", "integers", listed("party_grades"), N_("Grades of the party"),
           "Grades whose teachers are meant."),
    Column("institution", "string", at("institution"), N_("Institution"), "Whose it is."),
    Column("institution_id", "string", at("institution_id"), N_("Institution's code"),
           "Whose it is, as `institutions` has it."),
), ("event_id", "seq"), (("event_id", "events"), ("institution_id", "institutions")))

MENTIONS = Table("event_institutions", N_("Institutions of events"), "A row for each mention of an institution.", (
    _EVENT_ID, _SEQ,
    Column("institution_id", "string", at("id"), N_("Institution's code"), "As `institutions` has it."),
    Column("name", "string", at("name"), N_("Name"), "Its name in this plan, in the nominative."),
    Column("text", "string", at("text"), N_("In the plan"), "The institution as printed."),
    Column("role", "code", at("role"), N_("Role"), "Where it is named.", codes=get_args(model.Role)),
), ("event_id", "seq"), (("event_id", "events"), ("institution_id", "institutions")))

SOURCES = Table("document_sources", N_("Files of documents"),
                "A row for each name under which a document's bytes are or were found.", (
    Column("document_id", "string", at("document_id"), N_("Document's code"), "As `documents` has it.", required=True),
    _SEQ,
    Column("source", "string", at("source"), N_("File"), "The name below the imported path.", required=True),
    Column("gone", "boolean", at("gone"), N_("No longer there"), "Whether the file is no more there.", required=True),
), ("document_id", "seq"), (("document_id", "documents"),))

INSTITUTIONS = Table("institutions", N_("Institutions"), "A row for each institution that has a code.", (
    Column("institution_id", "string", at("id"), N_("Institution's code"), "One for all writings of a body.",
           required=True, csv="id"),
    Column("name", "string", at("name"), N_("Name"), "Its fullest name, in the nominative."),
    Column("legal_form", "string", at("legal_form"), N_("Legal form"), "МБОУ, ГБУК and so on."),
    Column("type", "code", at("type"), N_("Kind"), "A code of mappings/institution_types.yaml."),
    Column("proper_name", "string", at("proper_name"), N_("Proper name"), "The name in quotes."),
    Column("honours", "string", at("honours"), N_("Named after"), "In whose honour it is named."),
    Column("number", "string", at("number"), N_("No."), "Its number."),
    Column("locality", "string", at("locality"), N_("Locality"), "Town, village or district."),
    Column("parent_id", "string", at("parent.id"), N_("Parent institution's code"), "Whose part it is."),
), ("institution_id",), (("parent_id", "institutions"),))
# fmt: on

TABLES = (DOCUMENTS, EVENTS, DATES, PARTIES, INSTITUTIONS, MENTIONS, SOURCES)
"""All tables, those that people look for first in front."""


def _party(event_id: str, seq: int, role: str, party: Plain) -> Plain:
    """A responsible party or a participant, flat."""
    responsible = role == "responsible"
    person: Plain = (party["person"] if responsible else party) or {}
    body: Plain = (party["institution"] if responsible else None) or person.get("institution") or {}
    names = ("name", "surname", "given", "patronymic")
    return {
        **{name: person.get(name) for name in names},
        "event_id": event_id,
        "seq": seq,
        "role": role,
        "kind": party["kind"] if responsible else "participant",
        "text": party["text"],
        "name_confidence": person.get("confidence"),
        "position": person.get("position") or party["position"],
        "position_canonical": party.get("position_canonical"),
        "party_grades": party.get("grades"),
        "institution": body.get("name"),
        "institution_id": body.get("id"),
    }


def parties(event: Plain) -> list[Plain]:
    """All parties of an event, flat: those who are responsible, then those who take part."""
    named = [("responsible", p) for p in event["responsible"]] + [("participant", p) for p in event["participants"]]
    return [_party(event["id"], seq, role, party) for seq, (role, party) in enumerate(named, 1)]


@dataclass(frozen=True, slots=True)
class Rows:
    """What one plan adds to the tables, by their names (institutions come at the end: `Bodies`)."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {table.name: [] for table in TABLES})


def rows(document: Plain, events: Sequence[Plain]) -> Rows:
    """The rows of a plan."""
    found = Rows()
    into = found.tables
    into["documents"].append(DOCUMENTS.row({"sources": [], "gone": [], **document, "count": len(events)}))
    names = [(s, False) for s in document.get("sources") or [document["source"]]]
    names += [(s, True) for s in document.get("gone", ())]
    into["document_sources"] += [
        SOURCES.row({"document_id": document["id"], "seq": seq, "source": source, "gone": gone})
        for seq, (source, gone) in enumerate(names, 1)
    ]
    for event in events:
        named, within = parties(event), {"event_id": event["id"]}
        into["events"].append(event_values(event, document["source"], named))
        into["event_parties"] += map(PARTIES.row, named)
        into["event_dates"] += map(DATES.row, _numbered(event["date"]["spans"], within))
        into["event_institutions"] += map(MENTIONS.row, _numbered(event["institutions"], within))
    return found


def event_values(event: Plain, file: str, named: Sequence[Plain]) -> Row:
    """An event's row, with the parties that are named in it."""
    responsible = [p for p in named if p["role"] == "responsible"]
    return EVENTS.row({**event, "file": file, "parties": named, "parties_responsible": responsible})


def _numbered(values: Sequence[Plain], within: Plain) -> Iterator[Plain]:
    return ({**value, **within, "seq": seq} for seq, value in enumerate(values, 1))


class Bodies:
    """The institutions of a dataset, one for each code: of its writings the first of those that say most."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, Plain]] = {}

    def add(self, document: Plain, events: Sequence[Plain]) -> None:
        """Those that a plan names, with the bodies that they are part of."""
        self._see(document["institution"])
        for stamp in document["approvals"]:
            self._see(stamp["institution"])
            self._see((stamp["person"] or {}).get("institution"))
        for event in events:
            for body in event["institutions"]:
                self._see(body)
            for party in event["responsible"]:
                self._see(party["institution"])
                self._see((party["person"] or {}).get("institution"))
            for person in event["participants"]:
                self._see(person["institution"])
            for venue in event["venue"]:
                self._see(venue["institution"])

    def rows(self) -> Iterator[Row]:
        """Their rows, by code."""
        return (INSTITUTIONS.row(self._found[code][1]) for code in sorted(self._found))

    def _see(self, body: Plain | None) -> None:
        while body is not None:
            code, parent = body["id"], body["parent"]
            if code is not None:
                said = sum(body[name] is not None for name in _SAID) + bool(parent and parent["id"])
                if code not in self._found or said > self._found[code][0]:
                    self._found[code] = (said, body)
            body = parent


_SAID = ("legal_form", "type", "proper_name", "honours", "number", "locality")

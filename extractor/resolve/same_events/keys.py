"""What of an event tells whether another plan's is the same: light enough to have those of a whole region in memory."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from extractor.model import Span


@dataclass(frozen=True, slots=True)
class Body:
    """An institution as far as it tells events apart."""

    id: str
    name: str = ""
    type: str | None = None
    locality: str | None = None


@dataclass(frozen=True, slots=True)
class EventKey:
    """One event. `issuer` is who issues its plan; `organisers` and `people` are responsible; `period` the plan's days.

    `kind`, `spans`, `date_text` (as printed) and `times` are those of its date.
    """

    event_id: str
    document_id: str
    title: str
    type: str = "other"
    kind: str = "unspecified"
    spans: tuple[Span, ...] = ()
    date_text: str = ""
    times: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    issuer: Body | None = None
    venues: tuple[Body, ...] = ()
    organisers: tuple[Body, ...] = ()
    people: tuple[str, ...] = ()
    plan_title: str = ""
    period: tuple[str, str] | None = None


class Record(Protocol):
    """A document and its events, each as JSON with the names of the data model."""

    @property
    def document(self) -> str:
        """The document's JSON."""

    @property
    def events(self) -> Sequence[str]:
        """The events' JSON."""


def keys_of(records: Iterable[Record]) -> Iterator[EventKey]:
    """The keys of all events of some records."""
    for record in records:
        document = json.loads(record.document)
        for event in record.events:
            yield key_of(document, json.loads(event))


def key_of(document: Mapping[str, Any], event: Mapping[str, Any]) -> EventKey:
    """The key of an event, both as plain JSON with the names of the data model."""
    date, audience, period = event["date"], event.get("audience"), document.get("period")
    venues = [v["institution"] for v in event.get("venue") or ()]
    parties = event.get("responsible") or ()
    named = event.get("institutions") or ()
    return EventKey(
        event_id=event["id"],
        document_id=event["document_id"],
        title=event["title"],
        type=event["type"],
        kind=date["kind"],
        spans=tuple(_span(s["start"], s["end"], s["relation"], s["precision"]) for s in date["spans"]),
        date_text=date["text"],
        times=tuple(date["times"]),
        grades=tuple(audience["grades"]) if audience else (),
        issuer=_body(document.get("institution")),
        venues=_bodies([*venues, *(i for i in named if i["role"] in ("venue", "title"))]),
        organisers=_bodies([p["institution"] for p in parties] + [i for i in named if i["role"] == "responsible"]),
        people=tuple(p["person"]["name"] for p in parties if p["person"]),
        plan_title=document.get("title") or "",
        period=(period["start"], period["end"]) if period else None,
    )


def _bodies(found: Iterable[Mapping[str, Any] | None]) -> tuple[Body, ...]:
    return tuple(dict.fromkeys(body for body in map(_body, found) if body is not None))


def _body(plain: Mapping[str, Any] | None) -> Body | None:
    if plain is None or not plain.get("id"):
        return None
    return _known_body(plain["id"], plain["name"], plain.get("type"), plain.get("locality"))


@lru_cache(maxsize=1 << 14)
def _known_body(identity: str, name: str, kind: str | None, locality: str | None) -> Body:
    """One value for all its mentions: plans repeat their bodies."""
    return Body(identity, name, kind, locality)


@lru_cache(maxsize=1 << 14)
def _span(start: str | None, end: str | None, relation: Any, precision: Any) -> Span:
    return Span(_day(start), _day(end), relation, precision)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None

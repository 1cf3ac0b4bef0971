"""An event as a row of the store: what a search shows, and the words it is found by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from extractor.store.bodies import body_words
from extractor.store.naming import storable
from extractor.store.terms import indexed

_LONGEST_WORDS = 50_000
"""Characters of terms a column: all of a PostgreSQL tsvector must fit into 1 MB."""


def event_row(event: Mapping[str, Any], issuer: Mapping[str, Any] | None) -> dict[str, Any]:
    """The columns of an event; `issuer` is the institution of its plan."""
    spans = event["date"]["spans"]
    bodies = dict.fromkeys(map(body_words, _bodies([body for body in (issuer, *event["institutions"]) if body])))
    named = [issuer["name"]] if issuer else dict.fromkeys(body["name"] for body in event["institutions"])
    starts = [span["start"] or span["end"] for span in spans]
    ends = [span["end"] for span in spans]
    return {
        "event_id": event["id"],
        "title": storable(event["title"]),
        "type": event["type"],
        "start_day": min(starts, default=None),
        "end_day": None if None in ends else max(ends, default=None),
        "spans": " ".join(f"{span['start'] or '..'}/{span['end'] or '..'}" for span in spans),
        "date_text": storable(event["date"]["text"]),
        "institution": storable("; ".join(named)),
        "responsible": storable("; ".join(party["text"] for party in event["responsible"])),
        "words_title": _words([event["title"]]),
        "words_people": _words(_people(event)),
        "words_bodies": _lines(written for written, _kind in bodies),
        "words_rest": _words(_rest(event)),
        "words_kinds": _lines(kind for _written, kind in bodies),
    }


def _words(texts: Iterable[str | None]) -> str:
    return indexed("\n".join(filter(None, texts)))[:_LONGEST_WORDS]


def _people(event: Mapping[str, Any]) -> Iterator[str | None]:
    for party in event["responsible"]:
        yield party["text"]
        if party["person"]:
            yield party["person"]["name"]
            yield party["person"]["position"]
    for person in event["participants"]:
        yield person["name"]


def _bodies(named: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Each body, and those it is a part of."""
    for body in named:
        above: Mapping[str, Any] | None = body
        while above:
            yield above
            above = above["parent"]


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)[:_LONGEST_WORDS]


def _rest(event: Mapping[str, Any]) -> Iterator[str | None]:
    yield from event["items"]
    yield from event["sections"]
    yield event["type_label"]
    yield from (venue["text"] for venue in event["venue"])
    yield event["audience"]["text"] if event["audience"] else None
    yield event["note"]
    yield event["result"]
    yield from event["extra"].values()

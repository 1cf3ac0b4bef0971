"""Small plans for the tests of the store and the search."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

from extractor.exports.records import PlanRecord
from extractor.model import DateExpression, Document, Event, Institution, Party, PlanDocument, Span
from extractor.store import FailedReading, Reading, Sighting

VERSION = "правила-1"


def sha(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def happening(title: str, *spans: Span, **more: object) -> Event:
    """An event whose place in its plan does not matter yet."""
    text = ", ".join(f"{span.start} – {span.end}" for span in spans)
    return Event("", "", 0, title, date=DateExpression(text, "date" if spans else "unspecified", spans), **more)


def days(first: str | None, last: str | None = None, relation: str = "during") -> Span:
    start = dt.date.fromisoformat(first) if first else None
    end = dt.date.fromisoformat(last) if last else (start if relation == "during" else None)
    return Span(start, end, relation)


def body(name: str, **more: object) -> Institution:
    return Institution(name, name, **more)


def party(text: str) -> Party:
    return Party(text, "position", position=text)


def plan(content: str, *events: Event | str, **more: object) -> PlanDocument:
    """The plan that the bytes `content` hold."""
    digest = sha(content)
    document = Document(digest[:16], "не отсюда", digest, "docx", title=f"План {content}", **more)
    placed = [e if isinstance(e, Event) else happening(e) for e in events]
    numbered = tuple(
        replace(event, id=f"{digest[:16]}-{order:04d}", document_id=digest[:16], order=order)
        for order, event in enumerate(placed, 1)
    )
    return PlanDocument(document, numbered)


def read(
    content: str, *events: Event | str, version: str = VERSION, name: str = "план.docx", **more: object
) -> Reading:
    return Reading(sha(content), version, PlanRecord.of(plan(content, *events, **more)), name)


def failed(content: str, code: str = "damaged", *, version: str = VERSION, detail: str = "") -> FailedReading:
    return FailedReading(sha(content), version, code, detail)


def seen(source: str, content: str | None, *, root: str = "/планы", code: str = "") -> Sighting:
    return Sighting(source, f"{root}/{source}", sha(content) if content is not None else None, code)

"""`extractor.load(DIR)`: an imported dataset as typed pandas frames."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import ReadError
from extractor.exports.folder import DATASET
from extractor.exports.tables import Plain

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Frames:
    """The dataset as tables that join by `document_id` and `event_id`.

    `dates` has a row for each span of an event, `parties` one for each responsible party and participant,
    `institutions` one for each mention of an institution. Days are datetimes, closed lists categories, lists lists.
    """

    documents: pd.DataFrame
    events: pd.DataFrame
    dates: pd.DataFrame
    parties: pd.DataFrame
    institutions: pd.DataFrame

    def __repr__(self) -> str:
        """How many rows each table has."""
        sizes = ", ".join(f"{f.name}: {len(getattr(self, f.name))}" for f in fields(self))
        return f"Frames({sizes})"


_DAYS = ("start", "end", "period_start", "period_end", "due")
_CATEGORIES = ("type", "kind", "year_source", "format", "relation", "precision", "role", "period_kind")
_COLUMNS = {
    "documents": (
        "document_id source format pages title period_start period_end period_kind institution institution_id goals "
        "warnings"
    ),
    "events": (
        "event_id document_id order number sections title items type type_label kind start end edtf rrule times "
        "year_source date_text grades venue note result extra page table row line confidence warnings"
    ),
    "dates": "event_id start end relation precision",
    "parties": "event_id kind text name position institution institution_id",
    "institutions": "event_id institution_id name text role",
}


def load(folder: str | Path) -> Frames:
    """The dataset that `extractor import` wrote to a folder.

    Raises:
        ReadError: there is no dataset in the folder, or it is none.
    """
    path = Path(folder) / DATASET
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        events: list[Plain] = data["events"]
        return Frames(
            _frame("documents", map(_document, data["documents"])),
            _frame("events", map(_event, events)),
            _frame("dates", (_span(e, s) for e in events for s in e["date"]["spans"])),
            _frame("parties", (party for e in events for party in _parties(e))),
            _frame("institutions", (_institution(e, i) for e in events for i in e["institutions"])),
        )
    except FileNotFoundError as error:
        raise ReadError(source=str(path), code="not_found") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError(type(error).__name__, source=str(path), code="damaged") from error


def _frame(name: str, rows: Iterator[Plain]) -> pd.DataFrame:
    """A frame with its columns (also where it has no rows) and their types."""
    import pandas as pd

    frame = pd.DataFrame(list(rows), columns=_COLUMNS[name].split())
    for column in frame.columns:
        if column in _DAYS:
            frame[column] = pd.to_datetime(frame[column])
        elif column in _CATEGORIES:
            frame[column] = frame[column].astype("category")
        elif column in ("order", "pages", "page", "table", "row", "line"):
            frame[column] = frame[column].astype("Int64")
    return frame


def _document(document: Plain) -> Plain:
    period, body = document["period"] or {}, document["institution"] or {}
    return {
        **_picked(document, "source format pages title goals warnings"),
        "document_id": document["id"],
        "period_start": period.get("start"),
        "period_end": period.get("end"),
        "period_kind": period.get("kind"),
        "institution": body.get("name"),
        "institution_id": body.get("id"),
    }


def _event(event: Plain) -> Plain:
    spans = event["date"]["spans"]
    names = "document_id order number sections title items type type_label note result extra confidence warnings"
    return {
        **_picked(event, names),
        **_picked(event["date"], "kind edtf rrule times year_source"),
        **_picked(event["source"], "page table row line"),
        "event_id": event["id"],
        "date_text": event["date"]["text"],
        "start": min((s["start"] for s in spans if s["start"]), default=None),
        "end": max((s["end"] for s in spans if s["end"]), default=None),
        "grades": event["audience"]["grades"] if event["audience"] else [],
        "venue": [venue["text"] for venue in event["venue"]],
    }


def _span(event: Plain, span: Plain) -> Plain:
    return {"event_id": event["id"], **span}


def _parties(event: Plain) -> Iterator[Plain]:
    for party in event["responsible"]:
        person: Plain = party["person"] or {}
        body: Plain = party["institution"] or person.get("institution") or {}
        yield {
            "event_id": event["id"],
            "kind": party["kind"],
            "text": party["text"],
            "name": person.get("name"),
            "position": person.get("position") or party["position"],
            "institution": body.get("name"),
            "institution_id": body.get("id"),
        }
    for person in event["participants"]:
        yield {"event_id": event["id"], "kind": "participant", **_picked(person, "text name position")}


def _institution(event: Plain, body: Plain) -> Plain:
    return {"event_id": event["id"], "institution_id": body["id"], **_picked(body, "name text role")}


def _picked(value: Plain, names: str) -> dict[str, Any]:
    return {name: value[name] for name in names.split()}

"""CSV: a row an event (`events.csv`) and a row a document (`documents.csv`), the JSON names flattened.

Comma, UTF-8, `\\n`; lists joined by «; »; what is a structure of its own in JSON (`recurrence`, `extra`) is JSON in its
cell. The cells are the values as they are: a spreadsheet that runs formulas gets a file of its own.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import IO, Any

from extractor.exports.records import dumped

JOINT = "; "
Plain = Mapping[str, Any]
"""A value in its JSON form."""


def _joined(values: Iterable[Any]) -> str:
    return JOINT.join(str(v) for v in values if v not in (None, ""))


def _structure(value: Any) -> str:
    return dumped(value) if value else ""


def _span(span: Plain) -> str:
    return f"{span['start'] or '..'}/{span['end'] or '..'}"


def _start(event: Plain) -> str | None:
    return min((s["start"] for s in event["date"]["spans"] if s["start"]), default=None)


def _end(event: Plain) -> str | None:
    return max((s["end"] for s in event["date"]["spans"] if s["end"]), default=None)


def _people(event: Plain) -> str:
    return _joined(p["person"]["name"] for p in event["responsible"] if p["person"])


def _positions(event: Plain) -> str:
    return _joined((p["person"] or {}).get("position") or p["position"] for p in event["responsible"])


def _grades(event: Plain) -> str:
    return _joined(event["audience"]["grades"] if event["audience"] else ())


def _institutions(event: Plain) -> str:
    return _joined(dict.fromkeys(i["name"] for i in event["institutions"]))


EVENT_COLUMNS: Mapping[str, Callable[[Plain], Any]] = {
    "document_id": lambda e: e["document_id"],
    "id": lambda e: e["id"],
    "order": lambda e: e["order"],
    "number": lambda e: e["number"],
    "sections": lambda e: _joined(e["sections"]),
    "title": lambda e: e["title"],
    "items": lambda e: _joined(e["items"]),
    "type": lambda e: e["type"],
    "type_label": lambda e: e["type_label"],
    "date_text": lambda e: e["date"]["text"],
    "date_kind": lambda e: e["date"]["kind"],
    "start": _start,
    "end": _end,
    "spans": lambda e: _joined(map(_span, e["date"]["spans"])),
    "edtf": lambda e: e["date"]["edtf"],
    "recurrence": lambda e: _structure(e["date"]["recurrence"]),
    "rrule": lambda e: e["date"]["rrule"],
    "times": lambda e: _joined(e["date"]["times"]),
    "year_source": lambda e: e["date"]["year_source"],
    "date_text_left": lambda e: e["date"]["text_left"],
    "responsible": lambda e: _joined(p["text"] for p in e["responsible"]),
    "people": _people,
    "positions": _positions,
    "participants": lambda e: _joined(p["name"] for p in e["participants"]),
    "audience": lambda e: e["audience"]["text"] if e["audience"] else None,
    "grades": _grades,
    "venue": lambda e: _joined(v["text"] for v in e["venue"]),
    "institutions": _institutions,
    "institution_ids": lambda e: _joined(dict.fromkeys(i["id"] for i in e["institutions"])),
    "note": lambda e: e["note"],
    "result": lambda e: e["result"],
    "extra": lambda e: _structure(e["extra"]),
    "page": lambda e: e["source"]["page"],
    "table": lambda e: e["source"]["table"],
    "row": lambda e: e["source"]["row"],
    "line": lambda e: e["source"]["line"],
    "confidence": lambda e: e["confidence"],
    "warnings": lambda e: _joined(e["warnings"]),
}

DOCUMENT_COLUMNS: Mapping[str, Callable[[Plain], Any]] = {
    "id": lambda d: d["id"],
    "source": lambda d: d["source"],
    "sha256": lambda d: d["sha256"],
    "format": lambda d: d["format"],
    "route": lambda d: d["route"],
    "pages": lambda d: d["pages"],
    "title": lambda d: d["title"],
    "period_start": lambda d: (d["period"] or {}).get("start"),
    "period_end": lambda d: (d["period"] or {}).get("end"),
    "period_kind": lambda d: (d["period"] or {}).get("kind"),
    "period_text": lambda d: (d["period"] or {}).get("text"),
    "period_source": lambda d: (d["period"] or {}).get("source"),
    "institution": lambda d: (d["institution"] or {}).get("name"),
    "approvals": lambda d: _joined(a["text"] for a in d["approvals"]),
    "goals": lambda d: _joined(d["goals"]),
    "warnings": lambda d: _joined(d["warnings"]),
}


def event_row(event: Plain, source: str) -> dict[str, str]:
    """An event's cells: its columns, with the source of its document after the document's id."""
    cells = {name: _cell(column(event)) for name, column in EVENT_COLUMNS.items()}
    return {"document_id": cells.pop("document_id"), "source": _cell(source), **cells}


def document_row(document: Plain, events: int) -> dict[str, str]:
    """A document's cells, and how many events it has."""
    return {name: _cell(column(document)) for name, column in DOCUMENT_COLUMNS.items()} | {"events": str(events)}


def event_names() -> tuple[str, ...]:
    """The columns of events.csv in order."""
    first, *rest = EVENT_COLUMNS
    return (first, "source", *rest)


def document_names() -> tuple[str, ...]:
    """The columns of documents.csv in order."""
    return (*DOCUMENT_COLUMNS, "events")


def write_rows(stream: IO[str], names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """A CSV file with its header."""
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _cell(value: Any) -> str:
    """A cell's text; a bare carriage return would end the row for some readers."""
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")

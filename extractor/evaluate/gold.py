"""Gold: what a careful reader takes from a plan, as frozen values, read from YAML and checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from extractor.errors import ExtractorError

Span = tuple[str, str]
"""Start and end as ISO days; «..» where one is open."""

_EVENT_KEYS = frozenset(
    [
        "n",
        "section",
        "title",
        "type",
        "kind",
        "spans",
        "people",
        "positions",
        "institutions",
        "time",
        "recurrence",
        "rrule",
        "grades",
        "roles",
        "participants",
        "items",
        "warnings",
        "date_text",
    ]
)
_STAMP_KEYS = frozenset(["kind", "person", "position", "institution", "body", "instrument", "number", "date", "text"])


class GoldError(ExtractorError):
    """A gold file is not of the form that the measure reads; `detail` says where."""

    code = "gold"


@dataclass(frozen=True, slots=True)
class GoldStamp:
    """What is judged of a stamp."""

    kind: str
    person: str | None = None
    instrument: str | None = None
    number: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """One event; a field that is None is not judged, but for `number` (none is printed) and what `judged` names."""

    title: str
    kind: str
    spans: tuple[Span, ...]
    number: str | None = None
    sections: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    positions: Mapping[str, str] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    participants: tuple[str, ...] | None = None
    institutions: tuple[str, ...] | None = None
    time: str | None = None
    recurrence: Mapping[str, object] | None = None
    rrule: str | None = None
    type: str | None = None
    grades: tuple[int, ...] | None = None
    items: int | None = None
    warnings: tuple[str, ...] = ()
    judged: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """How a report names it."""
        return f"{self.number or '-'} {self.title[:50]}"


@dataclass(frozen=True, slots=True)
class GoldPlan:
    """One document's gold."""

    source: str
    title: str | None
    period: Span | None
    events: tuple[GoldEvent, ...]
    goals: int | None = None
    stamps: tuple[GoldStamp, ...] = ()
    bodies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    path: Path = Path()


def load_gold(paths: Sequence[Path]) -> tuple[GoldPlan, ...]:
    """The gold of some files and folders (their `*.yaml`, not those of subfolders), in the order of names.

    Raises:
        GoldError: a path has none, or a file is not of the form.
    """
    files: list[Path] = []
    for path in paths:
        found = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
        if not found:
            raise GoldError("no *.yaml", source=str(path))
        files += found
    return tuple(map(read_gold, files))


def read_gold(path: Path) -> GoldPlan:
    """One file.

    Raises:
        GoldError: it cannot be read or is not of the form.
    """
    import yaml

    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        return _plan(data, path)
    except OSError as error:
        raise GoldError(error.strerror or "", source=str(path), code="not_found") from error
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise GoldError(f"{type(error).__name__}: {error}".replace("\n", " ")[:200], source=str(path)) from error


def _plan(data: Mapping[str, Any], path: Path) -> GoldPlan:
    document = data["document"]
    period = _text(document.get("period"))
    return GoldPlan(
        source=data["source"],
        title=_text(document.get("title")),
        period=_span(period) if period else None,
        goals=int(document["goals"]) if "goals" in document else None,
        stamps=tuple(_stamp(x) for x in document.get("approvals") or ()),
        bodies={key: tuple(forms) for key, forms in (data.get("institutions") or {}).items()},
        optional=tuple(data.get("optional_institutions") or ()),
        warnings=tuple(document.get("warnings") or ()),
        events=tuple(_event(x) for x in data["events"] or ()),
        path=path,
    )


def _stamp(data: Mapping[str, str]) -> GoldStamp:
    _known(data, _STAMP_KEYS)
    values = {key: _text(data.get(key)) for key in ("person", "instrument", "number", "date")}
    return GoldStamp(kind=data["kind"], **values)


def _event(data: Mapping[str, Any]) -> GoldEvent:
    _known(data, _EVENT_KEYS)
    names = {key: tuple(data[key]) if key in data else None for key in ("participants", "institutions")}
    return GoldEvent(
        title=data["title"],
        kind=data["kind"],
        spans=tuple(sorted(_span(x) for x in data["spans"])),
        number=_text(data.get("n")),
        sections=tuple(data.get("section") or ()),
        people=tuple(data.get("people") or ()),
        positions=dict(data.get("positions") or {}),
        roles=tuple(data.get("roles") or ()),
        participants=names["participants"],
        institutions=names["institutions"],
        time=data.get("time"),
        recurrence=_recurrence(data["recurrence"]) if "recurrence" in data else None,
        rrule=_text(data.get("rrule")),
        type=data.get("type"),
        grades=tuple(int(x) for x in data["grades"]) if "grades" in data else None,
        items=int(data["items"]) if "items" in data else None,
        warnings=tuple(data.get("warnings") or ()),
        judged=frozenset(data),
    )


def _known(data: Mapping[str, Any], keys: frozenset[str]) -> None:
    """A key that nothing reads is a slip of the hand, and would be a field that is never judged."""
    unknown = sorted(set(data) - keys)
    if unknown:
        raise ValueError(f"unknown keys: {', '.join(unknown)}")


def _recurrence(data: Mapping[str, Any]) -> Mapping[str, object]:
    booleans = {"true": True, "false": False}
    return {
        key: value
        if isinstance(value, list)
        else booleans.get(value, int(value) if str(value).isdigit() else cast(object, value))
        for key, value in data.items()
    }


def _text(value: Any) -> str | None:
    """YAML is read as bare strings, so that `1.10` stays «1.10»: null is a word here."""
    return None if value in (None, "", "null") else str(value)


def _span(text: str) -> Span:
    start, slash, end = text.partition("/")
    if not slash:
        raise ValueError(f"no span: {text}")
    for day in (start, end):
        if day != "..":
            dt.date.fromisoformat(day)
    return start, end

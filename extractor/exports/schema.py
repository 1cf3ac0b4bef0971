"""JSON Schema (2020-12) of what `extract` and `import` write, derived from the model's own type hints."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

from extractor import mappings, model
from extractor.messages.codes import WARNINGS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDENTIFIER = f"urn:plan-extractor:schema:{model.SCHEMA_VERSION}"

_DESCRIPTIONS: Mapping[str, tuple[str, str]] = {
    "plan": ("Plan Extractor plan", "One plan, as `extractor extract --format json` writes it."),
    "dataset": ("Plan Extractor dataset", "Several plans, as `extractor import` writes them to dataset.json."),
    "document": ("Plan Extractor document", "A plan's document: a line of documents.jsonl."),
    "event": ("Plan Extractor event", "An event of a plan: a line of events.jsonl."),
}
_BOTH = (
    "Plan Extractor dataset",
    "One plan ({document, events}) or several ({documents, events}), as `extractor extract --format json` and "
    "`extractor import` write them.",
)
_DAYS = " Days are ISO 8601 and inclusive."
_SHORTENED = {model.Recurrence}
"""Values whose JSON form leaves out what is not said."""


def schema(of: str | None = None) -> dict[str, Any]:
    """The schema of one shape, or of a plan and a dataset together.

    Enumerations are closed; event types are those of the mappings in force.
    """
    definitions = _definitions()
    title, description = _DESCRIPTIONS[of] if of else _BOTH
    shape = {"$ref": f"#/$defs/{of.capitalize()}"} if of else _either()
    needed = _needed(shape, definitions)
    return {
        "$schema": DIALECT,
        "$id": f"{IDENTIFIER}:{of}" if of else IDENTIFIER,
        "title": title,
        "description": description + _DAYS,
        **shape,
        "$defs": {name: definitions[name] for name in sorted(needed)},
    }


def _either() -> dict[str, Any]:
    return {"oneOf": [{"$ref": "#/$defs/Plan"}, {"$ref": "#/$defs/Dataset"}]}


def _definitions() -> dict[str, Any]:
    definitions: dict[str, Any] = {}
    document, event = _reference(model.Document, definitions), _reference(model.Event, definitions)
    definitions["Event"]["properties"]["type"] = {"enum": event_types()}
    for holder in ("Event", "Document", "DateExpression"):
        definitions[holder]["properties"]["warnings"]["items"] = {"enum": sorted(WARNINGS)}
    version = {"const": model.SCHEMA_VERSION}
    events = {"type": "array", "items": event}
    definitions["Plan"] = _object({"schema_version": version, "document": document, "events": events})
    definitions["Dataset"] = _object(
        {"schema_version": version, "documents": {"type": "array", "items": document}, "events": events}
    )
    return definitions


def _needed(shape: Any, definitions: Mapping[str, Any]) -> set[str]:
    """The definitions that a shape leads to."""
    found: set[str] = set()
    waiting = [shape]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            name = str(value.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                waiting.append(definitions[name])
            waiting += [v for v in value.values() if isinstance(v, dict | list)]
    return found


def event_types() -> list[str]:
    """The codes of `mappings/event_types.yaml`, in its order."""
    return list(mappings.load("event_types")["types"])


def _object(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required is None else required,
        "additionalProperties": False,
    }


def _reference(kind: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A reference to the definition of a dataclass, made on the first call."""
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}  # a branch's parent is an institution too
        hints = typing.get_type_hints(kind)
        properties = {f.name: _schema_of(hints[f.name], definitions) for f in dataclasses.fields(kind)}
        definitions[kind.__name__] = _object(properties, [] if kind in _SHORTENED else None)
        definitions[kind.__name__]["description"] = (kind.__doc__ or "").strip().partition("\n")[0]
    return {"$ref": f"#/$defs/{kind.__name__}"}


_SCALARS: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    type(None): {"type": "null"},
}


def _schema_of(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type hint.

    Raises:
        TypeError: the model has come to use a type that has no JSON form here.
    """
    if hint in _SCALARS:
        return dict(_SCALARS[hint])
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema_of(a, definitions) for a in arguments]}
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _schema_of(arguments[0], definitions)}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema_of(arguments[1], definitions)}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _reference(hint, definitions)
    raise TypeError(f"no JSON form for {hint!r}")

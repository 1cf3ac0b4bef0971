"""`mappings/same_events.yaml`, checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor import mappings
from extractor.errors import MappingError
from extractor.fields import kinds
from extractor.fields.institutions import knowledge as bodies

LEVELS = ("own", "municipal", "regional", "national")
"""How far an event reaches, the narrowest first."""
OWN, MUNICIPAL, NATIONAL = LEVELS[0], LEVELS[1], LEVELS[3]

_LISTS = (
    "only_with_stage",
    "only_leading",
    "stages",
    "fillers",
    "telling",
    "telling_unnamed",
    "conveners",
    "each",
    "visits",
    "one_for_all",
)
_TABLES = ("in_brackets", "anywhere", "spelled")


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of the mapping; lemmas with ё as е."""

    levels: Mapping[str, str]
    only_with_stage: frozenset[str]
    only_leading: frozenset[str]
    stages: frozenset[str]
    in_brackets: Mapping[str, str]
    anywhere: Mapping[str, str]
    spelled: Mapping[str, str]
    fillers: frozenset[str]
    telling: frozenset[str]
    telling_unnamed: frozenset[str]
    conveners: frozenset[str]
    each: frozenset[str]
    visits: frozenset[str]
    one_for_all: frozenset[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The mapping in force.

    Raises:
        MappingError: a list is missing or repeats itself, a word has two levels, a type or a level is none.
    """
    data: Any = mappings.load("same_events")
    _check(isinstance(data, dict) and set(data) == {"levels", *_LISTS, *_TABLES}, "keys")
    _check(isinstance(data["levels"], dict) and tuple(data["levels"]) == LEVELS, f"levels are {', '.join(LEVELS)}")
    levels: dict[str, str] = {}
    for level, listed in data["levels"].items():
        for word in _listed(listed, level):
            _check(word not in levels, f"«{word}» has two levels")
            levels[word] = level
    lists = {name: frozenset(_listed(data[name], name)) for name in _LISTS}
    tables = {name: _table(data[name], name) for name in _TABLES}
    _check(lists["only_with_stage"] | lists["only_leading"] <= set(levels), "only_… hold words of levels")
    _check(set(tables["in_brackets"].values()) | set(tables["anywhere"].values()) <= set(LEVELS), "no such level")
    _check(lists["each"] | lists["visits"] | lists["one_for_all"] <= set(kinds.codes()), "no such type of event")
    _check(lists["visits"] <= lists["each"] and not lists["each"] & lists["one_for_all"], "each, visits, one_for_all")
    _check(lists["conveners"] <= set(bodies.types()), "no such type of body")
    _check(not lists["fillers"] & lists["telling"], "a word cannot add nothing and tell")
    return Words(
        levels=levels,
        in_brackets=tables["in_brackets"],
        anywhere=tables["anywhere"],
        spelled=tables["spelled"],
        only_with_stage=lists["only_with_stage"],
        only_leading=lists["only_leading"],
        stages=lists["stages"],
        fillers=lists["fillers"],
        telling=lists["telling"],
        telling_unnamed=lists["telling_unnamed"],
        conveners=lists["conveners"],
        each=lists["each"],
        visits=lists["visits"],
        one_for_all=lists["one_for_all"],
    )


def _listed(value: Any, name: str) -> list[str]:
    _check(isinstance(value, list) and all(isinstance(v, str) and v == v.lower() for v in value), f"{name}: a list")
    found = [v.replace("ё", "е") for v in value]
    _check(len(set(found)) == len(found), f"{name}: a word stands twice")
    return found


def _table(value: Any, name: str) -> dict[str, str]:
    _check(isinstance(value, dict) and all(isinstance(v, str) and v for v in value.values()), f"{name}: a table")
    return {k.replace("ё", "е"): v for k, v in value.items()}


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise MappingError(f"same_events.yaml: {what}")


@lru_cache(maxsize=1 << 8)
def convenes(kind: str | None) -> bool:
    """Whether a body of this type calls together those of others: «Управление образования»."""
    known: Iterable[str] = bodies.ancestors(kind) if kind in bodies.types() else ()
    return kind is not None and bool({kind, *known} & words().conveners)


mappings.on_change(words.cache_clear)
mappings.on_change(convenes.cache_clear)

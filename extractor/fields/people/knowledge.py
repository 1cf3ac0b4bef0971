"""`mappings/people.yaml` as a checked value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor import mappings
from extractor.errors import MappingError

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_GENDERS = {"masc": ("masc",), "femn": ("femn",), "both": ("masc", "femn")}


@dataclass(frozen=True, slots=True)
class Ending:
    """One oblique or nominative ending of a surname: what it is of, and what the nominative has in its place."""

    stems: tuple[str, ...]
    nominatives: tuple[str, ...]
    gender: str
    case: str
    shape: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the room knows about names."""

    endings: Mapping[str, tuple[Ending, ...]]
    fixed: tuple[str, ...]
    fixed_vowels: tuple[str, ...]
    patronymics: Mapping[str, tuple[str, ...]]
    descent: frozenset[str]
    not_initials: frozenset[str]
    bodies_of_places: frozenset[str]
    honours: frozenset[str]
    topics: frozenset[str]
    honour_tails: tuple[str, ...]
    places: frozenset[str]
    governors: Mapping[str, frozenset[str]]
    governors_behind: frozenset[str]


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The mapping in force.

    Raises:
        MappingError: an unknown key, an empty list, a duplicate entry, a case or gender that is none.
    """
    data = mappings.load("people")
    wanted = {
        "surnames",
        "fixed",
        "fixed_vowels",
        "patronymics",
        "descent",
        "not_initials",
        "bodies_of_places",
        "honours",
        "topics",
        "honour_tails",
    }
    wanted |= {"governors", "governors_behind", "places"}
    if set(data) != wanted:
        raise MappingError(f"people.yaml: keys {sorted(set(data) ^ wanted)}")
    for name in wanted - {"surnames", "patronymics", "governors", "governors_behind"}:
        distinct(data[name], f"people.yaml: {name}")
    return Knowledge(
        endings=_endings(data["surnames"]),
        fixed=tuple(data["fixed"]),
        fixed_vowels=tuple(data["fixed_vowels"]),
        patronymics={g: tuple(distinct(tails, "people.yaml: patronymics")) for g, tails in data["patronymics"].items()},
        descent=frozenset(data["descent"]),
        not_initials=frozenset(data["not_initials"]),
        bodies_of_places=frozenset(data["bodies_of_places"]),
        honours=frozenset(w.replace("ё", "е") for w in data["honours"]),
        topics=frozenset(w.replace("ё", "е") for w in data["topics"]),
        honour_tails=tuple(data["honour_tails"]),
        places=frozenset(w.replace("ё", "е") for w in data["places"]),
        governors=_governors(data["governors"]),
        governors_behind=frozenset(distinct(data["governors_behind"], "people.yaml: governors_behind")),
    )


mappings.on_change(knowledge.cache_clear)


def distinct(values: Any, where: str) -> list[str]:
    """A non-empty list of distinct strings, as given.

    Raises:
        MappingError: it is something else.
    """
    if not isinstance(values, list) or not values or not all(isinstance(v, str) and v for v in values):
        raise MappingError(f"{where}: a list of words is wanted")
    twice = {v for v in values if values.count(v) > 1}
    if twice:
        raise MappingError(f"{where}: twice {sorted(twice)}")
    return values


def _endings(rows: Any) -> dict[str, tuple[Ending, ...]]:
    out: dict[str, list[Ending]] = {}
    for row in rows:
        for ending, entry in _row(row):
            out.setdefault(ending, []).append(entry)
    return {ending: tuple(entries) for ending, entries in out.items()}


def _row(row: Mapping[str, Any]) -> Iterator[tuple[str, Ending]]:
    stems = tuple(row.get("stem", ()))
    for key in row.keys() - {"shape", "stem"}:
        if key not in _GENDERS or set(row[key]) != set(CASES):
            raise MappingError(f"people.yaml: surnames of shape {row['shape']}: {key}")
        nominatives = tuple(_listed(row[key]["nomn"]))
        for gender in _GENDERS[key]:
            for case in CASES:
                for ending in _listed(row[key][case]):
                    kept = (ending,) if case == "nomn" else nominatives
                    yield ending, Ending(stems, kept, gender, case, row["shape"])


def _governors(data: Mapping[str, str]) -> dict[str, frozenset[str]]:
    wrong = set(data.values()) - set(CASES)
    if wrong:
        raise MappingError(f"people.yaml: governors: no cases {sorted(wrong)}")
    return {word: frozenset({case}) for word, case in data.items()}


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]

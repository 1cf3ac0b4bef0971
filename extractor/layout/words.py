"""`mappings/layout.yaml` as checked sets: the words by which layout is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from extractor import mappings
from extractor.errors import MappingError
from extractor.morph import lemma, lemmas, readings
from extractor.text import key, words

_KEYS = frozenset(
    {
        "not_plan_headings",
        "not_plan_titles",
        "plan_labels",
        "section_words",
        "ditto",
        "labels",
        "agenda",
        "meetings",
        "not_rows",
        "contacts",
        "places",
        "learners",
    }
)
_FINITE = frozenset({"past", "pres", "futr"})
_QUOTED = re.compile(r"[«\"][^»\"]*[»\"]")


@lru_cache(maxsize=1)
def _data() -> Mapping[str, object]:
    data: Mapping[str, object] = mappings.load("layout")
    if set(data) != _KEYS:
        raise MappingError(f"layout.yaml: keys {sorted(set(data) ^ _KEYS)}")
    return data


def _list(name: str) -> list[str]:
    entries = _data()[name]
    if not isinstance(entries, list) or len(set(entries)) != len(entries) or not all(entries):
        raise MappingError(f"layout.yaml: {name} must be a list without repeats")
    return entries


@lru_cache(maxsize=16)
def lemma_set(name: str) -> frozenset[str]:
    """The lemmas of a list of single words; phrases are kept as they stand."""
    return frozenset(lemma(w) if " " not in w else w for w in _list(name))


@lru_cache(maxsize=1)
def _ditto() -> frozenset[str]:
    return frozenset(key(d) or _strokes(d) for d in _list("ditto"))


def _strokes(text: str) -> str:
    """Marks without spaces, all dashes as one: «– // –» is «-//-»."""
    return re.sub(r"[‐‑‒–—−]", "-", re.sub(r"\s", "", text))


@lru_cache(maxsize=1)
def labels() -> Mapping[str, str]:
    """Each label's letters → the role of what stands behind it."""
    table = _data()["labels"]
    if not isinstance(table, dict):
        raise MappingError("layout.yaml: labels must map roles to lists")
    out: dict[str, str] = {}
    for role, names in table.items():
        for name in names:
            if key(name) in out:
                raise MappingError(f"layout.yaml: label {name!r} stands twice")
            out[key(name)] = role
    return out


@lru_cache(maxsize=1)
def agenda() -> frozenset[str]:
    """The letters of the labels that open an agenda."""
    return frozenset(key(a) for a in _list("agenda"))


@lru_cache(maxsize=1)
def _totals() -> frozenset[str]:
    return frozenset(key(w) for w in _list("not_rows"))


def tells(text: str) -> bool:
    """Whether a finite verb or a short participle stands outside quotation marks: «Кружок работает второй год.»."""
    return any(
        reading.pos == "PRTS" or (reading.pos == "VERB" and reading.grammemes & _FINITE)
        for word in words(_QUOTED.sub(" ", text))
        for reading in readings(word)[:1]
    )


def is_ditto(text: str) -> bool:
    """«-//-», «то же»: the cell repeats the one above."""
    return (key(text) or _strokes(text)) in _ditto()


def opens_with(text: str, name: str) -> bool:
    """Whether the first word of the text (any of its lemmas) is in a list of the mapping."""
    first = next(iter(words(text)), "")
    return bool(first) and bool(lemmas(first) & lemma_set(name))


def is_total(text: str) -> bool:
    """«Итого: 12», «Всего»: the very words, for «весь месяц» has the lemma of «всего»."""
    first = next(iter(words(text)), "")
    return key(first) in _totals()


def names_any(text: str, name: str) -> bool:
    """Whether any word of the text is in a list of the mapping."""
    return any(lemmas(w) & lemma_set(name) for w in words(text))


def _forget() -> None:
    for cached in (_data, lemma_set, _ditto, _totals, labels, agenda):
        cached.cache_clear()


mappings.on_change(_forget)

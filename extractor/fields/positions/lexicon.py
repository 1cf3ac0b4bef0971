"""`mappings/positions.yaml` as a checked value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor import mappings
from extractor.errors import MappingError
from extractor.fields.tokens import tokenize


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`mappings/positions.yaml` in force."""

    heads: tuple[str, ...]
    head_set: frozenset[str]
    ranks: frozenset[str]
    acting: Mapping[tuple[str, ...], str]
    abbreviated_heads: Mapping[str, str]
    abbreviated_words: Mapping[str, str]
    areas: Mapping[str, str]
    acronyms: Mapping[str, str]
    complements: Mapping[str, str]
    cut_nouns: Mapping[str, str]
    governing: Mapping[str, str]
    prepositions: Mapping[str, str]
    degree_first: frozenset[str]
    degree_last: frozenset[str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The mapping in force.

    Raises:
        MappingError: an unknown key, a duplicate, an empty entry, a post that never matches.
    """
    data = mappings.load("positions")
    wanted = {
        "heads",
        "acting",
        "ranks",
        "abbreviated_heads",
        "abbreviated_words",
        "areas",
        "acronyms",
        "complements",
        "degrees",
        "cut_nouns",
        "governing",
        "prepositions",
    }
    if set(data) != wanted:
        raise MappingError(f"positions.yaml: keys {sorted(set(data) ^ wanted)}")
    heads = tuple(fold(h) for h in data["heads"])
    if len(set(heads)) != len(heads):
        raise MappingError(f"positions.yaml: heads twice {sorted({h for h in heads if heads.count(h) > 1})}")
    if set(data["ranks"]) - set(data["heads"]):
        raise MappingError("positions.yaml: ranks: they are heads too")
    return Lexicon(
        heads=heads,
        head_set=frozenset(heads),
        ranks=frozenset(fold(r) for r in data["ranks"]),
        acting={tuple(t.low for t in tokenize(k)): v for k, v in _texts(data, "acting").items()},
        abbreviated_heads=_texts(data, "abbreviated_heads"),
        abbreviated_words=_texts(data, "abbreviated_words"),
        areas={k.lower(): v for k, v in _texts(data, "areas").items()},
        acronyms={fold(k): v for k, v in _texts(data, "acronyms").items()},
        complements={k.lower(): v for k, v in _texts(data, "complements").items()},
        cut_nouns=_texts(data, "cut_nouns"),
        governing=_texts(data, "governing"),
        prepositions=_texts(data, "prepositions"),
        degree_first=frozenset(data["degrees"]["first"]),
        degree_last=frozenset(data["degrees"]["last"]),
    )


mappings.on_change(lexicon.cache_clear)


def _texts(data: Mapping[str, Any], key: str) -> dict[str, str]:
    found = data[key]
    if not isinstance(found, dict) or not all(
        isinstance(k, str) and isinstance(v, str) and k and v for k, v in found.items()
    ):
        raise MappingError(f"positions.yaml: {key}: texts are wanted")
    return found


def fold(word: str) -> str:
    return word.lower().replace("ё", "е")

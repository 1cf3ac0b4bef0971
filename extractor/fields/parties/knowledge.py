"""`mappings/parties.yaml` as a checked value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor import mappings
from extractor.errors import MappingError
from extractor.fields.people.knowledge import CASES, distinct
from extractor.fields.tokens import Token, tokenize

_LISTS = (
    "groups",
    "authorities",
    "kinds_of_bodies",
    "bodies_only_in_number",
    "group_abbreviations",
    "labels",
    "labels_before_marks",
    "charges_of_labels",
    "remarks",
)

Phrases = Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a cell of the responsible column may hold besides people, posts and bodies."""

    groups: frozenset[str]
    authorities: frozenset[str]
    kinds_of_bodies: frozenset[str]
    bodies_only_in_number: frozenset[str]
    group_abbreviations: frozenset[str]
    labels: frozenset[str]
    labels_before_marks: frozenset[str]
    charges_of_labels: frozenset[str]
    joints: Phrases
    weak_joints: Phrases
    remarks: Phrases


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The mapping in force.

    Raises:
        MappingError: an unknown key, an empty list, a duplicate, a joint with no case.
    """
    data = mappings.load("parties")
    wanted = {*_LISTS, "joints", "weak_joints"}
    if set(data) != wanted:
        raise MappingError(f"parties.yaml: keys {sorted(set(data) ^ wanted)}")
    lists = {name: distinct(data[name], f"parties.yaml: {name}") for name in _LISTS}
    for name in ("joints", "weak_joints"):
        if not data[name] or set(data[name].values()) - set(CASES):
            raise MappingError(f"parties.yaml: {name}: cases are wanted")
    folded = {name: frozenset(w.lower().replace("ё", "е") for w in words) for name, words in lists.items()}
    return Knowledge(
        groups=folded["groups"],
        authorities=folded["authorities"],
        kinds_of_bodies=folded["kinds_of_bodies"],
        bodies_only_in_number=folded["bodies_only_in_number"],
        group_abbreviations=frozenset(lists["group_abbreviations"]),
        labels=folded["labels"],
        labels_before_marks=folded["labels_before_marks"],
        charges_of_labels=folded["charges_of_labels"],
        joints=_by_first(list(data["joints"])),
        weak_joints=_by_first(list(data["weak_joints"])),
        remarks=_by_first(lists["remarks"]),
    )


mappings.on_change(knowledge.cache_clear)


def _by_first(phrases: Sequence[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases as rows of tokens by their first one, the longest first."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        row = tuple(t.low for t in tokenize(phrase))
        out.setdefault(row[0], []).append(row)
    return {first: tuple(sorted(rows, key=len, reverse=True)) for first, rows in out.items()}


def phrase_at(tokens: Sequence[Token], index: int, phrases: Phrases) -> int:
    """How many tokens the longest phrase that starts here takes (line breaks inside counted); 0 for none."""
    for row in phrases.get(tokens[index].low, ()):
        here = index
        for wanted in row:
            while here < len(tokens) and tokens[here].kind == "l" and here > index:
                here += 1
            if here >= len(tokens) or tokens[here].low != wanted:
                break
            here += 1
        else:
            return here - index
    return 0

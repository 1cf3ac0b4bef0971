"""Bodies of several documents that are one though their ids differ: an acronym here, its full name there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from extractor.fields.institutions import knowledge
from extractor.model import Institution
from extractor.resolve.features import Features, features
from extractor.resolve.registry import place_root
from extractor.resolve.same import contradict, spells


def spelt_out(found: Iterable[Institution]) -> dict[str, str]:
    """For the id of a body told by an unknown acronym alone, the id of the one body whose name spells it.

    Both are of one known place; where two names of a place spell an acronym («ЦМИ»), it stays a body of its own.
    """
    acronyms: dict[tuple[str, str], list[tuple[str, Features]]] = {}
    names: dict[tuple[str, str], list[tuple[str, Features]]] = {}
    told: dict[str, bool] = {}
    for body in dict.fromkeys(found):
        read = features(body.name)
        if body.id is None or read.several or not body.locality:
            continue
        alone = _is_acronym_alone(read)
        told[body.id] = told.get(body.id, True) and alone
        place, letters = place_root(body.locality), read.abbreviation or read.proper_acronym
        if alone and letters:
            acronyms.setdefault((place, letters[0].lower()), []).append((body.id, read))
        for word in _words(read)[:2]:  # the first may be a place's that the acronym leaves out
            if word:
                names.setdefault((place, word[0]), []).append((body.id, read))
    out: dict[str, str] = {}
    for block, short in acronyms.items():
        for identity, read in short:
            full = {i for i, name in names.get(block, ()) if i != identity and _spells(read, name)}
            if told[identity] and len(full) == 1:
                out[identity] = full.pop()
    return out


def merged(found: Iterable[Institution], same: Mapping[str, str]) -> Iterable[tuple[str, Institution]]:
    """Each body with the id of the one it is."""
    for body in found:
        if body.id is not None:
            yield same.get(body.id, body.id), body


def _is_acronym_alone(read: Features) -> bool:
    letters = read.abbreviation or read.proper_acronym
    unknown = letters is not None and letters.upper() not in knowledge.abbreviations()
    return unknown and not (read.designations or read.number or read.honours)


def _words(read: Features) -> tuple[str, ...]:
    """The words that an acronym may be made of: the designation's, or those of a proper name."""
    if read.abbreviation is not None or read.proper_acronym is not None:
        return ()
    return read.spelled if len(read.spelled) > 1 else tuple((read.proper or "").split())


def _spells(short: Features, name: Features) -> bool:
    letters = short.abbreviation or short.proper_acronym or ""
    return spells(letters, _words(name)) and not contradict(short, name)

"""The registry of known bodies: aliases and ids that a person has decided on; they hold in every import.

`mappings/institutions.yaml` is the registry in force; `institutions_yaml` renders what an import found in its form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from extractor import mappings
from extractor.errors import MappingError
from extractor.fields.institutions.body import TERRITORIES
from extractor.model import Institution
from extractor.morph import lemma
from extractor.resolve.features import root
from extractor.text import key

_FIELDS = frozenset({"id", "name", "locality", "type", "aliases"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One body of the registry."""

    id: str
    name: str
    locality: str | None = None
    type: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registry:
    """Known bodies by their writings: `by_alias` maps letters to the entries of each place ('' of any)."""

    entries: tuple[Entry, ...] = ()
    by_alias: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Registry:
        """A registry of these entries; a name that several entries of one place have tells none of them.

        Raises:
            MappingError: a writing stands under two entries of one place, or an id stands twice.
        """
        listed = tuple(entries)
        by_alias: dict[str, dict[str, Entry]] = {}
        ids = Counter(e.id for e in listed)
        names = Counter((key(e.name), place_root(e.locality)) for e in listed)
        for entry in listed:
            if ids[entry.id] > 1:
                raise MappingError(f"institutions: the id {entry.id} stands twice")
            place = place_root(entry.locality)
            own = (entry.name,) if names[key(entry.name), place] == 1 else ()
            for writing in dict.fromkeys((*own, *entry.aliases)):
                known = by_alias.setdefault(key(writing), {}).setdefault(place, entry)
                if known is not entry:
                    raise MappingError(f"institutions: «{writing}» stands under {known.id} and {entry.id}")
        return cls(listed, by_alias)

    def find(self, institution: Institution, place: str = "") -> Entry | None:
        """The entry that one of the body's writings stands under; `place` is the root of the plan's locality."""
        own = place_root(institution.locality) or place
        for writing in (institution.text, institution.name):
            known = self.by_alias.get(key(writing), {})
            entry = known.get(own) or known.get("")
            if entry is None and not own and len(known) == 1:
                entry = next(iter(known.values()))
            if entry is not None:
                return entry
        return None


def place_root(locality: str | None) -> str:
    """The root of a settlement's name («Заозёрск» → «заозер»), with its kind that of a territory; '' of none."""
    words = (locality or "").split()
    if not words:
        return ""
    kinds = [w for w in words[1:] if w in TERRITORIES]
    return " ".join([root(lemma(words[0])), *kinds])


@lru_cache(maxsize=1)
def registry() -> Registry:
    """The registry of `mappings/institutions.yaml` with its overlays."""
    return Registry.of(_entry(e) for e in mappings.load("institutions")["institutions"] or ())


def _entry(data: Any) -> Entry:
    if not isinstance(data, dict) or not data.get("id") or not data.get("name") or set(data) - _FIELDS:
        raise MappingError(f"institutions: an entry needs id and name, and knows {sorted(_FIELDS)}: {data!r}")
    return Entry(
        id=str(data["id"]),
        name=str(data["name"]),
        locality=data.get("locality"),
        type=data.get("type"),
        aliases=tuple(str(a) for a in data.get("aliases") or ()),
    )


def institutions_yaml(found: Iterable[Institution]) -> str:
    """What an import found, as a registry ready to be corrected and fed back: one entry an id, its writings as aliases.

    An acronym that one plan has and the full name that another spells it with are one entry.

    A writing that stands for several bodies of one place («Управление образования» in plans that name no place) is no
    alias of any.
    """
    import yaml

    from extractor.resolve.across import merged, spelt_out  # it needs the places of this file

    writings: dict[str, dict[str, None]] = {}
    best: dict[str, Institution] = {}
    listed = list(found)
    for identity, institution in merged(listed, spelt_out(listed)):
        known = best.setdefault(identity, replace(institution, id=identity))
        if _rank(institution) > _rank(known):
            best[identity] = replace(institution, id=identity)
        writings.setdefault(identity, {}).update(dict.fromkeys((institution.name, institution.text)))
    owners = Counter(
        (letters, place_root(best[i].locality)) for i, some in writings.items() for letters in {key(w) for w in some}
    )
    entries = [
        _plain(best[i], [w for w in writings[i] if owners[key(w), place_root(best[i].locality)] == 1])
        for i in sorted(best, key=lambda i: (best[i].name.casefold(), i))
    ]
    text: str = yaml.safe_dump({"institutions": entries}, allow_unicode=True, sort_keys=False, width=120)
    return text


def _rank(institution: Institution) -> tuple[bool, int, str]:
    """Which of several records of a body describes it: the one with a place, the longest name."""
    return institution.locality is not None, len(institution.name), institution.name


def _plain(best: Institution, writings: Iterable[str]) -> dict[str, Any]:
    """An entry as YAML has it; writings that differ by marks and capitals alone stand once."""
    aliases: dict[str, str] = {}
    for writing in sorted(writings):
        if key(writing) not in ("", key(best.name)):
            aliases.setdefault(key(writing), writing)
    plain: dict[str, Any] = {"id": best.id, "name": best.name}
    for name, value in (("locality", best.locality), ("type", best.type), ("aliases", sorted(aliases.values()))):
        if value:
            plain[name] = value
    return plain


mappings.on_change(registry.cache_clear)

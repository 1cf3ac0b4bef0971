"""The bodies of one document put together: the same body, one id and its fullest name.

Writings that cannot be one body never meet: only those that share a block (a number, a name, the first letters of
their words) are compared; the work grows with the number of writings and not with its square. Ids are derived from
what the body is (kind, number or name, place), so that they agree across documents.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from extractor.fields.institutions import knowledge
from extractor.model import Institution
from extractor.morph import is_known
from extractor.resolve.features import Features, Locality, features
from extractor.resolve.registry import Entry, Registry, place_root, registry
from extractor.resolve.same import contradict, same
from extractor.text import key, words

_MAX_MEMBERS = 12
"""Writings of one cluster that a new one is held against: the first, fullest ones."""


@dataclass(frozen=True, slots=True)
class _Writing:
    institution: Institution
    features: Features
    entry: Entry | None


@dataclass(slots=True)
class _Cluster:
    members: list[_Writing] = field(default_factory=list)

    @property
    def entry(self) -> Entry | None:
        return next((m.entry for m in self.members if m.entry is not None), None)


def resolve_institutions(
    mentions: Sequence[Institution],
    *,
    owner: Institution | None = None,
    locality: str | None = None,
    scope: str | None = None,
    known: Registry | None = None,
) -> list[Institution]:
    """The same bodies, in the same order, with `id` and the fullest name of their writings; `text` stays.

    Args:
        mentions: the bodies of one document.
        owner: who issues the plan; its place is the plan's.
        locality: the plan's own place, where it is known; it completes a bare «школа № 7».
        scope: what tells this document's bodies from those of others where no place does (a document's id).
        known: the registry to go by; without it the one in `mappings/institutions.yaml`.
    """
    book = known if known is not None else registry()
    pool = list(dict.fromkeys(_with_parents([*mentions, *([owner] if owner else [])])))
    place = place_root(locality or (owner.locality if owner else None)) or _usual_place(pool)
    clusters = _clusters(pool, place, book)
    ids = _ids(clusters, place, scope or "")
    resolved: dict[Institution, Institution] = {}
    for cluster, identity in zip(clusters, ids, strict=True):
        best = _fullest(cluster)
        for member in cluster.members:
            body = member.institution
            resolved[body] = replace(
                best, id=identity, text=body.text, role=body.role, parent=body.parent or best.parent
            )
    return [_finished(resolved[m], resolved) for m in mentions]


def _with_parents(mentions: Iterable[Institution]) -> Iterable[Institution]:
    for mention in mentions:
        body: Institution | None = mention
        while body is not None:
            yield body
            body = body.parent


def _finished(body: Institution, resolved: dict[Institution, Institution]) -> Institution:
    """The body with its parent resolved too."""
    if body.parent is None or body.parent not in resolved:
        return body
    return replace(body, parent=_finished(resolved[body.parent], resolved))


def _usual_place(pool: Sequence[Institution]) -> str:
    """The root of the place that most bodies of the document name; '' where two are named as often."""
    counts = Counter(_place_key(place) for body in pool for place in features(body.name).localities if place.root)
    common = counts.most_common(2)
    if not common or (len(common) == 2 and common[0][1] == common[1][1]):
        return ""
    return common[0][0]


# Clusters


def _clusters(pool: Sequence[Institution], place: str, book: Registry) -> list[_Cluster]:
    """The fullest writings first, each joined to the cluster it fits best, or a new one."""
    writings = [_Writing(body, _features(body), book.find(body, place)) for body in pool]
    writings.sort(key=lambda w: (w.entry is None, -w.features.filled, w.institution.name, w.institution.text))
    clusters: list[_Cluster] = []
    blocks: dict[tuple[str, str], list[_Cluster]] = {}
    for writing in writings:
        keys = _blocks(writing)
        near = list({id(c): c for k in keys for c in blocks.get(k, ())}.values())
        fitting = [c for c in near if _fits(writing, c)]
        if fitting:
            home = max(fitting, key=lambda c: _closeness(writing, c, place))
        else:
            home = _Cluster()
            clusters.append(home)
        home.members.append(writing)
        for block in keys:
            if home not in blocks.setdefault(block, []):
                blocks[block].append(home)
    return clusters


def _features(body: Institution) -> Features:
    found = features(body.name)
    return found if not found.several or body.name == body.text else features(body.text)


def _fits(writing: _Writing, cluster: _Cluster) -> bool:
    """Whether the writing contradicts none of the cluster's, and is the same body as one of them."""
    known = cluster.entry
    if writing.entry is not None and known is not None:
        return writing.entry.id == known.id
    members = cluster.members[:_MAX_MEMBERS]
    if any(_letters(m) & _letters(writing) and m.institution.locality == writing.institution.locality for m in members):
        return True
    return not any(contradict(writing.features, m.features) for m in members) and any(
        same(writing.features, m.features) for m in members
    )


def _letters(writing: _Writing) -> set[str]:
    return {key(writing.institution.name)} - {""}


def _closeness(writing: _Writing, cluster: _Cluster, place: str) -> tuple[bool, bool, int]:
    """The same letters, the plan's own place, then the types shared."""
    letters = any(_letters(m) & _letters(writing) for m in cluster.members)
    here = any(_place_key(p) == place for m in cluster.members for p in m.features.localities) or not any(
        m.features.localities for m in cluster.members
    )
    shared = max(len(m.features.types & writing.features.types) for m in cluster.members)
    return letters, here, shared


def _blocks(writing: _Writing) -> set[tuple[str, str]]:
    """What a writing shares with every other writing of its body."""
    found, out = writing.features, {("text", key(writing.institution.name))}
    if writing.entry is not None:
        out.add(("entry", writing.entry.id))
    if found.number:
        out.add(("number", found.number))
    if found.proper:
        digits = "".join(c for c in found.proper if c.isdigit())
        spoken = [w for w in found.proper.split() if w.isalpha()]
        out |= {("proper", found.proper[:4] + digits)} | (
            {("letters", _initials(spoken))} if len(spoken) > 1 else set()
        )
    if found.proper_acronym:
        out.add(("letters", found.proper_acronym.lower()))
    if found.honours:
        out.add(("honours", found.honours[0][:4]))
    if found.number or found.proper:
        return out
    if found.abbreviation:
        out.add(("letters", found.abbreviation.lower()))
    for designation in found.designations:
        told = [w for w in designation if w not in _optional(found)]
        out.add(("words", " ".join(sorted(w[:3] for w in told))))
    out |= {("letters", letters) for letters in _acronyms(found.spelled)}
    out |= {("place", place.root[:4]) for place in found.localities}
    return out


def _optional(found: Features) -> frozenset[str]:
    types = knowledge.types()
    return knowledge.word_lists().optional | {w for t in found.types if t in types for w in types[t].optional}


def _initials(spoken: Iterable[str]) -> str:
    return "".join(w[0] for w in spoken if w)


def _acronyms(spelled: Sequence[str]) -> set[str]:
    """The acronyms that the words may have: with and without small words and adjectives of places."""
    out: set[str] = set()
    for small, places in product((False, True), repeat=2):
        kept = [w for w in spelled if not (small and len(w) < 4) and not (places and _is_place(w))]
        if len(kept) > 1:
            out.add(_initials(kept))
    return out


def _is_place(word: str) -> bool:
    return word.endswith(("ский", "ская", "ское", "цкий", "цкая", "ской")) and not (
        knowledge.descriptor_words() & {word}
    )


# Names and ids


def _fullest(cluster: _Cluster) -> Institution:
    """The writing that tells most, mistyped ones last; fields that it lacks come from the others."""
    members = [m.institution for m in cluster.members]
    best = max(cluster.members, key=lambda m: (_well_spelt(m.institution), m.features.filled, len(m.institution.name)))
    entry, body = cluster.entry, best.institution
    types = sorted(
        (m.type for m in members if m.type),
        key=lambda t: (-len(knowledge.ancestors(t)) if t in knowledge.types() else 0, t),
    )
    return replace(
        body,
        name=entry.name if entry else body.name,
        type=(entry.type if entry else None) or (types[0] if types else None),
        legal_form=body.legal_form or _first(m.legal_form for m in members),
        proper_name=body.proper_name or _first(m.proper_name for m in members),
        honours=body.honours or _first(m.honours for m in members),
        number=body.number or _first(m.number for m in members),
        locality=(entry.locality if entry else None) or body.locality or _first(m.locality for m in members),
        parent=body.parent or next((m.parent for m in members if m.parent), None),
    )


def _first(values: Iterable[str | None]) -> str | None:
    return next((v for v in values if v), None)


def _well_spelt(body: Institution) -> bool:
    """Whether all small words are known ones, so that a mistyped writing gives no name."""
    return all(is_known(p) for w in words(body.name) if w[0].islower() and len(w) > 4 for p in w.split("-"))


def _ids(clusters: Sequence[_Cluster], place: str, scope: str) -> list[str]:
    """An id a cluster; two bodies of one description in a document are told apart by their names."""
    taken: set[str] = set()
    out: list[str] = []
    for cluster in clusters:
        entry = cluster.entry
        if entry is not None:
            out.append(entry.id)
            continue
        described = _description(cluster, place, scope)
        identity = _hash(described)
        while identity in taken:
            described = f"{described}|{min(m.institution.name for m in cluster.members)}"
            identity = _hash(described)
        taken.add(identity)
        out.append(identity)
    return out


def _hash(text: str) -> str:
    return "inst-" + hashlib.sha256(text.encode()).hexdigest()[:12]


def _description(cluster: _Cluster, place: str, scope: str) -> str:
    """What the body is, in words that agree across documents: kind, number or name, place."""
    found = [m.features for m in cluster.members]
    kind = _kind(found)
    number = next((f.number for f in found if f.number), None)
    proper = next((f.proper for f in found if f.proper and not f.proper_acronym), None) or next(
        (f.proper for f in found if f.proper), None
    )
    honours = next((f.honours for f in found if f.honours), None)
    named = [f for f in found if f.designations and f.abbreviation is None] or [f for f in found if f.designations]
    spoken = min((f.designations[0] for f in named), key=lambda d: (len(d), d), default=())
    letters = next((f.abbreviation.lower() for f in found if f.abbreviation), "")
    school = bool({"general_education", "kindergarten"} & set(knowledge.ancestors(kind))) if kind else not spoken
    told = " ".join(sorted(w for w in spoken if w not in _optional(found[0]))) or letters
    name = f"№{number}" if number else proper or (honours[0] if honours else "")
    own = next((_place_key(p) for f in found for p in f.localities if p.root), "") or place
    parent = next((f.parent for f in found if f.parent), None)
    above = " ".join(parent.designations[0]) if parent and parent.designations and not name else ""
    where = own or (scope if not (proper or honours) else "")
    return "|".join((kind if school or proper else "", "" if school or proper else told, name, where, above))


def _place_key(place: Locality) -> str:
    """The root of a place, with its kind that of a territory."""
    return f"{place.root} {place.kind}" if place.territory else place.root


def _kind(found: Sequence[Features]) -> str:
    """The most special type, as it counts in an id."""
    listed = sorted({t for f in found for t in f.types}, key=lambda t: (-len(knowledge.ancestors(t)), t))
    return knowledge.types()[listed[0]].key if listed else ""

"""Which plans are of one institution: two versions of one plan, a year's plan and a month's.

The issuer's id says so. Where a plan names no issuer, or one that is known by its name alone («МБОУ СОШ № 7» of no
town), the plans themselves must agree: most of the shorter one's dated events stand in the other on the same days.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from extractor.resolve.registry import place_root
from extractor.resolve.same_events.dates import Fit, fit
from extractor.resolve.same_events.keys import Body, EventKey
from extractor.resolve.same_events.titles import read_title
from extractor.text import key

_SHARED_AT_MOST = 8
"""A row that stands in more plans than this tells nothing of two of them («День знаний», 1 September)."""
_LEAST = 3
_SHARE = 0.5
_SHARE_UNNAMED = 0.7


@dataclass(slots=True)
class _Plan:
    """A document: its issuer and its rows that have days."""

    issuer: Body | None = None
    rows: dict[tuple[object, ...], EventKey] = field(default_factory=dict)


def families(events: Iterable[EventKey]) -> dict[str, str]:
    """For each document with kin, what all plans of its institution share: the smallest id among them."""
    plans: dict[str, _Plan] = defaultdict(_Plan)
    for event in events:
        plan = plans[event.document_id]
        plan.issuer = event.issuer
        if event.spans and fit(event, event) is Fit.DAY:
            plan.rows.setdefault((read_title(event.title).signature, event.spans), event)
    parent = {identity: identity for identity in plans}
    for one, other in [*_by_issuer(plans), *_alike(plans)]:
        a, b = sorted((_root(parent, one), _root(parent, other)))
        parent[b] = a
    return {identity: _root(parent, identity) for identity in plans}


def _root(parent: dict[str, str], identity: str) -> str:
    while parent[identity] != identity:
        parent[identity] = parent[parent[identity]]
        identity = parent[identity]
    return identity


def _by_issuer(plans: dict[str, _Plan]) -> list[tuple[str, str]]:
    first: dict[str, str] = {}
    return [(first.setdefault(p.issuer.id, d), d) for d, p in sorted(plans.items()) if p.issuer is not None]


def _alike(plans: dict[str, _Plan]) -> list[tuple[str, str]]:
    """Pairs of plans that agree in most of their rows and whose issuers may be one."""
    holders: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for identity in sorted(plans):
        for row in plans[identity].rows:
            holders[row].append(identity)
    shared: Counter[tuple[str, str]] = Counter()
    for row, documents in holders.items():
        if 1 < len(documents) <= _SHARED_AT_MOST:
            shared.update(
                (a, b)
                for a, b in combinations(documents, 2)
                if _may_be_one(plans[a].issuer, plans[b].issuer) and not _others(plans[a].rows[row], plans[b].rows[row])
            )
    return [pair for pair, count in sorted(shared.items()) if _enough(count, [plans[i] for i in pair])]


def _enough(count: int, pair: Sequence[_Plan]) -> bool:
    share = _SHARE if all(p.issuer for p in pair) else _SHARE_UNNAMED
    return count >= max(_LEAST, share * min(len(p.rows) for p in pair))


def _may_be_one(a: Body | None, b: Body | None) -> bool:
    """Whether issuers may be one: one is not told, or they have one name and no two places."""
    if a is None or b is None:
        return True
    places = {place_root(a.locality), place_root(b.locality)} - {""}
    return key(a.name) == key(b.name) and len(places) < 2


def _others(a: EventKey, b: EventKey) -> bool:
    """Whether two rows have different people: plans that copy a pattern do."""
    return bool(a.people and b.people) and not set(a.people) & set(b.people)

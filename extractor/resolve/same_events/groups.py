"""Pairs found by blocks, put together best first into groups, and named."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from extractor.resolve.same_events.dates import Fit, months
from extractor.resolve.same_events.evidence import Item, Verdict, contradict, judge
from extractor.resolve.same_events.knowledge import OWN

_ALL_PAIRS = 32
"""In a block of more kinds of events than this each is compared with its neighbours alone."""
_NEIGHBOURS = 12
_MEMBERS = 8
"""Events of a group that a new one is held against."""

Link = tuple[Verdict, int, int]
"""Why two events (by their index) are one."""


def grouped(items: Sequence[Item]) -> dict[str, str]:
    """The group id of each event that has company, by its id. Items are in the order of their ids."""
    judged: dict[tuple[int, int], Verdict | None] = {}
    for block in _blocks(items):
        for pair in _pairs(items, block):
            if pair not in judged:
                judged[pair] = judge(items[pair[0]], items[pair[1]])
    links = [(verdict, *pair) for pair, verdict in judged.items() if verdict is not None]
    groups = _together(items, _plain(links, items))
    names = _names([[items[n] for n in group] for group in groups])
    return {items[n].key.event_id: name for group, name in zip(groups, names, strict=True) for n in sorted(group)}


# Blocks


def _blocks(items: Sequence[Item]) -> Iterator[list[int]]:
    """Events that may be one, by what each pair of such events shares."""
    blocks: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, found in enumerate(items):
        words, scopes = _content(found), _scopes(found)
        for month in dict.fromkeys(months(found.key)):
            for scope in scopes:
                for word in words:
                    blocks[scope, word, month].append(number)
    return (block for block in blocks.values() if len(block) > 1)


def _scopes(found: Item) -> list[str]:
    """What could bring an event together with those of other plans."""
    scopes = [f"family {found.family}", *(f"person {p}" for p in found.key.people)]
    scopes += [f"host {h}" for h in sorted(found.hosts | ({found.key.issuer.id} if found.key.issuer else set()))]
    if (found.level and found.level != OWN) or (found.level is None and found.title.names and not found.each):
        scopes.append("level")
    return scopes


def _content(found: Item) -> list[str]:
    """Names in quotes, and so many of the longest words that a title with most of the words shares one."""
    listed = sorted(found.title.all, key=lambda w: (-len(w), w))
    return [" ".join(sorted(n)) for n in found.title.names] + listed[: int(len(listed) * 0.4) + 1]


def _pairs(items: Sequence[Item], block: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of a block that are to be judged: equal events with the first of them, then one of each kind with others.

    The second of two equal rows of a plan goes with the second of another plan.
    """
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    rank: Counter[tuple[object, ...]] = Counter()
    for number in block:
        found = items[number]
        kind = (found.title.signature, found.key.spans, found.level, found.place, found.hosts)
        rank[kind, found.key.document_id] += 1
        alike[(*kind, rank[kind, found.key.document_id])].append(number)
    yield from ((same[0], n) for same in alike.values() for n in same[1:])
    for a, b in _candidates(items, [same[0] for same in alike.values()]):
        yield min(a, b), max(a, b)


def _candidates(items: Sequence[Item], firsts: list[int]) -> Iterator[tuple[int, int]]:
    if len(firsts) <= _ALL_PAIRS:
        yield from combinations(firsts, 2)
        return
    ordered = sorted(firsts, key=lambda n: (str(items[n].key.spans), sorted(items[n].title.all), n))
    for at, a in enumerate(ordered):
        yield from ((a, b) for b in ordered[at + 1 : at + 1 + _NEIGHBOURS])


# Groups


def _plain(links: Sequence[Link], items: Sequence[Item]) -> list[Link]:
    """The links but those of an event that meets several of one plan as well: «Совещание», March, and its four days."""
    loose = [link for link in links if link[0].fit in (Fit.WITHIN, Fit.MEET)]
    ends = [(n, items[m].key.document_id) for _, a, b in loose for n, m in ((a, b), (b, a))]
    several = {end for end, count in Counter(ends).items() if count > 1}
    left_out = {
        (a, b)
        for _, a, b in loose
        if (a, items[b].key.document_id) in several or (b, items[a].key.document_id) in several
    }
    return [link for link in links if link[1:] not in left_out]


def _together(items: Sequence[Item], links: Iterable[Link]) -> list[list[int]]:
    """Groups of events, the surest links first; no two events of a document, and none that contradict each other."""
    home: dict[int, int] = {}
    groups: dict[int, list[int]] = {}
    documents: dict[int, set[str]] = {}

    def group_of(number: int) -> int:
        if number not in home:
            home[number], groups[number] = number, [number]
            documents[number] = {items[number].key.document_id}
        return home[number]

    for _verdict, a, b in sorted(links, key=_surest):
        large, small = sorted((group_of(a), group_of(b)), key=lambda g: (-len(groups[g]), g))
        if large == small or documents[large] & documents[small]:
            continue
        if any(contradict(items[x], items[y]) for x in groups[large][:_MEMBERS] for y in groups[small][:_MEMBERS]):
            continue
        for number in groups[small]:
            home[number] = large
        groups[large] += groups.pop(small)
        documents[large] |= documents.pop(small)
    return [group for group in groups.values() if len(group) > 1]


def _surest(link: Link) -> tuple[float, ...]:
    verdict, a, b = link
    return (-verdict.bond, not verdict.near, -verdict.fit, -verdict.coverage, a, b)


# Ids


def _names(groups: Sequence[Sequence[Item]]) -> list[str]:
    """An id a group. Where two groups would have one, the smallest event id of each tells them apart."""
    told = [min(map(_essence, group)) + f"|{_issuer(group)}" for group in groups]
    counts = Counter(told)
    return [
        hashlib.sha256((t if counts[t] == 1 else f"{t}|{min(i.key.event_id for i in group)}").encode()).hexdigest()[:16]
        for t, group in zip(told, groups, strict=True)
    ]


def _essence(found: Item) -> str:
    """The first day and the words of a title: the earliest and plainest of a group stands for it."""
    days = [d.isoformat() for s in found.key.spans for d in (s.start, s.end) if d is not None]
    return f"{min(days, default='')}|{len(found.title.all):02d}|{' '.join(sorted(found.title.all))}"


def _issuer(group: Sequence[Item]) -> str:
    issuers = {i.key.issuer.id if i.key.issuer else "" for i in group}
    return issuers.pop() if len(issuers) == 1 else ""

"""Whether two events of two plans are one: their titles and dates must agree, and something must say that they meet.

What says so is one of three: one institution issues both plans; both name one place or organiser; the event is one of
the district, the region or the country. «Педагогический совет» on one day in two schools has none of these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from extractor.resolve.registry import place_root
from extractor.resolve.same import typo
from extractor.resolve.same_events.dates import Fit, fit, times_differ
from extractor.resolve.same_events.keys import Body, EventKey
from extractor.resolve.same_events.knowledge import MUNICIPAL, NATIONAL, OWN, convenes, words
from extractor.resolve.same_events.titles import Title, name_words, read_title

_COVERAGE = 0.6
"""The share of the longer title's words that the shorter one has at least, where no name in quotes tells more."""
_SURE_COVERAGE = 0.75
"""The same where plans of different institutions meet."""
IMPLIED = "implied"
"""The level of what stands in the plan of a body that calls others together and does not say how far it reaches."""


class Bond(IntEnum):
    """What says that two events meet, the stronger the more."""

    NONE = 0
    LEVEL = 1
    HOST = 2
    FAMILY = 3


@dataclass(frozen=True, slots=True)
class Item:
    """An event made ready: `family` is that of its plan («» alone), `hosts` ids of the bodies that it names, `bodies`
    the words of their names."""

    key: EventKey
    title: Title
    family: str
    level: str | None
    hosts: frozenset[str]
    bodies: frozenset[str]
    place: str

    @property
    def each(self) -> bool:
        """Whether every institution has such an event of its own."""
        return self.key.type in words().each


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why two events are one; better ones are larger."""

    bond: Bond
    near: bool
    fit: Fit
    coverage: float


def item(event: EventKey, family: str) -> Item:
    """The event with its title read."""
    bodies = (*event.venues, *event.organisers)
    title = read_title(event.title)
    return Item(
        event,
        title,
        family,
        _level(event, title),
        frozenset(b.id for b in bodies),
        frozenset[str]().union(*(name_words(b.name) for b in bodies)),
        place_root(event.issuer.locality) if event.issuer else "",
    )


def _level(event: EventKey, title: Title) -> str | None:
    """The level that the title tells, or that of a plan whose issuer calls others together."""
    if title.level is not None or event.type in words().each:
        return title.level
    if event.issuer is not None:
        return IMPLIED if convenes(event.issuer.type) else None
    return IMPLIED if read_title(event.plan_title).level == MUNICIPAL else None


def judge(a: Item, b: Item) -> Verdict | None:
    """Why two events are one, or None where they are not, or where it cannot be told."""
    if a.key.document_id == b.key.document_id or contradict(a, b):
        return None
    coverage = _coverage(a, b)
    dates = fit(a.key, b.key)
    if coverage is None or dates is Fit.NONE or (dates is Fit.TEXT and coverage < 1):
        return None
    for bond, says in _BONDS:
        if says(a, b, dates, coverage):
            return Verdict(bond, a.place == b.place != "", dates, coverage)
    return None


def contradict(a: Item, b: Item) -> bool:
    """Whether something says that two events are not one: a number, a stage, a class, a place, a time, the days."""
    one, other = a.title, b.title
    return (
        one.telling != other.telling
        or bool(one.numbers and other.numbers and not (one.numbers <= other.numbers or other.numbers <= one.numbers))
        or _levels_differ(a, b)
        or _types_differ(a, b)
        or bool(a.key.grades and b.key.grades and not set(a.key.grades) & set(b.key.grades))
        or _venues_differ(a.key.venues, b.key.venues)
        or times_differ(a.key, b.key)
        or fit(a.key, b.key) is Fit.NONE
    )


def _levels_differ(a: Item, b: Item) -> bool:
    told = {a.level, b.level} - {None}
    if IMPLIED in told:
        return OWN in told
    return len(told) > 1


def _types_differ(a: Item, b: Item) -> bool:
    return (
        a.key.type != b.key.type and "other" not in (a.key.type, b.key.type) and not (a.title.outside & b.title.outside)
    )


def _venues_differ(a: Sequence[Body], b: Sequence[Body]) -> bool:
    return bool(a and b) and not {x.id for x in a} & {x.id for x in b}


# Titles


def _coverage(a: Item, b: Item) -> float | None:
    """How much of the longer title the shorter one has; None where each has words of meaning that the other lacks.

    Words of a body's name count only where both titles have them: «Встреча с поэтом в центральной библиотеке». A name
    in quotes that both have tells all.
    """
    one, other = a.title, b.title
    bodies = (a.bodies | b.bodies) - (one.all & other.all)
    names_a, names_b = _left(one.names, bodies), _left(other.names, bodies)
    if names_a and names_b:
        outside = one.outside - bodies, other.outside - bodies
        return 1.0 if _share_name(names_a, names_b) and min(map(len, _unmatched(*outside))) == 0 else None
    all_a, all_b = one.outside.union(*names_a) - bodies, other.outside.union(*names_b) - bodies
    only_a, only_b = _unmatched(all_a, all_b)
    named = any(name <= rest for name, rest in [*((n, all_b) for n in names_a), *((n, all_a) for n in names_b)])
    if min(len(only_a), len(only_b)) or not (all_a and all_b) or ((names_a or names_b) and not named):
        return None
    if named:
        return 1.0
    if (only_a | only_b) & words().telling_unnamed:
        return None
    short, long = sorted((len(all_a), len(all_b)))
    return short / long if short > 1 or short == long else None


def _left(names: Sequence[frozenset[str]], bodies: frozenset[str]) -> list[frozenset[str]]:
    return [n for n in names if not n <= bodies]


def _unmatched(a: frozenset[str], b: frozenset[str]) -> tuple[set[str], set[str]]:
    """The words that only one has; a mistyped one is the word meant."""
    only_a, only_b = set(a - b), set(b - a)
    if only_a and only_b:
        for x in sorted(only_a):
            meant = next((y for y in sorted(only_b) if typo(x, y)), None)
            if meant is not None:
                only_a.discard(x)
                only_b.discard(meant)
    return only_a, only_b


def _share_name(a: Sequence[frozenset[str]], b: Sequence[frozenset[str]]) -> bool:
    return any(x == y or (len(x) > 1 and x < y) or (len(y) > 1 and y < x) or _mistyped(x, y) for x in a for y in b)


def _mistyped(a: frozenset[str], b: frozenset[str]) -> bool:
    return len(a) == len(b) and len(a & b) == len(a) - 1 and not any(_unmatched(a, b))


def _named(a: Item, b: Item) -> bool:
    """Whether a name in quotes of one stands in the other (their titles agree)."""
    return bool(a.title.names or b.title.names)


# What says that they meet


def _one_institution(a: Item, b: Item, dates: Fit, coverage: float) -> bool:
    """Two plans of one institution; or of ones that are not told, where a person is responsible in both."""
    if a.family == b.family:
        return coverage >= _COVERAGE
    told = a.key.issuer is not None and b.key.issuer is not None
    return not told and bool(set(a.key.people) & set(b.key.people)) and dates is Fit.DAY and coverage >= _SURE_COVERAGE


def _one_host(a: Item, b: Item, dates: Fit, coverage: float) -> bool:
    """Both name one body, or one names the body whose plan the other is; two visitors of a body do not meet."""
    issuer_a, issuer_b = _issuer(a), _issuer(b)
    visited = bool(({issuer_a} & b.hosts) | ({issuer_b} & a.hosts))
    shared = bool(a.hosts & b.hosts) and not {a.key.type, b.key.type} & words().visits
    return (visited or shared) and dates >= (Fit.MEET if _named(a, b) else Fit.DAY) and coverage >= _SURE_COVERAGE


def _issuer(item: Item) -> str:
    return item.key.issuer.id if item.key.issuer else ""


def _one_level(a: Item, b: Item, dates: Fit, coverage: float) -> bool:
    """An event of the district, the region or the country that stands in the plans of several."""
    if OWN in (a.level, b.level) or not (a.level or b.level) or _far(a, b) or coverage < _SURE_COVERAGE:
        return False
    if NATIONAL in (a.level, b.level):
        both = a.level == b.level and {a.key.type, b.key.type} <= words().one_for_all
        return both and dates in (Fit.DAY, Fit.SPAN) and _named(a, b)
    if a.level and b.level:
        return dates >= Fit.MEET or (_named(a, b) and dates >= Fit.WITHIN)
    return _named(a, b) and dates >= Fit.MEET and not a.each and not b.each


def _far(a: Item, b: Item) -> bool:
    """Whether an event of a district or a town would stand in plans of two of them."""
    if not ({MUNICIPAL, IMPLIED, None} & {a.level, b.level}):
        return False
    (one, *kind), (other, *kinds) = (a.place or " ").split(" "), (b.place or " ").split(" ")
    return bool(one and other) and one != other and bool(kind) == bool(kinds)


_BONDS: tuple[tuple[Bond, Callable[[Item, Item, Fit, float], bool]], ...] = (
    (Bond.FAMILY, _one_institution),
    (Bond.HOST, _one_host),
    (Bond.LEVEL, _one_level),
)

"""Names as mentions: with offsets, in the nominative, the honoured told from those who take part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.fields.people.cases import (
    ANY,
    NOMINATIVE,
    SURELY_NOMINATIVE,
    given_cases,
    given_nominative,
    nominative,
    title,
)
from extractor.fields.people.honours import is_honoured
from extractor.fields.people.knowledge import knowledge
from extractor.fields.people.names import Name, find_names
from extractor.fields.positions import acting_at, head_of, is_post_word, lexicon
from extractor.fields.tokens import Token, tokenize
from extractor.model import Person
from extractor.morph import readings
from extractor.text import QUOTES, fold_lookalikes
from extractor.wording import join_lines

_REACH = 6
_OF_THING = frozenset({"nomn", "gent"})


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person at `start` up to `end` of the text (exclusive)."""

    start: int
    end: int
    person: Person


def find_people(text: str) -> tuple[PersonMention, ...]:
    """People named in running text, left to right; not the honoured, the celebrated, and those inside quotes."""
    return _find(text, honoured=False)


def find_honoured(text: str) -> tuple[PersonMention, ...]:
    """The people of whom something is named, to whom it is dedicated, or whom a quoted title names."""
    return _find(text, honoured=True)


def _find(text: str, *, honoured: bool) -> tuple[PersonMention, ...]:
    folded = fold_lookalikes(text)
    tokens = tokenize(folded)
    names = find_names(tokens, is_post_word)
    if not names:
        return ()
    quoted = quoted_tokens(tokens)
    people = persons(tokens, names, folded, frozenset({"gent"}) if honoured else NOMINATIVE)
    told = honoured_names(tokens, names)
    return tuple(
        PersonMention(tokens[n.first].start, tokens[n.last - 1].end, p)
        for n, p, aside in zip(names, people, told, strict=True)
        if honoured == (quoted[n.first] or aside)
    )


def honoured_names(tokens: Sequence[Token], names: Sequence[Name]) -> list[bool]:
    """For each name whether it is honoured; «и» carries that on («стихи А.А. Кротова и Б.Б. Зуйкова»)."""
    out: list[bool] = []
    for name, previous in zip(names, [None, *names], strict=False):
        since = previous.last if previous else 0
        carried = bool(out) and out[-1] and [t.low for t in tokens[since : name.first]] == ["и"]
        out.append(carried or is_honoured(tokens, name, since))
    return out


def parse_person(text: str) -> Person | None:
    """The person that a text names and nothing else («____ Кротова И.П.», «/И.П. Кротов/»); None for any other text."""
    folded = fold_lookalikes(join_lines(text))
    tokens = tokenize(folded)
    names = find_names(tokens, is_post_word, bare=True)
    if len(names) != 1:
        return None
    name = names[0]
    around = [*tokens[: name.first], *tokens[name.last :]]
    if any(t.kind in "wn" for t in around if set(t.text) - {"_"}):
        return None
    return persons(tokens, names, folded)[0]


def quoted_tokens(tokens: Sequence[Token]) -> list[bool]:
    """For each token whether it stands inside quotes (an opening one that is closed before the line ends)."""
    inside = [False] * (len(tokens) + 1)
    opened: int | None = None
    for index, token in enumerate(tokens):
        if token.kind == "l":
            opened = None
        elif token.text in QUOTES and token.text not in "’'":
            closing = token.text in "»”" or (opened is not None and token.text in '"“')
            if closing and opened is not None:
                inside[opened : index + 1] = [True] * (index + 1 - opened)
                opened = None
            elif not closing and opened is None:
                opened = index
    return inside


# -- from a name to a person


def persons(
    tokens: Sequence[Token], names: Sequence[Name], text: str, usual: frozenset[str] = NOMINATIVE
) -> list[Person]:
    """The people of one row of tokens, in the case `usual` where the phrase says nothing.

    A case that the phrase gives the first of a list goes on to the next.
    """
    out: list[Person] = []
    previous: tuple[Name, frozenset[str]] | None = None
    for name in names:
        cases = _cases(tokens, name, previous[0].last if previous else 0)
        if cases is None and previous is not None and _joined(tokens, previous[0], name):
            cases = previous[1]
        cases = cases or usual
        out.append(_person(name, cases, " ".join(text[tokens[name.first].start : tokens[name.last - 1].end].split())))
        previous = name, cases
    return out


def _joined(tokens: Sequence[Token], one: Name, other: Name) -> bool:
    between = tokens[one.last : other.first]
    return 0 < len(between) <= 2 and all(t.low in ("и", ",", "\n") for t in between)


def _cases(tokens: Sequence[Token], name: Name, since: int) -> frozenset[str] | None:
    """The case that the words around a name put it in; None where they say nothing."""
    known = knowledge()
    behind = next((t for t in tokens[name.last : name.last + 2] if t.kind == "w"), None)
    if behind is not None and behind.low in known.governors_behind:
        return known.governors.get(behind.low, ANY - NOMINATIVE)
    post: frozenset[str] | None = None
    here = name.first - 1
    while here >= since and name.first - here <= _REACH:
        token = tokens[here]
        governed = known.governors.get(token.low) or known.governors.get(f"{tokens[here - 1].low} {token.low}")
        if governed is not None:
            return governed if _governs(tokens, here, name.first) else post
        if token.kind == "p" and token.text != ".":
            return post
        if token.kind == "w" and is_post_word(token):
            post = _cases_of_post(token)
            post = SURELY_NOMINATIVE if post and "nomn" not in post and _is_acting(tokens, here) else post
        elif here == name.first - 1 and token.kind == "w" and _is_thing(token.low):
            post = _OF_THING
        here -= 1
    return post


@lru_cache(maxsize=1 << 13)
def _is_thing(low: str) -> bool:
    """Whether a word is a noun for a thing or deed, whose name behind it says whose («выступление Кротовой»)."""
    first = readings(low)[0]
    return first.known and first.pos == "NOUN" and "inan" in first.grammemes and not low.isupper()


def _governs(tokens: Sequence[Token], governor: int, first: int) -> bool:
    """«с учителем Кротовым», but not «по работе с детьми Кротова»: what stands between must be a post."""
    between = [t for t in tokens[governor + 1 : first] if t.kind == "w"]
    if not between:
        return True
    return any(is_post_word(t) for t in between[:3])


def _is_acting(tokens: Sequence[Token], post: int) -> bool:
    """«врио начальника отдела Кротова»: the post's own case says nothing of the name."""
    return any(
        office is not None and start + office[0] >= post - 1
        for start in range(max(0, post - 5), post)
        if (office := acting_at(tokens, start)) is not None
    )


def _cases_of_post(token: Token) -> frozenset[str] | None:
    """The cases of a post before a name, for the name stands in the same; None where its form leaves them open."""
    if token.low in lexicon().abbreviated_heads:
        return None
    head = head_of(token.low)
    if head is None or head.nominative:
        straight = head is not None and head.number == "sing" and not head.cut
        return SURELY_NOMINATIVE if straight else None
    cases = frozenset(c for r in readings(token.low) for c in ANY if c in r.grammemes and "sing" in r.grammemes)
    return cases - {"gent"} or None


def _person(name: Name, cases: frozenset[str], text: str) -> Person:
    if name.given is not None:
        return _full_person(name, cases, text)
    initials = [f"{letter}." for letter in name.initials]
    if name.surname is None:
        return Person(name="".join(initials), text=text, confidence=0.5)
    low = [nominative(part, cases) for part in name.surname.lower().split("-")]
    surname = title("-".join(n.text for n in low))
    confidence = min(n.confidence for n in low) * (1.0 if initials else 0.8)
    return Person(
        name=f"{surname} {''.join(initials)}".strip(),
        surname=surname,
        given=initials[0] if initials else None,
        patronymic=initials[1] if len(initials) > 1 else None,
        text=text,
        confidence=round(confidence, 2),
    )


def _full_person(name: Name, cases: frozenset[str], text: str) -> Person:
    """The parts of a full name agree: what they share tells gender and case."""
    given, patronymic = str(name.given), name.patronymic
    shared = _agreement(given, patronymic, cases)
    gender = next(iter({g for _, g in shared})) if len({g for _, g in shared}) == 1 else None
    found = frozenset(c for c, _ in shared)
    straight = "nomn" in found or not found
    low = {
        "given": given.lower() if straight else given_nominative(given.lower(), "Name", gender, found),
        "patronymic": patronymic and (patronymic.lower() if straight else _father(patronymic.lower(), gender, found)),
    }
    in_case = NOMINATIVE if straight else found
    parts = [nominative(p, in_case, gender) for p in name.surname.lower().split("-")] if name.surname else []
    surname = title("-".join(n.text for n in parts)) if parts else None
    first, father = title(str(low["given"])), _title_father(low["patronymic"])
    return Person(
        name=" ".join(p for p in (surname, first, father) if p),
        surname=surname,
        given=first,
        patronymic=father,
        text=text,
        confidence=round(min((n.confidence for n in parts), default=0.9), 2),
    )


def _agreement(given: str, patronymic: str | None, cases: frozenset[str]) -> frozenset[tuple[str, str]]:
    """The (case, gender) pairs that the parts share, those that the phrase asks for before others."""
    pairs = given_cases(given.lower(), "Name")
    if patronymic:
        father = given_cases(patronymic.lower(), "Patr")
        pairs = (pairs & father) or father or pairs
    wanted = frozenset(p for p in pairs if p[0] in cases)
    return wanted or pairs


def _father(patronymic: str, gender: str | None, cases: frozenset[str]) -> str:
    first, _, descent = patronymic.partition(" ")
    if descent:
        return patronymic
    return given_nominative(first, "Patr", gender, cases)


def _title_father(patronymic: str | None) -> str | None:
    """«Самед оглы» keeps its second word small."""
    if patronymic is None:
        return None
    first, _, descent = patronymic.partition(" ")
    return f"{title(first)} {descent}".strip()

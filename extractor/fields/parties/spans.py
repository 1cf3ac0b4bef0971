"""What of a cell is told by its form: people, bodies, classes, telephones, remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor import mappings
from extractor.fields.institutions import find_institutions
from extractor.fields.parties.knowledge import knowledge, phrase_at
from extractor.fields.parties.words import group_of, is_party_word
from extractor.fields.people.mentions import honoured_names, persons, quoted_tokens
from extractor.fields.people.names import Name, find_names
from extractor.fields.positions import Found, lexicon, post_at
from extractor.fields.tokens import Token, tokenize
from extractor.model import Institution, Person
from extractor.morph import readings

_CLASS = r"\d{1,2}(?:-[хйеоагм]{1,3}(?![а-я])|[ ]?[«\"]?[а-яА-Я][»\"]?(?![а-я]))?"
_GRADES = re.compile(
    rf"(?<![\w№]){_CLASS}(?:\s?[-–—,и]\s?{_CLASS}){{0,12}}"
    r"(?:-?[хйеаго]{1,3})?\s?(?:кл\b\.?|класс(?:ы|ов|а|ах|ам|е|у)?\b)"
)
_LISTED = re.compile(r"^([А-ЯЁ]{2,9})\n(?=[А-ЯЁ]{2,9}$)", re.MULTILINE)  # «УО↵ИМЦ»: one a line
_PHONE = re.compile(r"(?:\b(?:тел|т|моб|факс)\b\.?:?[ ]?)?\+?\d[\d()\- –]{4,}\d")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing found in the cell, at `start` up to `end` of the prepared text.

    `kind`: `person`, `position`, `group`, `institution`, `grades`, `degree`, `rest` (no party). `number` is that of a
    post's or group's head (`sing`, `plur`, or `` where it is open); `capital`: it begins with a capital.
    """

    kind: str
    start: int
    end: int
    number: str = ""
    capital: bool = False
    person: Person | None = None
    institution: Institution | None = None
    rule: str = ""
    listed: tuple[Institution, ...] = ()
    """The other bodies of a range that stands here («№№ 3–5»)."""
    further: bool = False
    """Whether it is one more number of the body before it («№№ 7, 11»)."""


def find_spans(text: str, tokens: Sequence[Token]) -> dict[int, tuple[int, Item]]:
    """Items found by their own rooms, by the index of their first token: (the token behind the last, item)."""
    taken: dict[int, tuple[int, Item]] = {}
    busy = [False] * len(tokens)
    starts = {t.start: i for i, t in enumerate(tokens)}

    def take(item: Item) -> None:
        first = next((i for i in range(starts.get(item.start, len(tokens)), len(tokens))), None)
        if first is None:
            return
        last = first
        while last < len(tokens) and tokens[last].start < item.end:
            last += 1
        if last > first and not any(busy[first:last]):
            taken[first] = (last, item)
            busy[first:last] = [True] * (last - first)

    for item in _remarks(text, tokens):
        take(item)
    people = _people(text, tokens, busy)
    for item in _bodies(text, tokens, people):
        take(item)
    for _, item in people:
        take(item)
    if any(t.kind == "n" for t in tokens):
        for match in _GRADES.finditer(text):
            take(Item("grades", match.start(), match.end(), rule="grades"))
    return taken


def _remarks(text: str, tokens: Sequence[Token]) -> list[Item]:
    """Telephones, addresses, «по согласованию»."""
    out = [Item("rest", m.start(), m.end()) for m in _PHONE.finditer(text) if _is_phone(m.group())]
    if "@" in text or "www." in text or "http" in text:
        out += [
            Item("rest", m.start(), m.end())
            for m in re.finditer(r"\S+", text)
            if "@" in m.group() or m.group().startswith(("www.", "http"))
        ]
    for index, token in enumerate(tokens):
        length = phrase_at(tokens, index, knowledge().remarks) if token.kind == "w" else 0
        if length:
            out.append(Item("rest", token.start, tokens[index + length - 1].end, rule="remark"))
    return out


def _is_phone(text: str) -> bool:
    return sum(c.isdigit() for c in text) >= 6 or (text[0] in "тмф" and sum(c.isdigit() for c in text) >= 5)


def _bodies(text: str, tokens: Sequence[Token], people: Sequence[tuple[Name, Item]]) -> list[Item]:
    """The bodies of the text between those people who surely are no part of a body's name."""
    quoted = quoted_tokens(tokens)
    sure = [i for n, i in people if (n.initials or n.patronymic) and not quoted[n.first]]
    out: list[Item] = []
    at = 0
    for start, end in [*((i.start, i.end) for i in sure), (len(text), len(text))]:
        if start > at:
            out += _bodies_of_stretch(_LISTED.sub(r"\1;", text[at:start]).replace("\n", " "), at)
        at = end
    return out


def _bodies_of_stretch(text: str, offset: int) -> list[Item]:
    found: list[Item] = []
    for start, end, body in _stretch(text):
        further = bool(found) and bool(body.number) and body.text not in " ".join(text[start:end].split())
        last = found[-1] if found else None
        if last is not None and further and offset + start < last.end:
            found[-1] = replace(last, listed=(*last.listed, body))
            continue
        item = Item("institution", offset + start, offset + end, institution=body, rule="institution", further=further)
        found.append(item)
    return found


@lru_cache(maxsize=1 << 14)
def _stretch(text: str) -> tuple[tuple[int, int, Institution], ...]:
    """The bodies of a stretch of text with their offsets; such stretches repeat where the people change."""
    if not any(c.isalpha() for c in text):
        return ()
    found = find_institutions(text, cell=True)
    return tuple(part for m in found for part in _without_post(text, m.start, m.end, m.institution))


mappings.on_change(_stretch.cache_clear)


def _without_post(text: str, start: int, end: int, body: Institution) -> list[tuple[int, int, Institution]]:
    """The body without a post taken for its adjective («заведующая библиотекой им. …»), unless it is a group."""
    tokens = tokenize(text[start:end])
    post = post_at(tokens, 0, len(tokens)) if tokens else None
    if post is not None and post.head.nominative and 0 < post.behind < len(tokens) and not _agree(tokens, post):
        offset = start + tokens[post.behind].start
        again = find_institutions(text[offset:end], cell=True)
        return [(offset + m.start, offset + m.end, m.institution) for m in again]
    if text[start:end].lower() in lexicon().acronyms:
        return []
    last = next((t for t in reversed(tokens) if t.kind == "w"), None)
    named = body.legal_form or body.number or body.proper_name or body.honours
    if not named and last is not None and last.text != text[start:end] and _is_group(last):
        return []
    return [(start, end, body)]


def _is_group(word: Token) -> bool:
    """A word that stands for a party of its own («педагоги»), not for whom a unit works («отдел … с детьми»)."""
    group = group_of(word.text)
    body = group is not None and group.lemma in knowledge().kinds_of_bodies and group.number == "sing"
    return group is not None and not body and any("nomn" in r.grammemes for r in readings(word.low))


def _agree(tokens: Sequence[Token], post: Found) -> bool:
    """«пожарная часть»: the post's word is the adjective of a body in the nominative."""
    adjective = [r for r in readings(tokens[post.at].low) if r.pos == "ADJF" and "nomn" in r.grammemes]
    nouns = [r for r in readings(tokens[post.behind].low) if r.pos == "NOUN" and "nomn" in r.grammemes]
    genders = {"masc", "femn", "neut", "plur"}
    return any(a.grammemes & n.grammemes & genders for a in adjective for n in nouns)


def _people(text: str, tokens: Sequence[Token], busy: Sequence[bool]) -> list[tuple[Name, Item]]:
    free = [Token("#", t.start, t.end, "p", "#") if b else t for t, b in zip(tokens, busy, strict=True)]
    named = find_names(free, is_party_word, bare=True)
    names = [n for n, aside in zip(named, honoured_names(tokens, named), strict=True) if not aside]
    return [
        (n, Item("person", tokens[n.first].start, tokens[n.last - 1].end, person=p, rule="person"))
        for n, p in zip(names, persons(free, names, text), strict=True)
    ]

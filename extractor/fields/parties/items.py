"""A cell as items in order: people, posts, groups, bodies, classes, and what is none of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extractor import mappings
from extractor.fields.institutions import find_institutions
from extractor.fields.parties.knowledge import knowledge, phrase_at
from extractor.fields.people.honours import is_honoured
from extractor.fields.people.mentions import persons
from extractor.fields.people.names import find_names
from extractor.fields.positions import (
    Found,
    Head,
    acting_at,
    degree_at,
    head_of,
    is_dotted,
    is_modifier,
    is_post_word,
    lexicon,
    post_at,
)
from extractor.fields.tokens import Token, tokenize
from extractor.model import Institution, Person
from extractor.morph import readings

_GRADES = re.compile(
    r"(?<![\w№])\d{1,2}(?:[ ]?[«\"]?[а-яА-Я][»\"]?)?(?:\s?[-–—,и]\s?\d{1,2}(?:[ ]?[«\"]?[а-яА-Я][»\"]?(?![а-я]))?){0,12}"
    r"(?:-?[хйеаго]{1,3})?\s?(?:кл\b\.?|класс(?:ы|ов|а|ах|ам|е|у)?\b)"
)
_BARE_GRADES = re.compile(
    r"(?<![\w№])\d{1,2}(?:[ ]?[«\"]?[а-яА-Я][»\"]?)?(?![\w.])"
    r"(?:\s?[-–—,]\s?\d{1,2}(?:[ ]?[«\"]?[а-яА-Я][»\"]?)?(?![\w.])){0,12}"
)
_PHONE = re.compile(r"(?:\b(?:тел|т|моб|факс)\b\.?:?[ ]?)?\+?\d[\d()\- –]{4,}\d")
_DASHES = "-‐‑–—"
_CLOSING = {"«": "»", "„": "“", "“": "”", '"': '"'}
_TRAILING = ".,;:-–—/ \n"


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


@dataclass(frozen=True, slots=True)
class Cell:
    """The prepared text, its items, and the spans that are neither party nor text left (labels, joints)."""

    text: str
    items: tuple[Item, ...]
    silent: tuple[tuple[int, int], ...] = ()
    rules: tuple[str, ...] = ()


def read_items(text: str) -> Cell:
    """The items of a prepared text, left to right."""
    tokens = tokenize(text)
    reader = _Reader(text, tokens, _spans(text, tokens))
    reader.read()
    return Cell(text, tuple(reader.items), tuple(reader.silent), tuple(dict.fromkeys(reader.rules)))


# -- what is told by its form: people, bodies, classes, remarks


def _spans(text: str, tokens: Sequence[Token]) -> dict[int, tuple[int, Item]]:
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
    if not _are_all(tokens, people):
        bodies = _bodies(text)
        for item in bodies:
            take(item)
        people = _people(text, tokens, busy) if bodies else people
    for item in people:
        take(item)
    if any(t.kind == "n" for t in tokens):
        for match in _GRADES.finditer(text):
            take(Item("grades", match.start(), match.end(), rule="grades"))
    return taken


def _are_all(tokens: Sequence[Token], people: Sequence[Item]) -> bool:
    """Whether people take all the words of a cell: no body is to be looked for."""
    words = sum(t.kind == "w" for t in tokens)
    return sum(t.kind == "w" and any(p.start <= t.start < p.end for p in people) for t in tokens) == words


def _remarks(text: str, tokens: Sequence[Token]) -> list[Item]:
    """Telephones, addresses, «по согласованию»."""
    out = [Item("rest", *_whole(text, m.start(), m.end())) for m in _PHONE.finditer(text) if _is_phone(m.group())]
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


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    return start, end


def _bodies(text: str) -> list[Item]:
    if not any(c.isupper() for c in text) and not any(c.isdigit() or c in '«"' for c in text):
        return []
    flat = text.replace("\n", " ")
    out = []
    for mention in find_institutions(flat, cell=True):
        out += _without_post(flat, mention.start, mention.end, mention.institution)
    return out


def _without_post(text: str, start: int, end: int, body: Institution) -> list[Item]:
    """The body without a post that was taken for its adjective («заведующая библиотекой им. …»), unless it is a group."""
    tokens = tokenize(text[start:end])
    post = post_at(tokens, 0, len(tokens)) if tokens else None
    if post is not None and post.head.nominative and 0 < post.behind < len(tokens):
        offset = start + tokens[post.behind].start
        return [
            Item("institution", offset + m.start, offset + m.end, institution=m.institution, rule="institution")
            for m in find_institutions(text[offset:end], cell=True)
        ]
    last = next((t for t in reversed(tokens) if t.kind == "w"), None)
    named = body.legal_form or body.number or body.proper_name or body.honours
    if not named and last is not None and last.text not in ("", text[start:end]) and group_of(last.text):
        return []
    return [Item("institution", start, end, institution=body, rule="institution")]


def _people(text: str, tokens: Sequence[Token], busy: Sequence[bool]) -> list[Item]:
    free = [Token("#", t.start, t.end, "p", "#") if b else t for t, b in zip(tokens, busy, strict=True)]
    names = [n for n in find_names(free, is_party_word, bare=True) if not is_honoured(tokens, n)]
    return [
        Item("person", tokens[n.first].start, tokens[n.last - 1].end, person=p, rule="person")
        for n, p in zip(names, persons(free, names, text), strict=True)
    ]


# -- what is told by words: posts and groups


def is_party_word(token: Token) -> bool:
    """Whether a word heads a post or a group, or is a label, and so is no name."""
    return is_post_word(token) or group_of(token.text) is not None or token.low in knowledge().labels


@lru_cache(maxsize=1 << 14)
def group_of(word: str) -> Head | None:
    """The group that a word heads («Профком», «родителям», «ШМО»), or all bodies of a kind («школы»)."""
    known = knowledge()
    if word in known.group_abbreviations:
        return Head(word, "", True, True)
    low = word.lower().replace("ё", "е")
    for part in low.split("-"):
        found = [r for r in readings(part) if r.lemma in known.groups and r.pos in ("NOUN", "ADJF", "PRTF", "NPRO")]
        if found:
            return _group_head(found[0].lemma, [r.grammemes for r in found])
    kinds = [r for r in readings(low) if r.lemma in known.kinds_of_bodies and {"plur", "nomn"} <= r.grammemes]
    return Head(kinds[0].lemma, "plur", True, False) if kinds else None


mappings.on_change(group_of.cache_clear)


def _group_head(lemma: str, tags: Sequence[frozenset[str]]) -> Head:
    straight = [g for g in tags if "nomn" in g]
    numbers = {n for g in (straight or tags) for n in ("sing", "plur") if n in g}
    return Head(lemma, numbers.pop() if len(numbers) == 1 else "", bool(straight), False)


@dataclass(frozen=True, slots=True)
class Start:
    """A party that starts at some token: its kind, head, the head's token and the token behind it."""

    kind: str
    head: Head
    at: int
    behind: int


def party_at(tokens: Sequence[Token], index: int, end: int) -> Start | None:
    """The post, group or animate noun that starts at a token."""
    post = post_at(tokens, index, end)
    group = _group_at(tokens, index, end)
    if post is not None and (group is None or post.at <= group.at) and not _is_of_group(tokens, post, group):
        return Start("position", post.head, post.at, post.behind)
    if group is not None:
        return Start("group", group.head, group.at, group.behind)
    return None


def _is_of_group(tokens: Sequence[Token], post: Found, group: Found | None) -> bool:
    """«рабочая группа»: the post's word is the group's adjective."""
    if group is None or group.head.cut or post.at >= group.at:
        return False
    return group.head.nominative and is_modifier(tokens[post.at].low)


def _group_at(tokens: Sequence[Token], index: int, end: int) -> Found | None:
    here = index
    for _ in range(5):
        while here < end and tokens[here].kind == "l":
            here += 1
        if here >= end or tokens[here].kind != "w":
            return None
        head = group_of(tokens[here].text)
        if head is not None and not (head.lemma == "все" and _leads_on(tokens, here + 1, end)):
            return Found(head, here, here + 1)
        dotted = is_dotted(tokens, here)
        if not is_modifier(tokens[here].low, dotted):
            return None
        here += 1 + (dotted and tokens[here].low in lexicon().abbreviated_words)
    return None


def _leads_on(tokens: Sequence[Token], index: int, end: int) -> bool:
    return index < end and tokens[index].kind == "w"


@lru_cache(maxsize=1 << 14)
def animate(low: str) -> Head | None:
    """A noun for people that no mapping knows («кочегар», «наставницы»), in the nominative."""
    for reading in readings(low)[:1]:
        g = reading.grammemes
        if reading.known and "Abbr" not in g and reading.pos == "NOUN" and "anim" in g and "nomn" in g and not g & {"Name", "Surn", "Patr"}:
            return Head(reading.lemma, "plur" if "plur" in g else "sing", True, False)
    return None


# -- the walk


@dataclass
class _Reader:
    """One walk over the tokens of a cell: `here` only grows."""

    text: str
    tokens: list[Token]
    spans: dict[int, tuple[int, Item]]
    items: list[Item] = field(default_factory=list)
    silent: list[tuple[int, int]] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    def read(self) -> None:
        here = 0
        while here < len(self.tokens):
            here = self._step(here)

    def _step(self, here: int) -> int:
        if here in self.spans:
            last, item = self.spans[here]
            self._add(item)
            return last
        token = self.tokens[here]
        if token.kind != "w":
            return self._number(here) if token.kind == "n" else here + 1
        for rule, take in self._silent_rules():
            length = take(here)
            if length:
                self.rules.append(rule)
                self.silent.append((token.start, self.tokens[here + length - 1].end))
                return here + length
        return self._phrase(here)

    def _add(self, item: Item) -> None:
        self.items.append(item)
        if item.rule:
            self.rules.append(item.rule)

    def _silent_rules(self) -> tuple[tuple[str, Callable[[int], int]], ...]:
        return (("joint", self._joint), ("label", self._label), ("and", self._conjunction))

    def _conjunction(self, here: int) -> int:
        return 1 if self.tokens[here].low in ("и", "или") and not acting_at(self.tokens, here) else 0

    def _joint(self, here: int) -> int:
        length = phrase_at(self.tokens, here, knowledge().joints)
        if length:
            return length
        length = phrase_at(self.tokens, here, knowledge().weak_joints)
        return length if length and self._starts_any(here + length) else 0

    def _starts_any(self, here: int) -> bool:
        """Whether a person, a body, a post or a group follows."""
        if here >= len(self.tokens):
            return False
        return here in self.spans or party_at(self.tokens, here, len(self.tokens)) is not None

    def _label(self, here: int) -> int:
        """«Отв.:», «Ответственные –», «Проводит»: how many tokens, with the dot; 0 where it is a post."""
        known, token = knowledge(), self.tokens[here]
        lemmas = {r.lemma for r in readings(token.low)} | {token.low}
        always, marked = bool(lemmas & known.labels), bool(lemmas & known.labels_before_marks)
        if not always and not marked:
            return 0
        behind = here + 1 + is_dotted(self.tokens, here)
        following = self.tokens[behind] if behind < len(self.tokens) else None
        mark = following is not None and (following.text == ":" or following.text in _DASHES)
        if mark:
            return behind + 1 - here
        if marked or (following is not None and following.low in known.charges_of_labels):
            return 0
        return behind - here

    def _number(self, here: int) -> int:
        """Classes without their word behind a post or a name («кл. рук. 5–9», «Кротова (1а)»); else a number alone."""
        token = self.tokens[here]
        behind = self.tokens[here + 1].text if here + 1 < len(self.tokens) else ""
        if behind == ")" and "(" not in self.text[max(0, token.start - 2) : token.start]:
            self.silent.append((token.start, token.end))
            return here + 2
        match = _BARE_GRADES.match(self.text, token.start)
        last = self.items[-1] if self.items else None
        if match is None or last is None or last.kind not in ("person", "position"):
            return here + 1
        if self.text[last.end : token.start].strip(" \n") not in ("", "(") or not _are_grades(match.group()):
            return here + 1
        self._add(Item("grades", match.start(), match.end(), rule="grades"))
        while here < len(self.tokens) and self.tokens[here].start < match.end():
            here += 1
        return here

    # -- posts, groups, the rest

    def _phrase(self, here: int) -> int:
        degree = degree_at(self.tokens, here)
        if degree:
            self._add(Item("degree", self.tokens[here].start, self.tokens[here + degree - 1].end, rule="degree"))
            return here + degree
        start = party_at(self.tokens, here, self._limit(here))
        if start is None:
            return self._unknown(here)
        end = self._end(here, start)
        self._add(self._item(start.kind, here, end, start.head))
        return end

    def _item(self, kind: str, first: int, end: int, head: Head | None) -> Item:
        last = end - 1
        while last > first and self.tokens[last].kind == "l":
            last -= 1
        number = head.number if head else ""
        capital = self.tokens[first].text[0].isupper()
        return Item(kind, self.tokens[first].start, self.tokens[last].end, number, capital, rule=kind)

    def _limit(self, here: int) -> int:
        """The next token that another item takes."""
        limit = here
        while limit < len(self.tokens) and limit not in self.spans:
            limit += 1
        return limit

    def _unknown(self, here: int) -> int:
        """A phrase that begins with no post and no group."""
        end = self._end(here, None)
        words = [t for t in self.tokens[here:end] if t.kind == "w"]
        last = self.items[-1] if self.items else None
        if last is not None and last.kind in ("position", "group") and self._continues(last, words):
            self.items[-1] = Item(
                last.kind, last.start, self.tokens[end - 1].end, last.number, last.capital, rule="continued"
            )
            self.rules.append("continued")
        elif len(words) == 1 and end == here + 1 and _is_abbreviation(words[0].text):
            item = self._item("institution", here, end, None)
            self._add(
                Item(
                    **{
                        **_fields(item),
                        "institution": Institution(words[0].text, words[0].text),
                        "rule": "abbreviation",
                    }
                )
            )
        else:
            head = next((h for w in words[:3] if (h := animate(w.low))), None)
            opens = head is not None and all(is_modifier(w.low) for w in words[: _place(words, head)])
            self._add(self._item("position" if opens else "rest", here, end, head))
        return end

    def _continues(self, last: Item, words: Sequence[Token]) -> bool:
        """A list inside one post: «учителя химии, биологии», «зам. директора по УВР, ВР»."""
        if self.text[last.end : words[0].start].strip(" \n") not in (",", "и", "/", ", и"):
            return False
        if all(w.low in lexicon().areas and w.text.isupper() for w in words):
            return True
        noun = next((w for w in words if any(r.pos == "NOUN" for r in readings(w.low)[:2])), None)
        if noun is None or not words[0].text[0].islower():
            return False
        likeliest = next(r.grammemes for r in readings(noun.low) if r.pos == "NOUN")
        return bool(likeliest & {"gent", "datv", "ablt", "loct"})

    # -- where a phrase ends

    def _end(self, first: int, start: Start | None) -> int:
        here = start.behind if start else first + 1
        while here < len(self.tokens):
            if here in self.spans:
                break
            jump = self._inside(first, here, start)
            if jump is None:
                break
            here = jump
        return max(here, first + 1)

    def _inside(self, first: int, here: int, start: Start | None) -> int | None:
        """The next token to look at where the phrase goes on; None where it ends before this one."""
        token = self.tokens[here]
        if token.kind == "l":
            return here + 1 if self._goes_on_below(here, start) else None
        if token.kind == "n":
            return here + 1
        if token.kind == "p":
            return self._over_mark(here)
        if phrase_at(self.tokens, here, knowledge().joints) or self._is_weak_joint(first, here):
            return None
        if token.low == "и":
            return None if self._divides(here) else here + 1
        return None if start and self._starts_anew(here, start) else here + 1

    def _is_weak_joint(self, first: int, here: int) -> bool:
        if not phrase_at(self.tokens, here, knowledge().weak_joints) or not self._starts_any(here + 1):
            return False
        return not any(t.low == "по" for t in self.tokens[first:here])

    def _over_mark(self, here: int) -> int | None:
        token = self.tokens[here]
        if token.text in _CLOSING:
            return self._over_quotes(here)
        if token.text == ".":
            return here + 1 if self._is_cut(here - 1) else None
        if token.text in "/" + _DASHES:
            return here + 1 if self._is_stuck(here) else None
        return here + 1 if token.text in "№_+»”%&" else None

    def _over_quotes(self, here: int) -> int:
        closing = _CLOSING[self.tokens[here].text]
        for index in range(here + 1, min(here + 30, len(self.tokens))):
            if self.tokens[index].text == closing:
                return index + 1
        return here + 1

    def _is_cut(self, index: int) -> bool:
        """Whether the word before a dot is cut («кл.», «доп.», «рук-ль.»), not the last of a sentence."""
        token = self.tokens[index]
        if token.kind != "w" or not is_dotted(self.tokens, index):
            return False
        behind = index + 2
        if behind >= len(self.tokens):
            return True
        return len(token.text) <= 4 or not readings(token.low)[0].known or self.tokens[behind].text[0].islower()

    def _is_stuck(self, here: int) -> bool:
        """«д/с», «и/о», «учебно-»: no spaces around and a short piece on one side."""
        if not 0 < here < len(self.tokens) - 1:
            return False
        left, right = self.tokens[here - 1], self.tokens[here + 1]
        if left.end != self.tokens[here].start or right.start != self.tokens[here].end:
            return False
        return min(len(left.text), len(right.text)) <= 2 or self.tokens[here].text in _DASHES and left.kind == "n"

    def _divides(self, here: int) -> bool:
        """Whether «и» stands between two parties, not inside one («русского языка и литературы»)."""
        if here + 1 in self.spans:
            return True
        following = party_at(self.tokens, here + 1, len(self.tokens))
        return following is not None and following.head.nominative

    def _starts_anew(self, here: int, start: Start) -> bool:
        """Another party without a mark between: «Библиотекарь Классные руководители»."""
        previous = self.tokens[here - 1]
        following = party_at(self.tokens, here, self._limit(here))
        if following is None or not following.head.nominative or self._is_preposition(previous):
            return False
        token = self.tokens[here]
        if token.text in knowledge().group_abbreviations or following.head.cut and not token.text[0].isupper():
            return False
        genitive = any("gent" in r.grammemes for r in readings(self.tokens[following.at].low))
        if token.text[0].isupper() and not token.text.isupper():
            return not (here == start.behind and (genitive or start.head.cut))
        return here != start.behind and not genitive

    def _is_preposition(self, token: Token) -> bool:
        return token.kind == "w" and readings(token.low)[0].pos == "PREP"

    def _goes_on_below(self, here: int, start: Start | None) -> bool:
        """Whether the next line is the rest of this phrase («учитель↵истории») and no party of its own."""
        below = here + 1
        if below >= len(self.tokens) or below in self.spans or self.tokens[below].kind != "w":
            return False
        last = self.tokens[here - 1]
        if start is None:
            return self.tokens[below].text[0].islower() and party_at(self.tokens, below, self._limit(below)) is None
        if self._is_preposition(last) or last.low == "и":
            return True
        following = party_at(self.tokens, below, self._limit(below))
        token = self.tokens[below]
        if following is None:
            return token.text[0].islower() or (start.behind == here and token.text.isupper())
        governed = here == start.behind
        if not following.head.nominative:
            return True
        if governed and token.text in knowledge().group_abbreviations:
            return True
        genitive = any("gent" in r.grammemes for r in readings(self.tokens[following.at].low))
        return governed and genitive and token.text[0].islower()


def _fields(item: Item) -> dict[str, object]:
    return {name: getattr(item, name) for name in Item.__slots__}


def _place(words: Sequence[Token], head: Head | None) -> int:
    return next((i for i, w in enumerate(words) if animate(w.low) is head), 0)


def _is_abbreviation(text: str) -> bool:
    """«СДК», «ДЮСШ»: a body by its letters alone; not what one is in charge of («УВР»)."""
    return 2 <= len(text) <= 8 and text.isupper() and text.isalpha() and text.lower() not in lexicon().areas


def _are_grades(text: str) -> bool:
    return all(1 <= int(n) <= 11 for n in re.findall(r"\d+", text))


__all__ = ["Cell", "Item", "acting_at", "head_of", "read_items"]

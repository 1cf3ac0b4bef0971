"""A cell as items in order: people, posts, groups, bodies, classes, and what is none of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from extractor.fields.parties.knowledge import knowledge, phrase_at
from extractor.fields.parties.spans import Item, find_spans
from extractor.fields.parties.words import Start, animate, party_at
from extractor.fields.people.shapes import is_place_word
from extractor.fields.positions import Head, acting_at, degree_at, head_of, is_dotted, is_modifier, lexicon
from extractor.fields.tokens import Token, tokenize
from extractor.model import Institution
from extractor.morph import readings

_BARE_GRADES = re.compile(
    r"(?<![\w№])\d{1,2}(?:[ ]?[«\"]?[а-яА-Я][»\"]?)?(?![\w.])"
    r"(?:\s?[-–—,]\s?\d{1,2}(?:[ ]?[«\"]?[а-яА-Я][»\"]?)?(?![\w.])){0,12}"
)
_COUNTED = re.compile(r"[ ]?[а-яё]{2}")
_ENDS = ",;)\n/"
_LONGEST_START = 40
_DASHES = "-‐‑–—"
_CLOSING = {"«": "»", "„": "“", "“": "”", '"': '"'}


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
    reader = _Reader(text, tokens, find_spans(text, tokens))
    reader.read()
    return Cell(text, tuple(reader.items), tuple(reader.silent), tuple(dict.fromkeys(reader.rules)))


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
        self.items.extend(replace(item, institution=body, listed=(), further=True) for body in item.listed)
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
        if "-" in token.low and (head := head_of(token.low)) is not None and head.cut:
            lemmas.add(head.lemma)  # «отв-ный»
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
        gap = self.text[last.end : token.start].strip(" \n")
        dashed = last.kind == "person" and gap in tuple(_DASHES) and any(c.isalpha() for c in match.group())
        if not (gap in ("", "(") or dashed) or not _are_grades(match.group()) or self._are_counted(match.end()):
            return here + 1
        self._add(Item("grades", match.start(), match.end(), rule="grades"))
        while here < len(self.tokens) and self.tokens[here].start < match.end():
            here += 1
        return here

    def _are_counted(self, end: int) -> bool:
        """«(10 чел.)»: figures before a word in small letters count something."""
        return bool(_COUNTED.match(self.text, end))

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
        item = self._item(start.kind, here, end, start.head)
        if item.kind == "position" and start.head.lemma in lexicon().ranks:
            item = replace(item, rule="rank")
        self._add(self._body(item, start.head))
        return end

    def _body(self, item: Item, head: Head) -> Item:
        """A group that is one body: «Администрация Каменского района», «Библиотека»."""
        text = " ".join(self.text[item.start : item.end].split())
        one = head.lemma in knowledge().kinds_of_bodies and head.number == "sing"
        authority = head.lemma in knowledge().authorities and any(is_place_word(t.low) for t in tokenize(text))
        if item.kind != "group" or not (one or authority):
            return item
        return replace(item, kind="institution", institution=Institution(text, text), rule="body")

    def _item(self, kind: str, first: int, end: int, head: Head | None) -> Item:
        last = end - 1
        while last > first and self.tokens[last].kind == "l":
            last -= 1
        number = head.number if head else ""
        capital = self.tokens[first].text[0].isupper()
        return Item(kind, self.tokens[first].start, self.tokens[last].end, number, capital, rule=kind)

    def _limit(self, here: int) -> int:
        """The next token that another item takes; the start of a party is never farther."""
        limit = here
        while limit < len(self.tokens) and limit not in self.spans and limit - here < _LONGEST_START:
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
            body = Institution(words[0].text, words[0].text)
            self._add(replace(item, institution=body, rule="abbreviation"))
        else:
            counted = here > 0 and self.tokens[here - 1].kind == "n"
            head = None if counted else next((h for w in words[:3] if (h := animate(w.low))), None)
            opens = head is not None and all(is_modifier(w.low) for w in words[: _place(words, head)])
            self._add(self._item("position" if opens else "rest", here, end, head))
        return end

    def _continues(self, last: Item, words: Sequence[Token]) -> bool:
        """A list inside one post: «учителя химии, биологии», «зам. директора по УВР, ВР»."""
        if self.text[last.end : words[0].start].strip(" \n") not in (",", "и", "/", ", и"):
            return False
        if all(w.low in lexicon().areas and w.text.isupper() for w in words):
            return True
        if words[0].text[0].islower() and readings(words[0].low)[0].pos == "PRTF":
            return len(words) > 1  # «заместитель директора, курирующий учебную работу»
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
            return None if start and start.kind == "position" and self._are_last(here) else here + 1
        if token.kind == "p":
            return here + 2 if start and self._is_hyphen(here, start) else self._over_mark(here)
        if phrase_at(self.tokens, here, knowledge().joints) or self._is_weak_joint(first, here):
            return None
        if token.low == "и":
            return None if self._divides(here, start) else here + 1
        return None if start and self._starts_anew(here, start) else here + 1

    def _are_last(self, here: int) -> bool:
        """Whether classes stand here without their word, the last of the phrase («кл. рук. 7б»)."""
        token = self.tokens[here]
        match = _BARE_GRADES.match(self.text, token.start)
        if match is None or self.tokens[here - 1].text in ("№", ",") or not _are_grades(match.group()):
            return False
        behind = here
        while behind < len(self.tokens) and self.tokens[behind].start < match.end():
            behind += 1
        return behind >= len(self.tokens) or behind in self.spans or self.tokens[behind].text in _ENDS

    def _is_hyphen(self, here: int, start: Start) -> bool:
        """A dash that stands for a hyphen between two posts: «педагог - психолог»."""
        if self.tokens[here].text not in _DASHES or here != start.behind or here + 1 >= len(self.tokens):
            return False
        following = self.tokens[here + 1]
        head = head_of(following.low) if following.kind == "w" and following.text[0].islower() else None
        return head is not None and head.nominative and head.number in ("", start.head.number)

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
        if token.text == ",":
            return here + 1 if self._lists_numbers(here) else None
        return here + 1 if token.text in "№_+»”%&" else None

    def _lists_numbers(self, here: int) -> bool:
        """«педагоги групп № 1, № 2», «№ 5, 6»."""
        if here < 2 or self.tokens[here - 1].kind != "n" or self.tokens[here - 2].text not in "№,":
            return False
        following = self.tokens[here + 1 : here + 3]
        return bool(following) and (following[0].kind == "n" or [t.text for t in following[:1]] == ["№"])

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
        return min(len(left.text), len(right.text)) <= 3 or (self.tokens[here].text in _DASHES and left.kind == "n")

    def _divides(self, here: int, start: Start | None) -> bool:
        """Whether «и» stands between two parties, not inside one («русского языка и литературы»)."""
        if here + 1 in self.spans:
            return True
        following = party_at(self.tokens, here + 1, len(self.tokens))
        if following is None or following.head.nominative:
            return following is not None
        return start is not None and not start.head.nominative and bool(self._cases(start) & self._cases(following))

    def _cases(self, start: Start) -> set[str]:
        """The oblique cases that a party's head may stand in («с учителями и родителями»)."""
        return {c for r in readings(self.tokens[start.at].low) for c in ("datv", "ablt", "gent") if c in r.grammemes}

    def _starts_anew(self, here: int, start: Start) -> bool:
        """Another party without a mark between: «Библиотекарь Классные руководители»."""
        previous = self.tokens[here - 1]
        following = party_at(self.tokens, here, self._limit(here))
        if following is None or not following.head.nominative or self._is_preposition(previous):
            return False
        token = self.tokens[here]
        if token.text in knowledge().group_abbreviations or (following.head.cut and not token.text[0].isupper()):
            return False
        genitive = any("gent" in r.grammemes for r in readings(self.tokens[following.at].low))
        if genitive and following.head.lemma in knowledge().authorities:
            return False  # «заместитель главы Администрации»
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


def _place(words: Sequence[Token], head: Head | None) -> int:
    return next((i for i, w in enumerate(words) if animate(w.low) is head), 0)


def _is_abbreviation(text: str) -> bool:
    """«СДК», «ДЮСШ»: a body by its letters alone; not what one is in charge of («УВР»)."""
    return 2 <= len(text) <= 8 and text.isupper() and text.isalpha() and text.lower() not in lexicon().areas


def _are_grades(text: str) -> bool:
    return all(1 <= int(n) <= 11 for n in re.findall(r"\d+", text))

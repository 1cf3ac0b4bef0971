"""Where in a row of tokens the names of people stand: surnames with initials, full names, bare surnames."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.fields.people.knowledge import knowledge
from extractor.fields.people.shapes import (
    is_attribute,
    is_function_word,
    is_given,
    is_made_of_place,
    is_name_like,
    is_noun_in_nominative,
    is_patronymic,
    is_place_word,
    is_rather_surname,
    is_sure_surname,
    strength,
)
from extractor.fields.tokens import Token


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands: tokens `first` up to `last` (exclusive), and its parts as printed."""

    first: int
    last: int
    surname: str | None = None
    initials: str = ""
    given: str | None = None
    patronymic: str | None = None


class Initials(NamedTuple):
    """One or two initials over the tokens `first` up to `last`; `dotted`: a dot stands behind the first one."""

    first: int
    last: int
    letters: str
    dotted: bool


_CYRILLIC = re.compile(r"[А-ЯЁ]")  # Roman numerals are no initials
Stop = Callable[[Token], bool]


def find_names(tokens: Sequence[Token], stop: Stop, *, bare: bool = False) -> list[Name]:
    """Names in order, none overlapping.

    `stop` tells words that are no one's name (posts, groups). `bare` also takes «Кротов Илья» and surnames alone.
    """
    finder = _Finder(tokens, stop)
    finder.full_names()
    finder.with_initials()
    if bare:
        finder.two_words()
        finder.surnames_alone()
    return sorted(finder.found, key=lambda n: n.first)


class _Finder:
    """The walk over one row of tokens; `used` are those that a name has taken."""

    def __init__(self, tokens: Sequence[Token], stop: Stop) -> None:
        self.tokens = tokens
        self.stop = stop
        self.found: list[Name] = []
        self.used: set[int] = set()
        self.capitals = [i for i, t in enumerate(tokens) if t.kind == "w" and t.text[0].isupper()]
        self.initials = self._all_initials()
        self.letters = {i for group in self.initials for i in range(group.first, group.last)}

    # -- neighbours

    def after(self, index: int) -> int | None:
        """The word behind token `index`, over line breaks and the dot of «Кротова.И.П.»; None where another mark is."""
        here = index + 1
        while here < len(self.tokens) and self.tokens[here].kind == "l":
            here += 1
        return here if here < len(self.tokens) and self.tokens[here].kind == "w" else None

    def before(self, index: int) -> int | None:
        here = index - 1
        while here >= 0 and self.tokens[here].kind == "l":
            here -= 1
        return here if here >= 0 and self.tokens[here].kind == "w" else None

    def is_free_name(self, index: int | None) -> bool:
        """Whether the token may be a surname: capitalised, not taken, no post or group."""
        if index is None or index in self.used or index in self.letters:
            return False
        token = self.tokens[index]
        return is_name_like(token.text) and not self.stop(token)

    def take(self, name: Name) -> None:
        self.found.append(name)
        self.used.update(range(name.first, name.last))

    # -- initials

    def _all_initials(self) -> list[Initials]:
        out: list[Initials] = []
        end = 0
        for index in self.capitals:
            if index < end:
                continue
            group = initials_at(self.tokens, index)
            if group is not None:
                out.append(group)
                end = group.last
        return out

    def with_initials(self) -> None:
        for group in self.initials:
            if any(i in self.used for i in range(group.first, group.last)):
                continue
            left, right = self._left_of(group), self._right_of(group)
            side = self._side(group, left, right)
            if side == "left" and left is not None:
                self.take(Name(left, group.last, self.tokens[left].text, group.letters))
            elif side == "right" and right is not None:
                self.take(Name(group.first, right + 1, self.tokens[right].text, group.letters))
            elif (post := self._post_as_surname(group)) is not None:
                self.take(Name(post, group.last, self.tokens[post].text, group.letters))

    def _post_as_surname(self, group: Initials) -> int | None:
        """«Староста Л.Л.»: a post's word before initials that nobody else's name can take."""
        left, behind = self.before(group.first), self.after(group.last - 1)
        if left is None or left in self.used or behind is not None or not group.dotted or len(group.letters) < 2:
            return None
        text = self.tokens[left].text
        return left if is_name_like(text) and is_noun_in_nominative(text.lower()) else None

    def _left_of(self, group: Initials) -> int | None:
        index = self.before(group.first)
        if index is None and group.first > 1 and self.tokens[group.first - 1].text == ".":
            stuck = self.tokens[group.first - 1].end == self.tokens[group.first].start
            index = group.first - 2 if stuck and self.tokens[group.first - 2].kind == "w" else None
        return index if self.is_free_name(index) else None

    def _right_of(self, group: Initials) -> int | None:
        index = self.after(group.last - 1)
        if not group.dotted or index is None or not self.is_free_name(index):
            return None
        return index if len(group.letters) > 1 or strength(self.tokens[index].text) > 1 else None

    def _side(self, group: Initials, left: int | None, right: int | None) -> str | None:
        if left is not None and not self._may_be_left(group, left):
            left = None
        if left is None or right is None:
            return "left" if left is not None else "right" if right is not None else None
        if strength(self.tokens[left].text) == 1 and strength(self.tokens[right].text) > 1:
            return "right"
        if self._line_breaks(left, group.first) and not self._line_breaks(group.last - 1, right):
            return "left" if self._starts_group(right) else "right"
        return "left"

    def _may_be_left(self, group: Initials, left: int) -> bool:
        """«Раздел А.» is nobody; undotted capitals are initials only behind a sure surname («Кротов ИП»)."""
        text = self.tokens[left].text
        if group.dotted:
            return len(group.letters) > 1 or strength(text) > 1 or is_given(text)
        if not group.dotted and group.letters in knowledge().bodies_of_places and is_made_of_place(text.lower()):
            return False
        if text.isupper() or (group.letters in knowledge().not_initials and group.last - group.first == 1):
            return strength(text) == 3 and not text.isupper() and group.letters not in knowledge().not_initials
        nearby = self.after(group.last - 1)
        if len(group.letters) == 1 and nearby is not None:
            return False
        return strength(text) >= 2

    def _starts_group(self, index: int) -> bool:
        nearby = self.after(index)
        return nearby is not None and nearby in self.letters

    def _line_breaks(self, left: int, right: int) -> bool:
        return any(self.tokens[i].kind == "l" for i in range(left, right))

    # -- full names

    def full_names(self) -> None:
        for index in self.capitals:
            if index in self.used or index in self.letters or not is_patronymic(self.tokens[index].text):
                continue
            end = index + 1
            given = self.before(index)
            if given is None or not self.is_free_name(given):
                continue
            if not (is_given(self.tokens[given].text) or self._has_surname_around(given, index)):
                continue
            self._take_full(given, index, end)
        self._by_descent()

    def _has_surname_around(self, given: int, patronymic: int) -> bool:
        """An unknown given name («Айсылу») still is one between a surname and a patronymic."""
        return self.is_free_name(self.before(given)) or self.is_free_name(self.after(patronymic))

    def _take_full(self, given: int, patronymic: int, end: int) -> None:
        left, right = self.before(given), self.after(end - 1)
        left = left if self.is_free_name(left) else None
        right = right if self.is_free_name(right) else None
        if left is not None and right is not None:
            likelier_right = strength(self.tokens[left].text) < strength(self.tokens[right].text)
            left, right = (None, right) if likelier_right else (left, None)
        texts = {"given": self.tokens[given].text, "patronymic": self.tokens[patronymic].text}
        if left is not None:
            self.take(Name(left, end, self.tokens[left].text, **texts))
        elif right is not None and strength(self.tokens[right].text) >= 2 and not self._opens_name(right):
            self.take(Name(given, right + 1, self.tokens[right].text, **texts))
        else:
            self.take(Name(given, end, None, **texts))

    def _opens_name(self, index: int) -> bool:
        """Whether this surname belongs to what follows («Анна Юрьевна Кротов И.П.»)."""
        nearby = self.after(index)
        return nearby is not None and (nearby in self.letters or is_given(self.tokens[nearby].text))

    def _by_descent(self) -> None:
        """«Велиев Ильгар Самед оглы»."""
        for index, token in enumerate(self.tokens):
            if token.low not in knowledge().descent or index in self.used:
                continue
            father = self.before(index)
            given = self.before(father) if father is not None else None
            if father is None or given is None or not (self.is_free_name(father) and self.is_free_name(given)):
                continue
            surname = self.before(given)
            surname = surname if self.is_free_name(surname) else None
            patronymic = f"{self.tokens[father].text} {token.text}"
            first = given if surname is None else surname
            text = None if surname is None else self.tokens[surname].text
            self.take(Name(first, index + 1, text, "", self.tokens[given].text, patronymic))

    # -- without initials

    def two_words(self) -> None:
        for index in self.capitals:
            text = self.tokens[index].text
            if not is_given(text) or not self.is_free_name(index):
                continue
            side = next((s for s in (self.before(index), self.after(index)) if self._goes_with_given(s, index)), None)
            if side is not None:
                self.take(Name(min(side, index), max(side, index) + 1, self.tokens[side].text, "", text))

    def _goes_with_given(self, side: int | None, given: int) -> bool:
        """Whether the word beside a given name is its surname, on the same line."""
        if side is None or not self.is_free_name(side):
            return False
        if strength(self.tokens[side].text) < 3 and not is_rather_surname(self.tokens[side].text):
            return False
        return not self._line_breaks(min(side, given), max(side, given))

    def surnames_alone(self) -> None:
        for index in self.capitals:
            text = self.tokens[index].text
            if not self.is_free_name(index) or not (
                is_sure_surname(text) or (self._is_apart(index) and is_rather_surname(text))
            ):
                continue
            left, right = self.before(index), self.after(index)
            if self._is_place(index) or (right is not None and is_attribute(text, self.tokens[right].text)):
                continue
            if self._is_apart(index):
                self.take(Name(index, index + 1, text))
            elif (left is None or self._may_govern(left)) and (right is None or self._may_follow(right)):
                self.take(Name(index, index + 1, self.tokens[index].text))

    def _is_apart(self, index: int) -> bool:
        """Whether the word is all that stands between marks, lines, «и» and the ends of the cell."""
        around = [*self.tokens[max(0, index - 1) : index], *self.tokens[index + 1 : index + 2]]
        return all(t.kind == "l" or t.text in ",;/" or t.low == "и" for t in around)

    def _is_place(self, index: int) -> bool:
        """«г.Кротова», «города Кротова»: a name of a place."""
        here = index - 1
        while here >= 0 and (self.tokens[here].kind == "l" or self.tokens[here].text == "."):
            here -= 1
        if here < 0 or self.tokens[here].kind != "w":
            return False
        token = self.tokens[here]
        cut = self.tokens[here + 1].text == "."
        return is_place_word(token.low) or (cut and not self.stop(token) and len(token.text) < 4)

    def _may_govern(self, left: int) -> bool:
        """A bare surname stands first, behind «и» or «с», behind a post («учитель истории Кротова») or another one."""
        token = self.tokens[left]
        if self.stop(token) or is_function_word(token.low):
            return True
        if left in self.used:
            return False
        return is_sure_surname(token.text) or any(self.stop(t) for t in self.tokens[max(0, left - 5) : left])

    def _may_follow(self, right: int) -> bool:
        token = self.tokens[right]
        if token.text.isupper() and len(token.text) > 1:
            return False
        return token.text[0].isupper() or is_function_word(token.low) or self.stop(token)


def initials_at(tokens: Sequence[Token], index: int) -> Initials | None:
    """Initials that start at a capital: «И.П.», «И. П.», «И.П», «ИП», «И П», «И.», «Ж.-К.»."""
    token = tokens[index]
    if not _CYRILLIC.match(token.text):
        return None
    if len(token.text) == 2 and token.text.isupper() and not _is_dot(tokens, index + 1):
        return Initials(index, index + 1, token.text, False)
    if len(token.text) != 1 or not token.text.isupper():
        return None
    dotted = _is_dot(tokens, index + 1)
    here = index + 1 + dotted
    second = _second(tokens, here)
    if second is None:
        return Initials(index, here, token.text, dotted)
    end = second + 1 + _is_dot(tokens, second + 1)
    return Initials(index, end, token.text + tokens[second].text, dotted)


def _second(tokens: Sequence[Token], here: int) -> int | None:
    """The token of the second initial, over a line break, a hyphen or a mistyped comma («И,П.»)."""
    start = here
    while here < len(tokens) and here - start < 2 and (tokens[here].kind == "l" or tokens[here].text in ",-"):
        if tokens[here].kind == "p" and not _is_stuck(tokens, here):
            return None
        here += 1
    if here >= len(tokens) or tokens[here].kind != "w" or len(tokens[here].text) != 1:
        return None
    if not _CYRILLIC.match(tokens[here].text) or (here > start and not _is_dot(tokens, here + 1)):
        return None
    return here


def _is_dot(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].text == "."


def _is_stuck(tokens: Sequence[Token], index: int) -> bool:
    return index + 1 < len(tokens) and tokens[index].end == tokens[index + 1].start

"""The engine of the grammar: which rules match a row of tokens, and what a text says of time by them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from extractor.fields.dates.description import (
    Dates,
    Description,
    Item,
    NoDate,
    Ongoing,
    Pattern,
    Reading,
    Remark,
    Skipped,
    Times,
    Weekdays,
)
from extractor.fields.dates.grammar import DATES_TO_MEANING, PARTS, WORDS_TO_DATES, Rule
from extractor.fields.dates.scanner import tokenise
from extractor.fields.dates.tokens import Token

_CLASS_OF = {
    Dates: "dates",
    Pattern: "pattern",
    Ongoing: "ongoing",
    Remark: "remark",
    Times: "times",
    Weekdays: "weekdays",
    Skipped: "skipped",
    NoDate: "no_date",
}
_ITEMS = frozenset(_CLASS_OF.values())
_SEPARATORS = frozenset(["comma", "semicolon", "open", "close", "line", "dash", "slash"])
_SMALL = _SEPARATORS | frozenset(
    [
        "in",
        "on",
        "by",
        "from",
        "until",
        "toward",
        "and",
        "for",
        "at",
        "of",
        "label",
        "approximate",
        "during",
        "in_period",
    ]
)
_EDGES = frozenset(["comma", "semicolon", "open", "close", "line", "times", "weekdays", "in_period"])
_AROUND_WEEKDAY = frozenset(["comma", "open", "close", "line", "weekdays"])
_LONGEST = 10_000
_WINDOW = 96
_CACHED = 1 << 14


_PATTERN_TOKEN = re.compile(r"<(?P<part>\w+)>|(?P<cls>[a-z]\w*)|(?P<mark>[()|?]|\{\d+,\d+\})|\s+")


class _Characters(dict[str, str]):
    """A character for each class, given when it is first asked for."""

    def __missing__(self, cls: str) -> str:
        char = self[cls] = chr(0xE000 + len(self))
        return char


class _Classes:
    """Each class of tokens as one character, so that a rule is an ordinary regular expression over them."""

    def __init__(self) -> None:
        self._chars = _Characters()

    def chars(self, classes: Iterable[str]) -> str:
        """The classes as characters."""
        return "".join(map(self._chars.__getitem__, classes))

    def regex(self, pattern: str) -> str:
        """A pattern of class names as a regular expression of their characters.

        Raises:
            ValueError: a part is unknown, a sign is no sign of the notation.
        """
        out: list[str] = []
        place = 0
        while place < len(pattern):
            match = _PATTERN_TOKEN.match(pattern, place)
            if match is None or (match["part"] and match["part"] not in PARTS):
                raise ValueError(f"grammar: {pattern[place:]!r} in {pattern!r}")
            if match["part"]:
                out.append(f"(?:{self.regex(PARTS[match['part']])})")
            elif match["cls"]:
                out.append(self._chars[match["cls"]])
            elif match["mark"]:
                out.append("(?:" if match["mark"] == "(" else match["mark"])
            place = match.end()
        return "".join(out)


def _first_chars(pattern: str, at: int) -> tuple[set[str], bool, int]:
    """The characters a match can begin with, whether it can be empty, and where the alternatives end."""
    chars: set[str] = set()
    empty, some_empty = True, False
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            some_empty, empty, at = some_empty or empty, True, at + 1
            continue
        if pattern.startswith("(?:", at):
            more, optional, at = _first_chars(pattern, at + 3)
        else:
            more, optional = {pattern[at]}, False
        at += 1
        if pattern[at : at + 1] == "?":
            optional, at = True, at + 1
        elif pattern[at : at + 1] == "{":
            optional, at = optional or pattern[at + 1] == "0", pattern.index("}", at) + 1
        chars |= more if empty else set()
        empty = empty and optional
    return chars, some_empty or empty, at


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    """A rule's expression, made when a text first asks for it: a plan needs a part of them."""
    return re.compile(pattern)


class _Pass:
    """The rules of one pass. Which of them match a row of classes is remembered: plans repeat their shapes."""

    def __init__(self, rules: Iterable[Rule], classes: _Classes) -> None:
        self._rules = tuple(rules)
        self._classes = classes
        self._by_first: dict[str, list[tuple[int, str]]] = {}
        for order, rule in enumerate(self._rules):
            pattern = classes.regex(rule.pattern)
            for char in _first_chars(pattern, 0)[0]:
                self._by_first.setdefault(char, []).append((order, pattern))
        self._cache: dict[str, tuple[tuple[int, int], ...]] = {}

    def run(self, tokens: list[Token]) -> tuple[list[Token], dict[int, str]]:
        """The tokens with what the rules read put in place of what they matched, and the rules' names by place."""
        chars = self._classes.chars([t.cls for t in tokens])
        if self._by_first.keys().isdisjoint(chars):
            return tokens, {}
        out: list[Token] = []
        names: dict[int, str] = {}
        at = 0
        while at < len(tokens):
            found = self._longest(chars, at, tokens, out) if chars[at] in self._by_first else None
            if found is None:
                out.append(tokens[at])
                at += 1
                continue
            rule, end, reading = found
            names[len(out)] = rule.name
            out.append(Token(_CLASS_OF[type(reading)], reading, tokens[at].start, tokens[end - 1].end))
            at = end
        return out, names

    def _longest(self, chars: str, at: int, tokens: list[Token], out: list[Token]) -> tuple[Rule, int, Reading] | None:
        """The rule that reads most from a place on, behind what was read before (`out`)."""
        window = chars[at : at + _WINDOW]
        for order, length in self._matches(window):
            rule = self._rules[order]
            if rule.beside_day and not _is_beside_day(out):
                continue
            reading = rule.read(tokens[at : at + length])
            if reading is not None:
                return rule, at + length, reading
        return None

    def _matches(self, window: str) -> tuple[tuple[int, int], ...]:
        """The rules that match at the window's beginning, by their place, and how far; the longest first."""
        known = self._cache.get(window)
        if known is None:
            found = [
                (order, match.end())
                for order, pattern in self._by_first.get(window[0], ())
                if (match := _compiled(pattern).match(window)) and match.end()
            ]
            known = tuple(sorted(found, key=lambda m: (-m[1], m[0])))
            if len(self._cache) >= _CACHED:
                self._cache.clear()
            self._cache[window] = known
        return known


def _is_beside_day(before: list[Token]) -> bool:
    """«24 октября, 15-30», «24.10 (чт)» and «15-30» on the next line."""
    behind = next((i for i in range(len(before), 0, -1) if before[i - 1].cls not in _AROUND_WEEKDAY), 0)
    if any(t.cls == "weekdays" for t in before[behind:]):
        before = before[:behind]
    last = before[-2] if len(before) > 1 and before[-1].cls == "comma" else before[-1] if before else None
    if last is None or not isinstance(last.value, Dates):
        return False
    return last.value.marked and all(s.start.unit == "day" for s in last.value.stretches)


@lru_cache(maxsize=1)
def _passes() -> tuple[_Pass, _Pass]:
    classes = _Classes()
    return _Pass(WORDS_TO_DATES, classes), _Pass(DATES_TO_MEANING, classes)


def describe(text: str) -> Description:
    """What a text says of time; text is clean (see `text.clean`) with look-alike letters folded."""
    tokens = tokenise(text[:_LONGEST])
    first, second = _passes()
    dates, names = first.run(tokens)
    checked = [_back_to_number(dates, i) for i in range(len(dates))]
    meanings, later_names = second.run(checked)
    inner = {dates[i].start: name for i, name in names.items()}
    items = tuple(
        Item(t.value, _rule_name(inner.get(t.start), later_names.get(i)), t.start, t.end)
        for i, t in enumerate(meanings)
        if t.cls in _ITEMS and t.cls != "no_date"
    )
    return Description(text, items, tuple(_left(meanings)))


def _rule_name(inner: str | None, outer: str | None) -> str:
    return outer or inner or ""


def _back_to_number(tokens: list[Token], index: int) -> Token:
    """A mere number is a day, a word a weekday, only by itself («15», «до 20»; not «30 школ», «доступная среда»)."""
    token = tokens[index]
    if token.cls != "weekdays" and (token.cls != "dates" or token.value.marked):
        return token
    before, after = tokens[index - 1].cls if index else "", tokens[index + 1].cls if index + 1 < len(tokens) else ""
    prepositions = (
        "until",
        "from",
        "toward",
        "not_later",
        "by",
        "in",
        "starting",
        "not_earlier",
        "label",
        "dates",
        "dash",
    )
    if (not before or before in _EDGES or before in prepositions) and (
        not after
        or after in _EDGES
        or after in ("in", "from", "times", "by", "until", "dash", "dates", "pattern", "after")
    ):
        return token
    if token.cls == "weekdays":
        return Token("word", None, token.start, token.end)
    only = token.value.stretches[0]
    single = len(token.value.stretches) == 1 and only.end is None
    if only.start.unit != "day":
        return Token("word", None, token.start, token.end)
    return Token("num" if single else "other", only.start.number, token.start, token.end)


def _left(tokens: list[Token]) -> Iterable[tuple[int, int]]:
    """Runs of tokens that no rule read, without the separators at their ends; runs of small words alone are nothing."""
    run: list[Token] = []
    for token in [*tokens, Token("skipped", None, 0, 0)]:
        if token.cls not in _ITEMS or token.cls == "no_date":
            run.append(token)
            continue
        while run and run[0].cls in _SEPARATORS:
            run.pop(0)
        while run and run[-1].cls in _SMALL:
            run.pop()
        if run:
            yield run[0].start, run[-1].end
        run = []

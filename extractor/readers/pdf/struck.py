"""Words with a line drawn through them: crossed out by hand in Word, or tracked deletions that were printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil, floor

from extractor.readers.pdf.geometry import Rule, Rules
from extractor.readers.pdf.words import Word

Split = Callable[[Word, list[float]], list[Word]]
"""Cuts a word at the places given."""

_HIGHEST, _LOWEST = 0.35, 0.7
"""Where a line through a word runs, from the top (0) to the bottom (1) of its letters; underlines run at 0.9."""
_BEYOND = 0.4
"""How far such a line may run on beyond its words, in heights (a space is crossed out too); a table's rule runs on."""
_COVERED = 0.7


def part_struck(words: list[Word], rules: Rules, split: Split) -> tuple[frozenset[int], list[Word], Rules]:
    """The words crossed out (by where they start in the text), all words, and the rules without the lines that do it.

    A word that is crossed out in part only («газетыальманаха» with a line through «газеты») comes back as its parts.
    """
    rows = _rows_under(words, list(_loose(rules)))
    crossed: set[int] = set()
    through: set[Rule] = set()
    parts: dict[int, list[Word]] = {}
    for rule, near in rows:
        hit = [word for word in near if _overlap(word, rule) > 0]
        if not hit or not _ends_with(rule, hit):
            continue
        pieces = {word.start: _cut(word, rule, split) for word in hit}
        inside = [piece.start for cut in pieces.values() for piece in cut if _is_covered(piece, rule)]
        if inside:
            through.add(rule)
            crossed.update(inside)
            parts.update((start, cut) for start, cut in pieces.items() if len(cut) > 1)
    if not crossed:
        return frozenset(), words, rules
    if parts:
        words = [piece for word in words for piece in parts.get(word.start, (word,))]
    return frozenset(crossed), words, Rules([rule for rule in rules.level if rule not in through], rules.upright)


def _cut(word: Word, rule: Rule, split: Split) -> list[Word]:
    """A word cut where the line begins or ends within it."""
    letter = (word.x1 - word.x0) / len(word.text)
    ends = [end for end in (rule.low, rule.high) if word.x0 + 0.6 * letter < end < word.x1 - 0.6 * letter]
    return split(word, ends) if ends else [word]


def _is_covered(word: Word, rule: Rule) -> bool:
    return _overlap(word, rule) > _COVERED * (word.x1 - word.x0)


def _loose(rules: Rules) -> Iterator[Rule]:
    """The level rules that do not run from one upright rule to another, as all those between cells do."""
    ends = {place for rule in rules.upright for place in (int(rule.at) - 1, int(rule.at), int(rule.at) + 1)}
    return (rule for rule in rules.level if int(rule.low) not in ends or int(rule.high) not in ends)


def _rows_under(words: Sequence[Word], level: Sequence[Rule]) -> list[tuple[Rule, list[Word]]]:
    """The rules that run through the middle of letters somewhere on the page, each with the words at its height."""
    if not level:
        return []
    inked: set[int] = set()
    for top, bottom in {(word.top, word.bottom) for word in words}:
        height = bottom - top
        inked.update(range(floor(top + _HIGHEST * height), ceil(top + _LOWEST * height) + 1))
    return [(rule, list(_at_height(words, rule.at))) for rule in level if int(rule.at) in inked]


def _at_height(words: Sequence[Word], at: float) -> Iterator[Word]:
    for word in words:
        height = word.bottom - word.top
        if word.top + _HIGHEST * height < at < word.top + _LOWEST * height and not word.turn:
            yield word


def _overlap(word: Word, rule: Rule) -> float:
    return min(word.x1, rule.high) - max(word.x0, rule.low)


def _ends_with(rule: Rule, words: Sequence[Word]) -> bool:
    """Whether the rule runs from about the first of the words to about the last, and no further."""
    slack = _BEYOND * (words[0].bottom - words[0].top)
    return rule.low > min(word.x0 for word in words) - slack and rule.high < max(word.x1 for word in words) + slack

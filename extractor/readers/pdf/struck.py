"""Words with a line drawn through them: crossed out by hand in Word, or tracked deletions that were printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor

from extractor.readers.pdf.geometry import Rule, Rules
from extractor.readers.pdf.words import Word

_HIGHEST, _LOWEST = 0.35, 0.7
"""Where a line through a word runs, from the top (0) to the bottom (1) of its letters; underlines run at 0.9."""
_BEYOND = 0.4
"""How far such a line may run on beyond its words, in heights (a space is crossed out too); a table's rule runs on."""
_COVERED = 0.7


def part_struck(words: Sequence[Word], rules: Rules) -> tuple[frozenset[int], Rules]:
    """The words crossed out (by where they start in the text), and the rules without the lines that do it."""
    rows = _rows_under(words, rules.level)
    if not rows:
        return frozenset(), rules
    crossed: set[int] = set()
    through: set[Rule] = set()
    for rule, near in rows:
        hit = [word for word in near if _overlap(word, rule) > 0]
        if not hit or not _ends_with(rule, hit):
            continue
        through.add(rule)
        crossed.update(word.start for word in hit if _overlap(word, rule) > _COVERED * (word.x1 - word.x0))
    if not crossed:
        return frozenset(), rules
    return frozenset(crossed), Rules([rule for rule in rules.level if rule not in through], rules.upright)


def _rows_under(words: Sequence[Word], level: Sequence[Rule]) -> list[tuple[Rule, list[Word]]]:
    """The rules that run through the middle of letters somewhere on the page, each with the words at its height."""
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

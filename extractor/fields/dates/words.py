"""The closed vocabulary of dates: `mappings/date_words.yaml` and the holidays' names, spelled out in all their forms.

A form is looked up in tables; the analyser is asked only for words that stand one letter off a known one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from extractor import mappings
from extractor.errors import MappingError
from extractor.fields.dates.calendar import holidays
from extractor.morph import is_known, lexeme

Value = int | str | None
PARTS_OF_SPAN = ("begin", "middle", "end")
TYPO_CLASSES = frozenset(
    [
        "month",
        "weekday",
        "week",
        "decade",
        "month_unit",
        "quarter",
        "term",
        "trimester",
        "half",
        "year",
        "vacation",
        "per_adverb",
        "always",
        "every",
        "seasonal",
        *PARTS_OF_SPAN,
        "ordinal",
        "half_part",
        "schedule_noun",
        "request_noun",
    ]
)
"""Classes whose misspelt words are read as meant; the rest must be spelled right."""

SHORTENED = frozenset(
    ["month", "weekday", "week", "term", "half", "quarter", "trimester", "seasonal", "per_adverb", *PARTS_OF_SPAN]
)
"""Classes whose words may be cut before a full stop."""
_SHORTEST_TYPO = 5
_SHORTEST_CUT = 3
_LONG_TYPO = 9
_SURNAME_ENDS = "вн"


@dataclass(frozen=True, slots=True)
class Word:
    """A vocabulary word: its class in the grammar, its value (a month's number, a unit), and whether it is plural."""

    cls: str
    value: Value = None
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row that are read as one: for each place the forms it may take."""

    places: tuple[frozenset[str], ...]
    word: Word


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All forms of all words, phrases by their first and second form, and what finds misspelt ones.

    `deletes`: every form by what it is with a letter left out; `long`: those in which two slips are mended.
    """

    forms: dict[str, Word]
    phrases: dict[str, dict[str, tuple[Phrase, ...]]]
    deletes: dict[str, tuple[str, ...]] = field(repr=False)
    long: dict[str, tuple[str, ...]] = field(repr=False)
    phrase_forms: frozenset[str] = field(repr=False)
    before_month: dict[str, str] = field(repr=False)

    def misspelt(self, word: str) -> str | None:
        """The form that an unknown word stands a letter off; None where there is none, or two of different meaning."""
        if len(word) < _SHORTEST_TYPO or is_known(word):
            return None
        near = {form for cut in _cuts(word) for form in self.deletes.get(cut, ()) if _distance(word, form) == 1}
        meant = {form for form in near if form not in self.forms or not _derived(word, form)}
        if not meant and len(word) >= _LONG_TYPO:
            meant = {form for form in self._far(word) if _two_slips(word, form)}
        words = {(w.cls, w.value) for form in meant if (w := self.forms.get(form)) is not None}
        if not meant or len(words) > 1:
            return None
        return min(meant, key=lambda form: (form not in self.forms, _distance(word, form), form))

    def _far(self, word: str) -> set[str]:
        """The forms that may stand two letters off: long ones with its first letter, others if letters are too many."""
        twice = {form for cut in _cuts(word) for c in _cuts(cut) for form in self.deletes.get(c, ())}
        return twice.union(self.long.get(word[0], ()))

    def shortened(self, word: str) -> Word | None:
        """The month, weekday or unit whose name begins so: «сентяб.», «понедел.»; None where it may be two."""
        if len(word) < _SHORTEST_CUT:
            return None
        found = {form: w for form, w in self.forms.items() if w.cls in SHORTENED and form.startswith(word)}
        words = {(w.cls, w.value) for w in found.values()}
        return min(found.items())[1] if len(words) == 1 else None


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of the mappings in force.

    Raises:
        MappingError: a form stands in two classes, a class is empty.
    """
    forms: dict[str, Word] = {}
    data = mappings.load("date_words")
    for cls, value, lemma in _entries(data["lemmas"]):
        for form, grammemes in lexeme(lemma):
            _add(forms, form, Word(cls, value, "plur" in grammemes))
    for cls, value, form in _entries(data["forms"]):
        _add(forms, form.replace("ё", "е"), Word(cls, value))
    phrases = tuple(_phrases(data["phrases"]))
    ordered = _by_first_and_second(phrases)
    places = frozenset(f for phrase in phrases for place in phrase.places for f in place)
    before_month = {form: cls for cls, _, form in _entries(data["before_month"])}
    mended = {form for form, word in forms.items() if word.cls in TYPO_CLASSES and len(form) >= _SHORTEST_TYPO}
    deletes = _delete_index(mended | {form for form in places if len(form) > _SHORTEST_TYPO})
    return Vocabulary(forms, ordered, deletes, _by_first_letter(mended), places, before_month)


@lru_cache(maxsize=1 << 14)
def meant(word: str) -> str | None:
    """The form of the vocabulary that an unknown word was meant to be: plans repeat their slips, too."""
    return vocabulary().misspelt(word)


for _cached in (vocabulary, meant):
    mappings.on_change(_cached.cache_clear)


def _entries(section: dict[str, Any]) -> Iterator[tuple[str, Value, str]]:
    for cls, words in section.items():
        for value, listed in words.items() if isinstance(words, dict) else ((None, words),):
            if not listed:
                raise MappingError(f"date_words: nothing under {cls} {value}")
            for word in listed:
                yield cls, value, word


def _add(forms: dict[str, Word], form: str, word: Word) -> None:
    known = forms.get(form)
    if known is not None and (known.cls, known.value) != (word.cls, word.value):
        raise MappingError(f"date_words: «{form}» is {known.cls} {known.value} and {word.cls} {word.value}")
    if known is None or known.plural:  # «числа»: singular (genitive) before plural
        forms[form] = word


def _phrases(section: dict[str, Any]) -> Iterator[Phrase]:
    for cls, value, text in _entries(section):
        yield Phrase(_places(text), Word(cls, value))
    for index, holiday in enumerate(holidays()):
        for name in holiday.names:
            yield Phrase(_places(name), Word("holiday", index))


def _by_first_and_second(phrases: Iterable[Phrase]) -> dict[str, dict[str, tuple[Phrase, ...]]]:
    """The longest first; "" holds those of one word, which come last everywhere."""
    found: dict[str, dict[str, list[Phrase]]] = {}
    for phrase in sorted(phrases, key=lambda p: -len(p.places)):
        for first in phrase.places[0]:
            seconds = found.setdefault(first, {"": []})
            for second in phrase.places[1] if len(phrase.places) > 1 else list(seconds):
                seconds.setdefault(second, []).append(phrase)
    return {first: {second: tuple(p) for second, p in seconds.items()} for first, seconds in found.items()}


def _places(text: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(f for f, _ in lexeme(w)) | {w.replace("ё", "е")} for w in text.split())


def _delete_index(forms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for form in forms:
        for cut in _cuts(form):
            index[cut] = (*index.get(cut, ()), form)
    return index


def _by_first_letter(forms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for form in forms:
        if len(form) >= _LONG_TYPO:
            found.setdefault(form[0], []).append(form)
    return {letter: tuple(listed) for letter, listed in found.items()}


def _cuts(word: str) -> set[str]:
    """The word itself and the word with each letter left out."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _two_slips(word: str, form: str) -> bool:
    if len(form) < _LONG_TYPO or word[0] != form[0] or abs(len(word) - len(form)) > 2:
        return False
    same_stem = word[: len(form) - 3] == form[:-3]
    unlike = len(set(word) ^ set(form)) > 4  # each slip changes two letters at most
    return not same_stem and not unlike and _distance(word, form) == 2


def _derived(word: str, form: str) -> bool:
    """A word that leaves the form only at its end is a word of its own: «ноябрята», «Сентябрев» (not «сентябрьь»)."""
    if len(word) < len(form) or word[: len(form) - 1] != form[:-1]:
        return False
    return word[-1] in _SURNAME_ENDS if len(word) == len(form) else word[-1] != form[-1]


def _distance(a: str, b: str) -> int:
    """Edit distance with neighbours swapped as one slip (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row, older = row, [i], before
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        before = last
    return row[-1]

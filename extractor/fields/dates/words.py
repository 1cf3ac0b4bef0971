"""The closed vocabulary of dates: `mappings/date_words.yaml` and the holidays' names, spelled out in all their forms.

A form is looked up in tables; the analyser is asked only for words that stand one letter off a known one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from extractor import mappings
from extractor.errors import MappingError
from extractor.fields.dates.calendar import holidays
from extractor.morph import is_known, lexeme

Value = int | str | None
TYPO_CLASSES = frozenset(
    "month weekday week decade month_unit quarter term trimester half year vacation per_adverb always every".split()
)
"""Classes whose misspelt words are read as meant; the rest must be spelled right."""

_SHORTEST_TYPO = 5
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
    """All forms of all words, phrases by their first form, and the index of misspellings (forms with a letter left out)."""

    forms: dict[str, Word]
    phrases: dict[str, tuple[Phrase, ...]]
    deletes: dict[str, tuple[str, ...]] = field(repr=False)
    phrase_forms: frozenset[str] = field(repr=False)

    def misspelt(self, word: str) -> Word | None:
        """The one vocabulary word that an unknown form stands a letter off; None where there is none, or two."""
        if len(word) < _SHORTEST_TYPO:
            return None
        meant = {form for cut in _cuts(word) for form in self.deletes.get(cut, ()) if _one_slip(word, form)}
        if not meant and len(word) >= _LONG_TYPO:
            meant = {f for cut in _cuts(word) for c in _cuts(cut) for f in self.deletes.get(c, ()) if _two_slips(word, f)}
        words = {self.forms[form] for form in meant}
        if len({(w.cls, w.value) for w in words}) != 1 or is_known(word):
            return None
        return words.pop()


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
    phrases: dict[str, list[Phrase]] = {}
    for phrase in _phrases(data["phrases"]):
        for form in phrase.places[0]:
            phrases.setdefault(form, []).append(phrase)
    ordered = {form: tuple(sorted(found, key=lambda p: -len(p.places))) for form, found in phrases.items()}
    places = frozenset(f for found in phrases.values() for phrase in found for place in phrase.places for f in place)
    return Vocabulary(forms, ordered, _delete_index(forms), places)


mappings.on_change(vocabulary.cache_clear)


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


def _places(text: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(f for f, _ in lexeme(w)) | {w.replace("ё", "е")} for w in text.split())


def _delete_index(forms: dict[str, Word]) -> dict[str, tuple[str, ...]]:
    index: dict[str, set[str]] = {}
    for form, word in forms.items():
        if word.cls in TYPO_CLASSES and len(form) >= _SHORTEST_TYPO:
            for cut in _cuts(form):
                index.setdefault(cut, set()).add(form)
                if len(form) >= _LONG_TYPO:
                    for second in _cuts(cut):
                        index.setdefault(second, set()).add(form)
    return {cut: tuple(sorted(found)) for cut, found in index.items()}


def _cuts(word: str) -> set[str]:
    """The word itself and the word with each letter left out."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _one_slip(word: str, form: str) -> bool:
    return _distance(word, form) == 1 and not _derived(word, form)


def _two_slips(word: str, form: str) -> bool:
    return len(form) >= _LONG_TYPO and word[0] == form[0] and _distance(word, form) == 2 and not _derived(word, form)


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

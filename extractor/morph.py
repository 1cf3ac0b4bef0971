"""Lemmas and grammemes of Russian words; the only file that imports the analyser (pymorphy3, OpenCorpora tags).

Readings are cached: plans repeat their words.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a word: lemma (ё as е), OpenCorpora grammemes (`NOUN`, `nomn`, `Surn` …), probability 0–1."""

    lemma: str
    grammemes: frozenset[str]
    score: float
    known: bool

    @property
    def pos(self) -> str:
        """Part of speech: the grammeme that names it, or ''."""
        return _part_of_speech(self.grammemes)


@lru_cache(maxsize=1 << 14)
def _part_of_speech(grammemes: frozenset[str]) -> str:
    return next((g for g in grammemes if g.isupper() and g.isalpha() and len(g) == 4), "")


@lru_cache(maxsize=1)
def _analyser() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=1 << 17)
def readings(word: str) -> tuple[Reading, ...]:
    """All readings of one word, the likeliest first; never empty for a non-empty word."""
    if not word.isascii() and any(unicodedata.name(c, "") == "" for c in word):
        return (Reading(word.lower(), frozenset({"UNKN"}), 1.0, False),)  # the analyser asks letters for their names
    return tuple(
        Reading(p.normal_form.replace("ё", "е"), frozenset(p.tag.grammemes), float(p.score), bool(p.is_known))
        for p in _analyser().parse(word.lower())
    )


def lemma(word: str) -> str:
    """The likeliest lemma, in lower case, ё as е."""
    found = readings(word)
    return found[0].lemma if found else word.lower()


@lru_cache(maxsize=1 << 16)
def lemmas(word: str) -> frozenset[str]:
    """The lemmas of all readings of a word."""
    return frozenset(r.lemma for r in readings(word)) or frozenset({word.lower()})


@lru_cache(maxsize=1 << 17)
def is_known(word: str) -> bool:
    """Whether the dictionary has this very form (any case of letters)."""
    return bool(_analyser().word_is_known(word.lower()))


@lru_cache(maxsize=1 << 15)
def inflect(word: str, *grammemes: str) -> str | None:
    """The word in another form (`nomn`, `sing` …), in lower case; None where the dictionary cannot."""
    for parse in _analyser().parse(word.lower()):
        form = parse.inflect(frozenset(grammemes))
        if form is not None:
            return str(form.word)
    return None


@lru_cache(maxsize=1 << 12)
def lexeme(word: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """All forms of a dictionary word with their grammemes (ё as е); the word alone where there is no such lemma."""
    word = word.lower()
    forms = {
        (form.word.replace("ё", "е"), frozenset(form.tag.grammemes))
        for parse in _analyser().parse(word)
        if parse.is_known and parse.normal_form.replace("ё", "е") == word
        for form in parse.lexeme
    }
    return tuple(sorted(forms, key=lambda f: (f[0], sorted(f[1])))) or ((word, frozenset()),)

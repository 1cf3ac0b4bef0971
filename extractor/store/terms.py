"""Words as the search knows them: lemmas (any form finds any other: «ёлок», «ёлка»), stems where there is no lemma.

A word of the dictionary is kept under its likeliest lemma, and under its others where it may be several («белка» is of
«белок», too). Another word (a rare surname, «онлайн-квиз», a slip of the pen) is kept under its stem (Snowball). Stems
alone would not do: «игрушек» and «игрушки» have two, «лицей» and «лица» have one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from extractor.morph import readings
from extractor.text import fold_lookalikes

_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[A-Za-zËë]")
_LONGEST = 64
"""Letters of a word that count; what is longer is no word."""
_LIKELY = 0.05
"""From this probability on a lemma counts: «стали» is not looked for among metals."""
_FUNCTION_WORDS = frozenset({"PREP", "CONJ", "PRCL"})


def words(text: str) -> list[str]:
    """The words and numbers of a text, folded: case, ё, look-alike letters; «5-9 кл.» gives «5», «9», «кл»."""
    plain = unicodedata.normalize("NFC", text)
    if _LATIN.search(plain):
        plain = fold_lookalikes(plain)
    return [word[:_LONGEST] for word in _WORD.findall(plain.casefold().replace("ё", "е"))]


@lru_cache(maxsize=1 << 13)
def indexed(text: str) -> str:
    """What is kept of a text: a term a word, in order, so that phrases can be found; further lemmas behind them."""
    found = [terms(word) for word in words(text)]
    return " ".join((*(first for first, *_others in found), *(other for _first, *others in found for other in others)))


@lru_cache(maxsize=1 << 16)
def terms(word: str) -> tuple[str, ...]:
    """The terms that a folded word is kept under, the likeliest first; never empty."""
    return _lemmas(word) or (_stem(word),)


@lru_cache(maxsize=1 << 10)
def asked(word: str) -> tuple[str, ...]:
    """The terms that a folded word asks for: what it may be kept under, and what a rarer form of it may be."""
    return tuple(dict.fromkeys((*_lemmas(word), _stem(word), word)))


def is_function_word(word: str) -> bool:
    """Whether a word has no meaning of its own: «для», «и», «не»."""
    return readings(word)[0].pos in _FUNCTION_WORDS


def _lemmas(word: str) -> tuple[str, ...]:
    scores: dict[str, float] = {}
    for reading in readings(word):
        if reading.known:
            lemma = "".join(words(reading.lemma))
            scores[lemma] = scores.get(lemma, 0.0) + reading.score
    likely = (lemma for lemma in scores if lemma and scores[lemma] >= _LIKELY)
    return tuple(sorted(likely, key=lambda lemma: (-round(scores[lemma], 6), lemma)))


def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word)) or word


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("russian")

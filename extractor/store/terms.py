"""Words as the search knows them: stems of Russian (Snowball), case folded, ё as е, look-alike letters mended."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from extractor.text import fold_lookalikes

_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[A-Za-zËë]")
_LONGEST = 64
"""Letters of a word that count; what is longer is no word."""


@lru_cache(maxsize=1 << 13)
def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words and numbers, in order; «5-9 кл.» gives «5», «9», «кл»."""
    return tuple(map(stem, words(text)))


def words(text: str) -> list[str]:
    """The words and numbers of a text, folded."""
    plain = unicodedata.normalize("NFC", text)
    if _LATIN.search(plain):
        plain = fold_lookalikes(plain)
    return _WORD.findall(plain.casefold().replace("ё", "е"))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of one folded word; a word of other letters is its own."""
    return str(_stemmer().stemWord(word[:_LONGEST])) or word[:_LONGEST]


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("russian")

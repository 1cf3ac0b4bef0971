"""When two strings are the same for the measure: list numbers, case, quotes, dashes, spaces and dots do not count."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

_LIST_NUMBER = re.compile(r"(?<!№\s)(?:(?<=\s)|^)\d{1,2}[.)]\s+")
_SKIPPED = re.compile(r"[^\w№]+|_+")
_PARTS = re.compile(r"\d+|[^\W\d_]+")


@lru_cache(maxsize=50_000)
def squash(text: str) -> str:
    """A string as it is compared: «1. План  «Мир»» → «планмир»."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    return _SKIPPED.sub("", _LIST_NUMBER.sub("", folded))


def squashed(text: str | None) -> str:
    """The same for a value that may be missing."""
    return squash(text) if text else ""


@lru_cache(maxsize=50_000)
def likeness(a: str, b: str) -> float:
    """How alike two squashed strings are, 0 to 1."""
    return 1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio()


def alike(a: str | None, b: str) -> bool:
    """Two writings of one name that differ by case endings alone («гимназии № 2», «Гимназия №2»)."""
    if not a:
        return False
    first, second = _words(a), _words(b)
    return bool(first) and len(first) == len(second) and all(map(_same_word, first, second))


def _words(text: str) -> list[str]:
    return _PARTS.findall(text.casefold().replace("ё", "е"))


def _same_word(a: str, b: str) -> bool:
    if a == b:
        return True
    if not a.isalpha() or not b.isalpha() or abs(len(a) - len(b)) > 3:
        return False
    return _common_head(a, b) >= max(3, min(len(a), len(b)) - 2)


def _common_head(a: str, b: str) -> int:
    length = 0
    for left, right in zip(a, b, strict=False):
        if left != right:
            break
        length += 1
    return length

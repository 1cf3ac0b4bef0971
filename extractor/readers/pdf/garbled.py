"""Text whose font has no Unicode map: letters come out as private codes, replacement marks or another script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.wording import is_whole_word

if TYPE_CHECKING:
    from extractor.readers.pdf.page import Page


# Private use, control, replacement, or an accented Latin letter («Ïëàí» is «План» without its map).
_BAD = re.compile(r"[\x00\x01\x03-\x08\x0e-\x1f\x80-\x9f\u00c0-\u024f\ue000-\uf8ff\ufffd]")
_WORD = re.compile(r"[^\W_]{4,}")
_MOST_WORDS = 200
_KNOWN_SHARE = 0.5
_SPACE = re.compile(r"\s")
_FEW = 40
_SAMPLE = 2000
_BAD_SHARE = 0.3


_WESTERN = re.compile(r"[\u00c0-\u00ff]")
_LETTER = re.compile(r"[^\W\d_]")
# These six letters are nearly half of all in any Russian text; letters in disorder have them in a fifth.
_FREQUENT = re.compile(r"[оеаинт]", re.I)
_FREQUENT_SHARE = 0.36
_WINDOWS = {code: bytes([code]).decode("cp1251") for code in (0xA8, 0xB8, 0xB9, *range(0xC0, 0x100))}


def is_garbled(pages: Sequence[Page]) -> bool:
    """Whether a good part of the letters cannot be what a person sees on the page."""
    text = "".join(page.letters[:_SAMPLE] for page in pages)
    shown = len(text) - len(_SPACE.findall(text))
    unmapped = sum(page.unmapped for page in pages) / len(pages)
    return shown >= _FEW and (len(_BAD.findall(text)) > _BAD_SHARE * shown or unmapped > _BAD_SHARE)


def is_misread(letters: str) -> bool:
    """Whether the text beneath a scanned page is no Russian («lIJIaH pa6oTbI»): most words are in no dictionary."""
    words = _WORD.findall(letters)[:_MOST_WORDS]
    return sum(map(is_whole_word, words)) < _KNOWN_SHARE * len(words)


def repaired(text: str) -> str:
    """«Ïëàí» as «План»: a Russian font of Windows whose PDF says it were a Western one; letter for letter."""
    western = _WESTERN.findall(text)
    if len(western) < _FEW / 2 or len(western) < 0.6 * len(_LETTER.findall(text)):
        return text
    russian = text.translate(_WINDOWS)
    return russian if len(_FREQUENT.findall(russian)) > _FREQUENT_SHARE * len(western) else text

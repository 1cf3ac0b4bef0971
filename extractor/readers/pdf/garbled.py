"""Text whose font has no Unicode map: letters come out as private codes, replacement marks or another script."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.readers.pdf.page import Page

_FEW = 40
_BAD_SHARE = 0.3


def is_garbled(pages: Sequence[Page]) -> bool:
    """Whether a good part of the letters cannot be what a person sees on the page."""
    text = "".join(page.letters for page in pages)
    shown = [letter for letter in text if not letter.isspace()]
    if len(shown) < _FEW:
        return False
    bad = sum(map(_is_bad, shown))
    return bad > _BAD_SHARE * len(shown)


def _is_bad(letter: str) -> bool:
    """Private use, control, replacement, or an accented Latin letter («Ïëàí» is «План» without its map)."""
    code = ord(letter)
    return code < 32 or code == 0xFFFD or 0xC0 <= code <= 0x24F or 0xE000 <= code <= 0xF8FF or 0x80 <= code < 0xA0

"""Text whose font has no Unicode map: letters come out as private codes, replacement marks or another script."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.readers.pdf.page import Page

# Private use, control, replacement, or an accented Latin letter («Ïëàí» is «План» without its map).
_BAD = re.compile(r"[\x00\x01\x03-\x08\x0e-\x1f\x80-\x9f\u00c0-\u024f\ue000-\uf8ff\ufffd]")
_SPACE = re.compile(r"\s")
_FEW = 40
_BAD_SHARE = 0.3


def is_garbled(pages: Sequence[Page]) -> bool:
    """Whether a good part of the letters cannot be what a person sees on the page."""
    text = "".join(page.letters for page in pages)
    shown = len(text) - len(_SPACE.findall(text))
    return shown >= _FEW and len(_BAD.findall(text)) > _BAD_SHARE * shown

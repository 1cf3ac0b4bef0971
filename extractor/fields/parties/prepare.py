"""A cell made ready: words whole, bullets gone, line breaks kept where they still divide words."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.text import clean, fold_lookalikes
from extractor.wording import join_lines, mend_spaces

_BULLET = re.compile(r"^[ ]*(?:[•●▪·*○◦■–—-]|\(?\d{1,2}[.)](?=[ ]*[^\W\d_]))[ ]*", re.MULTILINE)
_LINKS = ("@", "http://", "https://", "www.")
_LATIN = re.compile(r"[A-Za-zëË]")
_LONGEST = 20_000


@lru_cache(maxsize=1 << 13)
def prepare(text: str) -> str:
    """The cell's text to be read; all offsets of the room are offsets into it."""
    cleaned = clean(text[:_LONGEST])
    lined = "\n" in cleaned
    if lined or cleaned[:1] in "•●▪·*○◦■–—-(0123456789":
        cleaned = _BULLET.sub("", cleaned)
    joined = mend_spaces(join_lines(cleaned))
    if lined:
        joined = _with_breaks(cleaned, joined)
    return _fold(joined)


def _with_breaks(lines: str, joined: str) -> str:
    """`joined` with a line break for each space that was one in `lines` (both the same but for spaces and hyphens)."""
    out = list(joined)
    here = 0
    broken = False
    for char in lines:
        if char == "\n":
            broken = True
            continue
        if char.isspace():
            continue
        if here < len(joined) and joined[here] == " ":
            if broken and (here + 1 < len(joined) and joined[here + 1] == char):
                out[here] = "\n"
            here += 1
        broken = False
        if here < len(joined) and joined[here] == char:
            here += 1
    return "".join(out)


def _fold(text: str) -> str:
    """Look-alikes made Cyrillic, links and addresses left alone (and not taken for a foreign language)."""
    if not _LATIN.search(text):
        return text
    if not any(mark in text for mark in _LINKS):
        return fold_lookalikes(text)
    pieces = re.split(r"(\s)", text)
    links = [any(mark in p for mark in _LINKS) for p in pieces]
    folded = fold_lookalikes("".join(" " * len(p) if link else p for p, link in zip(pieces, links, strict=True)))
    out, at = [], 0
    for piece, link in zip(pieces, links, strict=True):
        out.append(piece if link else folded[at : at + len(piece)])
        at += len(piece)
    return "".join(out)

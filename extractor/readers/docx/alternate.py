"""`mc:AlternateContent`: the same thing said twice, of which one is read."""

from __future__ import annotations

from lxml import etree

from extractor.readers.docx.names import CHOICE, FALLBACK, w
from extractor.readers.docx.squeeze import SQUEEZED

_CONTENT = frozenset(w(name) for name in ("t", "txbxContent", "p", "sym", "drawing", "tbl", "tr", "tc"))


def choose(alternate: etree._Element) -> etree._Element:
    """The branch of alternate content to read: the first choice that holds anything, else the fallback."""
    for branch in alternate.iterchildren(CHOICE):
        if any(e.tag in _CONTENT or str(e.tag).startswith(SQUEEZED) for e in branch.iter()):
            return branch
    fallback = alternate.find(FALLBACK)
    return fallback if fallback is not None else alternate

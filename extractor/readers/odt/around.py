"""What stands around the text of an ODT: page heads and feet, foot- and endnotes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from extractor.blocks import Block, Paragraph, paragraphs
from extractor.readers.odt.names import n

_MASTER_PAGES = f"{n('office:master-styles')}/{n('style:master-page')}"
_IN_ORDER = ("header-first", "header", "header-left", "footer-first", "footer", "footer-left")
_NOTE, _MARK, _BODY = n("text:note"), n("text:note-citation"), n("text:note-body")

Read = Callable[[etree._Element], tuple[Block, ...]]
"""Reads the blocks of a container."""


def page_heads(common: etree._Element | None, read: Read) -> tuple[Block, ...]:
    """The heads of all page styles, a first page's before the others; page numbers alone are left out."""
    pages = [] if common is None else common.findall(_MASTER_PAGES)
    found: dict[Block, None] = {}
    for name in _IN_ORDER:
        for part in (part for page in pages for part in page.iterchildren(n(f"style:{name}"))):
            if part.get(n("style:display")) == "false":
                continue
            for block in read(part):
                if any(sign.isalpha() for p in paragraphs((block,)) for sign in p.text):
                    found[block] = None
    return tuple(found)


def notes(body: etree._Element, read: Read) -> Iterator[Paragraph]:
    """Foot- and endnotes in the order of their marks."""
    for note in body.iter(_NOTE):
        inside = note.find(_BODY)
        text = "" if inside is None else "\n".join(p.full_text.strip() for p in paragraphs(read(inside)))
        if text.strip():
            yield Paragraph(text, label=(note.findtext(_MARK) or "").strip() or None)

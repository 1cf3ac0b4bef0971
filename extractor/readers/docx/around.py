"""What stands around the body: page heads and feet by their sections, foot- and endnotes by their marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from extractor.blocks import Place
from extractor.readers.docx.names import REL_ID, is_on, value, w
from extractor.readers.grid import NOWHERE
from extractor.readers.numerals import numeral

_SECTION, _TITLE_PAGE = w("sectPr"), w("titlePg")
_KINDS = ("first", "default", "even")


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A mark in the text: `part` is where its note stands (`footnotes`, `endnotes`), `own` a mark typed by hand."""

    part: str
    key: str
    own: str = ""
    place: Place = NOWHERE


def head_relations(root: etree._Element, *, even: bool) -> tuple[str, ...]:
    """The relationships of all page heads, then those of the feet; a section's first page before its others.

    A head of the first page is in use where the section says so, one of even pages where the whole document does.
    """
    sections = list(root.iter(_SECTION))
    found: dict[str, None] = {}
    for name in (w("headerReference"), w("footerReference")):
        for section in sections:
            shown = {"default", *(("even",) if even else ()), *(("first",) if is_on(section.find(_TITLE_PAGE)) else ())}
            references = {reference.get(w("type")) or "default": reference for reference in section.iterchildren(name)}
            for kind in _KINDS:
                if kind in shown and kind in references:
                    found[references[kind].get(REL_ID) or ""] = None
    return tuple(found)


def numbered_marks(marks: list[NoteMark], root: etree._Element) -> Iterator[tuple[NoteMark, str]]:
    """Each note once with its mark as printed: footnotes 1, 2, endnotes i, ii unless a section says other."""
    kinds = {"footnotes": "decimal", "endnotes": "lowerRoman"}
    for part, properties in (("footnotes", w("footnotePr")), ("endnotes", w("endnotePr"))):
        stated = next(
            (value(e.find(w("numFmt"))) for s in root.iter(_SECTION) for e in s.iterchildren(properties)), None
        )
        kinds[part] = stated or kinds[part]
    counts = dict.fromkeys(kinds, 0)
    seen: set[tuple[str, str]] = set()
    for mark in marks:
        if (mark.part, mark.key) in seen:
            continue
        seen.add((mark.part, mark.key))
        if not mark.own:
            counts[mark.part] += 1
        yield mark, mark.own or numeral(counts[mark.part], kinds[mark.part])

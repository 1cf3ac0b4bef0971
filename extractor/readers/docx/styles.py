"""styles.xml -> what each style gives a paragraph or a run, its `basedOn` chain followed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from lxml import etree

from extractor.readers.docx.names import is_on, points, value, w, whole
from extractor.readers.docx.stylesheet import StyleSheet

BOLD, ITALIC, STRUCK, HIDDEN = 1, 2, 4, 8

_TOGGLES = {w("b"): BOLD, w("i"): ITALIC, w("strike"): STRUCK, w("dstrike"): STRUCK, w("vanish"): HIDDEN}
_ALIGN = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
    "both": "justify",
    "distribute": "justify",
}
_HEADING_NAME = re.compile(r"(?:heading|заголовок) ([1-9])", re.I)
_LONGEST_CHAIN = 30
_BODY_LEVEL = 9

_VAL = w("val")
_PPR, _RPR, _NUMPR, _OUTLINE, _JC, _IND = w("pPr"), w("rPr"), w("numPr"), w("outlineLvl"), w("jc"), w("ind")
_LEFT, _START = w("left"), w("start")
_PSTYLE, _PAGE_BREAK = w("pStyle"), w("pageBreakBefore")
_PLAIN_TAGS = frozenset((_PSTYLE, _JC, _OUTLINE))


@dataclass(frozen=True, slots=True)
class Toggles:
    """Which of bold, italic, struck, hidden are `stated`, and which of these are `on`."""

    stated: int = 0
    on: int = 0

    def over(self, base: int) -> int:
        """The flags where these stand over a base."""
        return (base & ~self.stated) | self.on


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What a paragraph has from its style or from itself; None where nothing is stated."""

    toggles: Toggles = Toggles()
    heading: int | None = None
    align: str | None = None
    indent: float | None = None
    num_id: str | None = None
    level: int | None = None
    num_style: str | None = None

    def over(self, base: ParagraphLook) -> ParagraphLook:
        """This look where it says something, else the base's."""
        stated = self.toggles.stated | base.toggles.stated
        return ParagraphLook(
            Toggles(stated, self.toggles.over(base.toggles.on)),
            base.heading if self.heading is None else self.heading,
            base.align if self.align is None else self.align,
            base.indent if self.indent is None else self.indent,
            base.num_id if self.num_id is None else self.num_id,
            base.level if self.level is None else self.level,
            base.num_style if self.num_id is None else self.num_style,
        )


PLAIN = ParagraphLook()
NO_TOGGLES = Toggles()


def read_toggles(rpr: etree._Element | None) -> Toggles:
    """The toggles of a `w:rPr`."""
    stated = on = 0
    for child in () if rpr is None else rpr:
        bit = _TOGGLES.get(child.tag)
        if bit is not None:
            stated |= bit
            if is_on(child):
                on |= bit
    return Toggles(stated, on) if stated else NO_TOGGLES


def read_paragraph_look(ppr: etree._Element | None) -> ParagraphLook:
    """A `w:pPr` alone: heading from `w:outlineLvl` (9 is body text: heading 0), numbering, alignment, left indent."""
    heading = align = indent = num_id = level = None
    for child in () if ppr is None else ppr:
        tag = child.tag
        if tag == _JC:
            align = _ALIGN.get(child.get(_VAL) or "")
        elif tag == _IND:
            left = child.get(_LEFT) or child.get(_START)
            indent = points(left) if left is not None else indent
        elif tag == _NUMPR:
            num_id = value(child.find(w("numId")))
            ilvl = value(child.find(w("ilvl")))
            level = None if ilvl is None else min(max(whole(ilvl), 0), 8)
        elif tag == _OUTLINE:
            outline = whole(child.get(_VAL), _BODY_LEVEL)
            heading = outline + 1 if 0 <= outline < _BODY_LEVEL else 0
    return ParagraphLook(heading=heading, align=align, indent=indent, num_id=num_id, level=level)


LookKey = tuple[str | None, ...]


class RawLook(NamedTuple):
    """A `w:pPr` as it stands, cheap to read for each paragraph; paragraphs of one `key` share a look."""

    key: LookKey = ()
    style: str | None = None
    mark: etree._Element | None = None
    breaks_page: bool = False


NO_LOOK = RawLook()


def read_raw_look(ppr: etree._Element) -> RawLook:
    """One pass over a paragraph's properties."""
    key: list[str | None] = []
    style = mark = None
    breaks_page = False
    for child in ppr:
        tag = child.tag
        if tag in _PLAIN_TAGS:
            stated = child.get(_VAL)
            key += (tag, stated)
            if tag == _PSTYLE:
                style = stated
        elif tag == _IND:
            key += (tag, child.get(_LEFT) or child.get(_START))
        elif tag == _NUMPR:
            for part in child:
                key += (part.tag, part.get(_VAL))
        elif tag == _RPR:
            mark = child if len(child) else None
        elif tag == _PAGE_BREAK:
            breaks_page = is_on(child)
    return RawLook(tuple(key), style, mark, breaks_page)


class Styles:
    """The styles of a document; resolved when first asked for."""

    def __init__(self, sheet: StyleSheet | None) -> None:
        self._sheet = sheet
        self._base = PLAIN
        self._paragraphs: dict[str, ParagraphLook] = {}
        self._characters: dict[str, Toggles] = {}
        defaults = None if sheet is None else sheet.defaults()
        if defaults is not None:
            ppr = defaults.find(f"{w('pPrDefault')}/{_PPR}")
            rpr = defaults.find(f"{w('rPrDefault')}/{_RPR}")
            self._base = replace(read_paragraph_look(ppr), toggles=read_toggles(rpr))

    def _get(self, key: str) -> etree._Element | None:
        return None if self._sheet is None else self._sheet.get(key)

    def paragraph(self, key: str | None) -> ParagraphLook:
        """The look a paragraph style gives; the default style where the key is missing or unknown."""
        if key is None or (key not in self._paragraphs and self._get(key) is None):
            key = "" if self._sheet is None else self._sheet.default
        if key not in self._paragraphs:
            look = self._base
            for style in self._chain(key):
                look = _style_look(style).over(look)
            self._paragraphs[key] = look
        return self._paragraphs[key]

    def character(self, key: str) -> Toggles:
        """The toggles a character style gives."""
        if key not in self._characters:
            toggles = NO_TOGGLES
            for style in self._chain(key):
                own = read_toggles(style.find(_RPR))
                toggles = Toggles(toggles.stated | own.stated, own.over(toggles.on))
            self._characters[key] = toggles
        return self._characters[key]

    def numbering_style(self, key: str) -> str | None:
        """The `w:numId` behind a numbering style (`w:numStyleLink`)."""
        style = self._get(key)
        return None if style is None else value(style.find(f"{_PPR}/{_NUMPR}/{w('numId')}"))

    def _chain(self, key: str) -> list[etree._Element]:
        """The style and those it is based on, the base first; a circle of styles ends where it closes."""
        chain: list[etree._Element] = []
        seen: set[str] = set()
        while (style := self._get(key)) is not None and key not in seen and len(chain) < _LONGEST_CHAIN:
            seen.add(key)
            chain.append(style)
            key = value(style.find(w("basedOn"))) or ""
        return chain[::-1]


def _style_look(style: etree._Element) -> ParagraphLook:
    """One style alone. «heading 2» is a heading by its name even where it has lost its outline level."""
    look = read_paragraph_look(style.find(_PPR))
    if look.heading is None:
        named = _HEADING_NAME.fullmatch(value(style.find(w("name"))) or "")
        if named:
            look = replace(look, heading=int(named.group(1)))
    owner = style.get(w("styleId")) if look.num_id is not None else None
    return replace(look, toggles=read_toggles(style.find(_RPR)), num_style=owner)

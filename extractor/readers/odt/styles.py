"""The styles of an ODT, common and automatic, with their parents followed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from extractor.readers.odt.names import n, points

_LONGEST_CHAIN = 30
_ALIGN = {"start": "left", "left": "left", "center": "center", "end": "right", "right": "right", "justify": "justify"}


@dataclass(frozen=True, slots=True)
class Look:
    """What a style states; None where it says nothing."""

    bold: bool | None = None
    italic: bool | None = None
    struck: bool | None = None
    hidden: bool | None = None
    align: str | None = None
    indent: float | None = None
    heading: int | None = None
    breaks_page: bool | None = None

    def over(self, base: Look) -> Look:
        """This look where it says something, else the base's."""
        return Look(
            base.bold if self.bold is None else self.bold,
            base.italic if self.italic is None else self.italic,
            base.struck if self.struck is None else self.struck,
            base.hidden if self.hidden is None else self.hidden,
            base.align if self.align is None else self.align,
            base.indent if self.indent is None else self.indent,
            base.heading if self.heading is None else self.heading,
            base.breaks_page if self.breaks_page is None else self.breaks_page,
        )


PLAIN = Look()


class Styles:
    """Looks by family (`paragraph`, `text`) and name, resolved when first asked for."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._defaults: dict[str, Look] = {}
        self._looks: dict[tuple[str, str | None], Look] = {}
        for root in roots:
            for group in root.iterchildren(n("office:styles"), n("office:automatic-styles")):
                for style in group.iterchildren(n("style:style")):
                    family = style.get(n("style:family")) or ""
                    self._elements[family, style.get(n("style:name")) or ""] = style
                for style in group.iterchildren(n("style:default-style")):
                    self._defaults[style.get(n("style:family")) or ""] = _read_look(style)

    def look(self, family: str, name: str | None) -> Look:
        """The look a style gives."""
        key = (family, name)
        if key not in self._looks:
            look = self._defaults.get(family, PLAIN) if family == "paragraph" else PLAIN
            for style in self._chain(family, name):
                look = _read_look(style).over(look)
            self._looks[key] = look
        return self._looks[key]

    def _chain(self, family: str, name: str | None) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while name is not None and (family, name) in self._elements and len(chain) < _LONGEST_CHAIN:
            style = self._elements[family, name]
            if any(style is other for other in chain):
                break
            chain.append(style)
            name = style.get(n("style:parent-style-name"))
        return chain[::-1]


def _read_look(style: etree._Element) -> Look:
    text = style.find(n("style:text-properties"))
    paragraph = style.find(n("style:paragraph-properties"))
    bold = italic = struck = hidden = None
    if text is not None:
        bold = _is_bold(text.get(n("fo:font-weight")))
        slant = text.get(n("fo:font-style"))
        italic = None if slant is None else slant != "normal"
        line = text.get(n("style:text-line-through-style")) or text.get(n("style:text-line-through-type"))
        struck = None if line is None else line != "none"
        display = text.get(n("text:display"))
        hidden = None if display is None else display == "none"
    align = indent = breaks = None
    if paragraph is not None:
        align = _ALIGN.get(paragraph.get(n("fo:text-align")) or "")
        indent = points(paragraph.get(n("fo:margin-left")))
        before = paragraph.get(n("fo:break-before"))
        breaks = None if before is None else before == "page"
    level = style.get(n("style:default-outline-level"))
    heading = int(level) if level and level.isdecimal() else None
    return Look(bold, italic, struck, hidden, align, indent, heading, breaks)


def _is_bold(weight: str | None) -> bool | None:
    if weight is None:
        return None
    return int(weight) >= 600 if weight.isdecimal() else weight == "bold"

"""Running text of a page -> paragraphs: white space collapsed, lines broken, empty lines noted as gaps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.blocks import Block, Paragraph
from extractor.readers.html.looks import Look
from extractor.readers.numerals import unsymbol

_SPACE = re.compile(r"[ \t\r\n\x0c]+")
_EMPTY_LINE = re.compile(r"\n[ \t\xa0]{0,200}\n\s{0,1000}")


@dataclass(slots=True)
class Item:
    """A list item: its label stands before its first paragraph only."""

    label: str | None
    level: int
    used: bool = False


@dataclass(slots=True)
class Flow:
    """Blocks of one container being collected, and the paragraph that is being written."""

    blocks: list[Block] = field(default_factory=list)
    characters: int = 0
    gap: bool = False
    item: Item | None = None
    heading: int | None = None
    _parts: list[str] = field(default_factory=list)
    _looks: list[Look] = field(default_factory=list)
    _label: str | None = None
    _level: int | None = None

    def text(self, text: str, look: Look) -> None:
        """Adds running text."""
        if look.hidden or not text:
            return
        if not look.verbatim:
            text = _SPACE.sub(" ", text)
            if text[0] == " " and (not self._parts or self._parts[-1][-1] in " \n"):
                text = text[1:]
        if text:
            self._parts.append(text)
            self._looks.append(look)

    def line_break(self, look: Look) -> None:
        """A `<br>`."""
        if not look.hidden:
            while self._parts and self._parts[-1].endswith(" "):
                self._parts[-1] = self._parts[-1].rstrip(" ")
                if not self._parts[-1]:
                    self._parts.pop()
                    self._looks.pop()
            self._parts.append("\n")
            self._looks.append(look)

    def label(self, label: str | None, level: int) -> None:
        """A label that stands in the text itself (Word's `mso-list`)."""
        self._label, self._level = label, level

    def end(self, *, counts: bool = False) -> None:
        """The paragraph is complete. An empty one is a gap, where it `counts` as a paragraph of its own."""
        looks = [look for part, look in zip(self._parts, self._looks, strict=True) if not part.isspace()]
        if not all(look.struck for look in looks):  # «<del>25–29</del><ins>18–22</ins> марта»
            kept = [(p, k) for p, k in zip(self._parts, self._looks, strict=True) if not k.struck]
            self._parts, self._looks = [p for p, _ in kept], [k for _, k in kept]
            looks = [look for part, look in kept if not part.isspace()]
        text = unsymbol("".join(self._parts))
        self._parts, self._looks = [], []
        label, level = self._take_label(text)
        if not text.strip():
            self.gap = self.gap or counts
            return
        first = looks[0] if looks else Look()
        for number, piece in enumerate(_EMPTY_LINE.split(text.strip(" \n\t"))):
            self.gap = self.gap or number > 0
            self.characters += len(piece)
            self.blocks.append(
                Paragraph(
                    piece,
                    label=label if number == 0 else None,
                    level=level,
                    heading=self.heading,
                    bold=bool(looks) and all(look.bold for look in looks),
                    italic=bool(looks) and all(look.italic for look in looks),
                    struck=bool(looks) and all(look.struck for look in looks),
                    align=first.align,
                    indent=first.indent,
                    gap=self.gap,
                )
            )
            self.gap = False

    def end_item(self) -> None:
        """A list item is complete. An empty one still shows its number: «1.» in a column of numbers."""
        self.end()
        item = self.item
        if item is not None and not item.used and item.label and item.label[0].isalnum():
            item.used = True
            self.blocks.append(Paragraph("", label=item.label, level=item.level))
            self.gap = False

    def block(self, block: Block) -> None:
        """A table stands here."""
        self.end()
        self.blocks.append(block)
        self.gap = False

    def _take_label(self, text: str) -> tuple[str | None, int | None]:
        if self._label is not None:
            label, level = self._label, self._level
            self._label = self._level = None
            return label, level
        item = self.item
        if item is None:
            return None, None
        if item.used or not text.strip():
            return None, item.level
        item.used = True
        return item.label, item.level

"""The style sheet of a Word 97–2003 file: what each style says of paragraphs and of characters, its base included."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from extractor.readers.word97.binary import STYLES, WordFile
from extractor.readers.word97.properties import Properties, laid_over, properties

_PARAGRAPH, _CHARACTER = 1, 2
_NO_BASE = 0xFFF
_LONGEST_CHAIN = 12
_MOST = 4096


@dataclass(frozen=True, slots=True)
class Style:
    """One style's own words, and the number of the style it is based on."""

    base: int = _NO_BASE
    paragraph: Properties = field(default_factory=dict)
    characters: Properties = field(default_factory=dict)


class StyleSheet:
    """Looks by the number of their style."""

    def __init__(self, word: WordFile) -> None:
        self._styles = _read_styles(word)
        self._whole: dict[int, Style] = {}

    def paragraph(self, style: int) -> Properties:
        """What a paragraph of this style looks like."""
        return self._resolved(style).paragraph

    def characters(self, style: int) -> Properties:
        """What its characters look like; also those of a character style."""
        return self._resolved(style).characters

    def _resolved(self, number: int) -> Style:
        found = self._whole.get(number)
        if found is None:
            paragraph: Properties = {}
            characters: Properties = {}
            for style in self._chain(number):
                paragraph = laid_over(paragraph, style.paragraph)
                characters = laid_over(characters, style.characters)
            found = self._whole[number] = Style(_NO_BASE, paragraph, characters)
        return found

    def _chain(self, number: int) -> list[Style]:
        """A style and those it is based on, the outermost first."""
        chain: list[Style] = []
        while number in self._styles and len(chain) < _LONGEST_CHAIN:
            style = self._styles[number]
            chain.append(style)
            number = style.base
        return chain[::-1]


def _read_styles(word: WordFile) -> dict[int, Style]:
    start, end = word.part(STYLES)
    sheet = word.table[start:end]
    if len(sheet) < 6:
        return {}
    head, count, fixed = struct.unpack_from("<HHH", sheet)
    at = 2 + head
    styles: dict[int, Style] = {}
    for number in range(min(count, _MOST)):
        if at + 2 > len(sheet):
            break
        size = struct.unpack_from("<H", sheet, at)[0]
        style = _read_style(sheet[at + 2 : at + 2 + size], fixed)
        if style is not None:
            styles[number] = style
        at += 2 + size
    return styles


def _read_style(packed: bytes, fixed: int) -> Style | None:
    """A style's entry: `fixed` bytes, its name in UTF-16, its properties; None for an empty one."""
    if fixed < 6 or len(packed) < fixed + 2:
        return None
    kind_and_base = struct.unpack_from("<H", packed, 2)[0]
    kind, base = kind_and_base & 0xF, kind_and_base >> 4
    at = fixed + 2 + 2 * struct.unpack_from("<H", packed, fixed)[0] + 2
    if kind == _CHARACTER:
        characters, _ = _read_part(packed, at)
        return Style(base, {}, properties(characters))
    if kind != _PARAGRAPH:
        return Style(base)
    paragraph, at = _read_part(packed, at)
    characters, _ = _read_part(packed, at)
    return Style(base, properties(paragraph[2:]), properties(characters))  # the style's own number stands first


def _read_part(packed: bytes, at: int) -> tuple[bytes, int]:
    """A list of properties with its length before it, and where the next one begins (at an even place)."""
    if at + 2 > len(packed):
        return b"", at
    size = struct.unpack_from("<H", packed, at)[0]
    end = at + 2 + size
    return packed[at + 2 : end], end + end % 2

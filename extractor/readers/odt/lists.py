"""List styles of an ODT and the counting through its lists: the labels LibreOffice prints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from extractor.readers.numerals import BULLET, bullet, numeral
from extractor.readers.odt.names import n, points, whole

_LEVELS = 10
_MOST = 1_000_000
_PLACEHOLDER = re.compile(r"%(\d{1,2})%")
_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list style. `template` is LibreOffice's `%1%.%2%.`, else prefix, levels shown and suffix hold."""

    kind: str = "none"
    pad: int = 0
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    start: int = 1
    template: str | None = None
    bullet: str | None = None
    indent: float | None = None


@dataclass(slots=True)
class Counting:
    """The numbers of one list, which other lists may continue."""

    style: str | None
    values: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class ListStyles:
    """The list styles by name, and the style of numbered headings."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._levels: dict[str, tuple[Level, ...]] = {}
        self.outline: tuple[Level, ...] = ()
        for root in roots:
            for group in root.iterchildren(n("office:styles"), n("office:automatic-styles")):
                for style in group.iterchildren(n("text:list-style")):
                    self._levels[style.get(n("style:name")) or ""] = _read_levels(style)
                for style in group.iterchildren(n("text:outline-style")):
                    self.outline = _read_levels(style)

    def levels(self, style: str | None) -> tuple[Level, ...]:
        """The levels of a style; without one a list has bullets."""
        return self._levels.get(style or "", _BULLETED)


def advance(counting: Counting, levels: tuple[Level, ...], level: int, start: int | None) -> str | None:
    """Counts one item and gives its label."""
    level = min(level, _LEVELS - 1)
    values = counting.values
    for upper in range(level):
        if values[upper] is None:
            values[upper] = levels[upper].start
    current = values[level]
    values[level] = start if start is not None else levels[level].start if current is None else current + 1
    values[level + 1 :] = [None] * (_LEVELS - level - 1)
    return _label(levels, level, values)


def _label(levels: tuple[Level, ...], level: int, values: list[int | None]) -> str | None:
    shape = levels[level]
    if shape.bullet is not None:
        return shape.bullet

    def spell(index: int) -> str:
        number = values[index] if 0 <= index <= level else None
        return "" if number is None else numeral(number, levels[index].kind, pad=levels[index].pad)

    if shape.template is not None:
        return _PLACEHOLDER.sub(lambda match: spell(int(match.group(1)) - 1), shape.template).strip() or None
    if shape.kind == "none":
        return (shape.prefix + shape.suffix).strip() or None
    first = max(level - shape.shown + 1, 0)
    numbers = [spell(index) for index in range(first, level + 1) if levels[index].kind != "none"]
    return (shape.prefix + ".".join(numbers) + shape.suffix).strip() or None


def _read_levels(style: etree._Element) -> tuple[Level, ...]:
    levels = [Level()] * _LEVELS
    for element in style:
        index = whole(element.get(n("text:level")), 0, _LEVELS) - 1
        if index >= 0:
            levels[index] = _read_level(element)
    return tuple(levels)


def _read_level(element: etree._Element) -> Level:
    indent = _indent(element)
    if element.tag == n("text:list-level-style-bullet"):
        fonts = element.find(n("style:text-properties"))
        font = "" if fonts is None else fonts.get(n("style:font-name")) or fonts.get(n("fo:font-family")) or ""
        return Level(bullet=bullet(element.get(n("text:bullet-char")) or BULLET, font), indent=indent)
    if element.tag == n("text:list-level-style-image"):
        return Level(bullet=BULLET, indent=indent)
    kind, pad = _read_kind(element.get(n("style:num-format")) or "")
    return Level(
        kind=kind,
        pad=pad,
        prefix=element.get(n("style:num-prefix")) or "",
        suffix=element.get(n("style:num-suffix")) or "",
        shown=whole(element.get(n("text:display-levels")), 1, _LEVELS),
        start=_start(element.get(n("text:start-value"))),
        template=element.get(n("loext:num-list-format")) if kind != "none" else None,
        indent=indent,
    )


def _read_kind(text: str) -> tuple[str, int]:
    """`1`, `i`, «А, Б, .., Аа, Бб, ... (ru)», «01, 02, 03, ...»."""
    if text in _KINDS:
        return _KINDS[text], 0
    first = text.split(",")[0].strip()
    if first.isdecimal():
        return "decimal", min(len(first), 10)
    if first in ("а", "А"):
        return ("russianLower" if first == "а" else "russianUpper"), 0
    return "decimal", 0


def _start(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else 1


def _indent(element: etree._Element) -> float | None:
    properties = element.find(n("style:list-level-properties"))
    if properties is None:
        return None
    aligned = properties.find(n("style:list-level-label-alignment"))
    margin = None if aligned is None else points(aligned.get(n("fo:margin-left")))
    return margin if margin is not None else points(properties.get(n("text:space-before")))


def start_value(item: etree._Element) -> int | None:
    """Where an item says from what number to go on."""
    text = item.get(n("text:start-value"))
    return int(text) if text and text.isdecimal() and int(text) < _MOST else None


_BULLETED = (Level(bullet=BULLET),) * _LEVELS

"""numbering.xml -> the automatic numbers as Word prints them.

Definitions are read once; `Counters` walks through the document's list paragraphs in their order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from extractor.readers.docx.names import ALTERNATE, CHOICE, FALLBACK, is_on, points, value, w, whole
from extractor.readers.docx.styles import Styles
from extractor.readers.numerals import BULLET, bullet, numeral

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_ABSTRACT_ID, _NUM_ID, _ILVL, _PICTURE = w("abstractNumId"), w("numId"), w("ilvl"), w("lvlPicBulletId")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart`: the level (from 1) whose use starts this one anew, 0 for never.

    `parts` are the pattern «%1.%2.» taken apart: text, and levels from 0.
    """

    start: int = 1
    kind: str = "decimal"
    pattern: str = ""
    parts: tuple[str | int, ...] = ()
    pad: int = 0
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    font: str = ""
    indent: float | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """A `w:num`: the abstract list it counts in, its levels, and where it starts anew."""

    counter: str
    levels: tuple[Level, ...]
    starts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a list paragraph: its text (None for an invisible one), level and left indent."""

    text: str | None
    level: int
    indent: float | None
    is_bullet: bool


class Definitions:
    """The lists of a document, read when first asked for."""

    def __init__(self, read: Callable[[], etree._Element | None], styles: Styles) -> None:
        """`read` gives the root of numbering.xml; most plans never ask for it."""
        self._read = read
        self._styles = styles
        self._is_read = False
        self._abstract: dict[str, etree._Element] = {}
        self._nums: dict[str, etree._Element] = {}
        self._instances: dict[str, Instance | None] = {}

    def _index(self) -> None:
        root = self._read()
        self._is_read = True
        for child in () if root is None else root:
            if child.tag == w("abstractNum"):
                self._abstract[child.get(_ABSTRACT_ID) or ""] = child
            elif child.tag == w("num"):
                self._nums[child.get(_NUM_ID) or ""] = child

    def instance(self, num_id: str) -> Instance | None:
        """The list behind a `w:numId`; None for 0 («no list») and for numbers that lead nowhere."""
        if num_id not in self._instances:
            self._instances[num_id] = self._read_instance(num_id) if num_id != "0" else None
        return self._instances[num_id]

    def _read_instance(self, num_id: str) -> Instance | None:
        if not self._is_read:
            self._index()
        num = self._nums.get(num_id)
        if num is None:
            return None
        key = value(num.find(_ABSTRACT_ID)) or ""
        linked = self._follow_link(key)
        if linked not in self._abstract:
            return None
        levels = _read_levels(self._abstract[linked])
        starts: dict[int, int] = {}
        for override in num.iterchildren(w("lvlOverride")):
            index = whole(override.get(_ILVL), -1)
            if not 0 <= index < _LEVELS:
                continue
            own = override.find(w("lvl"))
            if own is not None:
                levels[index] = _read_level(own)
            start = override.find(w("startOverride"))
            if start is not None:
                starts[index] = whole(value(start), 1)
        return Instance(linked, tuple(levels), tuple(sorted(starts.items())))

    def _follow_link(self, key: str) -> str:
        """`w:numStyleLink` names a numbering style, whose list is another abstract one."""
        for _ in range(4):
            element = self._abstract.get(key)
            link = None if element is None else value(element.find(w("numStyleLink")))
            if link is None:
                return key
            num = self._nums.get(self._styles.numbering_style(link) or "")
            key = (value(num.find(_ABSTRACT_ID)) or "") if num is not None else ""
        return key


class Instances(Protocol):
    """Where lists are looked up: `Definitions`, or those of another format that counts as Word does."""

    def instance(self, num_id: str) -> Instance | None: ...


@dataclass(slots=True)
class Counters:
    """The state of counting: goes through cells and rows as the text does."""

    definitions: Instances
    _values: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[str] = field(default_factory=set)

    def advance(self, num_id: str, level: int | None, styles: tuple[str | None, ...] = ()) -> Label | None:
        """Counts one paragraph of a list and gives its label.

        `styles` are the paragraph's style and the one its list came from: a style finds its level where none is stated.
        """
        instance = self.definitions.instance(num_id)
        if instance is None:
            return None
        index = _level_of_style(instance, styles) if level is None else level
        shape = instance.levels[index]
        values = self._values.setdefault(instance.counter, [None] * _LEVELS)
        self._override(num_id, instance, values)
        for upper in range(index):
            if values[upper] is None:  # «1.1» where nothing was numbered «1» before
                values[upper] = _start(instance, upper)
        current = values[index]
        values[index] = _start(instance, index) if current is None else current + 1
        _restart_deeper(instance.levels, index, values)
        return Label(_print(instance.levels, index, values), index, shape.indent, shape.kind == "bullet")

    def _override(self, num_id: str, instance: Instance, values: list[int | None]) -> None:
        """`w:startOverride` counts from its start at the first use of its `w:num`."""
        if num_id in self._started:
            return
        self._started.add(num_id)
        for level, start in instance.starts:
            values[level] = start - 1


def _start(instance: Instance, level: int) -> int:
    """Where a level begins, at first and whenever it starts anew: at its override in this list, if there is one."""
    return next((start for at, start in instance.starts if at == level), instance.levels[level].start)


def _level_of_style(instance: Instance, styles: tuple[str | None, ...]) -> int:
    known = [style for style in styles if style is not None]
    return next((i for style in known for i, level in enumerate(instance.levels) if level.style == style), 0)


def _restart_deeper(levels: tuple[Level, ...], index: int, values: list[int | None]) -> None:
    for deeper in range(index + 1, _LEVELS):
        restart = levels[deeper].restart
        if restart is None or index < restart:
            values[deeper] = None


def _print(levels: tuple[Level, ...], index: int, values: list[int | None]) -> str | None:
    shape = levels[index]
    if shape.kind == "bullet":
        return bullet(shape.pattern, shape.font)
    text = ""
    for part in shape.parts:
        if isinstance(part, str):
            text += part
            continue
        number = values[part] if part <= index else None
        if number is not None:
            text += numeral(number, "decimal" if shape.legal else levels[part].kind, pad=levels[part].pad)
    return text.strip() or None


def _take_apart(pattern: str) -> tuple[str | int, ...]:
    """«%1.%2.» as 0, «.», 1, «.»."""
    pieces = _PLACEHOLDER.split(pattern)
    return tuple(int(piece) - 1 if at % 2 else piece for at, piece in enumerate(pieces) if piece)


def _read_levels(abstract: etree._Element) -> list[Level]:
    levels = [Level(parts=(i, ".")) for i in range(_LEVELS)]
    for element in abstract.iterchildren(w("lvl")):
        index = whole(element.get(_ILVL), -1)
        if 0 <= index < _LEVELS:
            levels[index] = _read_level(element)
    return levels


def _read_level(element: etree._Element) -> Level:
    start = element.find(w("start"))
    restart = element.find(w("lvlRestart"))
    fonts = element.find(f"{w('rPr')}/{w('rFonts')}")
    indent = element.find(f"{w('pPr')}/{w('ind')}")
    left = None if indent is None else indent.get(w("left")) or indent.get(w("start"))
    kind, pad = _read_kind(element)
    pattern = _pattern(element, kind)
    return Level(
        start=whole(value(start), 1),
        kind=kind,
        pattern=pattern,
        parts=_take_apart(pattern),
        pad=pad,
        restart=None if restart is None else whole(value(restart)),
        legal=is_on(element.find(w("isLgl"))),
        style=value(element.find(w("pStyle"))),
        font="" if fonts is None else fonts.get(w("ascii")) or fonts.get(w("hAnsi")) or "",
        indent=None if left is None else points(left),
    )


def _pattern(element: etree._Element, kind: str) -> str:
    text = value(element.find(w("lvlText"))) or ""
    if not text and kind == "bullet" and (element.find(w("lvlText")) is None or element.find(_PICTURE) is not None):
        return BULLET
    return text


def _read_kind(element: etree._Element) -> tuple[str, int]:
    """The number format; «001, 002, …» is a custom one that stands in alternate content, as wide as its sample."""
    plain = element.find(w("numFmt"))
    if plain is None:
        custom = element.find(f"{ALTERNATE}/{CHOICE}/{w('numFmt')}")
        if custom is not None and custom.get(w("format")):
            sample = (custom.get(w("format")) or "").split(",")[0].strip()
            return "decimal", min(len(sample), 10) if sample.isdecimal() else 0
        plain = element.find(f"{ALTERNATE}/{FALLBACK}/{w('numFmt')}")
    return value(plain) or "decimal", 0

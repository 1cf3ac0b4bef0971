"""Two pages of a document on one landscape sheet, as booklets are printed: each half is a page of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.blocks import Block, Box, Place, Table
from extractor.readers.pdf.geometry import Rule, Rules
from extractor.readers.pdf.words import Word

_LANDSCAPE = 1.2
_MIDDLE = 0.04
"""How far from the sheet's middle the white between the pages may stand, by its width."""
_GUTTER = 0.05
"""How wide that white is at least: two margins."""
_IN_STEP = 0.6
_LEAST_WORDS = 20
_LEAST_HEIGHT = 0.3
"""What stands on a half page reaches over so much of its height; stamps and signatures side by side do not."""


@dataclass(frozen=True, slots=True)
class Half:
    """What stands on one side of a sheet, measured from that side's left edge, which is at `left`."""

    left: float
    words: list[Word]
    rules: Rules


def halves(size: tuple[float, float], words: Sequence[Word], rules: Rules) -> list[Half]:
    """The two pages of a sheet from the left; nothing where the sheet is one page."""
    width, height = size
    if width < _LANDSCAPE * height or len(words) < 2 * _LEAST_WORDS:
        return []
    middle = _gutter(width, words, rules.level)
    if middle is None:
        return []
    left, right = _side(words, rules, 0.0, middle), _side(words, rules, middle, width)
    if not (_is_page(left, height) and _is_page(right, height)):
        return []
    return [left, right] if rules.level or not _in_step(left.words, right.words) else []


def _in_step(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Whether most lines stand at the heights of the other side's, as the rows of a table without rulings do."""
    heights, others = ({round(word.bottom) for word in side} for side in (left, right))
    return len(heights & others) > _IN_STEP * min(len(heights), len(others))


def _gutter(width: float, words: Sequence[Word], level: Sequence[Rule]) -> float | None:
    """The middle of the white that runs down the sheet near its own middle."""
    spans = sorted([(word.x0, word.x1) for word in words] + [(rule.low, rule.high) for rule in level])
    end = spans[0][1]
    for start, stop in spans:
        middle = (end + start) / 2
        if start - end > _GUTTER * width and abs(middle - width / 2) < _MIDDLE * width:
            return middle
        end = max(end, stop)
    return None


def _side(words: Sequence[Word], rules: Rules, left: float, right: float) -> Half:
    own = [w._replace(x0=w.x0 - left, x1=w.x1 - left) for w in words if left <= (w.x0 + w.x1) / 2 < right]
    level = [Rule(at, low - left, high - left) for at, low, high in rules.level if left <= (low + high) / 2 < right]
    upright = [Rule(at - left, low, high) for at, low, high in rules.upright if left <= at < right]
    return Half(left, own, Rules(level, upright))


def _is_page(half: Half, height: float) -> bool:
    if len(half.words) < _LEAST_WORDS:
        return False
    return max(word.bottom for word in half.words) - min(word.top for word in half.words) > _LEAST_HEIGHT * height


def moved(blocks: Sequence[Block], right: float) -> Iterator[Block]:
    """The blocks of a half page with their places as they are on the sheet."""
    for block in blocks:
        place = _moved(block.place, right)
        if isinstance(block, Table):
            cells = tuple(
                replace(cell, blocks=tuple(moved(cell.blocks, right)), place=_moved(cell.place, right))
                for cell in block.cells
            )
            yield replace(block, cells=cells, place=place)
        else:
            yield replace(block, place=place)


def _moved(place: Place, right: float) -> Place:
    if place.box is None:
        return place
    x0, top, x1, bottom = place.box
    box: Box = round(x0 + right, 1), top, round(x1 + right, 1), bottom
    return replace(place, box=box)

"""Words → lines → paragraphs, inside a cell: what stands on one height is a line, what belongs together a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from extractor.blocks import Box
from extractor.readers.pdf.words import Word

_LEFT = itemgetter(1)
_LIST_GAP = 0.4
_SHORT = 4
_NUMBER = re.compile(r"(?:\d{1,2}|[а-яА-Яa-zA-Z])[.)](?:\s+(?!\d)|$)|\d{1,2}(?:\.\d{1,2})+\.?\s+[^\W\d]")
_MARKED = re.compile(r"[\d\-–—•●▪◦*➢✓«\"]|\w[.)]")  # how all that the two below find begins
_BULLET = re.compile(r"[-–—•●▪◦*➢✓]\s*[^\W\d]|[«\"]?[•●▪➢✓]")


class Line(NamedTuple):
    """Words on one height, left to right; `text` has them with single spaces."""

    words: tuple[Word, ...]
    box: Box
    text: str

    @property
    def height(self) -> float:
        """From the top of the highest letter box to the bottom of the lowest."""
        return self.box[3] - self.box[1]


def box_of(boxes: Iterable[Box]) -> Box:
    """The smallest box around all."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def to_line(words: Sequence[Word]) -> Line:
    """A line of the words given, in their order."""
    if len(words) == 1:
        return Line((words[0],), words[0][1:5], words[0].text)
    texts, x0s, tops, x1s, bottoms, _, _ = zip(*words, strict=True)
    return Line(tuple(words), (min(x0s), min(tops), max(x1s), max(bottoms)), " ".join(texts))


def to_lines(words: Sequence[Word], *, whole: bool = True) -> list[Line]:
    """Words as lines from the top; upright text first, then what was turned (read along its own direction).

    Lines that need not be `whole` may hold their first word alone.
    """
    ordered = _lines_as_printed(words, whole)
    if ordered is not None:
        return ordered
    lines: list[Line] = []
    for turn in sorted({word.turn for word in words}):
        turned = [word for word in words if word.turn == turn]
        lines.extend(_level_lines(turned) if turn == 0 else _turned_lines(turned, turn))
    return lines


def _lines_as_printed(words: Sequence[Word], whole: bool) -> list[Line] | None:
    """The lines of words that stand in the file in reading order, as nearly all cells do; else None."""
    lines: list[Line] = []
    group: list[Word] = []
    texts: list[str] = []
    left = upper = end = low = -1e9
    for word in words:
        text, x0, top, x1, bottom, _, turn = word
        if turn:
            return None
        if bottom == low and x0 >= end - 0.5:
            group.append(word)
            texts.append(text)
            end = x1
            if top < upper:
                upper = top
        elif top > low - (bottom - top) * 0.3:
            if group:
                lines.append(Line(tuple(group) if whole else (group[0],), (left, upper, end, low), " ".join(texts)))
            group, texts = [word], [text]
            left, upper, end, low = x0, top, x1, bottom
        else:
            return None
    if group:
        lines.append(Line(tuple(group) if whole else (group[0],), (left, upper, end, low), " ".join(texts)))
    return lines


def _level_lines(words: Sequence[Word]) -> list[Line]:
    """Sorted by their middles; a middle more than half a height below the line's first is the next line."""
    groups: list[list[Word]] = []
    middle = height = 0.0
    for word in sorted(words, key=lambda w: w.top + w.bottom):
        here = (word.top + word.bottom) / 2
        if groups and here - middle <= max(height, word.bottom - word.top) * 0.5:
            groups[-1].append(word)
        else:
            groups.append([word])
            middle, height = here, word.bottom - word.top
    return [to_line(sorted(group, key=_LEFT)) for group in groups]


def _turned_lines(words: list[Word], turn: int) -> list[Line]:
    """Text that goes up (1) has its lines from left to right; text that goes down (3) from right to left."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.x0 + w.x1, reverse=turn == 3):
        same = groups and abs(groups[-1][0].x0 + groups[-1][0].x1 - word.x0 - word.x1) < word.x1 - word.x0
        if same:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [to_line(sorted(group, key=lambda w: w.top, reverse=turn == 1)) for group in groups]


def usual_gap(groups: Iterable[Sequence[Line]]) -> float:
    """The usual white between two lines of one cell (negative where letter boxes overlap); 0 where none has two."""
    gaps = [low.box[1] - high.box[3] for lines in groups for high, low in pairwise(lines)]
    return median(gaps) if gaps else 0.0


def to_items(lines: Sequence[Line], gap: float, room: float) -> list[list[Line]]:
    """A cell's lines as paragraphs: parted at list markers, at white clearly wider than the usual, at breaks by hand.

    `room` is how wide a line may be.
    """
    if len(lines) < 2:
        return [list(lines)] if lines else []
    marked = _marked(lines)
    items: list[list[Line]] = [[lines[0]]]
    for index, (above, line) in enumerate(pairwise(lines), 1):
        wide = line.box[1] - above.box[3] > gap + _LIST_GAP * line.height
        if wide or index in marked or _broken_by_hand(above, line, room):
            items.append([line])
        else:
            items[-1].append(line)
    return items


def _broken_by_hand(above: Line, line: Line, room: float) -> bool:
    """Whether a line that begins anew («Выставка») would have had room for its first word on the line above."""
    if not line.words or (not line.text[0].isupper() and line.text[0] not in '«"'):
        return False
    if len(above.text) < _SHORT or above.text[-1] in "-,(" or len(above.text.rsplit(" ", 1)[-1]) < _SHORT:
        return False
    first = line.words[0]
    return above.box[2] - above.box[0] + first.x1 - first.x0 + 0.5 * line.height < room


def _marked(lines: Sequence[Line]) -> set[int]:
    """The lines that begin with a list marker; a single one inside is none («сентябрь|– октябрь»)."""
    found: set[int] = set()
    begun = [(index, line.text) for index, line in enumerate(lines) if _MARKED.match(line.text)]
    for marker in (_NUMBER, _BULLET) if begun else ():
        hits = {index for index, text in begun if marker.match(text)}
        if len(hits) > 1 or 0 in hits:
            found |= {index for index in hits if not _is_inside(lines, index, min(hits))}
    return found


def _is_inside(lines: Sequence[Line], index: int, first: int) -> bool:
    """A dash within quotes at a line's start («Я|– гражданин») among items with other bullets."""
    if lines[index].text[0] == lines[first].text[0] or lines[index].text[0] not in "-–—":
        return False
    above = " ".join(line.text for line in lines[:index])
    return above.count("«") > above.count("»")


def joined(lines: Sequence[Line]) -> str:
    """Lines as one text with line breaks."""
    if len(lines) == 1:
        return lines[0].text
    return "\n".join(line.text for line in lines)

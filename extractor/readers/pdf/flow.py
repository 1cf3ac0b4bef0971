"""Text outside tables: stamps side by side told apart, lines put together into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractor.blocks import Block, Box, Paragraph, Place
from extractor.readers.pdf.lines import Line, box_of, joined, to_line
from extractor.readers.pdf.words import Word

_MARKER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|[IVXІХ]{1,5}\.|[-–—•●▪◦*➢✓]|[а-яa-z]\))\s", re.I)
_ENDED = re.compile(r"[.!?:;…][»\")]?$")
_GUTTER = 1.5


@dataclass(frozen=True, slots=True)
class Style:
    """How a line's letters are printed."""

    bold: bool
    italic: bool


def split_at_gutters(line: Line) -> list[Line]:
    """The parts of a line with white between them that no space or justified line has."""
    parts: list[list[Word]] = [[line.words[0]]]
    for left, right in pairwise(line.words):
        if right.x0 - left.x1 > _GUTTER * (line.box[3] - line.box[1]):
            parts.append([])
        parts[-1].append(right)
    return [to_line(part) for part in parts]


def reading_order(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines as columns to be read one after the other: the left stamp whole, then the right, then the title."""
    rows = [split_at_gutters(line) for line in lines]
    out: list[list[Line]] = []
    index = 0
    while index < len(rows):
        end, gutter = _side_by_side(rows, index)
        if gutter is None:
            line = to_line([word for part in rows[index] for word in part.words])
            if out and index and not _was_split(out):
                out[-1].append(line)
            else:
                out.append([line])
            index += 1
            continue
        sides = _two_sides(rows[index:end], gutter)
        for side in sides:
            out.extend(reading_order(side))
        out.append([])
        index = end
    return [column for column in out if column]


def _was_split(out: list[list[Line]]) -> bool:
    return not out[-1]


def _side_by_side(rows: Sequence[list[Line]], start: int) -> tuple[int, float | None]:
    """Where a run of rows ends that keeps white at one place, with text on both sides in at least two of them."""
    best: tuple[int, float | None] = (start, None)
    low, high, both = -1e9, 1e9, 0
    for index in range(start, len(rows)):
        if index > start and rows[index][0].box[1] - rows[index - 1][0].box[3] > 3 * rows[index][0].height:
            break
        gap = _common_gap(rows[index], low, high)
        if gap is None or (both > 1 and _is_title_below(rows, start, index)):
            break
        low, high = gap
        split = any(p.box[2] <= low + 0.1 for p in rows[index]) and any(p.box[0] >= high - 0.1 for p in rows[index])
        both += split
        if both > 1 or (both and not split):
            best = (index + 1, (low + high) / 2)
    return best if both > 1 else (start, None)


def _is_title_below(rows: Sequence[list[Line]], start: int, index: int) -> bool:
    """A lone line in the middle, below white: the title under stamps side by side, no part of one of them.

    It stands in the middle between the stamps' sides, or runs over that middle and begins where no line of theirs does.
    """
    if len(rows[index]) > 1:
        return False
    line, parts = rows[index][0], [part for row in rows[start:index] for part in row]
    above = box_of([part.box for part in parts])
    pitches = [low[0].box[1] - high[0].box[3] for high, low in pairwise(rows[start:index])]
    if line.box[1] - rows[index - 1][0].box[3] <= min(pitches) + 0.4 * line.height:
        return False
    even = abs(line.box[0] - above[0] - (above[2] - line.box[2])) < 0.1 * (above[2] - above[0])
    over = line.box[0] < (above[0] + above[2]) / 2 < line.box[2]
    return even or (over and all(abs(part.box[0] - line.box[0]) > 0.5 * line.height for part in parts))


def _common_gap(parts: Sequence[Line], low: float, high: float) -> tuple[float, float] | None:
    """The white interval that this row leaves of the one before; None where it runs through."""
    options = [(low, min(high, parts[0].box[0]))] if low > -1e9 else []
    options += [(max(low, left.box[2]), min(high, right.box[0])) for left, right in pairwise(parts)]
    if low > -1e9:
        options.append((max(low, parts[-1].box[2]), high))
    elif len(parts) == 1:
        return None
    wide = [option for option in options if option[1] - option[0] > _GUTTER * 0.8 * parts[0].height]
    return max(wide, key=lambda option: option[1] - option[0]) if wide else None


def _two_sides(rows: Sequence[list[Line]], gutter: float) -> list[list[Line]]:
    left = [[p for p in parts if p.box[2] <= gutter] for parts in rows]
    right = [[p for p in parts if p.box[2] > gutter] for parts in rows]
    return [[to_line([w for p in parts for w in p.words]) for parts in side if parts] for side in (left, right)]


def to_paragraphs(
    columns: Sequence[Sequence[Line]], page: int, width: float, content: Box, style: Callable[[Line], Style]
) -> Iterator[Paragraph]:
    """The paragraphs of each column in order; `content` is all that is printed on the page, `width` the page's."""
    areas = [box_of([line.box for line in column]) for column in columns]
    for column, area in zip(columns, areas, strict=True):
        beside = any(other is not area and other[1] < area[3] and area[1] < other[3] for other in areas)
        margin = (
            content[2] if area[0] - content[0] < 0.5 * (content[2] - content[0]) > area[2] - content[0] else area[2]
        )
        pitch = _pitch(column)
        above: Line | None = None
        for group in _groups(column, margin, pitch, style):
            gap = above is None or group[0].box[1] - above.box[3] > pitch + 0.5 * group[0].height
            align = _align(group, width, content)
            if beside and align == "center":
                align = None  # the middle one of three stamps
            yield _paragraph(group, Place(page), align, area, style(group[0]), gap)
            above = group[-1]


def join_page(blocks: list[Block], following: list[Block]) -> None:
    """Adds a page's blocks; a paragraph cut by the page's end is made whole («проводится | в школах района»)."""
    if blocks and following:
        last, first = blocks[-1], following[0]
        if isinstance(last, Paragraph) and isinstance(first, Paragraph) and _is_cut(last, first):
            blocks[-1] = replace(last, text=f"{last.text}\n{first.text}")
            following = following[1:]
    blocks.extend(following)


def _is_cut(last: Paragraph, first: Paragraph) -> bool:
    plain = first.text[0].islower() and not _MARKER.match(first.text) and not _ENDED.search(last.text)
    return plain and last.bold == first.bold and last.place.page != first.place.page


def _right_margin(area: Box, content: Box) -> float:
    """How far right a line may run: the page's text where the column begins in its left half and passes the middle."""
    middle = (content[0] + content[2]) / 2
    return content[2] if area[0] < middle < area[2] else area[2]


def _pitch(column: Sequence[Line]) -> float:
    gaps = [low.box[1] - high.box[3] for high, low in pairwise(column)]
    return max(min(median(gaps), column[0].height), 0.0) if gaps else 0.0


def _groups(column: Sequence[Line], margin: float, pitch: float, style: Callable[[Line], Style]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in column:
        if groups and style(line) == style(groups[-1][-1]) and _goes_on(groups[-1], line, margin, pitch):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _goes_on(group: list[Line], line: Line, margin: float, pitch: float) -> bool:
    """Whether a line belongs to the paragraph above it.

    A line was broken for want of room only where the next one's first word would not have fitted.
    """
    last, text = group[-1], line.text
    if line.box[1] - last.box[3] > pitch + 0.5 * line.height or abs(line.height - last.height) > 0.2 * line.height:
        return False
    if _MARKER.match(text) or (text[0].isdigit() and group[0].text[0].isdigit()):
        return False
    ended = bool(_ENDED.search(last.text))
    if text[0].islower() or last.text.endswith(("-", ",")):
        return not ended or last.text.endswith(".")
    indented = line.box[0] - min(above.box[0] for above in group) > line.height and len(group) > 1
    word = line.words[0]
    no_room = last.box[2] + 0.2 * line.height + (word.x1 - word.x0) > margin
    wide = margin - last.box[0] > 15 * line.height
    return no_room and wide and not indented and (not ended or last.text.endswith(":"))


def _paragraph(group: list[Line], place: Place, align: str | None, area: Box, style: Style, gap: bool) -> Paragraph:
    return Paragraph(
        joined(group),
        bold=style.bold,
        italic=style.italic,
        align=align,
        indent=round(max(group[0].box[0] - area[0], 0.0), 1),
        gap=gap,
        place=replace(place, box=box_of([line.box for line in group])),
    )


def _align(group: Sequence[Line], width: float, content: Box) -> str | None:
    """Told only where it is plain: as much white left as right (of the page or its text), or the right half kept to."""
    box = box_of([line.box for line in group])
    printed = content[2] - content[0]
    left, right = box[0] - content[0], content[2] - box[2]
    even = abs(left - right) < 0.03 * printed or abs(box[0] - (width - box[2])) < 0.03 * width
    if left > 0.04 * printed and even:
        return "center"
    return "right" if left > 0.4 * printed and right < 0.15 * printed else None

"""A cell's paragraphs as list items: markers typed into the text are told from the text («1) …», «– …», «• …»)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.blocks import Paragraph
from extractor.layout.numbers import split_marker
from extractor.wording import join_lines

_POINT = re.compile(r"(?<!\S)(\d{1,2})[.)]\s+(?=[«\"А-ЯЁA-Zа-яё])")
"""A point of a list inside a line: its number stands alone, with a dot or bracket, before a word."""
_CONTENTS = re.compile(r"(?:\.{3,}|…{2,}|\t)\s*\d{1,3}$")


def is_contents_line(text: str) -> bool:
    """A line of a table of contents: «3. План мероприятий ........ 6»."""
    return bool(_CONTENTS.search(text.strip()))


def shape(label: str | None) -> str:
    """How a label is written, its figures apart: «1.» and «12.» alike, «1)» and «1.1.» other."""
    return re.sub(r"\d+", "1", label or "")


def is_next(label: str | None, other: str | None) -> bool:
    """Whether `other` counts on from `label` («2.» → «3.», «1.4» → «1.5»), or both are the same bullet."""
    if not label or not other or shape(label) != shape(other):
        return False
    figures, others = re.findall(r"\d+", label), re.findall(r"\d+", other)
    if not figures:
        return label == other and not label[:1].isalnum()
    return figures[:-1] == others[:-1] and int(others[-1]) == int(figures[-1]) + 1


def to_items(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """One paragraph an item, its marker in `label`; lines that open with a marker begin a new one.

    Lines without a marker go on with the paragraph they stand in; text is on one line, broken words whole.
    """
    out: list[Paragraph] = []
    for paragraph in map(_whole_list, paragraphs):
        for index, piece in enumerate(_split_lines(paragraph.text)):
            label, text = (paragraph.label, piece) if index == 0 and paragraph.label else split_marker(piece)
            line = join_lines(text)
            if line:
                out.append(_item(paragraph, line, label, paragraph.gap and index == 0))
    return tuple(out)


def _item(paragraph: Paragraph, text: str, label: str | None, gap: bool) -> Paragraph:
    """The paragraph with an item's text and marker; most are items as they stand."""
    if (paragraph.text, paragraph.label, paragraph.gap) == (text, label, gap):
        return paragraph
    return replace(paragraph, text=text, label=label, gap=gap)


def _whole_list(paragraph: Paragraph) -> Paragraph:
    """A paragraph whose label is the first point of a list in its text («1.» + «Итоги. 2. Разное»), with it there."""
    if (paragraph.label or "").rstrip(".)") != "1" or "2" not in points(paragraph.text):
        return paragraph
    return replace(paragraph, text=paragraph.full_text, label=None)


def _split_lines(text: str) -> list[str]:
    """A paragraph's lines, those without a marker joined to the line before."""
    pieces: list[str] = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        if pieces and split_marker(line)[0] is None:
            pieces[-1] += "\n" + line
        else:
            pieces.append(line)
    pieces = [point for piece in pieces for point in _split_bullets(piece) or _split_points(piece)]
    marked = sum(split_marker(p)[0] is not None for p in pieces)
    return pieces if marked >= 2 or len(pieces) == 1 else ["\n".join(pieces)]


def points(text: str) -> tuple[str, ...]:
    """The figures of the points that stand inside a text («… 2. Разное» → «2»)."""
    return tuple(_POINT.findall(text))


def _split_points(text: str) -> list[str]:
    """«Семинары 1. … 2. … 3. …» on one line: cut before each number, where they count on from 1."""
    cuts: list[int] = []
    for match in _POINT.finditer(text):
        if int(match.group(1)) == len(cuts) + 1:
            cuts.append(match.start())
    if len(cuts) < 2:
        return [text]
    pieces = [text[: cuts[0]], *(text[a:b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True))]
    return [p.strip() for p in pieces if p.strip()]


def _split_bullets(text: str) -> list[str]:
    """«Мастер-классы: • … • …» on one line: cut before each bullet; none where there are no two of them."""
    if text.count("• ") < 2:
        return []
    return [f"• {p.strip()}" if at else p.strip() for at, p in enumerate(text.split("• ")) if p.strip()]


def is_bullet(paragraph: Paragraph) -> bool:
    """Marked by a bullet or a dash, not by a number."""
    return paragraph.label is not None and not any(c.isalnum() for c in paragraph.label)


def is_numbered(paragraph: Paragraph) -> bool:
    """Marked by a number or a letter."""
    return paragraph.label is not None and any(c.isalnum() for c in paragraph.label)

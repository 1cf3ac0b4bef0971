"""Lines as paragraphs: the bullet or number that opens a line is its label, the nesting of labels its level."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.blocks import Paragraph, Place
from extractor.readers.text.markup import Line
from extractor.text import one_line

BULLETS = "·•●○◦▪■□▫➢►✓✔♦❖➤o"
_LABEL = re.compile(
    rf"(?P<bullet>[{BULLETS}*+](?=\s)|[{BULLETS[:-1]}]|[-–—](?=\s*[^\W\d_]|\s*[«\"(]|\s+\S))\s*(?=\S)"
    r"|(?P<number>\d{1,3}(?:\.\d{1,3}){0,3}(?:\.\)?|\)))(?:\s+(?=\S)(?!\d{1,2}\.\s?\d{2,4})|(?=[^\W\d_]|[«\"„(]))"
    r"|(?P<letter>[а-яa-z]\))\s*(?=\S)",
)
_BARE = re.compile(rf"\d{{1,2}}[.)]|[{BULLETS[:-1]}–—-]")


def split_label(text: str) -> tuple[str | None, str]:
    """The bullet or number that opens a line, and the rest: «2) принять план» → («2)», «принять план»).

    A number alone («1.1» in a number column), a date («15.09 – 20.09») and a time are no labels.
    """
    match = _LABEL.match(text)
    if not match:
        return None, text
    return match.group().strip(), text[match.end() :].strip()


def to_paragraphs(lines: Sequence[Line], *, align: str | None = None) -> tuple[Paragraph, ...]:
    """Each line that holds text as a paragraph, with label and level; `gap` where an empty line stood before.

    A number alone on its line belongs to the next line that has none; an empty list item («1.» and nothing) is dropped.
    """
    out: list[Paragraph] = []
    levels: list[str] = []
    gap, pending = False, None
    several = sum(bool(line.text.strip()) for line in lines) > 1
    for line in lines:
        for piece in line.text.split("\n"):
            text = piece.strip(" \t") if align is None else one_line(piece)
            if not text:
                gap = bool(out) or gap
                continue
            if several and _BARE.fullmatch(text):
                pending = text
                continue
            label, rest = split_label(text)
            label, pending = label or pending, None
            out.append(
                Paragraph(
                    rest,
                    label=label,
                    level=_level(levels, label),
                    heading=line.heading,
                    bold=line.bold,
                    align=align,
                    indent=_indent(piece) if align is None else 0.0,
                    gap=gap,
                    place=Place(page=line.page, line=line.number),
                )
            )
            gap = False
    return tuple(out)


def _indent(line: str) -> float:
    """The spaces that open a line: they may tell the column it stands in."""
    expanded = line.expandtabs(8)
    return float(len(expanded) - len(expanded.lstrip(" ")))


def _level(levels: list[str], label: str | None) -> int | None:
    """Styles of labels nest in the order they come up («·», under it «1.»); text without a label ends all lists."""
    if label is None:
        levels.clear()
        return None
    style = _style(label)
    if style in levels:
        del levels[levels.index(style) + 1 :]
    else:
        levels.append(style)
    return len(levels) - 1


def _style(label: str) -> str:
    """What labels of one list share: «1.» and «12.» → «0.», «1.1.» → «0.0.», «а)» → «a)», bullets themselves."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d+", "0", label)) if label[-1] in ".)" else label

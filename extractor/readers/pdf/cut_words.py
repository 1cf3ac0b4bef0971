"""Words and numbers that a narrow column cut in the middle: «Нач|ало», «08.3|0», «дополн|ительн|ого».

A word is cut only where the column is too narrow for it, so its first part stands alone on a full line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.readers.pdf.lines import Line
from extractor.wording import is_whole_word

_LAST = re.compile(r"(?:^|[^\w.:,-])([^\W_]+|\d[\d.:]*)$")
_FIRST = re.compile(r"[^\W\d_]+|\d+")
_MARKER = re.compile(r"(?:[•●▪◦*➢✓–—-]|\d{1,2}[.)])\s+")
_MOST_PARTS = 5


def joined_whole(lines: Sequence[Line], room: float, right: float) -> str:
    """Lines as one text with line breaks, but for those that stand in a word; `right` is where a line must end."""
    pieces = [line.text for line in lines]
    full = [_is_full(line, below, room, right) for line, below in pairwise(lines)]
    out = pieces[0]
    index = 1
    while index < len(pieces):
        count = _parts_of_word(pieces, full, index, out)
        for part in pieces[index : index + count]:
            out += part
        if not count:
            out += "\n" + pieces[index]
        index += count or 1
    return out


def _is_full(line: Line, below: Line, room: float, right: float) -> bool:
    """A line of one word that leaves no room for the letter the next line begins with."""
    text = _MARKER.sub("", line.text, count=1)
    if " " in text or not below.words or not below.words[0].text:
        return False
    first = below.words[0]
    letter = (first.x1 - first.x0) / len(first.text)
    return min(room - (line.box[2] - line.box[0]), right - line.box[2]) < 1.2 * letter


def _parts_of_word(pieces: Sequence[str], full: Sequence[bool], index: int, so_far: str) -> int:
    """How many of the next lines begin in the word (or number) that the text so far ends with."""
    head = _LAST.search(so_far[-60:])
    if head is None:
        return 0
    word, best = head.group(1), 0
    for count in range(1, _MOST_PARTS):
        at = index + count - 1
        if at >= len(pieces) or not full[at - 1]:
            break
        tail = _FIRST.match(pieces[at])
        if tail is None or tail.group()[0].isdigit() != word[-1].isdigit():
            break
        word += tail.group()
        if word[0].isdigit() or is_whole_word(word):
            best = count
        if tail.end() < len(pieces[at]):
            break
    return best

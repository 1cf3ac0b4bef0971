"""What stands around the text of a Word 97–2003 file: page heads and feet, footnotes ([MS-DOC] 2.3.2, 2.3.3).

Their characters stand behind those of the main text; tables of positions tell where each begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise

from extractor.blocks import Block, Paragraph, paragraphs
from extractor.readers.word97.binary import WordFile
from extractor.readers.word97.interpret import Interpreter, Story

_HEADS, _NOTES = 0xF2, 0xB2
_SEPARATORS = 6
_IN_ORDER = (4, 1, 0, 5, 3, 2)
"""Of a section's six stories (even and odd head, even and odd foot, first head and foot) the first page's go first."""
_STORIES = len(_IN_ORDER)
_MOST = 2_000


def page_heads(story: Story) -> tuple[Block, ...]:
    """The page heads of all sections, then their feet, each line once; page numbers alone are left out."""
    word = story.word
    parts = _parts(word, _HEADS, word.heads)[_SEPARATORS:]
    found: dict[Block, None] = {}
    for kinds in (_IN_ORDER[:3], _IN_ORDER[3:]):
        for section in range(0, len(parts), _STORIES):
            for kind in kinds:
                for part in parts[section + kind : section + kind + 1]:
                    for block in Interpreter(story, boxed=True).blocks(part):
                        if any(sign.isalpha() for p in paragraphs((block,)) for sign in p.text):
                            found[block] = None
    return tuple(found)


def notes(story: Story) -> Iterator[Paragraph]:
    """Footnotes in their order; `label` is their number."""
    for number, part in enumerate(_parts(story.word, _NOTES, story.word.notes), 1):
        blocks = Interpreter(story, boxed=True).blocks(part)
        text = "\n".join(p.full_text.strip() for p in paragraphs(blocks)).strip()
        if text:
            yield Paragraph(text, label=str(number))


def _parts(word: WordFile, table: int, within: range) -> list[range]:
    """The characters of each story, by a table of where they begin; the last position is a spare one.

    A damaged table leads to no character twice.
    """
    starts, _ = word.positions(table, 0)
    bounds = [min(within.start + start, within.stop) for start in accumulate(starts[: _MOST + 1], max)]
    return [range(first, last) for first, last in pairwise(bounds[:-1])]

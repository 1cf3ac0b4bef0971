"""Roman numbers of headings, which recognition of Russian reads as Russian letters: «Г.», «П.», «Ш.», «ГУ.»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.blocks import Block, Paragraph, Table

_LIKE = {"Г": "I", "Т": "I", "1": "I", "|": "I", "l": "I", "I": "I", "П": "II", "Ш": "III", "У": "V", "Х": "X"}
_NUMBERED = re.compile(rf"([{''.join(map(re.escape, _LIKE))}]{{1,5}})\.\s+(?=[А-ЯЁ«\"])")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_ROMAN |= {f"X{letters}": 10 + value for letters, value in _ROMAN.items() if value < 10}
_LEAST = 2


def with_numerals(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with the numbers of headings as they are printed, where they count from one on («Г.», «П.», «Ш.»)."""
    count = _count(blocks)
    return tuple(_restored(blocks, iter(count))) if len(count) >= _LEAST else tuple(blocks)


def _count(blocks: Sequence[Block]) -> list[Paragraph]:
    """The paragraphs whose numbers go I, II, III … from the first on."""
    found: list[Paragraph] = []
    for paragraph in _headings(blocks):
        if _value(paragraph) == len(found) + 1:
            found.append(paragraph)
    return found


def _headings(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Paragraphs outside tables, and in cells that reach over a row."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for cell in block.cells:
                if cell.colspan == block.cols:
                    yield from (inner for inner in cell.blocks[:1] if isinstance(inner, Paragraph))


def _value(paragraph: Paragraph) -> int | None:
    found = _NUMBERED.match(paragraph.text)
    return _ROMAN.get(_roman(found.group(1))) if found else None


def _roman(letters: str) -> str:
    return "".join(_LIKE[letter] for letter in letters)


def _restored(blocks: Sequence[Block], count: Iterator[Paragraph]) -> Iterator[Block]:
    waiting = next(count, None)
    for block in blocks:
        if isinstance(block, Table):
            cells = []
            for cell in block.cells:
                if waiting is not None and cell.blocks and cell.blocks[0] is waiting:
                    cell = replace(cell, blocks=(_mended(waiting), *cell.blocks[1:]))
                    waiting = next(count, None)
                cells.append(cell)
            yield replace(block, cells=tuple(cells))
        elif block is waiting:
            yield _mended(block)
            waiting = next(count, None)
        else:
            yield block


def _mended(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, text=_NUMBERED.sub(lambda found: f"{_roman(found.group(1))}. ", paragraph.text, count=1))

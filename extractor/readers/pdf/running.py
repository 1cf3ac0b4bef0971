"""Running heads, feet and page numbers: what stands at the same height on most pages, digits apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractor.readers.pdf.lines import Line
from extractor.readers.pdf.page import Page

_EDGE = 0.12
_SAME_HEIGHT = 4.0
_NUMBER = re.compile(r"[-–—\s]*(?:\D{0,12}\s)?(\d{1,4})(?:\s*(?:из|/|of)\s*\d{1,4})?[-–—.\s]*", re.I)


def without_running_lines(pages: Sequence[Page]) -> list[Page]:
    """The same pages without what belongs to the paper and not to the text."""
    numbers = _printed_numbers(pages)
    repeated = _repeated(pages, numbers)
    return [
        replace(page, lines=tuple(line for line in page.lines if not _is_running(line, page, number, repeated)))
        for page, number in zip(pages, numbers, strict=True)
    ]


def _printed_numbers(pages: Sequence[Page]) -> list[int]:
    """The number each page should bear: of two pages on a sheet each has its own."""
    if any(page.part for page in pages):
        return list(range(1, len(pages) + 1))
    return [page.number for page in pages]


def _repeated(pages: Sequence[Page], numbers: Sequence[int]) -> set[tuple[str, int]]:
    """(Text with its digits as #, height) of the lines near an edge that most pages share."""
    if len(pages) < 2:
        return set()
    seen: Counter[tuple[str, int]] = Counter()
    for page, number in zip(pages, numbers, strict=True):
        seen.update({key for line in page.lines if _near_edge(line, page) for key in _keys(line, page, number)})
    least = max(2, (len(pages) + 1) // 2)
    return {key for key, count in seen.items() if count >= least}


def _keys(line: Line, page: Page, number: int) -> set[tuple[str, int]]:
    """A line's text with its height in steps, twice, so that a step's border parts no two equal lines."""
    text = _without_number(line.text, number)
    from_top = line.box[1] < page.size[1] / 2
    height = line.box[1] if from_top else line.box[1] - page.size[1]
    step = height / _SAME_HEIGHT
    return {(text, int(step // 1)), (text, int((step + 0.5) // 1) + 100_000)}


def _without_number(text: str, page: int) -> str:
    """The page's own number is the same on each page («Стр. 2»), «Приложение 1» and «Приложение 2» are not."""
    if not any(letter.isalpha() for letter in text):
        return re.sub(r"\d+", "#", text)
    return re.sub(r"\d+", lambda found: "#" if int(found.group()[:9]) == page else found.group(), text)


def _near_edge(line: Line, page: Page) -> bool:
    height = page.size[1]
    return line.box[3] < _EDGE * height or line.box[1] > (1 - _EDGE) * height


def _is_running(line: Line, page: Page, number: int, repeated: set[tuple[str, int]]) -> bool:
    if not _near_edge(line, page):
        return False
    return bool(_keys(line, page, number) & repeated) or _is_page_number(line, page, number)


def _is_page_number(line: Line, page: Page, number: int) -> bool:
    """A number alone, the page's own, that no other line stands beyond."""
    printed = _NUMBER.fullmatch(line.text)
    if printed is None or abs(int(printed.group(1)) - number) > (0 if len(line.text) > 4 else 2):
        return False
    others = [o.box for o in page.lines if o is not line] + [t.grid.box for t in page.tables]
    lowest = all(other[3] <= line.box[1] + 2 for other in others)
    highest = all(other[1] >= line.box[3] - 2 for other in others)
    return (lowest or highest) and bool(others)

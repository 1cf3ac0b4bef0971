"""The rulings on a picture of a page: long straight runs of ink, thin and grey ones too."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from extractor.readers.ocr_cells import DARK
from extractor.readers.pdf.geometry import Rule, Rules

_RULE_INCHES = 0.3
_STUB_INCHES = 0.1
_SOLID = 0.95
_ACROSS_INCHES = 0.02
"""How far beside a thin line bare paper is looked for."""
_FAINT = 45
"""A line is so much darker than the paper on both sides of it."""
_PAPER = 190
_TOUCH = 4
"""Pixels between the end of a ruling and the line it ends on."""

Run = tuple[int, int, int]
"""A row (or column) of pixels, where a dark run begins in it and where it ends."""


def can_look() -> bool:
    """Whether the libraries that look at pictures are here (the extra `ocr`)."""
    return all(find_spec(name) for name in ("numpy", "PIL"))


def rules_of(size: tuple[int, int], pixels: bytes, dpi: float) -> Rules | None:
    """The rulings of a drawn page in points; None where it is not level."""
    from PIL import Image

    from extractor.readers.ocr_picture import is_level, without_specks

    picture = without_specks(Image.frombytes("L", size, pixels))
    return scaled(find_rules(picture, dpi)[0], 72 / dpi) if is_level(picture, dpi) else None


def find_rules(picture: Any, dpi: float) -> tuple[Rules, Any]:
    """The rulings in pixels, and the picture's grey pixels without them."""
    import numpy as np

    grey = np.array(picture)
    length, stub = max(int(_RULE_INCHES * dpi), 10), max(int(_STUB_INCHES * dpi), 8)
    thin_level, thin_upright = _thin(grey, dpi), _thin(grey.T, dpi)
    level = _runs(grey < DARK, length) + _runs(thin_level, length)
    upright = _runs(grey.T < DARK, length) + _runs(thin_upright, length)
    short = _runs(grey.T < DARK, stub) + _runs(thin_upright, stub)
    upright = with_stubs(upright, [run for run in short if run[2] - run[1] < length], level)
    for row, start, end in level:
        grey[max(row - 2, 0) : row + 3, start:end] = 255
    for column, start, end in upright:
        grey[start:end, max(column - 2, 0) : column + 3] = 255
    return Rules([Rule(*map(float, run)) for run in level], [Rule(*map(float, run)) for run in upright]), grey


def scaled(rules: Rules, scale: float) -> Rules:
    """Rulings in another measure."""
    return Rules(*([Rule(r.at * scale, r.low * scale, r.high * scale) for r in way] for way in rules))


def _thin(grey: Any, dpi: float) -> Any:
    """Where a thin level line runs: pixels clearly darker than the bare paper close above and below them.

    A line as thin as a pixel of the scan comes out grey. It may step a row up or down where it is not quite level.
    Strokes of letters have other strokes close by.
    """
    import numpy as np

    beside = max(round(_ACROSS_INCHES * dpi), 3)
    smooth = _blurred(grey)
    paper = np.zeros_like(smooth)
    paper[beside:-beside] = np.minimum(smooth[: -2 * beside], smooth[2 * beside :])
    thin = (paper > _PAPER) & (paper - smooth > _FAINT)
    thin[1:] |= thin[:-1]
    return thin


def _blurred(grey: Any) -> Any:
    """Each pixel as the mean of itself and its four neighbours in the row: the grain of the paper is no line."""
    import numpy as np

    padded = np.pad(grey.astype(np.int16), ((0, 0), (2, 2)), mode="edge")
    return sum(padded[:, shift : shift + grey.shape[1]] for shift in range(5)) // 5


def with_stubs(long: list[Run], short: list[Run], across: list[Run]) -> list[Run]:
    """Rulings of low rows too: short runs that end on lines across them at both sides (no letter does)."""
    return long + [run for run in short if all(any(_ends_on(run, at, line) for line in across) for at in run[1:])]


def _ends_on(run: Run, end: int, line: Run) -> bool:
    return abs(line[0] - end) <= _TOUCH and line[1] - _TOUCH <= run[0] <= line[2] + _TOUCH


def _runs(dark: Any, length: int) -> list[Run]:
    """(Row, start, end) of each run at least so long and nearly solid."""
    import numpy as np

    if dark.shape[1] <= length:
        return []
    sums = np.cumsum(np.pad(dark, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    solid = sums[:, length:] - sums[:, :-length] >= _SOLID * length
    edges = np.diff(np.pad(solid, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return [(int(r), int(s), int(e) + length - 1) for r, s, e in zip(rows, starts, ends, strict=True)]

"""A picture of a page made fit to be read: specks out, paper white, lines of text level."""

from __future__ import annotations

from typing import Any

from extractor.readers.ocr_cells import DARK

_BLACK, _WHITE = 40, 200
"""Greys taken for black ink and for bare paper, so that its grain is no ink."""
_LOOKS = ((40, 10.0, 0.5), (80, 0.5, 0.25), (160, 0.25, 0.05))
"""Looking for the skew: at so many dots an inch, so far either way of the best so far, in steps of so many degrees."""
_LEVEL = 0.2
_SIDEWAYS = 1.15
"""Lines stand so much clearer apart in a page that lies on its side when it is turned."""


def without_specks(picture: Any) -> Any:
    """Dark spots of a pixel or two, which tesseract takes for full stops and commas, made as light as what is round."""
    import numpy as np
    from PIL import Image, ImageFilter

    grey, round_about = np.asarray(picture), np.asarray(picture.filter(ImageFilter.MedianFilter(5)))
    lone = (round_about > DARK + 40) & (grey < DARK + 40)
    alone = np.asarray(Image.fromarray((grey < DARK + 40).astype(np.uint8) * 255).filter(ImageFilter.BoxBlur(2)))
    clean = np.where(lone & (alone < 45), round_about, grey).astype(np.int32)
    return Image.fromarray(np.clip((clean - _BLACK) * 255 // (_WHITE - _BLACK), 0, 255).astype(np.uint8))


def level(picture: Any, dpi: float) -> Any:
    """Turned until its lines are level, by up to ten degrees and, where it lies on its side, a quarter.

    It may still stand on its head: only its letters tell.
    """
    turned = picture.rotate(90, expand=True)
    if _skew(turned, dpi, looks=1)[1] > _SIDEWAYS * _skew(picture, dpi, looks=1)[1]:
        picture = turned
    best, _ = _skew(picture, dpi)
    finest = _LOOKS[-1][-1]
    return picture.rotate(best, resample=3, expand=True, fillcolor=255) if abs(best) > finest / 2 else picture


def is_level(picture: Any, dpi: float) -> bool:
    """Whether its lines are level to within a fifth of a degree."""
    return abs(_skew(picture, dpi)[0]) <= _LEVEL


def _skew(picture: Any, dpi: float, looks: int = len(_LOOKS)) -> tuple[float, float]:
    """The angle at which lines of text stand apart most clearly, and how clearly."""
    best = clarity = 0.0
    for resolution, reach, step in _LOOKS[:looks]:
        shrink = max(dpi / resolution, 1.0)
        small = picture.resize((max(int(picture.width / shrink), 1), max(int(picture.height / shrink), 1)), 4)
        count = round(reach / step)
        angles = [best + step * place for place in range(-count, count + 1)]
        found = [(_clarity(small, angle), -abs(angle), angle) for angle in angles]
        clarity, _, best = max(found)
    return best, clarity


def _clarity(picture: Any, angle: float) -> float:
    """How much one row of pixels differs from the next, all in all."""
    import numpy as np

    rows = np.asarray(picture.rotate(angle, resample=2, fillcolor=255), dtype=float).sum(axis=1)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())

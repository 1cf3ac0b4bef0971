"""Text boxes of a Word 97–2003 file: their text stands behind all other, their shapes tell where they are anchored."""

from __future__ import annotations

import struct
from itertools import pairwise

from extractor.readers.word97.binary import ANCHORS, BOXES, WordFile

_SHAPE, _BOX = 26, 22


def anchored_boxes(word: WordFile) -> dict[int, range]:
    """The characters of each text box, by the character of the main text it is anchored at."""
    anchors, shapes = word.positions(ANCHORS, _SHAPE)
    places = {struct.unpack_from("<I", shape)[0]: anchor for anchor, shape in zip(anchors, shapes, strict=False)}
    starts, boxes = word.positions(BOXES, _BOX)
    found: dict[int, range] = {}
    for (start, end), box in zip(pairwise(starts), boxes, strict=False):
        is_spare = struct.unpack_from("<H", box, 8)[0]
        anchor = places.get(struct.unpack_from("<I", box, 14)[0])
        first, last = word.boxes.start + start, min(word.boxes.start + end, word.boxes.stop)
        if not is_spare and anchor is not None and first < last:
            found[anchor] = range(first, last)
    return found

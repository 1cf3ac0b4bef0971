"""A page's drawn lines and rectangles as level and upright rules."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from pypdfium2 import raw

from extractor.blocks import Box
from extractor.readers.limits import Limits
from extractor.readers.pdf.bulk import address_of, bounds, handle, kinds, objects, segment_counts
from extractor.readers.pdf.geometry import Rule, Rules

_THIN = 3.0
_LEVEL = 0.75
_FORM_DEPTH = 5
_RECTANGLE = 5
"""Points of a rectangle, the way back to the first one among them."""
Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Drawing(NamedTuple):
    """What a page's objects are: its rules, how many pictures and drawn shapes, the largest picture's area.

    Shapes have more than a rectangle's corners, as outlines of letters do.
    """

    rules: Rules
    images: int
    shapes: int
    largest: float = 0.0


def read_drawing(page: Any, mapper: Callable[[float, float, float, float], Box], limits: Limits) -> Drawing:
    """All painted rules of a page, those inside form objects too.

    Raises:
        LimitError: more drawing objects than allowed.
    """
    count = max(raw.FPDFPage_CountObjects(page), 0)
    limits.check("paths", count)
    rules = Rules([], [])
    images = shapes = 0
    largest = 0.0
    for kind, items, matrix in _walk(objects(address_of(page), count), _UNIT, limits, _FORM_DEPTH):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            images += len(items)
            boxes = (box if matrix == _UNIT else _moved(box, matrix) for box in zip(*bounds(items), strict=True))
            largest = max([largest, *((right - left) * (top - bottom) for left, bottom, right, top in boxes)])
            continue
        counts = segment_counts(items)
        shapes += sum(count > _RECTANGLE for count in counts)
        for box in _edges(items, counts, matrix):
            x0, top, x1, bottom = mapper(*box)
            if x1 - x0 >= bottom - top:
                rules.level.append(Rule((top + bottom) / 2, x0, x1))
            else:
                rules.upright.append(Rule((x0 + x1) / 2, top, bottom))
            if len(rules.level) + len(rules.upright) > limits.paths:
                limits.check("paths", len(rules.level) + len(rules.upright))
    return Drawing(rules, images, shapes, largest)


def _walk(items: list[int], matrix: Matrix, limits: Limits, depth: int) -> Iterator[tuple[int, list[int], Matrix]]:
    """The paths, then the pictures of a page or a form, each with their kind; then those of the forms inside."""
    told = kinds(items)
    for kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
        yield kind, [item for item, its in zip(items, told, strict=True) if its == kind], matrix
    if raw.FPDF_PAGEOBJ_FORM in told and depth:
        for item, kind in zip(items, told, strict=True):
            if kind == raw.FPDF_PAGEOBJ_FORM:
                form = handle(item)
                count = max(raw.FPDFFormObj_CountObjects(form), 0)
                limits.check("paths", count)
                inner = objects(item, count, form=True)
                yield from _walk(inner, _multiply(_matrix(form), matrix), limits, depth - 1)


def _edges(paths: list[int], counts: list[int], matrix: Matrix) -> Iterator[Box]:
    """The straight edges of the paths, of so many points each, as (left, bottom, right, top) in user space."""
    boxes = zip(*bounds(paths), strict=True)
    for path, segments, box in zip(paths, counts, boxes, strict=True):
        if segments < 2:
            continue
        left, bottom, right, top = box if matrix == _UNIT else _moved(box, matrix)
        if right - left < _THIN or top - bottom < _THIN:
            yield from _thin(left, bottom, right, top)
        elif segments in (4, 5) and _is_rectangle(handle(path)):
            yield from ((left, bottom, right, bottom), (left, top, right, top))
            yield from ((left, bottom, left, top), (right, bottom, right, top))
        elif segments > 3:
            item = handle(path)
            yield from _polyline(item, segments, _multiply(_matrix(item), matrix))


def _thin(left: float, bottom: float, right: float, top: float) -> Iterator[Box]:
    """A ruling drawn as a stroke or as a thin box: its middle line; a dot of a dotted line is both."""
    x, y = (left + right) / 2, (bottom + top) / 2
    if right - left >= top - bottom or right - left >= 1:
        yield left, y, right, y
    if top - bottom >= right - left or top - bottom >= 1:
        yield x, bottom, x, top


def _moved(box: Box, matrix: Matrix) -> Box:
    """A box (left, bottom, right, top) of a form in the space around the form."""
    left, bottom, right, top = box
    corners = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [c[0] for c in corners], [c[1] for c in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _is_rectangle(path: Any) -> bool:
    points = [_point(path, index) for index in range(4)]
    steps = list(pairwise(points))
    return all(k != raw.FPDF_SEGMENT_BEZIERTO for _, _, k in points) and all(
        abs(a[0] - b[0]) < _LEVEL or abs(a[1] - b[1]) < _LEVEL for a, b in steps
    )


def _polyline(path: Any, segments: int, matrix: Matrix) -> Iterator[Box]:
    """The level and upright steps of a longer path (a whole grid drawn at once)."""
    start = last = (0.0, 0.0)
    for index in range(segments):
        x, y, kind = _point(path, index)
        here = _apply(matrix, x, y)
        if kind == raw.FPDF_SEGMENT_LINETO:
            yield from _step(last, here)
        elif kind == raw.FPDF_SEGMENT_MOVETO:
            start = here
        last = here
        if raw.FPDFPathSegment_GetClose(raw.FPDFPath_GetPathSegment(path, index)):
            yield from _step(last, start)
            last = start


def _step(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Box]:
    if abs(a[0] - b[0]) < _LEVEL or abs(a[1] - b[1]) < _LEVEL:
        yield min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def _point(path: Any, index: int) -> tuple[float, float, int]:
    segment = raw.FPDFPath_GetPathSegment(path, index)
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value, raw.FPDFPathSegment_GetType(segment)


def _matrix(item: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return _UNIT
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _multiply(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]

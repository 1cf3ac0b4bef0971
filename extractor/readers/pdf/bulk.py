"""pdfium asked about many things in one go: its functions as they are, mapped over lists of addresses and indexes.

One call through pypdfium2's checked prototypes takes longer than pdfium needs to answer; with bare integers, and a
buffer for all answers that is unpacked once, a page's thousand questions take half the time. The interpreter keeps its
lock (`PYFUNCTYPE`): an answer takes less than a microsecond. Addresses are good as long as page and textpage are open.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import repeat
from typing import Any

from pypdfium2 import raw

Floats = list[float]
_FLOAT, _DOUBLE = ctypes.sizeof(ctypes.c_float), ctypes.sizeof(ctypes.c_double)
_LONGEST_NAME = 256
_INT, _AT = ctypes.c_int, ctypes.c_void_p


@cache
def _bare(name: str, answers: bool, *takes: type) -> Callable[..., int]:
    """A function of pdfium that takes integers and addresses; what it returns is looked at only where it `answers`."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert address is not None  # the library is loaded
    returns = {False: None, True: _INT}[answers]
    return ctypes.PYFUNCTYPE(returns, *takes)(address)


@cache
def _giver(name: str, *takes: type) -> Callable[..., int | None]:
    """A function of pdfium that gives the address of something that belongs to what it takes."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(_AT, *takes)(address)


def address_of(handle: Any) -> int:
    """The address behind one of pypdfium2's objects or pointers."""
    return ctypes.cast(getattr(handle, "raw", handle), ctypes.c_void_p).value or 0


def handle(item: int) -> Any:
    """A page object as pypdfium2's own functions take it."""
    return ctypes.cast(item, raw.FPDF_PAGEOBJECT)


def origins(textpage: int, indexes: Sequence[int]) -> tuple[Floats, Floats]:
    """For each character the point on the line it stands on: all x, all y, in user space."""
    count = len(indexes)
    answers = (ctypes.c_double * (2 * count))()
    at, step = ctypes.addressof(answers), 2 * _DOUBLE
    ask = _bare("FPDFText_GetCharOrigin", False, _AT, _INT, _AT, _AT)
    xs, ys = range(at, at + step * count, step), range(at + _DOUBLE, at + _DOUBLE + step * count, step)
    _all(map(ask, repeat(textpage), indexes, xs, ys))
    return answers[0::2], answers[1::2]


def loose_boxes(textpage: int, indexes: Sequence[int]) -> tuple[Floats, Floats, Floats, Floats]:
    """For each character the box its font gives it: all lefts, tops, rights, bottoms, in user space."""
    count = len(indexes)
    answers = (ctypes.c_float * (4 * count))()
    at, step = ctypes.addressof(answers), 4 * _FLOAT
    _all(
        map(
            _bare("FPDFText_GetLooseCharBox", False, _AT, _INT, _AT),
            repeat(textpage),
            indexes,
            range(at, at + step * count, step),
        )
    )
    return answers[0::4], answers[1::4], answers[2::4], answers[3::4]


def fonts_of(textpage: int, indexes: Sequence[int]) -> list[int]:
    """For each character the address of its font; 0 for one that pdfium added (a space between two texts)."""
    printed = map(_giver("FPDFText_GetTextObject", _AT, _INT), repeat(textpage), indexes)
    font = _giver("FPDFTextObj_GetFont", _AT)
    return [(font(item) or 0) if item else 0 for item in printed]


def font_name(font: int) -> str:
    """«BAAAAA+LiberationSerif-Bold»; empty where there is none, or one longer than any program writes."""
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    length = raw.FPDFFont_GetBaseFontName(ctypes.cast(font, raw.FPDF_FONT), name, _LONGEST_NAME) if font else 0
    return name.value.decode("utf-8", "replace") if 0 < length <= _LONGEST_NAME else ""


def objects(page: int, count: int, *, form: bool = False) -> list[int]:
    """The addresses of the first `count` objects of a page, or of a form object."""
    give = _giver("FPDFFormObj_GetObject" if form else "FPDFPage_GetObject", _AT, _INT)
    return [item for item in map(give, repeat(page), range(count)) if item]


def kinds(items: Sequence[int]) -> list[int]:
    """What each object is: one of `raw.FPDF_PAGEOBJ_…`."""
    return list(map(_bare("FPDFPageObj_GetType", True, _AT), items))


def segment_counts(paths: Sequence[int]) -> list[int]:
    """How many points each path has."""
    return list(map(_bare("FPDFPath_CountSegments", True, _AT), paths))


def bounds(items: Sequence[int]) -> tuple[Floats, Floats, Floats, Floats]:
    """Each object's box in the space of what it belongs to: all lefts, bottoms, rights, tops."""
    count = len(items)
    answers = (ctypes.c_float * (4 * count))()
    at, step = ctypes.addressof(answers), 4 * _FLOAT
    sides = (range(at + side * _FLOAT, at + side * _FLOAT + step * count, step) for side in range(4))
    _all(map(_bare("FPDFPageObj_GetBounds", False, _AT, _AT, _AT, _AT, _AT), items, *sides))
    return answers[0::4], answers[1::4], answers[2::4], answers[3::4]


def _all(calls: Iterable[object]) -> None:
    """Makes the calls for what they leave in memory."""
    deque(calls, maxlen=0)

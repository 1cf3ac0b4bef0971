"""pdfium in a process of its own: where a file could end the whole program, and where pages are drawn.

pdfium aborts when it is out of memory, and a PDF of 700 bytes can bring that about: forms (pieces of a page that are
drawn by name) that draw one another fifty times each. No plan ever seen has a form inside a form, so this costs
the others nothing.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from extractor.errors import LimitError, ReadError
from extractor.readers.limits import Limits

_CHILD = str(Path(__file__).with_name("child.py"))
_TO_OPEN, _TO_DRAW = 256, 1024
"""Megabytes that the other process may have, its program included, beside some copies of the document."""
_COPIES = 3
_FORM = re.compile(rb"/(?:F|#46)(?:o|#6[fF])(?:r|#72)(?:m|#6[dD])(?![\w#])")
"""The name `/Form`, however it is spelled. A form is a stream, and so never packed away in a stream of objects."""
_RESOURCES = re.compile(rb"/Resources\s{0,9}(?:(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R|<<)")
_LONGEST_DICTIONARY = 20_000


def is_risky(data: bytes) -> bool:
    """Whether a form may draw another: its resources name one, or cannot be looked at."""
    return any(_may_draw_others(data, found.start()) for found in _FORM.finditer(data))


def _may_draw_others(data: bytes, at: int) -> bool:
    """Whether the form whose dictionary goes over this place has drawings (`/XObject`) among its resources."""
    start = data.rfind(b" obj", max(0, at - _LONGEST_DICTIONARY), at)
    end = data.find(b"stream", at, at + _LONGEST_DICTIONARY)
    if start < 0 or end < 0:
        return True
    dictionary = data[start:end]
    resources = _RESOURCES.search(dictionary)
    if resources is None:  # those of its page
        return True
    if resources.group(1) is None:
        return dictionary.count(b"/XObject") > dictionary.count(b"/Type/XObject") + dictionary.count(b"/Type /XObject")
    other = re.search(rb"(?<!\d)%b\s{1,9}\d{1,5}\s{1,9}obj\b" % resources.group(1), data)
    if other is None:  # packed in a stream of objects
        return True
    return b"/XObject" in data[other.end() : data.find(b"endobj", other.end())]


def _command(megabytes: int, data: bytes, limits: Limits, *order: str) -> list[str]:
    room = megabytes + _COPIES * (len(data) >> 20)
    return [sys.executable, "-I", _CHILD, str(room), f"{limits.seconds:g}", *order]


def try_out(data: bytes, limits: Limits) -> None:
    """Opens all pages in another process.

    Raises:
        ReadError: that process died (`crashed`).
        LimitError: it took too long.
    """
    command = _command(_TO_OPEN, data, limits, "open")
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise LimitError(f"seconds > {limits.seconds:g}") from error
    if done.returncode not in (0, 1):
        raise ReadError("pdfium", code="crashed")


def draw(data: bytes, scales: Mapping[int, float], limits: Limits) -> Iterator[tuple[int, tuple[int, int], bytes]]:
    """The pages (by number, each with its pixels a point) as (number, size, grey pixels), one after another.

    A page that cannot be drawn is left out, and so are those after it where it ended the process.
    """
    pages = [word for number, scale in scales.items() for word in (str(number), f"{scale:.5f}")]
    command = _command(_TO_DRAW, data, limits, "draw", *pages)
    with tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        with subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
            assert child.stdout is not None
            try:
                yield from _pictures(child.stdout)
            finally:
                child.kill()


def _pictures(stream: IO[bytes]) -> Iterator[tuple[int, tuple[int, int], bytes]]:
    while head := stream.readline():
        number, width, height = map(int, head.split())
        pixels = stream.read(width * height)
        if len(pixels) < width * height:
            return
        yield number, (width, height), pixels

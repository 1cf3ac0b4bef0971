"""Run as a program of its own, so that a PDF which pdfium does not survive (no memory left, no end) ends this alone.

    python -I child.py MEGABYTES SECONDS open                      reads every page, draws none
    python -I child.py MEGABYTES SECONDS draw NUMBER SCALE …       draws pages, each so many pixels a point

The document comes on standard input. Drawn pages go to standard output, each as a line «number width height» and its
grey pixels; a page that cannot be drawn is left out. It imports nothing of the project: it must start quickly.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from math import ceil

import pypdfium2_raw as raw  # type: ignore[import-untyped]

_WHITE = 0xFFFFFFFF


def main(arguments: Sequence[str]) -> int:
    """What the arguments ask for; 1 where the document cannot be opened."""
    megabytes, seconds, order, *pages = arguments
    _limit(int(megabytes), ceil(float(seconds)))
    data = sys.stdin.buffer.read()
    raw.FPDF_InitLibrary()
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        return 1
    if order == "open":
        for index in range(raw.FPDF_GetPageCount(document)):
            _open(document, index)
    for number, scale in zip(pages[::2], pages[1::2], strict=True):
        _draw(document, int(number), float(scale))
    return 0


def _limit(megabytes: int, seconds: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    for kind, most in ((resource.RLIMIT_AS, megabytes << 20), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _open(document: object, index: int) -> None:
    page = raw.FPDF_LoadPage(document, index)
    if page:
        text = raw.FPDFText_LoadPage(page)
        if text:
            raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(page)


def _draw(document: object, number: int, scale: float) -> None:
    page = raw.FPDF_LoadPage(document, number - 1)
    if not page:
        return
    width, height = (ceil(side * scale) for side in (raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)))
    picture = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, None, 0)
    if picture:
        raw.FPDFBitmap_FillRect(picture, 0, 0, width, height, _WHITE)
        raw.FPDF_RenderPageBitmap(picture, page, 0, 0, width, height, 0, raw.FPDF_GRAYSCALE | raw.FPDF_ANNOT)
        stride = raw.FPDFBitmap_GetStride(picture)
        pixels = ctypes.string_at(raw.FPDFBitmap_GetBuffer(picture), stride * height)
        out = sys.stdout.buffer
        out.write(f"{number} {width} {height}\n".encode())
        for row in range(height):
            out.write(pixels[row * stride : row * stride + width])
        out.flush()
        raw.FPDFBitmap_Destroy(picture)
    raw.FPDF_ClosePage(page)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

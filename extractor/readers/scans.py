"""Pictures of pages (PNG, JPEG, TIFF with several pages) → blocks by OCR."""

from __future__ import annotations

import io
import warnings
from typing import Any

from extractor.blocks import SourceDocument
from extractor.errors import LimitError, MissingToolError, ReadError
from extractor.readers.limits import Limits
from extractor.readers.ocr import HINT, Scan, is_available, recognise, with_confidence
from extractor.readers.pdf.assemble import assemble

_USUAL_DPI = 300.0
_A4_INCHES = 11.7


def read(data: bytes, *, limits: Limits) -> SourceDocument:
    """The pages of a picture, recognised.

    Raises:
        MissingToolError: tesseract is not installed; `detail` installs it.
        ReadError: damaged, or without a word on it (code `no_text`).
        LimitError: too many pages or pixels, too long.
    """
    if not is_available():
        raise MissingToolError(HINT)
    scans = _recognise_all(data, limits)
    if not any(scan.confidences for scan in scans.values()):
        raise ReadError(code="no_text")
    blocks = with_confidence(assemble([scan.page for scan in scans.values()]), scans)
    return SourceDocument("image", blocks, len(scans), "tesseract", ("recognised_text",))


def _recognise_all(data: bytes, limits: Limits) -> dict[int, Scan]:
    from PIL import Image, UnidentifiedImageError

    clock = limits.clock()
    scans: dict[int, Scan] = {}
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data)) as picture:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            limits.check("pixels", picture.width * picture.height)
            count = getattr(picture, "n_frames", 1)
            limits.check("pages", count)
            for number in range(1, count + 1):
                clock.check()
                picture.seek(number - 1)
                scans[number] = recognise(picture.copy(), number, _dpi(picture), limits)
    except Image.DecompressionBombError as error:
        raise LimitError(f"pixels > {limits.pixels}") from error
    except (UnidentifiedImageError, OSError, EOFError, ValueError, SyntaxError) as error:
        raise ReadError("damaged picture", code="damaged") from error
    return scans


def _dpi(picture: Any) -> float:
    """As the file says where that can be true of a page, else as if its longer side were A4's."""
    told = float(picture.info.get("dpi", (0, 0))[0] or 0)
    if 100 <= told <= 1200:
        return told
    return max(float(max(picture.size)) / _A4_INCHES, 72.0) if max(picture.size) else _USUAL_DPI

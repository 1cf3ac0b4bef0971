"""Scans: what happens without tesseract, and what it reads where it is installed (with Russian data)."""

from __future__ import annotations

import io
import struct
import zlib

import pytest

from extractor.blocks import Paragraph, Table, paragraphs
from extractor.errors import ExtractorError, LimitError, MissingToolError, ReadError
from extractor.readers import Limits, ocr, read, scans
from tests.pdf_maker import make_pdf, shapes

FONT = "DejaVuSans.ttf"
ROWS = (("№", "Мероприятие", "Срок"), ("1", "Праздник осени", "12.10.2023"), ("2", "Конкурс чтецов", "14 марта"))


def png(width: int, height: int) -> bytes:
    """A white picture whose header may claim any size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress((b"\0" + b"\xff" * 20) * 20)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("data", [png(20, 20), make_pdf(shapes(100))], ids=["picture", "PDF"])
def test_without_tesseract_the_remedy_is_named(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.readers.pdf import document

    monkeypatch.setattr(scans, "is_available", lambda: False)
    monkeypatch.setattr(document, "is_available", lambda: False)
    with pytest.raises(MissingToolError, match="tesseract-ocr-rus"):
        read(data)


needs_tesseract = pytest.mark.skipif(not ocr.is_available(), reason="tesseract with Russian data is not installed")


@needs_tesseract
def test_sizes_that_lie_are_refused() -> None:
    with pytest.raises(LimitError, match="pixels"):
        read(png(60_000, 60_000))
    with pytest.raises(LimitError, match="pixels"):
        read(png(20, 20), limits=Limits(pixels=100))


@needs_tesseract
@pytest.mark.parametrize("cut", [30, 60])
def test_damaged_or_empty_pictures_are_errors(cut: int) -> None:
    with pytest.raises(ReadError):
        read(png(20, 20))
    with pytest.raises(ExtractorError):
        read(png(20, 20)[:cut])


def picture(angle: float) -> bytes:
    """A page at 200 dpi with a ruled table, turned a little; skips where no Cyrillic font is."""
    image_module, draw_module, font_module = (
        pytest.importorskip(f"PIL.{name}") for name in ("Image", "ImageDraw", "ImageFont")
    )
    try:
        font = font_module.truetype(FONT, 32)
    except OSError:
        pytest.skip(f"{FONT} is not installed")
    page = image_module.new("L", (1654, 1000), 255)
    draw = draw_module.Draw(page)
    draw.text((500, 80), "План работы кружка", font=font, fill=0)
    xs, ys = (150, 260, 900, 1400), (200, 280, 360, 440)
    for y in ys:
        draw.line((xs[0], y, xs[-1], y), fill=0, width=4)
    for x in xs:
        draw.line((x, ys[0], x, ys[-1]), fill=0, width=4)
    for y, row in zip(ys, ROWS, strict=False):
        for x, text in zip(xs, row, strict=False):
            draw.text((x + 20, y + 18), text, font=font, fill=0)
    out = io.BytesIO()
    page.rotate(angle, fillcolor=255).save(out, "PNG", dpi=(200, 200))
    return out.getvalue()


@needs_tesseract
@pytest.mark.parametrize("angle", [0.0, 1.3])
def test_a_ruled_table_is_read_from_its_picture(angle: float) -> None:
    document = read(picture(angle), name="план.png")
    assert document.route == "tesseract" and document.warnings == ("recognised_text",)
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert (table.rows, table.cols) == (3, 3)
    cells = {(cell.row, cell.col): cell.text for cell in table.cells}
    assert cells[1, 1] == "Праздник осени" and cells[1, 2] == "12.10.2023" and cells[2, 2] == "14 марта"
    assert any("План работы" in b.text for b in document.blocks if isinstance(b, Paragraph))
    assert all(0.3 < p.confidence < 1 for p in paragraphs(document.blocks) if len(p.text) > 3)

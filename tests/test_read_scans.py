"""Scans: what happens without tesseract, and what it reads where it is installed (with Russian data)."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest

from extractor.blocks import Cell, Paragraph, SourceDocument, Table, paragraphs
from extractor.errors import ExtractorError, LimitError, MissingToolError, ReadError
from extractor.readers import Limits, ocr, read, scans
from extractor.readers.ocr_letters import mended
from extractor.readers.ocr_numerals import with_numerals
from tests.pdf_maker import Sheet, make_pdf, shapes

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


def drawn(turn: float = 0.0, ink: int = 0, width: int = 4) -> Any:
    """A page at 200 dpi with a ruled table, turned; `ink` is the grey of its rulings. Skips without Cyrillic font."""
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
    for y in YS:
        draw.line((XS[0], y, XS[-1], y), fill=ink, width=width)
    for x in XS:
        draw.line((x, YS[0], x, YS[-1]), fill=ink, width=width)
    for y, row in zip(YS, ROWS, strict=False):
        for x, text in zip(XS, row, strict=False):
            draw.text((x + 20, y + 18), text, font=font, fill=0)
    return page.rotate(turn, expand=True, fillcolor=255, resample=3)


XS, YS = (150, 260, 900, 1400), (200, 280, 360, 440)


def saved(page: Any, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    page.save(out, kind, dpi=(200, 200))
    return out.getvalue()


def cells_of(document: SourceDocument) -> list[list[str]]:
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    return [[cell.text for cell in table.row(row)] for row in range(table.rows)]


@needs_tesseract
@pytest.mark.parametrize("turn", [0.0, 1.3, -8.0, 90.0, 180.0, 268.5])
def test_a_ruled_table_is_read_from_its_picture(turn: float) -> None:
    document = read(saved(drawn(turn)), name="план.png")
    assert document.route == "tesseract" and document.warnings == ("recognised_text",)
    rows = cells_of(document)
    assert [len(row) for row in rows] == [3, 3, 3]
    assert rows[1][1:] == ["Праздник осени", "12.10.2023"] and rows[2][2] == "14 марта"
    assert any("План работы" in b.text for b in document.blocks if isinstance(b, Paragraph))
    assert all(0.3 < p.confidence < 1 for p in paragraphs(document.blocks) if len(p.text) > 3)


@needs_tesseract
def test_faint_rulings_are_seen() -> None:
    rows = cells_of(read(saved(drawn(0.3, ink=120, width=2)), name="план.png"))
    assert [row[1] for row in rows] == ["Мероприятие", "Праздник осени", "Конкурс чтецов"]


def on_a_page(words: list[str]) -> bytes:
    """The picture as a PDF's page, with text beneath it that cannot be seen."""
    page = drawn()
    sheet = Sheet(size=(page.width * 0.36, page.height * 0.36)).scanned(saved(page, "JPEG"), *page.size)
    for y, row in zip(YS, [words[index : index + 3] for index in range(0, len(words), 3)], strict=False):
        for x, text in zip(XS, row, strict=False):
            sheet.text(0.36 * x + 7, 0.36 * y + 18, text)
    return make_pdf(sheet)


@needs_tesseract
def test_text_beneath_a_scan_serves_where_it_is_russian() -> None:
    good = read(on_a_page([text for row in ROWS for text in row]))
    assert good.route == "pdfium" and cells_of(good) == [list(row) for row in ROWS]
    bad = read(
        on_a_page(["N", "MeponpuRmue", "CpoK", "l", "lIpa3gHuK oceHu", "l2.l0.2O23", "2", "KoHKypc", "l4 MapTa"])
    )
    assert bad.route == "pdfium+tesseract" and cells_of(bad)[1][1:] == ["Праздник осени", "12.10.2023"]


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("0l.О9.2020", "01.09.2020"),
        ("З1.08.2О21г.", "31.08.2021г."),
        ("З9.08.2021", "З9.08.2021"),
        ("1О:З0", "10:30"),
        ("сентя6рь", "сентябрь"),
        ("(мар7", "(мар7"),
        ("5а", "5а"),
        ("11классы", "11классы"),
        ("20б", "20б"),
        ("до5", "до 5"),
        ("кл5", "кл5"),
        ("администраЦИЯ,", "администрация,"),
        ("МБОУ", "МБОУ"),
        ("ШМОиз", "ШМОиз"),
    ],
)
def test_letters_and_digits_taken_for_one_another(seen: str, meant: str) -> None:
    assert mended(seen) == meant


@pytest.mark.parametrize(
    ("lines", "restored"),
    [
        (["Г. Спорт", "П. Труд", "Ш. Досуг", "ГУ. Отдых"], ["I. Спорт", "II. Труд", "III. Досуг", "IV. Отдых"]),
        (["Т. Спорт", "Петров П. Иванов", "П. Труд"], ["I. Спорт", "Петров П. Иванов", "II. Труд"]),
        (["П. Иванов", "У. Петрова"], ["П. Иванов", "У. Петрова"]),
        (["Г. Спорт", "Ш. Досуг"], ["Г. Спорт", "Ш. Досуг"]),
    ],
)
def test_roman_numbers_come_back_where_they_count(lines: list[str], restored: list[str]) -> None:
    blocks = with_numerals([Paragraph(line) for line in lines])
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == restored
    row = Table(2, 2, (Cell(0, 0, (Paragraph(lines[0]),), colspan=2), Cell(1, 0, (Paragraph("Г. Пак"),))))
    (table, *rest) = with_numerals([row, *(Paragraph(line) for line in lines[1:])])
    assert isinstance(table, Table) and [table.cells[0].text, table.cells[1].text] == [restored[0], "Г. Пак"]
    assert [block.text for block in rest if isinstance(block, Paragraph)] == restored[1:]

"""The format by the bytes; what the name says only makes a warning."""

from __future__ import annotations

import pytest

from extractor.errors import ReadError
from extractor.readers import read, tell_format
from extractor.readers.detect import differs
from tests.pdf_maker import Sheet, make_pdf
from tests.sheet_maker import make_ods, make_xlsx, pack

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DOCX = pack({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
XLSX = make_xlsx({"Лист1": [["План", "Срок"]]})


def ole(stream: str) -> bytes:
    return OLE + f"{stream}\0".encode("utf-16-le").ljust(128, b"\0")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (DOCX, "docx"),
        (DOCX[: len(DOCX) - 60], "docx"),
        (pack({"_rels/.rels": "<x/>", "word/document.xml": "<w/>"}), "docx"),
        (XLSX, "xlsx"),
        (make_ods(""), "ods"),
        (pack({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}, 0), "odt"),
        (pack({"mimetype": "application/vnd.oasis.opendocument.presentation"}, 0), "unknown"),
        (pack({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}), "unknown"),
        (pack({"школа/план.docx": DOCX}), "zip"),
        (pack({}), "zip"),
        (make_pdf(Sheet().text(9, 9, "План")), "pdf"),
        (b"\r\n junk of a mail program\r\n%PDF-1.5\n", "pdf"),
        (ole("WordDocument"), "doc"),
        (ole("Workbook"), "xls"),
        (ole("Book"), "xls"),
        (ole("PowerPoint Document"), "unknown"),
        (OLE + bytes(7) + "WordDocument\0".encode("utf-16-le"), "doc"),  # slipped by seven bytes
        (OLE + b"\xec\xa5\xc1\0" + bytes(900), "doc"),  # cut off before its directory
        (OLE + b"\x09\x08\x10\0\0\x06\x05\0" + bytes(900), "xls"),
        (ole("Root Entry") + b"\xec\xa5\xc1\0" + bytes(900), "doc"),
        (("<html>Пл\0ан</html>" + "а" * 60).encode(), "html"),
        ("План\0 работы".encode() + "на год\n".encode() * 9, "txt"),
        (b"{\\rtf1\\ansi\\ansicpg1251 \\'cf}", "rtf"),
        (b"\xef\xbb\xbf  {\\rtf1}", "rtf"),
        ("<!DOCTYPE html><html><body>План</body></html>".encode(), "html"),
        ("\ufeff<html>План</html>".encode("utf-16"), "html"),
        ("<html>План</html>".encode("utf-16-le"), "html"),
        (b"\n<table><tr><td>1</td><td>2</td></tr></table>", "html"),
        ("<meta charset=windows-1251><p>План</p>".encode("cp1251"), "html"),
        ("<b>План работы</b> на год\n1\tИгра\tмай".encode(), "txt"),
        ("План\tСрок\nИгра\tмай".encode(), "txt"),
        ("План работы на год".encode("cp1251"), "txt"),
        ("План работы на год".encode("koi8-r"), "txt"),
        ("План работы на год".encode("cp866"), "txt"),
        ("План работы на год".encode("utf-16"), "txt"),
        ("План работы на год".encode("utf-16-be"), "txt"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "image"),
        (b"II*\0" + bytes(20), "image"),
        (b"\x7fELF\x02\x01\x01" + bytes(60), "unknown"),
        (bytes(range(256)) * 4, "unknown"),
    ],
)
def test_told_by_the_bytes(data: bytes, kind: str) -> None:
    assert tell_format(data) == kind


@pytest.mark.parametrize(
    ("name", "kind", "lies"),
    [
        ("план.docx", "docx", False),
        ("план.DOCX", "docx", False),
        ("план.docm", "docx", False),
        ("план.doc", "docx", True),
        ("план.doc", "html", True),
        ("план.doc", "rtf", True),
        ("план.xls", "xlsx", True),
        ("план", "docx", False),
        ("план.2023", "docx", False),
        ("", "pdf", False),
    ],
)
def test_what_the_name_says(name: str, kind: str, lies: bool) -> None:
    assert differs(name, kind) is lies


def test_a_lying_name_is_a_warning() -> None:
    assert read(XLSX, name="план.xls").warnings == ("format_mismatch",)
    assert read(XLSX, name="план.xlsx").warnings == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n\0\0", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"\x7fELF\x02\x01\x01" + bytes(60), "unknown_format"),
        (pack({"план.docx": DOCX}), "archive"),
        (pack({"план.docx": b"x" * 99})[:60], "damaged"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE[:100], "damaged"),
        (OLE + ole("PowerPoint Document"), "unknown_format"),
        (OLE[:30] + b"\x09\0" + OLE[32:48] + b"\x99\0\0\0" + OLE[52:], "damaged"),  # its directory in sector 153
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data, name="файл")
    assert caught.value.code == code and caught.value.source == "файл"

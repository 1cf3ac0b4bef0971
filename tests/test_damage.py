"""What the bytes tell of damage, and what is no damage."""

from __future__ import annotations

import base64
import zlib

import pytest

from extractor.readers.damage import tell_damage
from tests.makers.hostile import good_html, good_pdf, locked_pdf, page_of, stream

PACKED = page_of(stream(b"BT ET " * 400))
LETTERS = PACKED.replace(b"/FlateDecode", b"[ /ASCII85Decode /FlateDecode ]").replace(
    zlib.compress(b"BT ET " * 400, 9), base64.a85encode(zlib.compress(b"BT ET " * 400, 9)) + b"~>"
)
PICTURE = b"/Type /XObject /Subtype /Image"


def flipped(data: bytes, before: bytes = b"endstream") -> bytes:
    broken = bytearray(data)
    broken[data.find(before) - 8] ^= 16
    return bytes(broken)


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (good_pdf(), []),
        (PACKED, []),
        (PACKED + b"\r\n-- sent by a mail program --\r\n", []),
        (flipped(PACKED), ["damaged_part"]),
        (PACKED.replace(zlib.compress(b"BT ET " * 400, 9)[-4:], b"\0\0\0\0"), ["damaged_part"]),
        (flipped(page_of(stream(b"dots " * 400, PICTURE))), []),
        (LETTERS, []),
        (flipped(LETTERS, b"~>"), ["damaged_part"]),
        (PACKED[:-8], ["truncated_file"]),
        (flipped(locked_pdf("x")), []),
    ],
)
def test_pdf(data: bytes, codes: list[str]) -> None:
    assert list(tell_damage(data, "pdf")) == codes


@pytest.mark.parametrize(
    ("page", "codes"),
    [
        (good_html().encode(), []),
        (good_html().upper().encode(), []),
        (good_html().encode("utf-16"), []),
        (good_html().encode("utf-16")[:-80], ["truncated_file"]),
        (good_html().encode()[:-40], ["truncated_file"]),
        (good_html().replace("</html>", "").encode(), []),
        (b"<table><tr><td>1</td><td>2</td></tr></table>", []),
        ((good_html() + "<script>" + "x" * 3000 + "</script>").encode(), []),
    ],
)
def test_html(page: bytes, codes: list[str]) -> None:
    assert list(tell_damage(page, "html")) == codes


def test_other_formats_say_nothing() -> None:
    assert list(tell_damage(b"<html>", "txt")) == []

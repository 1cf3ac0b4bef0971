"""Damage that the bytes themselves tell of, where a format's reader goes on as if nothing were amiss.

Office packages need nothing here: each part has its checksum. Text has nothing that could tell.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator

CUT_OFF = "truncated_file"
IN_PART = "damaged_part"
_TAIL = 4096
_PAGE_OPENS = re.compile(rb"<html\b", re.I)
_PAGE_CLOSES = re.compile(rb"</(?:html|body)\b", re.I)
_STREAM = re.compile(rb"/Filter\s{0,4}\[?\s{0,4}(/ASCII85Decode\s{0,4})?/FlateDecode\b[^>]{0,300}>>\s{0,4}stream\r?\n")
_PIECE = 1 << 16
_MOST_PACKED = 20_000_000


def tell_damage(data: bytes, kind: str) -> Iterator[str]:
    """Codes of warnings for a document of this format that could be read."""
    if kind == "pdf":
        if b"%%EOF" not in data[-_TAIL:]:
            yield CUT_OFF
        if b"/Encrypt" not in data and len(data) <= _MOST_PACKED and not all(map(_inflates, _streams(data))):
            yield IN_PART
    elif kind == "html":
        head, tail = data[:_TAIL].replace(b"\0", b""), data[-_TAIL:].replace(b"\0", b"")
        if _PAGE_OPENS.search(head) and not _PAGE_CLOSES.search(tail):
            yield CUT_OFF


def _streams(data: bytes) -> Iterator[bytes]:
    """The packed streams of a PDF; pictures are passed over, their dots say nothing."""
    for match in _STREAM.finditer(data):
        opening = data.rfind(b" obj", max(0, match.start() - 1000), match.start())
        if b"/Image" not in data[opening : match.end()]:
            end = data.find(b"endstream", match.end())
            packed = data[match.end() : end if end >= 0 else len(data)]
            yield _from_letters(packed) if match.group(1) else packed


def _from_letters(text: bytes) -> bytes:
    """The bytes of a stream written in ASCII letters (reportlab's); none where it is damaged."""
    try:
        return base64.a85decode(text.partition(b"~>")[0])
    except ValueError:
        return b""


def _inflates(packed: bytes) -> bool:
    """Whether a stream unpacks to its end, its checksum included; what is unpacked is not kept."""
    stream = zlib.decompressobj()
    try:
        while packed and not stream.eof:
            stream.decompress(packed, _PIECE)
            packed = stream.unconsumed_tail
    except zlib.error:
        return False
    return stream.eof

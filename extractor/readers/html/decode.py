"""A page's bytes -> text: the byte order mark, UTF-8 where it fits, what the page declares, else a guess."""

from __future__ import annotations

import codecs
import re
from email import message_from_bytes
from email.errors import MessageError

from extractor.errors import ReadError
from extractor.readers.detect import is_web_archive

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,3}=\s{0,3}["']?\s{0,3}([A-Za-z0-9_.:-]{2,40})""", re.I)
_HEAD = 4096
_SAMPLE = 20_000
_NEARLY = 0.5
_TAG = re.compile(rb"<[^<>]{0,5000}>")
_NEVER_RUSSIAN = ("utf-8", "iso8859-1", "latin-1", "cp1252", "ascii")
_BROKEN = str.maketrans("", "", "".join(map(chr, range(0x20))).translate({9: None, 10: None, 13: None}))
"""Control characters: no XML parser takes them, and LibreOffice marks form fields with them."""


def decode_page(data: bytes, declared: str | None = None) -> str:
    """The text of a page. Its own word for its encoding is not believed against the bytes."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace").translate(_BROKEN)
    wide = _wide(data[:_HEAD])
    if wide:
        return data.decode(wide, "replace").translate(_BROKEN)
    try:
        return data.decode("utf-8").translate(_BROKEN)
    except UnicodeDecodeError:
        pass
    text = data.decode(_single_byte(data, declared or _declared(data)), "replace")
    return text.translate(_BROKEN)


def _single_byte(data: bytes, named: str | None) -> str:
    """The encoding in which the text is the best Russian; the declared one where it is as good."""
    from extractor.readers.text.encoding import decode, russian_score

    plain = _TAG.sub(b" ", data)
    try:
        found = decode(plain).encoding
    except ReadError:
        return named or "windows-1251"
    if named is None or named in _NEVER_RUSSIAN:
        return found
    sample = plain[:_SAMPLE]
    declared, best = (russian_score(sample.decode(encoding, "replace")) for encoding in (named, found))
    return named if declared >= best - _NEARLY else found


def open_mhtml(data: bytes) -> tuple[bytes, str | None] | None:
    """The page inside a web archive (Word's «Веб-страница в одном файле») and its declared encoding."""
    if not is_web_archive(data):
        return None
    try:
        for part in message_from_bytes(data).walk():
            if part.get_content_type() == "text/html":
                content = part.get_payload(decode=True)
                charset = part.get_content_charset()
                return (content, _known(charset)) if isinstance(content, bytes) else None
    except (MessageError, LookupError, ValueError):
        return None
    return None


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD])
    return _known(match.group(1).decode("ascii")) if match else None


def _known(name: str | None) -> str | None:
    """Python's name of an encoding, where it is one for text."""
    if not name:
        return None
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return info.name if getattr(info, "_is_text_encoding", True) else None


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: a page's tags give every second byte zero."""
    if len(head) < 8:
        return None
    if head[1::2].count(0) * 3 > len(head[1::2]):
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) * 3 > len(head[0::2]) else None

"""Bytes of RTF text -> characters: the document's code page, each font's character set, symbol fonts."""

from __future__ import annotations

import codecs
from functools import cache

from extractor.readers.numerals import symbol

SYMBOL = "symbol"
_DEFAULT = "cp1252"

# \fcharset: Windows' numbers of character sets.
_CHARSETS = {
    2: SYMBOL,
    77: "mac-roman",
    128: "cp932",
    129: "cp949",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp866",
}
_PAGES = {10000: "mac-roman", 10007: "mac-cyrillic", 65001: "utf-8", 42: SYMBOL}
_CONTROLS = dict.fromkeys({*range(0x20), 0x7F} - {0x09, 0x0A})
_RUSSIAN_SHARE = 0.6
_FIRST_LETTER = 0xC0


def of_charset(number: int, document: str) -> str:
    """The encoding of a `\\fcharset`; ANSI and «default» mean the document's."""
    return _CHARSETS.get(number, document)


@cache
def of_page(number: int) -> str:
    """The encoding of an `\\ansicpg` or `\\cpg`."""
    name = _PAGES.get(number, f"cp{number}")
    try:
        return name if name == SYMBOL else codecs.lookup(name).name
    except LookupError:
        return _DEFAULT


def decode(data: bytes, encoding: str) -> str:
    """The text of bytes. Russian letters in a font said to be Western («Ïëàí») are taken for what they are."""
    if encoding == SYMBOL:
        return "".join(chr(byte) if byte < 0x21 else symbol(byte) for byte in data)
    if encoding == _DEFAULT:
        high = [byte for byte in data if byte >= 0x80]
        if len(high) > 1 and sum(byte >= _FIRST_LETTER for byte in high) >= _RUSSIAN_SHARE * len(high):
            encoding = "cp1251"
    return data.decode(encoding, "replace")


def repair(text: str) -> str:
    """Surrogates put together («\\ud83d\\ude00» is one emoji); lone ones, which no file can hold, replaced.

    Control characters go (LibreOffice writes `\\'0d` into the text of a form's field).
    """
    text = text.translate(_CONTROLS)
    if not any("\ud800" <= sign <= "\udfff" for sign in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

"""RTF bytes -> tokens, one pass, nothing interpreted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?\ ?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<open>\{)|(?P<close>\})"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\",
    re.S,
)


class Kind(Enum):
    """What a token is."""

    WORD = 1
    BYTES = 2
    SIGN = 3
    OPEN = 4
    CLOSE = 5


Token = tuple[Kind, bytes, int | None]
"""Kind, the word, sign or bytes, and the word's number."""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a file; binary data of `\\bin` is stepped over."""
    at, size = 0, len(data)
    match = _TOKEN.match
    while at < size:
        found = match(data, at)
        if found is None:
            at += 1
            continue
        at = found.end()
        kind = found.lastgroup
        if kind in ("word", "number"):
            word, number = found.group("word"), found.group("number")
            value = None if number is None else int(number)
            if word == b"bin":
                at += min(max(value or 0, 0), size - at)
                continue
            yield Kind.WORD, word, value
        elif kind == "text":
            yield Kind.BYTES, found.group(), None
        elif kind == "hex":
            yield Kind.BYTES, bytes((int(found.group("hex"), 16),)), None
        elif kind == "open":
            yield Kind.OPEN, b"", None
        elif kind == "close":
            yield Kind.CLOSE, b"", None
        elif kind == "sign":
            yield Kind.SIGN, found.group("sign"), None

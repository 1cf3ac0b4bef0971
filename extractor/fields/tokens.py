"""A cell's text as tokens: words, numbers, marks and line breaks, with offsets."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?<![^\W\d_])[а-яёИ]{1,2}/[а-яё]{1,2}(?![^\W\d_])"  # «м/с», «и/о» are one word
    r"|[^\W\d_]+(?:[-‐‑][^\W\d_]+)*|\d+|\n|\S"
)
_STUCK = re.compile(r"[а-яё][А-ЯЁ]$")


class Token(NamedTuple):
    """`kind`: `w` word, `n` number, `p` one mark, `l` line break; `low` is the text in lower case, ё as е."""

    text: str
    start: int
    end: int
    kind: str
    low: str


def tokenize(text: str) -> list[Token]:
    """Tokens in order; «ГорбуноваТ.А.» is divided before the initial stuck to it."""
    out: list[Token] = []
    for match in _TOKEN.finditer(text):
        word, start = match.group(), match.start()
        first = word[0]
        if first == "\n":
            out.append(Token(word, start, start + 1, "l", word))
        elif first.isdigit():
            out.append(Token(word, start, match.end(), "n", word))
        elif not first.isalpha():
            out.append(Token(word, start, start + 1, "p", word))
        elif len(word) > 3 and _STUCK.search(word) and text[match.end() : match.end() + 1] in (".", ""):
            out.append(_word(word[:-1], start))
            out.append(_word(word[-1], match.end() - 1))
        else:
            out.append(_word(word, start))
    return out


def _word(word: str, start: int) -> Token:
    return Token(word, start, start + len(word), "w", word.lower().replace("ё", "е"))

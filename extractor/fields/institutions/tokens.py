"""The pieces of a text in which bodies are looked for; offsets are those of the text as given."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from extractor.morph import Reading, readings
from extractor.text import fold_lookalikes

Kind = Literal["word", "number", "sign", "open", "close", "mark", "break"]

_TOKEN = re.compile(
    r"(?P<break>\n)"
    r"|(?P<sign>№+|N[№º°]?(?=\s?\d))"
    r"|(?P<number>\d+)"
    r"|(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)"
    r"|(?P<quote>[«»“”„‟\"‹›″]|''|(?<!\w)['‘‚]|['’](?!\w))"
    r"|(?P<mark>[^\w\s])"
)
_STUCK_FORM = re.compile(r"(?<=[А-ЯЁ]{2}У)[-–](?=[А-ЯЁа-яё]{4})|(?<=[А-ЯЁ]{2}У)[-–](?=[А-ЯЁ]{2,3}\b)")  # «МБОУ-СОШ»
_OPENING, _CLOSING, _BEFORE_OPENING = "«„‹‘‚", "»›’", '(«„"“”'


class Token(NamedTuple):
    """One piece: a word (look-alike letters made Cyrillic), a number, №, a quote, another mark, or a line break."""

    kind: Kind
    text: str
    start: int
    end: int
    spaced: bool
    """Whether white space stands before it."""

    @property
    def low(self) -> str:
        """In lower case, ё as е."""
        return self.text.lower().replace("ё", "е")

    @property
    def capital(self) -> bool:
        """Whether a word begins with a capital."""
        return self.kind == "word" and self.text[0].isupper()

    @property
    def shouted(self) -> bool:
        """Whether a word is all capitals, two letters at least."""
        return self.kind == "word" and len(self.text) > 1 and self.text.isupper()

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings of a word; none for other pieces."""
        return readings(self.text) if self.kind == "word" else ()


@lru_cache(maxsize=1 << 13)
def tokens(text: str) -> tuple[Token, ...]:
    """The pieces of a text, left to right."""
    if "\u00ad" in text:
        return _soft_hyphens(text)
    folded = fold_lookalikes(text)
    text = folded if len(folded) == len(text) else text
    text = _STUCK_FORM.sub(" ", text)
    found: list[Token] = []
    depth, end = 0, 0
    for match in _TOKEN.finditer(text):
        kind, start = match.lastgroup or "mark", match.start()
        spaced = start > end or start == 0 or found[-1].kind == "break"
        end = match.end()
        if kind == "quote":
            kind = _side(match, text, spaced, depth)
            depth = max(0, depth + (1 if kind == "open" else -1))
        found.append(Token(kind, match.group(), start, end, spaced))  # type: ignore[arg-type]
    return tuple(found)


def _side(match: re.Match[str], text: str, spaced: bool, depth: int) -> str:
    """Whether a quote opens or closes: told by its shape, straight ones by what stands around."""
    quote = match.group()
    if quote in _OPENING:
        return "open"
    if quote in _CLOSING:
        return "close"
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    begins = (spaced or before in _BEFORE_OPENING) and bool(after) and (after.isalnum() or after in '№«"“')
    return "open" if begins or (spaced and after.isspace() and depth == 0) else "close"


def _soft_hyphens(text: str) -> tuple[Token, ...]:
    """Soft hyphens are no part of words: the pieces of the text without them, at their places in it."""
    places = [i for i, c in enumerate(text) if c != "\u00ad"]
    plain = text.replace("\u00ad", "")
    return tuple(Token(t.kind, t.text, places[t.start], places[t.end - 1] + 1, t.spaced) for t in tokens(plain))

"""Folding of Russian text as office programs leave it: spaces, dashes, quotes, look-alike letters.

No dictionary here; what needs one (words broken by narrow columns) is in `wording`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

DASHES = "-‐‑‒–—―−﹘﹣－"
QUOTES = "«»“”„‟\"'‘’‚‹›″"

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe\u200e\u200f"))
_SPACES = dict.fromkeys(
    map(
        ord,
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t",
    ),
    " ",
)
_CONTROLS = {c: None for c in range(32) if chr(c) not in "\n\t\r"} | {
    ord("\x0b"): "\n",
    ord("\x0c"): "\n",
    ord("\u2028"): "\n",
    ord("\u2029"): "\n",
}
_FOLDED = _CONTROLS | _INVISIBLE | _SPACES
_ODD = re.compile("[" + re.escape("".join(map(chr, _FOLDED))) + "]")
"""What `clean` changes: most texts have none of it, and `str.translate` is slow on Russian."""
_LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxyëË", "АВСЕНКМОРТХУасеорхуёЁ")
_LOOKALIKE = re.compile("[ABCEHKMOPTXYaceopxyëË]")
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_LETTERS = re.compile(r"[\W_]+")
_CYRILLIC = re.compile(r"[а-яёА-ЯЁ]")


def clean(text: str) -> str:
    """NFC, plain spaces, no invisible or control characters; line breaks stay. Surrogates are replaced."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", text)
    if _ODD.search(text):
        text = text.translate(_FOLDED)
    return text.encode("utf-8", "replace").decode("utf-8") if _SURROGATE.search(text) else text


def one_line(text: str) -> str:
    """All white space as single spaces, none at the ends."""
    return " ".join(text.split())


def fold_lookalikes(text: str) -> str:
    """Latin letters that look Cyrillic made Cyrillic, in words that mix the scripts («Mapт» → «Март»).

    A word wholly of look-alikes is changed where the text around is Cyrillic and has no Latin word («c 1 пo 5»).
    """
    if not _LOOKALIKE.search(text):
        return text
    foreign = any(not _CYRILLIC.search(w) and w.translate(_LOOKALIKES).isascii() for w in _LATIN_WORD.findall(text))
    cyrillic = bool(_CYRILLIC.search(text))

    def mend(match: re.Match[str]) -> str:
        word = match.group()
        folded = word.translate(_LOOKALIKES)
        if folded == word or any(c.isascii() for c in folded):
            return word
        return folded if _CYRILLIC.search(word) or (cyrillic and not foreign) else word

    return _LATIN_WORD.sub(mend, text)


@lru_cache(maxsize=1 << 14)
def key(text: str) -> str:
    """A string for comparison: case, ё, punctuation and spaces do not count."""
    return _NO_LETTERS.sub("", unicodedata.normalize("NFC", text).casefold().replace("ё", "е"))


def words(text: str) -> list[str]:
    """Runs of letters (hyphens inside kept), in order."""
    return _WORD.findall(text)

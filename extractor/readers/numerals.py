"""Automatic numbers as office programs print them, for every format with lists: `4` -> «г», «IV», «04»."""

from __future__ import annotations

import re
from collections.abc import Callable

BULLET = "•"

# Word and LibreOffice leave out ё, й, ъ, ь when they count with Russian letters.
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LONGEST = 50
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_SYMBOL_FONTS = ("symbol", "wingdings", "webdings", "opensymbol", "starsymbol", "zapf", "marlett")
_PLAIN_MARKS = "-–—―•*+➢►▪■□◦○●✓✔"


def roman(number: int) -> str:
    """`iv`; numbers that Romans would not write stay decimal."""
    if not 0 < number < 5000:
        return str(number)
    text = ""
    for size, sign in _ROMAN:
        count, number = divmod(number, size)
        text += sign * count
    return text


def _letters(alphabet: str) -> Callable[[int], str]:
    def spell(number: int) -> str:
        """After the last letter it is doubled: «я», «аа», «бб»."""
        if number < 1:
            return str(number)
        times, index = divmod(number - 1, len(alphabet))
        return alphabet[index] * (times + 1) if times < _LONGEST else str(number)

    return spell


_russian, _latin = _letters(_RUSSIAN), _letters(_LATIN)


def _circled(number: int) -> str:
    return chr(0x245F + number) if 1 <= number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "lowerRoman": roman,
    "upperRoman": lambda n: roman(n).upper(),
    "lowerLetter": _latin,
    "upperLetter": lambda n: _latin(n).upper(),
    "russianLower": _russian,
    "russianUpper": lambda n: _russian(n).upper(),
    "ordinal": lambda n: f"{n}-й",
    "numberInDash": lambda n: f"- {n} -",
    "decimalEnclosedCircle": _circled,
    "none": lambda _: "",
}


def numeral(number: int, kind: str, *, pad: int = 0) -> str:
    """A number in one of OOXML's formats; decimal for those nobody uses in a Russian plan (Japanese, Hebrew …)."""
    text = _FORMATS.get(kind, str)(number)
    return text.rjust(pad, "0") if pad else text


def bullet(text: str, font: str = "") -> str | None:
    """A bullet as a person sees it: glyphs of symbol fonts and private-use characters are «•», a dash stays a dash."""
    mark = text.strip()
    if not mark:
        return None
    private = any("\ue000" <= sign <= "\uf8ff" for sign in mark)
    if private or any(name in font.lower() for name in _SYMBOL_FONTS):
        return BULLET
    if len(mark) == 1 and mark not in _PLAIN_MARKS and (mark == "o" or not mark.isalnum()):
        return BULLET
    return mark


def unsymbol(text: str) -> str:
    """Text with private-use characters of symbol fonts (Symbol's F0B7, Wingdings' F0A8) replaced."""
    return _PRIVATE.sub(lambda match: symbol(ord(match.group())), text) if _PRIVATE.search(text) else text


_KNOWN_SYMBOLS = {
    0xF02D: "-",
    0xF0A3: "≤",
    0xF0B3: "≥",
    0xF0B1: "±",
    0xF0B4: "×",
    0xF0AE: "→",
    0xF0E0: "→",
    0xF0FC: "✓",
    0xF0FE: "☒",
    0xF0A8: "☐",
    0xF06F: "☐",
    0xF0B0: "°",
}


def symbol(code: int, font: str = "") -> str:
    """A character of a symbol font by its code (`w:sym`, RTF's Symbol runs): known signs, else a bullet.

    A font that is named and no symbol font shows the character itself («№» set as a symbol of Arial).
    """
    if font and 0x20 <= code < 0xD800 and not any(name in font.lower() for name in _SYMBOL_FONTS):
        return chr(code)
    code = code | 0xF000 if code < 0x100 else code
    if code in _KNOWN_SYMBOLS:
        return _KNOWN_SYMBOLS[code]
    if 0xF000 <= code <= 0xF0FF:
        return BULLET
    return "" if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)

"""Damage of a text: it has no checksum, but its end and its letters may tell.

Only what no sound text has counts. Many editors leave out the line's end behind the last line; Word leaves marks of
notes, fields and soft hyphens in what is copied out of it; letters of Russia's other languages stand in Russian words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from extractor.readers.damage import CUT_OFF, IN_PART

_OPEN_END = re.compile(r"[,:;(«„/&№]$|\w[-–—]$")
_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"(?<![\w.])([а-яё]{2,})$")
_NUMBER = re.compile(r"\d[\d.]*")
_INITIALS = re.compile(r"[А-ЯЁ]\.\s?[А-ЯЁ]\.")
_BARE_INITIALS = re.compile(r"[А-ЯЁ]\.\s?[А-ЯЁ](?![\w.])")
_PAIRS = (("«", "»"), ("(", ")"), ("„", "“"))
_LATE_SIGN = "\x1a"
_FEWEST_ROWS = 2
_MOST_UNLIKE = 0.1
_CONTROL = re.compile(r"[\x00\x03\x04\x06\x08\x0e-\x12\x16-\x19\x1b\x7f]")
"""Not 01, 02, 05 (notes and pictures), 07 (cells), 13 to 15 (fields), 1e and 1f (hyphens), which Word's text has."""
_FOREIGN = re.compile(r"[ЂЃѓЉЊЌЋЏђљњќћџЈјЅѕ](?=[а-яё])|(?<=[а-яё])[ЂЃѓЉЊЌЋЏђљњќћџЈјЅѕ¤¦¬µ¶±](?=[а-яё])", re.I)
"""Serbian and Macedonian letters, and signs, in a Russian word: other bits of a single byte."""
_WHOLE_ALPHABETS = ("utf", "mac")


def signs_of_damage(text: str, encoding: str) -> Iterator[str]:
    """Codes of warnings; `encoding` is what gave the text."""
    if is_cut_off(text):
        yield CUT_OFF
    foreign = not encoding.startswith(_WHOLE_ALPHABETS) and _FOREIGN.search(text)
    if foreign or _CONTROL.search(text.rstrip("\0")):
        yield IN_PART


def is_cut_off(text: str) -> bool:
    """Whether the text surely breaks off before its end."""
    text = text.rstrip(_LATE_SIGN)
    if not text.strip() or text[-1] in "\n\r\f":
        return False
    lines = text.splitlines()
    last = lines[-1].rstrip(" ")
    return (
        bool(_OPEN_END.search(last))
        or any(last.count(opening) > last.count(closing) for opening, closing in _PAIRS)
        or any(_lacks_cells(lines, sign) for sign in "\t|;")
        or _lacks_dot(text)
        or _is_half_a_word(text, last)
    )


def _lacks_cells(lines: Sequence[str], sign: str) -> bool:
    """Whether the last line has fewer cells than nearly all rows above it, which do not leave out their last cells."""
    last = lines[-1].count(sign)
    if not last and not (_NUMBER.fullmatch(lines[-1]) and sign in "".join(lines[-2:])):
        return False
    counts = Counter(line.count(sign) for line in lines[:-1] if sign in line)
    width, rows = counts.most_common(1)[0] if counts else (0, 0)
    shorter = sum(number for count, number in counts.items() if count < width)
    return rows >= _FEWEST_ROWS and last < width and shorter <= _MOST_UNLIKE * rows


def _lacks_dot(text: str) -> bool:
    """Whether the last initial has no dot («Дробот К.Б»), and all others have one."""
    bare = [match.end() for match in _BARE_INITIALS.finditer(text)]
    return bare == [len(text)] and len(_INITIALS.findall(text)) > 1


def _is_half_a_word(text: str, last: str) -> bool:
    """Whether the last word is no word, but the beginning of one that the text has («классны»)."""
    found = _LAST_WORD.search(last)
    if found is None:
        return False
    from extractor.morph import is_known

    half = found.group(1)
    words = set(_WORD.findall(text.lower())) - {half}
    return not is_known(half) and any(word.startswith(half) for word in words)

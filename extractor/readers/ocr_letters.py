"""Letters that recognition took for digits and the other way round: «0l.О9.2020», «сентя6рь», «до5».

Only what proves itself is changed: a day that exists, a word that the dictionary has.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from extractor.morph import readings
from extractor.wording import is_whole_word

_LIKE_DIGITS = "ОоOoЗзЭэlI|Ііi!БбВЧчSs"
_AS_DIGITS = str.maketrans(_LIKE_DIGITS, "0000333311111116684455")
_AS_LETTERS = {"0": "о", "1": "лгі", "3": "зэ", "4": "ч", "5": "б", "6": "б", "8": "в", "9": "д"}
_FIGURE = rf"[\d{re.escape(_LIKE_DIGITS)}]"
_DAY = re.compile(rf"(\W*)({_FIGURE}{{1,2}})[.,]({_FIGURE}{{1,2}})[.,]({_FIGURE}{{4}}|{_FIGURE}{{2}})(\D{{0,3}})")
_TIME = re.compile(rf"(\W*)({_FIGURE}{{1,2}}):({_FIGURE}{{2}})(\D{{0,3}})")
_MIXED = re.compile(r"(\W*)([а-яёА-ЯЁ\d]+)(\W*)")
_GLUED = re.compile(r"([а-яёА-ЯЁ]{1,3})(\d[\d.:–—-]*)")
_SHOUTED = re.compile(r"(\W*)([а-яё]+[А-ЯЁ]{2,})(\W*)")
_LEAST_LETTERS = 3
_MOST_DIGITS = 2


@lru_cache(maxsize=1 << 12)
def mended(word: str) -> str:
    """A recognised word, with its letters and digits as they must have been; two words where they were glued."""
    for mend in (_day, _time, _letters, _apart, _small):
        better = mend(word)
        if better is not None:
            return better
    return word


def _day(word: str) -> str | None:
    """«0l.О9.2020» → «01.09.2020»."""
    found = _DAY.fullmatch(word)
    if found is None or not _is_mostly_digits(found.group(2, 3, 4)):
        return None
    day, month, year = (part.translate(_AS_DIGITS) for part in found.group(2, 3, 4))
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12) or (len(year) == 4 and year[:2] not in ("19", "20")):
        return None
    return f"{found.group(1)}{day}.{month}.{year}{found.group(5)}"


def _time(word: str) -> str | None:
    """«1О:З0» → «10:30»."""
    found = _TIME.fullmatch(word)
    if found is None or not _is_mostly_digits(found.group(2, 3)):
        return None
    hour, minute = (part.translate(_AS_DIGITS) for part in found.group(2, 3))
    return f"{found.group(1)}{hour}:{minute}{found.group(4)}" if int(hour) < 25 and int(minute) < 60 else None


def _is_mostly_digits(parts: tuple[str, ...]) -> bool:
    text = "".join(parts)
    return 2 * sum(map(str.isdigit, text)) >= len(text)


def _letters(word: str) -> str | None:
    """«сентя6рь» → «сентябрь», where the dictionary has just one such word; «5а» and «11классы» stay."""
    found = _MIXED.fullmatch(word)
    if found is None:
        return None
    body = found.group(2)
    digits = [letter for letter in body if letter.isdigit()]
    if not 0 < len(digits) <= _MOST_DIGITS or len(body) - len(digits) < _LEAST_LETTERS or _begins_with_number(body):
        return None
    choices = [_AS_LETTERS.get(letter, letter) if letter.isdigit() else letter for letter in body]
    known = [text for letters in product(*choices) if is_whole_word(text := "".join(letters))]
    return f"{found.group(1)}{known[0]}{found.group(3)}" if len(known) == 1 else None


def _begins_with_number(body: str) -> bool:
    """«11классы», «класс7»: a number and a word that were glued."""
    letters = body.strip("0123456789")
    return letters.isalpha() and is_whole_word(letters)


def _apart(word: str) -> str | None:
    """«до5» → «до 5»: a preposition and a number."""
    found = _GLUED.fullmatch(word)
    if found is None or not any(reading.pos == "PREP" for reading in readings(found.group(1).lower())):
        return None
    return f"{found.group(1)} {found.group(2)}"


def _small(word: str) -> str | None:
    """«администраЦИЯ»: small letters that look like large ones."""
    found = _SHOUTED.fullmatch(word)
    if found is None or not is_whole_word(found.group(2).lower()):
        return None
    return f"{found.group(1)}{found.group(2).lower()}{found.group(3)}"

"""Text → tokens of the grammar's classes: numbers, figures (12.10.2020, 14.30), vocabulary words, separators.

What means nothing to the grammar (full stops, colons, quotes) makes no token; an unknown word
is a token of class `word`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor import mappings
from extractor.fields.dates.mending import mend_words, merge_phrases, misspelt_or_glued
from extractor.fields.dates.settling import settle, without_breaks
from extractor.fields.dates.tokens import CENTURY, Figure, Token, fold
from extractor.fields.dates.words import Value, Vocabulary, Word, vocabulary
from extractor.text import DASHES

_DASH = "[" + re.escape(DASHES) + "]"
_SUFFIXES = "тья|тий|тье|тью|тьей|го|ое|ый|ого|ому|ой|ую|ая|ые|ых|ий|ья|ью|му|ем|ом|й|я|е|ю|х|м|ти|ми"
_SCANNER = re.compile(
    rf"""
    (?P<plain>(?<!\w)(?!(?:[пу]|уч)/г)[а-яё]+(?![\w])) | (?P<blank>[ ]+)
  | (?=[\d+])(?: (?P<iso>(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d))
  | (?P<phone>(?<![\d.])(?:\+\d[ (-]{{0,2}})?\d{{1,4}}[ )(-]{{1,2}}\d{{2,4}}-\d{{2}}-\d{{2}}(?!\d)
        | (?<![\d.])\d{{1,3}}-\d{{2}}-\d{{2}}(?![\d.]) | \+\d[\d ()-]{{8,18}} )
  | (?P<full>(?<!\d)(?P<fd>\d{{1,2}})[»”"]?\s?(?P<fs>[./]|,(?=\d{{1,2}},(?:19|20)\d\d))\.?\s?(?P<fm>\d{{1,2}})
        (?:\s?[./,]\s?(?P<fy>(?:19|20)\d\d)|(?<=\d\d)(?P<glued>20\d\d)|\s?(?P=fs)\s?(?P<short>\d\d(?![.:]\d)))(?!\d))
  | (?P<dashed>(?<!\d)(?P<dd>\d{{1,2}})-(?P<dm>\d{{2}})-(?P<dy>(?:19|20)\d\d)(?!\d))
  | (?P<romandate>(?<!\d)(?P<rd>\d{{1,2}})[./](?P<rm>[IVXХІ]{{1,4}})(?:[./-](?P<ry>(?:19|20)\d\d|\d\d)?)?(?![\w]))
  | (?P<chain>(?<![\d.])\d+(?:\.\d+){{2,9}})
  | (?P<monthyear>(?<![\d.])(?P<mm>0?[1-9]|1[0-2])[./](?P<my>(?:19|20)\d\d)(?!\d))
  | (?P<colon>(?<![\d:])(?P<ch>\d{{1,2}})\s?:\s?(?P<cm>[0-5]\d)(?![\d]))
  | (?P<raised>(?<!\d)(?P<sh>\d{{1,2}})(?P<sm>[⁰¹²³⁴-⁹]{{2}}))
  | (?P<hourzero>(?<![\d.])(?P<zh>\d{{1,2}})\s?{_DASH}\s?00(?![\d.]))
  | (?P<two>(?<![\d.])(?P<ta>\d{{1,2}})[»”"]?(?:\.\s?|/(?!\d{{1,2}}\.\d))(?P<tb>\d{{1,2}})(?!\d))
  | (?P<yearpair>(?<!\d)(?P<y1>(?:19|20)\d\d)\s?[/\\]\s?(?P<y2>(?:19|20)?\d\d)(?!\d))
  | (?P<ordinal>(?<![\d.])(?P<on>\d{{1,2}})\s?-?\s?(?P<os>{_SUFFIXES})(?![а-я\d]))
  | (?P<number>(?:19|20)\d\d-(?:го|м|му|й)(?![а-я]) | \d+) )
  | (?P<roman>(?<![\w])(?:(?:[IVXХІ]{{1,5}}|l{{2,3}}|[ПШ](?=[\s,]|-[яй]))(?![\w.])(?:-[а-я]{{1,2}}\b)?
        |[IV]{{1,3}}(?=[а-яё]{{4}})))
  | (?P<initial>(?<![^\W\d_])[А-ЯЁ]\.(?=\s?[А-ЯЁ](?:\.|[а-яё])) | (?<=[А-ЯЁ]\.)[А-ЯЁ]\. | (?<=[А-ЯЁ]\.\s)[А-ЯЁ]\.)
  | (?P<word>(?:[пу]|уч)/г[а-я]* | [^\W\d_]+)
  | (?P<mark>[,;()\[\]/№+%&÷]|{_DASH}|\n|(?<=\d)(?:\.{{3}}|…)(?=\d))
  | (?P<other>[^\s.:\"'«»“”„‟‘’‚‹›″…_])
    """,
    re.VERBOSE,
)
_MARKS = {
    ",": "comma", ";": "semicolon", "(": "open", ")": "close", "[": "open", "]": "close", "/": "slash",
    "№": "number_sign", "÷": "dash", "...": "dash", "…": "dash", "+": "and", "&": "and", "\n": "line",
}  # fmt: skip
_ROMAN = {"I": 1, "V": 5, "X": 10, "l": 1, "І": 1, "Х": 10, "П": 2, "Ш": 3}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_PLURAL_SUFFIXES = frozenset({"е", "ые", "х", "ых"})
_LONGEST_WORD = 40


def tokenise(text: str) -> list[Token]:
    """The tokens of a text, left to right; the text has plain spaces and Cyrillic look-alikes folded."""
    known = vocabulary()
    tokens: list[Token] = []
    for match in _SCANNER.finditer(text):
        name = match.lastgroup or "other"
        if name == "blank":
            continue
        reader = _READERS.get(name)
        if reader is not None:
            tokens.append(reader(match))
        elif name in ("plain", "word", "roman"):
            tokens.append(_word(match, known))
        elif name == "mark":
            mark = match.group()
            tokens.append(
                Token(_MARKS.get(mark, "dash" if mark in DASHES else "other"), None, match.start(), match.end())
            )
        else:
            tokens.append(Token("other", None, match.start(), match.end()))
    mended: list[Token] = []
    for token in mend_words(tokens, known):
        if token.cls == "word":
            mended.extend(misspelt_or_glued(token, known))
        else:
            mended.append(token)
    return settle(merge_phrases(without_breaks(mended), known), known)


def _word(match: re.Match[str], known: Vocabulary) -> Token:
    raw = match.group()
    start, end = match.span()
    if match.lastgroup == "roman":
        value = _roman_value(raw.partition("-")[0])
        if value:
            return Token("roman", value, start, end)
    if len(raw) > _LONGEST_WORD:
        return Token("word", None, start, end)
    form = fold(raw)
    word = known.forms.get(form)
    if word is None and form not in known.phrase_forms:
        word = _cut_short(form, match.string[end : end + 1])
    if word is None or (word.cls == "hour" and raw[0].isupper() and raw[1:2].islower()):  # «в 10.00 Час памяти»
        return Token("word", None, start, end, False, form, raw[0].isupper())
    return Token(word.cls, word.value, start, end, word.plural, form)


def _cut_short(form: str, behind: str) -> Word | None:
    """A word cut before a full stop, a month's also before a dash («сентяб-окт»)."""
    word = _shortened(form) if behind == "." or (behind and behind in DASHES) else None
    return word if word is None or behind == "." or word.cls == "month" else None


@lru_cache(maxsize=1 << 12)
def _shortened(form: str) -> Word | None:
    return vocabulary().shortened(form)


mappings.on_change(_shortened.cache_clear)


def _roman_value(text: str) -> int:
    values = [_ROMAN.get(c, 0) for c in text]
    if 0 in values:
        return 0
    total = sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
    return total if 0 < total <= 31 else 0


def _token(cls: str, match: re.Match[str], value: Value | Figure) -> Token:
    return Token(cls, value, match.start(), match.end())


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else CENTURY + int(text)


def _iso(match: re.Match[str]) -> Token:
    year, month, day = map(int, match.group().split("-"))
    return _token("full_date" if 1 <= month <= 12 and 1 <= day <= 31 else "bad_date", match, Figure(day, month, year))


def _full(match: re.Match[str]) -> Token:
    return _whole_date(match, match["fd"], match["fm"], match["fy"] or match["glued"] or match["short"])


def _dashed(match: re.Match[str]) -> Token:
    """With dashes only where the year has four digits: «12-10-20» may be a phone's tail."""
    return _whole_date(match, match["dd"], match["dm"], match["dy"])


def _whole_date(match: re.Match[str], day: str, month: str, year: str) -> Token:
    possible = 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    return _token("full_date" if possible else "bad_date", match, Figure(int(day), int(month), _year(year)))


def _roman_date(match: re.Match[str]) -> Token:
    year = _year(match["ry"]) if match["ry"] else None
    if not 1 <= _roman_value(match["rm"]) <= 12:
        return _token("bad_date", match, None)
    return _token(
        "full_date" if year else "day_month", match, Figure(int(match["rd"]), _roman_value(match["rm"]), year)
    )


def _month_year(match: re.Match[str]) -> Token:
    return _token("month_year", match, Figure(0, int(match["mm"]), int(match["my"])))


def _colon(match: re.Match[str]) -> Token:
    return _clock(match, match["ch"], match["cm"])


def _raised(match: re.Match[str]) -> Token:
    return _clock(match, match["sh"], match["sm"].translate(_SUPERSCRIPTS))


def _hour_zero(match: re.Match[str]) -> Token:
    return _clock(match, match["zh"], "00")


def _clock(match: re.Match[str], hour: str, minute: str) -> Token:
    right = int(hour) < 24 and int(minute) < 60
    return _token("clock" if right else "other", match, Figure(hour=int(hour), minute=int(minute)) if right else None)


def _two(match: re.Match[str]) -> Token:
    """Two numbers with a dot: a day and a month («22.10»), a time («14.30»), either («10.10»), or neither («35.13»)."""
    a, b = int(match["ta"]), int(match["tb"])
    is_day = 1 <= a <= 31 and 1 <= b <= 12
    is_time = a < 24 and b < 60 and len(match["tb"]) == 2 and "/" not in match.group()
    figure = Figure(a, b if is_day else 0, None, a if is_time else -1, b)
    if is_day and len(match["tb"]) == 1 and a <= 12:
        return _token("loose", match, figure)  # «1.1» may be a number of a row
    if is_day:
        return _token("day_or_clock" if is_time else "day_month", match, figure)
    return _token("clock" if is_time and b % 5 == 0 else "bad_date", match, figure)


def _year_pair(match: re.Match[str]) -> Token:
    first, second = int(match["y1"]), match["y2"]
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    return _token("year_pair" if last == first + 1 else "other", match, first)


def _ordinal(match: re.Match[str]) -> Token:
    return Token("ordinal", int(match["on"]), match.start(), match.end(), match["os"] in _PLURAL_SUFFIXES)


def _number(match: re.Match[str]) -> Token:
    digits = match.group().partition("-")[0]
    value = int(digits) if len(digits) <= 4 else 0
    if len(digits) <= 2:
        return _token("num", match, value)
    if len(digits) == 4 and 1900 <= value < 2100:
        return _token("year4", match, value)
    if len(digits) == 4 and value // 100 < 24 and value % 100 in (0, 10, 15, 20, 30, 40, 45, 50):
        return _token("flat_clock", match, Figure(hour=value // 100, minute=value % 100))  # «1400»: a lost superscript
    return _token("other", match, None)


def _initial(match: re.Match[str]) -> Token:
    return _token("initial", match, None)


def _other(match: re.Match[str]) -> Token:
    return _token("other", match, None)


_READERS = {
    "iso": _iso, "full": _full, "dashed": _dashed, "romandate": _roman_date, "monthyear": _month_year, "colon": _colon,
    "raised": _raised, "hourzero": _hour_zero, "two": _two, "yearpair": _year_pair, "ordinal": _ordinal,
    "number": _number, "phone": _other, "chain": _other, "initial": _initial,
}  # fmt: skip

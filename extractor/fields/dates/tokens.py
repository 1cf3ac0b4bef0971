"""Text → tokens of the grammar's classes: numbers, figures (12.10.2020, 14.30), vocabulary words, separators.

What means nothing to the grammar (full stops, colons, quotes) makes no token; an unknown word
is a token of class `word`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from extractor import mappings
from extractor.fields.dates.words import Phrase, Value, Vocabulary, Word, vocabulary
from extractor.morph import is_known
from extractor.text import DASHES


@dataclass(frozen=True, slots=True)
class Figure:
    """Numbers with dots between: what they may mean. `month` 0 and `hour` -1: they cannot mean that."""

    day: int = 0
    month: int = 0
    year: int | None = None
    hour: int = -1
    minute: int = 0

    @property
    def clock(self) -> str:
        """The time of day, `HH:MM`."""
        return f"{self.hour:02}:{self.minute:02}"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text with its class, its value and its place (`start`, `end`)."""

    cls: str
    value: Any
    start: int
    end: int
    plural: bool = False
    form: str = ""
    capital: bool = False

    @property
    def number(self) -> int:
        """The value of a number."""
        return self.value if isinstance(self.value, int) else 0


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
  | (?P<two>(?<![\d.,])(?P<ta>\d{{1,2}})[»”"]?(?:\.\s?|/(?!\d{{1,2}}\.\d))(?P<tb>\d{{1,2}})(?!\d))
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
CENTURY = 2000
_SHORTEST_GLUED = 4
_LONG_HALF = 6
_GLUED_LETTERS = frozenset({"in", "from", "toward"})
_SHORTEST_WHOLE = 3
_MOST_PIECES = 5
_WIDEST_BREAK = 3
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
    mended = [t for token in _mend_words(tokens, known) for t in _misspelt_or_glued(token, known)]
    return _settle(_merge_phrases(_without_breaks(mended), known), known)


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
    if word is None and match.string[end : end + 1] == "." and form not in known.phrase_forms:
        word = _shortened(form)
    if word is None:
        return Token("word", None, start, end, False, form, raw[0].isupper())
    return Token(word.cls, word.value, start, end, word.plural, form)


def _misspelt_or_glued(token: Token, known: Vocabulary) -> tuple[Token, ...]:
    if token.cls != "word" or not token.form or token.form in known.phrase_forms:
        return (token,)
    return _glued(token, known) or (_misspelt(token, known),)


def _glued(token: Token, known: Vocabulary) -> tuple[Token, ...]:
    """Two words with the space lost: «втечение», «течениегода», «Сентябрьоктябрь» (a range)."""
    form = token.form
    if len(form) < _SHORTEST_GLUED or token.end - token.start != len(form):
        return ()
    cut = _glued_at(form, token.capital)
    if not cut:
        return ()
    middle = token.start + cut
    left, right = _part(form[:cut], token.start, middle, known), _part(form[cut:], middle, token.end, known)
    dash = (Token("dash", None, middle, middle),) if left.cls == right.cls == "month" else ()
    return (left, *dash, right)


@lru_cache(maxsize=1 << 14)
def _glued_at(form: str, capital: bool) -> int:
    """Where an unknown word falls into two of the vocabulary; 0: nowhere."""
    known = vocabulary()
    for cut in range(1, len(form)):
        head, tail = form[:cut], form[cut:]
        if not (_is_vocabulary(head, known) and _is_vocabulary(tail, known)) or max(cut, len(tail)) < 3:
            continue
        if len(tail) == 1 and known.forms[tail].cls not in _GLUED_LETTERS:
            continue  # «зимнии», «ноябр»
        if capital and (len(tail) < 3 or (cut < 3 and len(tail) < _LONG_HALF)):
            continue  # a name: «Маев», «Сентябрев», «Смарт»
        return 0 if is_known(form) else cut
    return 0


@lru_cache(maxsize=1 << 14)
def _meant(form: str) -> str | None:
    return vocabulary().misspelt(form)


@lru_cache(maxsize=1 << 12)
def _shortened(form: str) -> Word | None:
    return vocabulary().shortened(form)


for _cached in (_glued_at, _meant, _shortened):
    mappings.on_change(_cached.cache_clear)


def _is_vocabulary(form: str, known: Vocabulary) -> bool:
    return form in known.forms or (len(form) > 3 and form in known.phrase_forms)


def _part(form: str, start: int, end: int, known: Vocabulary) -> Token:
    word = known.forms.get(form)
    return (
        Token(word.cls, word.value, start, end, word.plural, form)
        if word
        else Token("word", None, start, end, False, form)
    )


def _misspelt(token: Token, known: Vocabulary) -> Token:
    if token.cls != "word" or token.form in known.phrase_forms:
        return token
    form = _meant(token.form)
    if form is None:
        return token
    word = known.forms.get(form)
    if word is None:
        return replace(token, form=form)
    return Token(word.cls, word.value, token.start, token.end, word.plural, form)


def fold(word: str) -> str:
    """A word as the vocabulary has it: lower case, ё as е."""
    return word.lower().replace("ё", "е")


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


def _mend_words(tokens: list[Token], known: Vocabulary) -> list[Token]:
    """Vocabulary words broken by a space or a hyphen made whole («понедельн ик», «неде- ли», «Сентябр ьдекабрь»)."""
    if not any(t.cls == "word" for t in tokens):
        return tokens
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        taken = _mend(tokens, index, known) if index + 1 < len(tokens) else None
        if taken is None:
            out.append(tokens[index])
            index += 1
        else:
            mended, index = taken
            out.extend(mended)
    return out


def _mend(tokens: list[Token], index: int, known: Vocabulary) -> tuple[list[Token], int] | None:
    """The word that pieces from here on make, and where it ends: of two pieces first, then of more."""
    left = tokens[index]
    if not left.form:
        return None
    glued, place, broken = left.form, index, left.cls == "word"
    for _ in range(_MOST_PIECES):
        follow = place + 1
        while follow + 1 < len(tokens) and tokens[follow].cls in ("dash", "line"):
            follow += 1
        if follow >= len(tokens):
            return None
        right = tokens[follow]
        if not right.form or right.start - tokens[place].end > _WIDEST_BREAK:
            return None
        glued, broken = glued + right.form, broken or right.cls == "word"
        if broken and len(glued) > _SHORTEST_WHOLE and not (_is_whole(tokens[place]) and _is_whole(right)):
            whole = _whole(glued, left, right, known)
            if whole is not None:
                return [whole], follow + 1
        if place == index and broken:
            split = _split(glued, left, right, known)
            if split:
                return split, follow + 1
        place = follow
    return None


def _whole(glued: str, left: Token, right: Token, known: Vocabulary) -> Token | None:
    word = known.forms.get(glued)
    if word is not None:
        return Token(word.cls, word.value, left.start, right.end, word.plural, glued)
    return Token("word", None, left.start, right.end, False, glued) if glued in known.phrase_forms else None


def _split(glued: str, left: Token, right: Token, known: Vocabulary) -> list[Token] | None:
    """«Сентябр ьдекабрь»: two months with the dash lost, the space in the wrong place."""
    if left.end + 1 != right.start or len(glued) < 8:
        return None
    for cut in range(3, len(glued) - 2):
        a, b = known.forms.get(glued[:cut]), known.forms.get(glued[cut:])
        if a and b and a.cls == b.cls == "month" and cut != left.end - left.start:
            middle = left.start + min(cut, left.end - left.start)
            return [
                Token(a.cls, a.value, left.start, middle, a.plural, glued[:cut]),
                Token("dash", None, middle, middle),
                Token(b.cls, b.value, middle, right.end, b.plural, glued[cut:]),
            ]
    return None


def _is_whole(token: Token) -> bool:
    """A word of its own; of the unknown ones only those of the dictionary, not the shortest («еже месячно»)."""
    return token.cls != "word" or (len(token.form) > _SHORTEST_WHOLE and is_known(token.form))


def _merge_phrases(tokens: list[Token], known: Vocabulary) -> list[Token]:
    """Words that are read as one («в течение», «День знаний»), and «двадцать первое» as one number."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        phrase = _phrase_at(tokens, index, _phrases_from(tokens, index, known)) if token.form else None
        if phrase is not None:
            last = tokens[index + len(phrase.places) - 1]
            out.append(Token(phrase.word.cls, phrase.word.value, token.start, last.end))
            index += len(phrase.places)
            continue
        before = out[-1] if out else None
        if (
            token.cls == "ordinal"
            and before
            and before.cls == "cardinal"
            and before.number in (20, 30)
            and token.number < 10
        ):
            out[-1] = Token("ordinal", before.number + token.number, before.start, token.end, token.plural)
        else:
            out.append(token)
        index += 1
    return out


def _phrases_from(tokens: list[Token], index: int, known: Vocabulary) -> tuple[Phrase, ...]:
    seconds = known.phrases.get(tokens[index].form)
    if seconds is None:
        return ()
    after = tokens[index + 1].form if index + 1 < len(tokens) else ""
    return seconds.get(after) or seconds.get("", ())


def _phrase_at(tokens: list[Token], index: int, phrases: tuple[Phrase, ...]) -> Phrase | None:
    for phrase in phrases:
        run = tokens[index : index + len(phrase.places)]
        if len(run) == len(phrase.places) and all(t.form in place for t, place in zip(run, phrase.places, strict=True)):
            return phrase
    return None


_FIGURES = frozenset(["num", "full_date", "day_month", "day_or_clock", "clock", "month_year", "year4", "bad_date"])
_BEFORE_LINE = _FIGURES | {"month", "year", "close", "times"}
_BEFORE_CLOCK = frozenset({"in", "full_date", "year", "year4", "month"})
_BEFORE_LOOSE = frozenset(["until", "from", "by", "toward", "not_later", "not_earlier", "starting", "dash"])
_NUMBERS = frozenset(
    ["num", "ordinal", "roman", "day_month", "day_or_clock", "clock", "month_year", "loose", "bad_date"]
)
_JOINTS = frozenset({"dash", "until", "by"})


def _without_breaks(tokens: list[Token]) -> list[Token]:
    """Line breaks kept only between figures, one dash of several, one «г.» of two."""
    return [t for i, t in enumerate(tokens) if t.cls not in ("line", "dash", "year") or _is_parting(tokens, i)]


def _settle(tokens: list[Token], known: Vocabulary) -> list[Token]:
    """«10.10» made a day or a time by its neighbours; «каб. 12» no number."""
    kept = tokens
    out: list[Token] = []
    for i, token in enumerate(kept):
        before = out[-1].cls if out else ""
        if token.cls in _NUMBERS and before in ("numbered", "number_sign") and not _is_day(kept, i):
            token = replace(token, cls="other")
        elif before == "street" or (before == "street_number" and token.cls == "month"):
            token = replace(token, cls="street_number" if token.cls in _NUMBERS else "word")
        elif token.cls == "year4" and _is_hung_on(kept, i):
            token = replace(token, cls="other")
        elif _is_school_year(kept, i):
            token = replace(token, cls="year_pair", value=CENTURY + token.value.day)
        elif token.cls == "month" and _cls(kept, i + 1) == "month" and token.form in known.before_month:
            token = replace(token, cls=known.before_month[token.form])
        elif token.cls == "num" and before == "month" and _is_short_year(kept, i):
            token = replace(token, cls="year4", value=CENTURY + token.number)
        elif token.cls == "loose":
            beside = before in _BEFORE_LOOSE or (
                _cls(kept, i + 1) == "dash" and _cls(kept, i + 2) in ("loose", "day_month")
            )
            token = replace(token, cls="day_month" if beside or _cls(kept, i + 1) in ("year", "year4") else "other")
        elif token.cls == "day_or_clock":
            token = replace(token, cls="clock" if _is_clock(kept, i, before) else "day_month")
        elif (
            token.cls == "clock"
            and token.value.month
            and before in ("dash", "by", "until")
            and _cls(out, -2) == "day_month"
        ):
            token = replace(token, cls="day_month")
        out.append(token)
    return out


def _is_day(tokens: list[Token], index: int) -> bool:
    """«I этап 5 октября», «этап: 5-9 октября»: days after all."""
    after = [_cls(tokens, index + n) for n in (1, 2, 3)]
    return after[0] == "month" or after == ["dash", "num", "month"]


def _is_hung_on(tokens: list[Token], index: int) -> bool:
    """«ОГЭ-2021»: part of a name."""
    if index < 2 or tokens[index - 1].cls != "dash" or tokens[index - 2].cls not in ("word", "other"):
        return False
    return tokens[index - 2].end == tokens[index - 1].start and tokens[index - 1].end == tokens[index].start


def _is_school_year(tokens: list[Token], index: int) -> bool:
    """«20/21 уч. год»."""
    token = tokens[index]
    if token.cls not in ("bad_date", "day_month") or _cls(tokens, index + 1) not in ("school_year_word", "school"):
        return False
    return isinstance(token.value, Figure) and token.value.minute == token.value.day + 1


def _is_short_year(tokens: list[Token], index: int) -> bool:
    """«март 21 г.»."""
    token = tokens[index]
    return (
        token.end - token.start == len("21") and _cls(tokens, index + 1) == "year" and tokens[index + 1].form != "лет"
    )


def _is_parting(tokens: list[Token], index: int) -> bool:
    if tokens[index].cls == "dash":
        return _cls(tokens, index + 1) != "dash"
    if tokens[index].cls == "year":
        return not (index and tokens[index - 1].cls == "year" and tokens[index].form == "г")  # «г.г.»
    return _line_parts(tokens, index)


def _line_parts(tokens: list[Token], index: int) -> bool:
    after = _cls(tokens, index + 1)
    return index > 0 and tokens[index - 1].cls in _BEFORE_LINE and after in _FIGURES and after != "year4"


def _is_clock(tokens: list[Token], index: int, before: str) -> bool:
    if before in _BEFORE_CLOCK:
        return True
    after_joint = before in _JOINTS and index >= 2 and tokens[index - 2].cls == "clock"
    before_joint = _cls(tokens, index + 1) in _JOINTS and _cls(tokens, index + 2) == "clock"
    return after_joint or before_joint or _cls(tokens, index + 1) == "hour"


def _cls(tokens: list[Token], index: int) -> str:
    return tokens[index].cls if -len(tokens) <= index < len(tokens) else ""

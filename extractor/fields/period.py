"""The period a plan covers, read from its title or header: «на 2020-2021 учебный год», «на I полугодие 2021 года».

The text becomes a row of signs (`Y2020 - Y2021 SCHOOL YEAR`) by the vocabulary of dates; an ordered list of rules, each
of which may abstain, reads the signs. Years are weighed: «на 2023 год» is the plan's period, «до 2030 года» is not.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor import mappings
from extractor.fields.dates.calendar import day_of
from extractor.fields.dates.words import Word, meant, vocabulary
from extractor.fields.period_rules import RULES, Years
from extractor.model import Period, PeriodSource
from extractor.text import DASHES, clean, fold_lookalikes, one_line

_FIRST, _LAST = 1990, 2100
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "і": 1, "іі": 2, "ііі": 3}
_PIECE = re.compile(
    r"(?P<full>(?<!\d)\d{1,2}\s?\.\s?\d{1,2}\s?\.\s?(?:(?:19|20)\d\d|\d\d)(?!\d))"
    r"|(?P<day_month>(?<![\d.])\d{1,2}\.\d{1,2}(?![.\d]))"
    r"|(?P<year>(?<!\d)(?:19|20)\d\d(?!\d))"
    r"|(?P<number>\d{1,4})(?:\s?-\s?(?:го|ое|ый|й|я|ая|ой|ую|е|ом|му)\b)?"
    rf"|(?P<word>[^\W\d_]+)|(?P<dash>[{re.escape(DASHES)}])|(?P<mark>[/,;()«»])"
)
_SHORT_HALF = re.compile(r"\bп\s?/\s?г(?:од\w*)?\b", re.IGNORECASE)
_UNITS = {"half": "HALF", "half_part": "HALF", "quarter": "QUARTER", "term": "TERM", "trimester": "TRIMESTER"}
_SIGNS = {"school": "SCHOOL", "vacation": "VACATION", "week": "WEEK", "half_of_year": "HALF", "and": "AND"}
_PREPOSITIONS = {"from": "FROM", "by": "TO", "on": "ON", "in": "IN", "for": "FOR", "until": "TILL"}
_PLURAL_YEARS = frozenset({"гг", "годы", "годов", "годам", "годах", "годами", "лет"})


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of the text in the rules' language, and where it stood."""

    code: str
    start: int
    end: int


def parse_period(text: str, *, source: PeriodSource = "title", near: dt.date | None = None) -> Period | None:
    """The period that a title or a header line names; None where it names none.

    Args:
        text: the title on one line or several.
        source: what the period's `source` shall say.
        near: a day the plan was approved on, for texts without a year («План на март»).
    """
    found = _parse(_SHORT_HALF.sub("полугодие", one_line(fold_lookalikes(clean(text)))), near)
    return replace(found, source=source) if found else None


def period_from_name(file_name: str) -> Period | None:
    """What a file's name says: «plan_2021-2022.docx», «План на март 2023.doc»."""
    stem = re.sub(r"\.[A-Za-z]{2,5}$", "", file_name.replace("\\", "/").rsplit("/", 1)[-1])
    plain = re.sub(r"[_+]+", " ", re.sub(r"[a-z]+\d[a-z\d]*|\d+[a-z][a-z\d]*", " ", stem))
    return parse_period(re.sub(r"\b((?:19|20)\d\d) ((?:19|20)?\d\d)\b", r"\1-\2", plain), source="file_name")


@lru_cache(maxsize=4096)
def _parse(text: str, near: dt.date | None) -> Period | None:
    signs = _signs(text)
    years = _years(signs)
    if years is None and near is not None:
        years = _years_near(signs, near)
    coded = " ".join(s.code for s in signs)
    for rule in RULES:
        period = rule(coded, years)
        if period is not None:
            return replace(period, text=text)
    return None


mappings.on_change(_parse.cache_clear)


def _signs(text: str) -> list[Sign]:
    out: list[Sign] = []
    for match in _PIECE.finditer(text.lower().replace("ё", "е")):
        code = _code(match, out)
        if code:
            out.append(Sign(code, match.start(), match.end()))
    return out


def _code(match: re.Match[str], before: list[Sign]) -> str:
    kind, text = match.lastgroup or "", match.group()
    if kind in ("full", "day_month"):
        return _figure(re.findall(r"\d+", text))
    if kind == "year":
        return f"Y{text}" if _FIRST <= int(text) <= _LAST else "X"
    if kind == "number":
        return f"N{int(match.group('number'))}"
    if kind == "word":
        return _word(text, before)
    return "-" if kind == "dash" else text


def _figure(parts: list[str]) -> str:
    """12.10.2020 → D2020-10-12, 12.10 → D-10-12; an impossible one is nothing."""
    day, month = int(parts[0]), int(parts[1])
    year = int(parts[2]) + (2000 if len(parts[2]) == 2 else 0) if len(parts) > 2 else 2024
    if not 1 <= month <= 12 or day_of(year, month, day) is None or day < 1:
        return "X"
    return f"D{year if len(parts) > 2 else ''}-{month:02}-{day:02}"


def calendar_word(form: str) -> Word | None:
    """A word of the calendar by its form (lower case, ё as е), misspelt ones too («сентбярь»); None for any other."""
    forms = vocabulary().forms
    return forms.get(form) or forms.get(meant(form) or "")


def _word(text: str, before: list[Sign]) -> str:
    if text in _ROMAN:
        return f"N{_ROMAN[text]}"
    word = calendar_word(text)
    if word is None:
        return "SCHOOL" if text == "у" and before and before[-1].code.startswith(("Y", "N")) else "w"
    if word.cls == "month":
        return f"M{word.value}"
    if word.cls in ("ordinal", "cardinal"):
        return f"N{word.value}"
    if word.cls in ("season", "seasonal"):
        return f"S{word.value}"
    if word.cls == "year":
        return "YEARS" if text in _PLURAL_YEARS else "YEAR"
    return _UNITS.get(word.cls) or _SIGNS.get(word.cls) or _PREPOSITIONS.get(word.cls) or "w"


# -- the years named


def _years(signs: list[Sign]) -> Years | None:
    """The years that are most likely the plan's: «на …» before them, «учебный год» behind, nearest to the end."""
    best: tuple[float, Years] | None = None
    at = 0
    while at < len(signs):
        found = _years_at(signs, at)
        if found is None:
            at += 1
            continue
        weight = _weight(signs, found)
        if best is None or weight >= best[0]:
            best = (weight, found)
        at = found.end
    return best[1] if best and best[0] > -1 else None


def _years_at(signs: list[Sign], at: int) -> Years | None:
    code = signs[at].code
    if not code.startswith("Y2") and not code.startswith("Y19"):
        return None
    first = int(code[1:])
    codes = [s.code for s in signs[at + 1 : at + 7]]
    if len(codes) > 1 and codes[0] in ("-", "/"):
        last = _second_year(first, codes[1])
        if last is not None:
            return Years(first, last, _is_school(signs, at, at + 3, first, last, codes[0]), at, at + 3)
    listed = _listed_years(signs, at)
    if listed > first:
        end = next(i for i in range(len(signs) - 1, at, -1) if signs[i].code == f"Y{listed}") + 1
        return Years(first, listed, False, at, end)
    if "SCHOOL" in codes[:1]:
        return Years(first, first + 1, True, at, at + 1)
    return Years(first, first, False, at, at + 1)


def _second_year(first: int, code: str) -> int | None:
    if re.fullmatch(r"Y\d{4}", code):
        last = int(code[1:])
    elif re.fullmatch(r"N\d{2}", code):
        last = first // 100 * 100 + int(code[1:])
    else:
        return None
    return last if first < last <= first + 30 else None


def _listed_years(signs: list[Sign], at: int) -> int:
    """«2022, 2023 и 2024 годы», «с 2022 по 2024 год»: the last of them."""
    last, here = int(signs[at].code[1:]), at + 1
    while here + 1 < len(signs) and signs[here].code in (",", "AND", "TO", "YEAR"):
        step = 2 if signs[here].code == "YEAR" and signs[here + 1].code == "TO" else 1
        if here + step >= len(signs) or not re.fullmatch(r"Y\d{4}", signs[here + step].code):
            break
        last, here = int(signs[here + step].code[1:]), here + step + 1
    return last


def _is_school(signs: list[Sign], start: int, end: int, first: int, last: int, mark: str) -> bool:
    """«2020-2021» is an academic year, unless it says «годы»."""
    if last != first + 1:
        return False
    behind = [s.code for s in signs[end : end + 2]]
    before = [s.code for s in signs[max(0, start - 3) : start]]
    if "SCHOOL" in behind or "SCHOOL" in before:
        return True
    return "YEARS" not in behind or mark == "/"


def _weight(signs: list[Sign], years: Years) -> float:
    before = [s.code for s in signs[max(0, years.start - 4) : years.start]]
    behind = [s.code for s in signs[years.end : years.end + 2]]
    score = 0.0
    if before[-1:] == ["TILL"]:
        return -3.0
    score += 2 if "ON" in before else 1 if "IN" in before[-1:] or "FROM" in before else 0
    score += 1.5 if years.school else 0
    score += 0.5 if behind[:1] and behind[0] in ("YEAR", "YEARS", "SCHOOL") else 0
    above = [s.code for s in signs[: years.start]]
    bracketed, quoted = above.count("(") > above.count(")"), above.count("«") > above.count("»")
    return score - (2 if quoted else 1 if bracketed else 0)


def _years_near(signs: list[Sign], near: dt.date) -> Years | None:
    """The year of a plan for a month or a part of a year that was approved on a day."""
    months = [int(s.code[1:]) for s in signs if re.fullmatch(r"M\d+", s.code)]
    if months:
        year = near.year + (1 if months[0] < near.month - 6 else -1 if months[0] > near.month + 6 else 0)
        return Years(year, year, False, 0, 0)
    if any(s.code in ("SCHOOL", "HALF", "TERM", "TRIMESTER") for s in signs):
        first = near.year if near.month >= 6 else near.year - 1
        return Years(first, first + 1, True, 0, 0)
    return Years(near.year, near.year, False, 0, 0) if any(s.code == "QUARTER" for s in signs) else None

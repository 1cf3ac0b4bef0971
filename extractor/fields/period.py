"""The period a plan covers, read from its title or header: «на 2020-2021 учебный год», «на I полугодие 2021 года».

The text becomes a row of signs (`Y2020 - Y2021 SCHOOL YEAR`) by the vocabulary of dates; an ordered list of rules, each
of which may abstain, reads the signs. Years are weighed: «на 2023 год» is the plan's period, «до 2030 года» is not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor import mappings
from extractor.fields.dates.calendar import academic, day_of, month_days
from extractor.fields.dates.words import Word, meant, vocabulary
from extractor.model import Period, PeriodKind, PeriodSource
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


@dataclass(frozen=True, slots=True)
class Years:
    """The years a text names: of an academic year (`school`), a calendar year, or several years."""

    first: int
    last: int
    school: bool
    start: int
    end: int

    def date(self, month: int, day: int = 1) -> dt.date | None:
        """A day of a month in the years named: autumn months of an academic year lie in its first year."""
        year = self.last if self.school and month < 9 else self.first
        return day_of(year, month, day)


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
    for rule in _RULES:
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


# -- the rules

Rule = Callable[[str, "Years | None"], "Period | None"]


def _period(start: dt.date | None, end: dt.date | None, kind: PeriodKind) -> Period | None:
    return Period(start, end, kind) if start and end and start <= end else None


_DAY = r"D(\d{4})?-(\d\d)-(\d\d)(?: YEAR)?"
_FIGURES = re.compile(rf"\b{_DAY} (?:-|TO|TILL) {_DAY}")


def figures_range(coded: str, years: Years | None) -> Period | None:
    """«с 01.06.2021 по 30.08.2021», «21.01–23.02.2022»."""
    match = _FIGURES.search(coded)
    if not match:
        return None
    y1, m1, d1, y2, m2, d2 = match.groups()
    return _between((int(d1), int(m1), y1), (int(d2), int(m2), y2), years)


_DAYS_OF_MONTH = re.compile(r"\bN(\d{1,2}) (?:-|TO|TILL) N(\d{1,2}) M(\d+)(?: Y(\d{4}))?")
_DAYS_OF_MONTHS = re.compile(
    r"\bN(\d{1,2}) M(\d+)(?: Y(\d{4})(?: YEAR)?)? (?:-|TO|TILL) N(\d{1,2}) M(\d+)(?: Y(\d{4}))?"
)


def days_range(coded: str, years: Years | None) -> Period | None:
    """«с 15 по 19 марта 2021», «с 30 августа по 3 сентября»."""
    match = _DAYS_OF_MONTH.search(coded)
    if match:
        d1, d2, m, y = match.groups()
        return _between((int(d1), int(m), y), (int(d2), int(m), y), years)
    match = _DAYS_OF_MONTHS.search(coded)
    if match:
        d1, m1, y1, d2, m2, y2 = match.groups()
        return _between((int(d1), int(m1), y1), (int(d2), int(m2), y2), years)
    return None


def _between(
    first: tuple[int, int, str | None], last: tuple[int, int, str | None], years: Years | None
) -> Period | None:
    end = _day(last, years)
    start = _day(first, years)
    if start is None and end is not None:
        year = end.year - 1 if (first[1], first[0]) > (last[1], last[0]) else end.year
        start = day_of(year, first[1], first[0])
    if start and end and start > end and first[2] is None:
        start = day_of(end.year if first[1] <= last[1] else end.year - 1, first[1], first[0])
    return _period(start, end, "custom")


def _day(parts: tuple[int, int, str | None], years: Years | None) -> dt.date | None:
    day, month, year = parts
    if year:
        return day_of(int(year), month, day)
    return years.date(month, day) if years and years.last - years.first < 2 else None


_ONE_DAY = re.compile(rf"\bON (?:w )?(?:{_DAY}|N(\d{{1,2}}) M(\d+)(?: Y(\d{{4}}))?)")


def one_day(coded: str, years: Years | None) -> Period | None:
    """«на 5 марта 2021 года»."""
    match = _ONE_DAY.search(coded)
    if not match:
        return None
    y1, m1, d1, d2, m2, y2 = match.groups()
    day = _day((int(d1), int(m1), y1), years) if d1 else _day((int(d2), int(m2), y2), years)
    return _period(day, day, "custom")


_PART = re.compile(
    r"\b(?:N(\d) (?:(?:,|AND|-) N(\d) )?(HALF|QUARTER|TERM|TRIMESTER)|(HALF|QUARTER|TERM|TRIMESTER) N(\d))\b"
)
_TABLES = {"HALF": "half_years", "TERM": "terms", "TRIMESTER": "trimesters"}


def part_of_year(coded: str, years: Years | None) -> Period | None:
    """«I полугодие 2023–2024 учебного года», «1 квартал 2021 г.», «I четверть 2022-2023»."""
    match = _PART.search(coded)
    if not match or years is None:
        return None
    first, second, unit, unit_before, number = match.groups()
    unit = unit or unit_before
    low = int(first or number)
    high = int(second or low)
    start, end = _part(unit, low, years), _part(unit, high, years)
    if start is None or end is None:
        return None
    kind: PeriodKind = {"HALF": "half_year", "QUARTER": "quarter"}.get(unit, "custom")  # type: ignore[assignment]
    return _period(start[0], end[1], kind if low == high else "custom")


def _part(unit: str, number: int, years: Years) -> tuple[dt.date, dt.date] | None:
    if unit in ("TERM", "TRIMESTER") or (unit == "HALF" and years.school):
        begins = years.first if years.school or number < 2 else years.first - 1
        return academic(_TABLES[unit], number, begins)
    months = 6 if unit == "HALF" else 3
    if not 1 <= number <= 12 // months:
        return None
    last = number * months
    year = years.last if years.school and last < 9 else years.first
    return month_days(year, last - months + 1)[0], month_days(year, last)[1]


_VACATION = re.compile(r"\bS(\w+) (?:w )?VACATION\b|\bVACATION (?:w )?S(\w+)\b")
_SEASON = re.compile(r"\b(?:ON|IN|FOR) (?:w )?S(\w+)\b|\bS(\w+) (?:- |w ){0,2}Y\d{4}\b")


def vacations(coded: str, years: Years | None) -> Period | None:
    """«на осенние каникулы 2023», «зимние каникулы 2022–2023 учебного года»."""
    match = _VACATION.search(coded)
    if not match or years is None:
        return None
    season = match.group(1) or match.group(2)
    begins = years.first if years.school or season == "autumn" or years.last != years.first else years.first - 1
    if season == "winter" and not years.school and years.first == years.last:
        begins = years.first - 1
    days = academic("vacations", season, begins)
    return _period(*days, "custom") if days else None


def season(coded: str, years: Years | None) -> Period | None:
    """«на летний период 2022 года», «лето 2022»."""
    match = _SEASON.search(coded)
    if not match or years is None or years.last - years.first > 1:
        return None
    name = match.group(1) or match.group(2)
    begins = years.first if years.school or name == "autumn" else years.first - 1
    days = academic("seasons", name, begins)
    return _period(*days, "custom") if days else None


_MONTHS = re.compile(r"\bM(\d+)(?: Y(\d{4})(?: YEAR)?)? (?:-|TO|AND|,|TILL) (?:M\d+ (?:,|AND) )*M(\d+)(?: Y(\d{4}))?")
_MONTH = re.compile(r"\bM(\d+)\b(?: Y(\d{4}))?")


def months(coded: str, years: Years | None) -> Period | None:
    """«на сентябрь–декабрь 2022 г.», «сентябрь 2022 – май 2023»."""
    match = _MONTHS.search(coded)
    if not match:
        return None
    m1, y1, m2, y2 = match.groups()
    end = day_of(int(y2), int(m2), -1) if y2 else years.date(int(m2), -1) if years else None
    start = day_of(int(y1), int(m1), 1) if y1 else years.date(int(m1)) if years and years.school else None
    if start is None and end is not None:
        start = day_of(end.year - (int(m1) > int(m2)), int(m1), 1)
    return _period(start, end, "custom")


def one_month(coded: str, years: Years | None) -> Period | None:
    """«на март 2023 года», «март 2022-2023 учебного года»; not the month of a day («от 30 августа 2021»)."""
    for match in _MONTH.finditer(coded):
        if re.search(r"\bN\d+ $", coded[: match.start()]):
            continue
        month = int(match.group(1))
        first = years.date(month) if years and years.last - years.first < 2 else None
        if match.group(2) and not (years and years.school):
            first = day_of(int(match.group(2)), month, 1)
        if first:
            return _period(*month_days(first.year, month), "month")
    return None


def whole_years(coded: str, years: Years | None) -> Period | None:
    """«на 2020-2021 учебный год», «на 2020 год», «на 2022–2024 гг.»."""
    if years is None:
        return None
    if years.school:
        return _period(dt.date(years.first, 9, 1), dt.date(years.last, 8, 31), "academic_year")
    kind: PeriodKind = "calendar_year" if years.first == years.last else "years"
    if kind == "calendar_year" and not re.search(
        rf"\bY{years.first}(?: w)? YEAR|(?:ON|FOR|IN)(?: w)? Y{years.first}\b|Y{years.first}\W*$", coded
    ):
        return None
    return _period(dt.date(years.first, 1, 1), dt.date(years.last, 12, 31), kind)


_RULES: tuple[Rule, ...] = (
    figures_range,
    days_range,
    months,
    part_of_year,
    vacations,
    one_day,
    one_month,
    season,
    whole_years,
)

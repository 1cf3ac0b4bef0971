"""Dates written in many ways from a calendar and read back; any text at all, for errors and for time."""

from __future__ import annotations

import datetime as dt
import random
import time

import pytest
from dateutil.rrule import rrulestr
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.fields.dates import find_dates, is_date_like, parse_date, parse_month_heading
from extractor.model import DateExpression

YEAR = "2020-09-01/2021-08-31"
FIRST, LAST = dt.date(2020, 9, 1), dt.date(2021, 8, 31)
GENITIVE = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
NAMES = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
]
WEEKDAYS = ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"]

quick = settings(max_examples=80, deadline=None)
days = st.dates(FIRST, LAST)
spaces = st.sampled_from([" ", "\u00a0", "  ", "\n"])


def day_writings(day: dt.date) -> list[str]:
    month = GENITIVE[day.month - 1]
    return [
        f"{day.day} {month}",
        f"{day.day:02} {month} {day.year} г.",
        f"«{day.day:02}» {month} {day.year} года",
        f"{day.day}-го {month}",
        f"{day.day}{month}",
        f"{day:%d.%m.%Y}",
        f"{day:%d.%m.%y} г.",
        f"{day:%d.%m}",
        f"{day:%d/%m/%Y}",
        f"{day:%Y-%m-%d}",
        f"{WEEKDAYS[day.weekday()]}, {day.day} {month}",
        f"{day:%d.%m.%Y} ({WEEKDAYS[day.weekday()]})",
        f"{day.day} {month.upper()}",
        f"{day.day} {month[:3]}. {day.year}" if day.month != 5 else f"{day.day} мая {day.year}",
    ]


@quick
@given(days, st.data())
def test_a_day(day: dt.date, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(day_writings(day)))
    got = parse_date(text, period=YEAR)
    assert (got.kind, [(s.start, s.end) for s in got.spans], got.text_left) == ("date", [(day, day)], "")
    assert got.edtf == day.isoformat()
    assert not got.warnings


@quick
@given(days, days, st.data())
def test_a_range(one: dt.date, other: dt.date, data: st.DataObject) -> None:
    start, end = sorted((one, other))
    if start == end or (start.month, start.day) == (8, 31) or start.month == 8:
        return
    left, right = GENITIVE[start.month - 1], GENITIVE[end.month - 1]
    text = data.draw(
        st.sampled_from(
            [
                f"с {start.day} {left} по {end.day} {right}",
                f"{start.day} {left} – {end.day} {right}",
                f"{start:%d.%m}-{end:%d.%m}",
                f"с {start:%d.%m.%Y} г. по {end:%d.%m.%Y} г.",
                f"{start:%d.%m.%y} — {end:%d.%m.%y}",
                f"в период с {start.day} {left} {start.year} года по {end.day} {right} {end.year} года",
            ]
        )
    )
    got = parse_date(text, period=YEAR)
    assert (got.kind, [(s.start, s.end) for s in got.spans]) == ("period", [(start, end)]), text


@quick
@given(days, st.sampled_from(["до", "не позднее", "к", "в срок до", "До", "не позже"]), st.data())
def test_a_deadline(day: dt.date, word: str, data: st.DataObject) -> None:
    text = f"{word} {data.draw(st.sampled_from(day_writings(day)[:9]))}"
    got = parse_date(text, period=YEAR)
    assert (got.kind, [(s.start, s.end, s.relation) for s in got.spans]) == ("deadline", [(None, day, "by")]), text


@quick
@given(st.lists(st.sampled_from([9, 10, 11, 12, 1, 2, 3, 4, 5]), min_size=2, max_size=5, unique=True), st.data())
def test_a_list_of_months(months: list[int], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([", ", "; ", ",", "\n", " и "])).join(NAMES[m - 1] for m in months)
    got = parse_date(text, period=YEAR)
    starts = sorted(dt.date(2020 if m >= 9 else 2021, m, 1) for m in months)
    assert (got.kind, [s.start for s in got.spans]) == ("period", starts), text


@quick
@given(
    st.integers(0, 23),
    st.sampled_from([0, 5, 10, 15, 30, 45]),
    days,
    st.sampled_from(["{}:{:02}", "{:02}.{:02}", "{}-{:02}", "{} ч. {:02} мин."]),
)
def test_a_day_and_a_time(hour: int, minute: int, day: dt.date, form: str) -> None:
    text = f"{day.day} {GENITIVE[day.month - 1]} в {form.format(hour, minute)}"
    got = parse_date(text, period=YEAR)
    assert (got.times, [s.start for s in got.spans]) == ((f"{hour:02}:{minute:02}",), [day]), text


@quick
@given(st.integers(0, 8), st.data())
def test_a_slip_in_a_month_is_read_as_meant(place: int, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([n for n in NAMES if len(n) >= 6]))
    place = min(place, len(name) - 2)
    swapped = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    got = parse_date(swapped, period=YEAR)
    assert [s.start.month for s in got.spans if s.start] == [NAMES.index(name) + 1], swapped


WORDS = [
    "до",
    "с",
    "по",
    "к",
    "в",
    "на",
    "за",
    "не",
    "позднее",
    "раз",
    "каждый",
    "каждую",
    "неделя",
    "месяц",
    "год",
    "четверть",
    "числа",
    "октября",
    "май",
    "сентябрь",
    "понедельник",
    "среду",
    "вечера",
    "каникулы",
    "осенние",
    "конец",
    "начало",
    "первый",
    "2-я",
    "I",
    "IV",
    "15",
    "31",
    "2020",
    "12.10",
    "12.10.2020",
    "10.00",
    "14:30",
    ",",
    ";",
    "(",
    ")",
    "–",
    "-",
    ".",
    "по",
    "плану",
    "мере",
    "необходимости",
    "в",
    "течение",
    "года",
    "после",
    "итогам",
    "№",
    "п.",
    "каб.",
    "иванова",
    "школа",
    "день",
    "учителя",
    "последняя",
    "ежемесячно",
    "половина",
    "декада",
    "и",
    "1",
    "раз",
    "2р/год",
    "5-9",
    "кл.",
    "99.99",
    "00",
    "ноябрь/декабрь",
    "кроме",
    "чем",
    "30",
    "31",
    "ф",
    "x",
    "Й",
    "ё",
    "\xad",
    "\xa0",
    "\n",
    "«",
    "»",
]
phrases = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


def sound(got: DateExpression) -> None:
    ends = [(s.start or s.end or dt.date.min, s.end or dt.date.max) for s in got.spans]
    assert ends == sorted(ends)
    assert all(s.start is None or s.end is None or s.start <= s.end for s in got.spans)
    assert all((s.start is None) == (s.relation == "by") for s in got.spans)
    if got.kind in ("unspecified",):
        assert not got.spans
    if got.rrule:
        rrulestr(got.rrule, dtstart=dt.datetime(2020, 9, 1))


@settings(max_examples=250, deadline=None)
@given(phrases, st.sampled_from([YEAR, None, "2021-03-01/2021-03-31", "2021-01-01/2023-12-31"]))
def test_any_row_of_date_words(text: str, period: str | None) -> None:
    got = parse_date(text, period=period)
    sound(got)
    sound(parse_date(text, period=period, under="октябрь"))
    parse_month_heading(text)
    assert 0 <= is_date_like(text) <= 1
    places = find_dates(text)
    assert all(0 <= a < b <= len(text) for a, b in places)
    assert list(places) == sorted(places)


@settings(max_examples=60, deadline=None)
@given(phrases)
def test_any_edtf_is_valid(text: str) -> None:
    edtf = parse_date(text, period=YEAR).edtf
    if edtf:
        parse_edtf(edtf)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text(text: str, under: str) -> None:
    sound(parse_date(text, period=YEAR, under=under))
    find_dates(text)


LONG = [
    "1, " * 3333,
    "1-" * 5000,
    "12.10." * 1666,
    "октябрь " * 1250,
    "до " * 3333,
    "с 1 по " * 1428,
    "(" * 10_000,
    "а" * 10_000,
    "I" * 10_000,
    "по плану в " * 900,
    "1 раз в " * 1250,
    "8-912-" * 1666,
    "сен­тя­брь" * 900,
    "понедельн ик " * 700,
    " " * 10_000,
    "\n" * 10_000,
    "9" * 10_000,
    "к 1 " * 2500,
]


@pytest.mark.parametrize("text", LONG, ids=[t[:8] for t in LONG])
def test_long_text_takes_no_time(text: str) -> None:
    start = time.process_time()
    parse_date(text, period=YEAR)
    find_dates(text)
    assert time.process_time() - start < 3


def test_time_grows_with_length_only() -> None:
    dice = random.Random(7)
    letters = "октябрь мая 12.10 раз в ,.()-–0123456789 с по до №"
    short = "".join(dice.choice(letters) for _ in range(1000))
    long = "".join(dice.choice(letters) for _ in range(8000))
    parse_date(short[:100], period=YEAR)
    times = []
    for text in (short, long):
        start = time.process_time()
        parse_date(text, period=YEAR)
        times.append(time.process_time() - start)
    assert times[1] < 40 * max(times[0], 0.004)

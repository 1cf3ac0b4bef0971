"""Dates: tables of phrases (tests/data/dates), negatives, the vocabulary and the calendar, the public functions."""

from __future__ import annotations

import calendar as plain_calendar
import datetime as dt
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from dateutil.rrule import rrulestr
from edtf import parse_edtf

from extractor import mappings
from extractor.errors import MappingError, UsageError
from extractor.fields.dates import (
    DateContext,
    describe_text,
    find_dates,
    is_date_like,
    parse_date,
    parse_month_heading,
    read_date,
)
from extractor.fields.dates.calendar import easter, holiday_days, holidays, nth_weekday, week_of_month
from extractor.fields.dates.grammar import DATES_TO_MEANING, PARTS, WORDS_TO_DATES
from extractor.fields.dates.scanner import tokenise
from extractor.fields.dates.words import vocabulary
from extractor.model import DateExpression, Period

DATA = Path(__file__).parent / "data" / "dates"
YEAR = "2020-09-01/2021-08-31"


class Days(yaml.SafeLoader):
    """YAML with days left as strings."""


Days.yaml_implicit_resolvers = {
    first: [(tag, regex) for tag, regex in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=Days)
    return data


def rows() -> list[Any]:
    out = []
    for name in ("academic_year", "contexts", "harder", "idioms", "idioms_more", "idioms_third"):
        for place, row in enumerate(table(name)["phrases"]):
            text, kind, spans, options = [*row, {}][:4]
            options = {"period": table(name)["period"], **(options or {})}
            case = (text, kind, spans, options, row[3:] == [None])
            out.append(pytest.param(*case, id=f"{name}-{place}-{text}"))
    return out


def letters(text: str | None) -> str:
    return re.sub(r"[\W_]+", "", (text or "").casefold().replace("ё", "е").replace("\u00ad", ""))


def expanded(span: str) -> str:
    if re.fullmatch(r"\d{4}-\d\d", span):
        year, month = map(int, span.split("-"))
        return f"{span}-01/{span}-{plain_calendar.monthrange(year, month)[1]}"
    return span if "/" in span else f"{span}/{span}"


def spans_of(result: DateExpression) -> list[str]:
    return [f"{s.start or '..'}/{s.end or '..'}" for s in result.spans]


@pytest.mark.parametrize(("text", "kind", "spans", "options", "loose"), rows())
def test_phrase(text: str, kind: str | None, spans: str | None, options: dict[str, Any], loose: bool) -> None:
    got = parse_date(text, period=options["period"], under=options.get("under"))
    if kind is not None:
        assert got.kind == kind, got
    if spans is not None and "spans_free" not in options:
        assert spans_of(got) == [expanded(s) for s in spans.split()]
    if loose or kind is None:
        return
    assert list(got.times) == options.get("times", [])
    said = got.recurrence.to_dict() if got.recurrence else {}
    wanted = options.get("recurrence") or {}
    assert said == {k: [str(d) for d in v] if k == "days" else v for k, v in wanted.items()}
    if options.get("text_left", "") is not None:
        assert letters(got.text_left) == letters(options.get("text_left"))
    for field in ("edtf", "year_source", "rrule"):
        if field in options:
            assert getattr(got, field) == options[field]
    if "precision" in options:
        assert {s.precision for s in got.spans} == {options["precision"]}
    if "warnings" in options:
        assert set(options["warnings"]) <= set(got.warnings)
    else:
        assert "outside_plan_period" not in got.warnings


@pytest.mark.parametrize("text", table("negative")["phrases"])
def test_no_date(text: str) -> None:
    got = parse_date(text, period=table("negative")["period"])
    assert (got.kind, got.spans, got.times, got.recurrence) == ("unspecified", (), (), None)
    assert letters(got.text_left) == letters(text)
    assert "date_unparsed" in got.warnings
    assert find_dates(text) == ()
    assert is_date_like(text) == 0


def test_every_edtf_is_valid_and_every_rrule_is_accepted() -> None:
    results = [parse_date(p.values[0], period=p.values[3]["period"], under=p.values[3].get("under")) for p in rows()]
    for text in sorted({r.edtf for r in results if r.edtf}):
        parse_edtf(text)
    for rule in sorted({r.rrule for r in results if r.rrule}):
        assert next(iter(rrulestr(rule, dtstart=dt.datetime(2020, 9, 1)))) >= dt.datetime(2020, 9, 1)


def test_rule_names_are_given_and_distinct() -> None:
    names = [rule.name for rule in (*WORDS_TO_DATES, *DATES_TO_MEANING)]
    assert len(names) == len(set(names))
    assert parse_date("до 15 мая", period=YEAR).rules == ("by",)
    assert parse_date("каждый понедельник", period=YEAR).rules == ("every weekday",)


def test_describing_needs_no_calendar() -> None:
    item = describe_text("с 28 декабря по 8 января").items[0]
    assert (item.rule, item.start, item.end) == ("from … to", 0, 24)


def test_context_of_the_row() -> None:
    period = Period.parse(YEAR)
    first = read_date("август", DateContext(period, august_first=True, year_source="rows"))
    assert (spans_of(first), first.year_source) == (["2020-08-01/2020-08-31"], "rows")
    assert spans_of(read_date("август", DateContext(period))) == ["2021-08-01/2021-08-31"]
    assert read_date("август", DateContext(None)).spans == ()


@pytest.mark.parametrize("period", ["2020", "2020-09-01", "2021-01-01/2020-01-01", "сентябрь", "/"])
def test_malformed_period(period: str) -> None:
    with pytest.raises(UsageError):
        parse_date("май", period=period)


SENTENCES = [
    ("Смотр уголков – 16–20 октября (отв. Ветлова)", ["16–20 октября"]),
    ("27 января – День снятия блокады", ["27 января"]),
    ("Конкурс чтецов. Срок: до 5 мая", ["Срок: до 5 мая"]),
    ("Ёлка (25 декабря 2020 г.), зал", ["25 декабря 2020 г."]),
    ("Собрание, октябрь", ["октябрь"]),
    ("Заседание № 1 (август)", ["август"]),
    ("Турнир 12.10 в 14.00, спортзал", ["12.10 в 14.00"]),
    ("Совещание каждый понедельник в 10.00", ["каждый понедельник в 10.00"]),
    ("Проверка тетрадей в течение года", ["в течение года"]),
    ("Сдача отчётов до 10.09 и до 10.01", ["до 10.09 и до 10.01"]),
    ("Рейд 5\u00a0ок\u00adтября по классам", ["5\u00a0ок\u00adтября"]),
    ("Отчёт за октябрь", []),
    ("План работы на март", []),
    ("Итоги I четверти", []),
    ("Праздник ко Дню матери", []),
    ("Акция «1 сентября – День знаний»", []),
    ("битва под Москвой 5 декабря 1941 года", []),
    ("Ежегодный смотр-конкурс", []),
    ("Постоянно действующая выставка", []),
    ("Приказ от 01.09.2020 № 12", []),
    ("Осенние каникулы: работа кружков", []),
    ("9 класс, 2 часа, каб. 5", []),
]


@pytest.mark.parametrize(("text", "found"), SENTENCES)
def test_dates_in_sentences(text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in find_dates(text)] == found


HEADINGS = [
    ("СЕНТЯБРЬ", "сентябрь"),
    ("Октябрь 2023 г.", "октябрь 2023 г"),
    ("Мероприятия на март", "на март"),
    ("Ноябрь (1-я неделя)", "ноябрь (1-я неделя)"),
    ("1. Сентябрь", "сентябрь"),
    ("План работы на I четверть", "на i четверть"),
    ("осенние каникулы", "осенние каникулы"),
    ("С 3 по 8 октября", "с 3 по 8 октября"),
    ("Понедельник, 5 октября", "5 октября"),
    ("Месячник безопасности", None),
    ("Отчёт за октябрь", None),
    ("2020-2021 учебный год", None),
    ("Работа с родителями", None),
    ("в течение года", None),
    ("До 5 октября", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "under"), HEADINGS)
def test_month_headings(text: str, under: str | None) -> None:
    found = parse_month_heading(text)
    assert (found.lower() if found else None) == under
    if under is not None:
        assert parse_date("", period=YEAR, under=found).spans


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("октябрь", 1, 1),
        ("до 15 мая", 1, 1),
        ("по плану", 1, 1),
        ("10.00", 0.4, 0.6),
        ("15", 0, 0),
        ("1.1", 0, 0),
        ("октябрь (30 школ)", 0.4, 0.7),
        ("Барминова К.Т.", 0, 0),
        ("", 0, 0),
    ],
)
def test_how_much_of_a_cell_is_a_date(text: str, low: float, high: float) -> None:
    assert low <= is_date_like(text) <= high


def test_names_are_no_misspelt_months() -> None:
    for name in ("маев", "мартынов", "августина", "сентябрев", "сентябрева", "ноябрята", "субботин", "неделин"):
        assert vocabulary().misspelt(name) is None, name
    for word, form in (("сентябь", "сентябрь"), ("феварль", "февраль"), ("понедльник", "понедельник")):
        assert vocabulary().misspelt(word) == form


def test_calendar() -> None:
    assert easter(2021) == dt.date(2021, 5, 2)
    assert easter(2024) == dt.date(2024, 5, 5)
    assert week_of_month(2020, 9, 1) == (dt.date(2020, 9, 1), dt.date(2020, 9, 6))
    assert week_of_month(2021, 5, -1) == (dt.date(2021, 5, 24), dt.date(2021, 5, 30))
    assert week_of_month(2021, 2, 6) is None
    assert nth_weekday(2020, 11, 6, -1) == dt.date(2020, 11, 29)
    assert nth_weekday(2021, 2, 0, 5) is None
    assert all(holiday_days(h.rule, 2025)[0].year == 2025 for h in holidays())


@pytest.fixture
def overlay(tmp_path: Path) -> Any:
    yield tmp_path
    mappings.use()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("date_words", "lemmas: {month: {3: [май]}}"),
        ("date_words", "forms: {week: [окт]}"),
        ("date_words", "forms: {week: {1: []}}"),
        ("calendar", "holidays: [{names: [день знание], day: 10-10}]"),
        ("calendar", "holidays: [{names: [день чего-то], day: в мае}]"),
    ],
)
def test_wrong_mappings_are_told(overlay: Path, name: str, content: str) -> None:
    (overlay / f"{name}.yaml").write_text(content, encoding="utf-8")
    mappings.use(overlay)
    with pytest.raises(MappingError):
        parse_date("завтра мая")


def test_own_holidays_may_be_laid_over(overlay: Path) -> None:
    (overlay / "calendar.yaml").write_text("holidays: [{names: [день школьный сад], day: 04-20}]", encoding="utf-8")
    mappings.use(overlay)
    assert spans_of(parse_date("ко Дню школьного сада", period=YEAR)) == ["../2021-04-20"]


def entries(section: dict[str, Any]) -> list[tuple[str, str]]:
    out = []
    for cls, words in section.items():
        for listed in words.values() if isinstance(words, dict) else (words,):
            out.extend((cls, word) for word in listed)
    return out


SPELLED = [e for part in ("lemmas", "forms") for e in entries(mappings.load("date_words")[part])]
IN_ROWS = entries(mappings.load("date_words")["phrases"])
FEASTS = [("holiday", name) for h in holidays() for name in h.names]


@pytest.mark.parametrize(("cls", "words"), [*SPELLED, *IN_ROWS, *FEASTS])
def test_every_word_of_the_mappings_can_be_met(cls: str, words: str) -> None:
    """An entry that no text can reach (shadowed, or split by the scanner) is dead."""
    found = [t.cls for text in (words, words + ".", words + " 10", words + " мая") for t in tokenise(text)[:1]]
    assert cls in found


def test_every_class_of_the_mappings_is_spoken_of() -> None:
    rules = " ".join(rule.pattern for rule in (*WORDS_TO_DATES, *DATES_TO_MEANING)) + " ".join(PARTS.values())
    spoken = set(re.findall(r"[a-z]\w*", rules)) | {"street"}
    assert {cls for cls, _ in [*SPELLED, *IN_ROWS]} <= spoken

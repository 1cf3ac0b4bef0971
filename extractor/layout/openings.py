"""The date or hour that opens a line, or the one inside its sentence: «27 января – День …», «8.30 Открытие»."""

from __future__ import annotations

import re
from itertools import islice

from extractor.fields.dates import find_dates, parse_date, parse_month_heading
from extractor.layout.facts import (
    CALENDAR,
    is_date,
    is_parties,
    is_single_day,
    is_time_of_day,
    is_weekday,
    names_holiday,
    quoted,
    without_stop,
)
from extractor.layout.words import tells
from extractor.morph import readings
from extractor.text import key, words

DASH = re.compile(r"\s+[-–—]+\s+|\s*[–—]\s+|\s+[–—]\s*")
_LEAD = re.compile(r"\s*(?:[-–—:]+|\.(?=\s))?\s*")
_BRACKET = re.compile(r"\(([^()]{2,60})\)\s*[-–—:]?\s*(?=\S)")
_COLON = re.compile(r":\s|\.\s+(?=[А-ЯЁ«])")
_SPACE = re.compile(r"\s+")
_LONGEST_PARTY, _LONGEST_LINE = 6, 160
"""So many words name a party at the end of a line of so many characters."""
_YEARS = re.compile(r"\d{4}")
_CLOCK = r"(?:[01]?\d|2[0-3])[.:][0-5]\d"
_HOUR = re.compile(rf"(?:в\s+)?({_CLOCK}(?:\s?[-–—]\s?{_CLOCK})?)\s+(?=[А-ЯЁа-яё«\"])")


def take_hour(title: str, parts: dict[str, str], under: str | None) -> str:
    """«8.30 Открытие недели», «10:00-11:00 Игра»: the hour that opens a line; with a dot under a day."""
    found = _HOUR.match(title)
    if found is None or "time" in parts or ("." in found.group(1) and not is_single_day(under)):
        return title
    parts["time"] = found.group(1).replace(".", ":")  # «12.10» is no day there
    return title[found.end() :]


def take_opening_bracket(title: str, parts: dict[str, str], under: str | None) -> str:
    """«(апрель) День охраны труда», «(15.05, 10:00) Семинар»: the date in a bracket that opens a line."""
    found = _BRACKET.match(title)
    if found is None or "date" in parts or not is_date(found.group(1), under):
        return title
    parts["date"] = found.group(1)
    return title[found.end() :]


def take_day(title: str, parts: dict[str, str], under: str | None) -> str:
    """What stands before the first dash or colon, where it is a date (of the month above) and nothing else."""
    cut = _timed_lead(title) or DASH.search(title) or _COLON.search(title)
    head = title[: cut.start()].strip() if cut else ""
    if not cut or not head or len(head) > 40 or not title[cut.end() :].strip():
        return title
    if is_time_of_day(head) and "time" not in parts:
        parts["time"] = head
        return title[cut.end() :]
    named = not any(c.isdigit() for c in head) and parse_month_heading(head) is None and not is_weekday(head)
    if named or not is_date(head, under) or names_holiday(head):  # «Масленица – март»: it is what is done
        return title
    parts["date"] = head
    return title[cut.end() :]


def _timed_lead(title: str) -> re.Match[str] | None:
    """The dash behind a range of times that opens a line: «9.00 – 17.00 – Выставка»."""
    if not title[:1].isdigit():
        return None
    cuts = list(islice(DASH.finditer(title), 2))
    return cuts[1] if len(cuts) == 2 and is_time_of_day(title[: cuts[1].start()].strip()) else None


def take_lead(title: str, parts: dict[str, str]) -> str:
    """A date that opens the line: «27 января – День …», «15.10. Линейка»."""
    found = next(iter(find_dates(title)), None)
    if found is None or title[: found[0]].strip(' «"(в'):
        return title
    behind = _LEAD.match(title, found[1])
    rest = title[behind.end() :] if behind else title[found[1] :]
    separated = bool(behind and behind.group().strip()) or rest[:1].isupper() or rest[:1] in '«"' or _names(rest)
    if not rest or not separated:
        return title
    parts["date"] = title[: found[1]]
    return rest


def _names(rest: str) -> bool:
    """«1–10 сентября месячник безопасности»: what is done, in small letters behind its days."""
    first = next(iter(words(rest)), "")
    known = readings(first)[:1] if first and rest.startswith(first) else []
    return not tells(rest) and any(r.pos in ("NOUN", "ADJF") and "nomn" in r.grammemes for r in known)


def take_ending(title: str, parts: dict[str, str]) -> str:
    """«Семинар «Первый урок» 23 января Орлова М.А.»: columns whose gaps were lost, a date and behind it parties."""
    cuts = [m.end() for m in _SPACE.finditer(title)][-_LONGEST_PARTY:] if len(title) < _LONGEST_LINE else []
    for cut in cuts:
        head, tail = title[:cut].rstrip(" ,"), title[cut:]
        start = _date_at_end(head) if is_parties(tail) else None
        if start is not None and not tells(title):
            parts.update({"date": head[start:], "responsible": without_stop(tail)})
            return head[:start].rstrip(" ,")
    return title


def _date_at_end(text: str) -> int | None:
    """Where a date begins with which a text ends: a month alone, too, where no preposition goes before it."""
    found = [(a, b) for a, b in find_dates(text) if b == len(text)]
    start = found[-1][0] if found else text.rfind(" ") + 1
    start += text[start:].rfind("»") + 1  # «… «Связь времён» 15 мая»
    start += len(text[start:]) - len(text[start:].lstrip())
    before = words(text[:start])
    named = is_date(text[start:]) and not names_holiday(text[start:]) and parse_date(text[start:]).kind in CALENDAR
    if not before or not named or quoted(text, start) or any(r.pos == "PREP" for r in readings(before[-1])[:1]):
        return None
    return start


def take_inside(title: str, parts: dict[str, str]) -> str:
    """The one date inside a sentence («Игра «Выбор» 15 марта 2030 г. в 9 классе»): what surrounds it stays."""
    found = find_dates(title)
    if len(found) != 1 or quoted(title, found[0][0]) or tells(title):  # «Сдаёт отчёт до 25 мая»: prose
        return title
    start, end = found[0]
    before, behind = title[:start].rstrip(" ,;–—-"), title[end:].lstrip(" ,;–—-")
    date = parse_date(title[start:end])
    if not before or _YEARS.match(behind) or date.kind not in CALENDAR or key(date.text_left):
        return title
    parts["date"] = title[start:end]
    return f"{before} {behind}".strip() if behind[:1].isalnum() or behind[:1] in '«"(' else f"{before}{behind}"

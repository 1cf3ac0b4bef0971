"""One line of a plan without tables → what it says: title, date, responsible, place, told by labels, brackets, dashes.

«Смотр уголков – 16–20 октября (отв. Чудова М.Ю.)», «Тренинг. Срок: 24 января. Отв.: психолог», «27 января – День …».
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractor import mappings
from extractor.fields.audience import parse_grades
from extractor.fields.dates import is_date_like, parse_date
from extractor.layout.facts import (
    CALENDAR,
    SURE,
    Facts,
    is_body,
    is_date,
    is_parties,
    is_place,
    is_time_of_day,
    listed_facts,
    names_holiday,
    quoted,
    without_stop,
)
from extractor.layout.labels import split_labels
from extractor.layout.openings import (
    DASH,
    take_day,
    take_ending,
    take_hour,
    take_inside,
    take_lead,
    take_opening_bracket,
)
from extractor.layout.words import labels
from extractor.text import key, one_line

_TAIL_BRACKET = re.compile(r"\(([^()]{2,160})\)\s*[.;,]?\s*$")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3}[.»)])\s+(?=[А-ЯЁ])|(?<=[»)]\.)\s+(?=[А-ЯЁ])")
_STOP = re.compile(r"\.\s+(?=[^\W_])")
_DATED_TAIL = re.compile(r"\(([^()]{2,60})\)\s*[-–—]\s*([^()]{3,90})$")
_YEAR = re.compile(r"\d{4}(?:\s?(?:г\.?|год))?")
_COMMA = re.compile(r",\s+(?![^()]*\))")
"""A comma outside brackets."""
_CLASSES = re.compile(r"\d{1,2}(?:\s?[-–—,]\s?\d{1,2})*(?:-?[а-я]{1,2})?\s[^\W\d_]+\.?")
"""«5–9 классы»."""
BODY = "body"
"""A body in brackets at a line's end: who does it or where it is, as the lines beside it tell."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line's parts: the title and, by role, the texts that left it."""

    title: str
    parts: Mapping[str, str]

    @property
    def dated(self) -> bool:
        """Whether the line says when or who by itself."""
        return bool({"date", "time", "responsible"} & set(self.parts))


@lru_cache(maxsize=1 << 12)
def read_entry(text: str, under: str | None = None) -> Entry:
    """A line as an entry; what is neither date nor party nor place stays in the title.

    Under a month heading a bare day before a dash is a date too («15 – Классный час», «до 14 – Сбор макулатуры»).
    """
    line = one_line(text)
    title, inside = _take_labelled_bracket(line)
    title, parts = split_labels(title)
    parts = {**inside, **parts}
    title = title or _title_behind_date(parts)
    if not title and "date" not in parts:
        return Entry(title, parts)
    title = take_opening_bracket(take_hour(title, parts, under), parts, under)
    if "date" not in parts:
        title = take_day(title, parts, under)
    before = ""
    while title != before:
        before = title
        title = _take_tail(_take_brackets(_take_dated_tail(title, parts), parts), parts)
        title = _take_commas(_take_sentence(title, parts, under), parts)
    if "date" not in parts:
        title = take_lead(title, parts)
    if "date" not in parts and "responsible" not in parts:
        title = take_ending(title, parts)
    if "date" not in parts:
        title = take_inside(title, parts)
    title = _take_brackets(title, parts)
    return Entry(title.strip(" ,;–—-") if parts else title, parts)


mappings.on_change(read_entry.cache_clear)


def _title_behind_date(parts: dict[str, str]) -> str:
    """«Срок: декабрь. Подготовка утренников. …»: the label's date ends at the first full stop, the title follows."""
    value = parts.get("date", "")
    for cut in _STOP.finditer(value):
        if value[cut.end()].isupper() and is_date(value[: cut.start()]) and not is_date(value):
            parts["date"] = value[: cut.start()]
            return value[cut.end() :]
    return ""


def _take_labelled_bracket(line: str) -> tuple[str, dict[str, str]]:
    """«… (5 октября; ответственный – Цой В.Е.)»: a bracket with a label is read before the labels of the line."""
    found = _TAIL_BRACKET.search(line)
    if found is None or not split_labels(found.group(1))[1]:
        return line, {}
    roles = _bracket_roles(found.group(1), {})
    return (line[: found.start()].rstrip(), roles) if roles else (line, {})


def _take_brackets(title: str, parts: dict[str, str]) -> str:
    """Brackets at the end that hold a label, a date or parties."""
    while True:
        found = _TAIL_BRACKET.search(title)
        if found is None:
            return title
        roles = _bracket_roles(found.group(1), parts)
        if not roles and "date" in parts and "responsible" not in parts and is_body(found.group(1)):
            roles = {BODY: found.group(1)}
        if not roles and "date" in parts and "venue" not in parts and is_place(found.group(1)):
            roles = {"venue": found.group(1)}
        if not roles:
            return title
        parts.update(roles)
        title = title[: found.start()].rstrip()


def _bracket_roles(inner: str, parts: Mapping[str, str]) -> dict[str, str]:
    before, labelled = split_labels(inner)
    before = before.rstrip(" ;,")
    first, _, rest = inner.partition(" ")
    role = labels().get(key(first))
    if not labelled and role and rest:
        return {role: rest.strip()}
    if labelled:
        more = _bracket_roles(before, {**parts, **labelled}) if before else {}
        return {**more, **labelled} if not before or more else {}
    if "date" not in parts and is_date(inner):
        return {"date": inner}
    return listed_facts([p.strip() for p in re.split(r"[;,]\s+", inner)], parts)


def _take_dated_tail(title: str, parts: dict[str, str]) -> str:
    """«… (3 октября) – дежурные члены совета»: behind a bracketed date and a dash stands who does it."""
    found = _DATED_TAIL.search(title)
    if found is None or "responsible" in parts or "date" in parts:
        return title
    roles = _bracket_roles(found.group(1), parts)
    if set(roles) != {"date"}:
        return title
    parts.update(roles)
    parts["responsible"] = without_stop(found.group(2))
    return title[: found.start()].rstrip()


def _take_sentence(title: str, parts: dict[str, str], under: str | None) -> str:
    """A last sentence that is a date or parties: «Сбор заявок. До 30 августа. Библиотекари.», «Заседание № 1. Май»."""
    if "date" not in parts:
        if "responsible" not in parts:
            title = _take_dated_sentence(title, parts)
        for cut in reversed(list(_STOP.finditer(title))):
            tail = without_stop(title[cut.end() :].strip())
            if is_date(tail, under):
                parts["date"] = tail
                return title[: cut.start() + 1].rstrip()
    cuts = list(_SENTENCE.finditer(title))
    tail = without_stop(title[cuts[-1].end() :].strip()) if cuts else ""
    if tail and "responsible" not in parts and is_parties(tail):
        parts["responsible"] = tail
        return title[: cuts[-1].start()]
    return title


def _take_dated_sentence(title: str, parts: dict[str, str]) -> str:
    """«Семинар. Март 2022 г. Хомутов Б.А.»: a date as a sentence, and behind it who does it."""
    cuts = [cut for cut in _STOP.finditer(title) if not quoted(title, cut.start())]
    for at, first in enumerate(cuts):
        for second in cuts[at + 1 :]:
            date, rest = title[first.end() : second.start()], without_stop(title[second.end() :].strip())
            if is_date(date) and is_parties(rest, groups=True):
                parts.update({"date": date, "responsible": rest})
                return title[: first.start() + 1]
    return title


def _take_commas(title: str, parts: dict[str, str]) -> str:
    """A date behind the last comma, or before it with parties behind: «Встреча, 24 апреля, психолог Оверина С.Я.»."""
    cuts = [cut for cut in _COMMA.finditer(title) if not quoted(title, cut.start())]
    if not cuts:
        return title
    last = without_stop(title[cuts[-1].end() :].strip())
    if "time" not in parts and is_time_of_day(last):
        parts["time"] = last
        return title[: cuts[-1].start()]
    if "date" in parts:
        return title
    taken = _take_listed(title, cuts, parts)
    if taken != title:
        return taken
    if is_date(last) and not _YEAR.fullmatch(last):
        parts["date"] = last
        return title[: cuts[-1].start()]
    if "responsible" in parts:
        return title
    for first, second in pairwise(cuts):
        date, rest = title[first.end() : second.start()], without_stop(title[second.end() :].strip())
        if is_date(date) and is_parties(rest, groups=True):
            parts.update({"date": date, "responsible": rest})
            return title[: first.start()]
    return title


def _take_listed(title: str, cuts: Sequence[re.Match[str]], parts: dict[str, str]) -> str:
    """«…, 15 мая, 10.00, актовый зал, Орлов П.П.»: from the date on each piece is a fact."""
    pieces = [title[a.end() : b] for a, b in zip(cuts, [*(c.start() for c in cuts[1:]), len(title)], strict=True)]
    for at, cut in enumerate(cuts[:-1]):
        listed = [without_stop(piece.strip()) for piece in pieces[at:]]
        facts = Facts.of(listed) if is_date(listed[0]) else None
        if facts is None or not (facts.places or facts.times or facts.classes):
            continue
        if not facts.others or ("responsible" not in parts and is_parties(", ".join(facts.others), groups=True)):
            parts.update(listed_facts(listed, parts))
            return title[: cut.start()]
    return title


def _take_tail(title: str, parts: dict[str, str]) -> str:
    """Dates and parties behind a dash at the end: «… – февраль – Зуева А.А.»."""
    while True:
        title = _take_behind_colon(title, parts)
        cuts = [cut for cut in DASH.finditer(title) if not quoted(title, cut.start())]
        if not cuts:
            return title
        for cut in reversed(cuts):
            cut = _range_opens(title, cuts, cut)
            tail = title[cut.end() :].strip(" ;")
            middle = _dated_middle(title, cuts, cut)
            if middle is not None and "date" not in parts and "responsible" not in parts and _may_be_parties(tail):
                parts.update({"date": title[middle.end() : cut.start()].strip(), "responsible": without_stop(tail)})
                return title[: middle.start()].rstrip()
            if cut.start() == 0 or not tail:
                continue
            roles = _tail_roles(tail, parts)
            if roles:
                parts.update(roles)
                title = title[: cut.start()].rstrip()
                break
        else:
            return title


def _take_behind_colon(title: str, parts: dict[str, str]) -> str:
    """«Классные часы в 7–9 классах: февраль, апрель»."""
    head, colon, tail = title.rpartition(": ")
    tail = without_stop(tail.strip(" ;"))
    if "date" in parts or not colon or not head or quoted(title, len(head)) or names_holiday(tail):
        return title
    if parse_date(tail).kind not in CALENDAR or not is_date(tail) or _YEAR.fullmatch(tail):
        return title  # «приём: по средам» is no entry
    parts["date"] = tail
    return head


def _may_be_parties(text: str) -> bool:
    """What stands last behind a date between dashes is who does it, known or not («– май – школьный пресс-центр»)."""
    return is_parties(text, groups=True) or (len(text) < 60 and not any(c.isdigit() for c in text))


def _dated_middle(title: str, cuts: Sequence[re.Match[str]], last: re.Match[str]) -> re.Match[str] | None:
    """The dash before a date that stands between it and the last dash: «… – в течение года – совет музея»."""
    before = [c for c in cuts if c.end() <= last.start() and c.start() > 0]
    dated = [c for c in before[-2:] if is_date(title[c.end() : last.start()].strip())]
    return dated[0] if dated else None


def _range_opens(title: str, cuts: Sequence[re.Match[str]], cut: re.Match[str]) -> re.Match[str]:
    """The dash before «май – июнь»: that inside the range is none between parts."""
    at = cuts.index(cut)
    if at == 0 or cuts[at - 1].start() == 0 or not is_date(title[cut.end() :].strip(" ;.")):
        return cut
    return cuts[at - 1] if is_date(title[cuts[at - 1].end() :].strip(" ;.")) else cut


def _tail_roles(tail: str, parts: Mapping[str, str]) -> dict[str, str]:
    tail = without_stop(tail)
    if "date" not in parts and (is_date_like(tail) >= SURE or is_date(tail)):
        return {"date": tail}
    if "responsible" not in parts and is_parties(tail, groups="date" in parts):
        return {"responsible": tail}
    head, comma, rest = tail.partition(", ")
    while comma:
        if "date" not in parts and "responsible" not in parts and is_date_like(head) >= SURE and is_parties(rest):
            return {"date": head, "responsible": rest}
        more, comma, rest = rest.partition(", ")
        head = f"{head}, {more}"
    listed = tail.split(", ") if "date" not in parts else []
    if len(listed) > 1 and is_date(listed[0]) and not Facts.of(listed).others:
        return listed_facts(listed, parts)
    if "audience" not in parts and parse_grades(tail) and _CLASSES.fullmatch(tail):
        return {"audience": tail}
    return {"venue": tail} if "venue" not in parts and is_place(tail) else {}

"""One line of a plan without tables → what it says: title, date, responsible, place, told by labels, brackets, dashes.

«Смотр уголков – 16–20 октября (отв. Чудова М.Ю.)», «Тренинг. Срок: 24 января. Отв.: психолог», «27 января – День …».
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from extractor import mappings
from extractor.fields.audience import parse_grades
from extractor.fields.dates import find_dates, is_date_like, parse_date, parse_month_heading
from extractor.fields.parties import parse_responsible
from extractor.layout.words import labels, lemma_set, tells
from extractor.morph import lemmas, readings
from extractor.text import key, one_line, words

_DASH = re.compile(r"\s+[-–—]+\s+|\s*[–—]\s+|\s+[–—]\s*")
_TAIL_BRACKET = re.compile(r"\(([^()]{2,160})\)\s*[.;,]?\s*$")
_LEAD = re.compile(r"\s*(?:[-–—:]+|\.(?=\s))?\s*")
_BARE_LABEL = re.compile(r"(?:^|(?<=[.;,(])|(?<=[.;,(]\s))([^\W\d_]{3,15})\.?(?=\s+[^\W\d_])")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3}[.»)])\s+(?=[А-ЯЁ])|(?<=[»)]\.)\s+(?=[А-ЯЁ])")
_STOP = re.compile(r"\.\s+(?=[^\W_])")
_DATED_TAIL = re.compile(r"\(([^()]{2,60})\)\s*[-–—]\s*([^()]{3,90})$")
_COLON = re.compile(r":\s|\.\s+(?=[А-ЯЁ«])")
_YEARS = re.compile(r"\d{4}")
_YEAR = re.compile(r"\d{4}(?:\s?(?:г\.?|год))?")
_LAST_WORD = re.compile(r"(?:^|[.;,(]\s*)([^\W\d_]{3,15})\s*(?:[.:]|[.:]?\s*[–—-])\s*$")
_COMMA = re.compile(r",\s+(?![^()]*\))")
"""A comma outside brackets."""
_INITIAL = re.compile(r"\b[А-ЯЁ]\.$")
_CALENDAR = ("date", "period", "deadline")
"""Kinds of dates that may stand inside a sentence: «Ежемесячно обновляет выставки» is no entry."""
_CLASSES = re.compile(r"\d{1,2}(?:\s?[-–—,]\s?\d{1,2})*(?:-?[а-я]{1,2})?\s[^\W\d_]+\.?")
"""«5–9 классы»."""
_LONGEST_PLACE = 60
BODY = "body"
"""A body in brackets at a line's end: who does it or where it is, as the lines beside it tell."""
SURE = 0.75
"""From here on a piece of text is taken for a date."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line's parts: the title and, by role, the texts that left it."""

    title: str
    parts: Mapping[str, str]

    @property
    def dated(self) -> bool:
        """Whether the line says when or who by itself."""
        return bool({"date", "time", "responsible"} & set(self.parts))


@lru_cache(maxsize=1)
def _label_pattern() -> re.Pattern[str]:
    names = "|".join(sorted((_loose(n) for n in labels()), key=len, reverse=True))
    return re.compile(rf"(?:^|(?<=[.;,(»\"])\s*|(?<=\s)(?=[А-ЯЁ]))((?i:{names}))\s*(?:\.\s*)?(?:за\s+\w+\s*)?[:–—-]\s*")


def _loose(label_key: str) -> str:
    """A label's letters, with spaces and dots allowed between words."""
    return r"[\s.]*".join(map(re.escape, label_key)) if len(label_key) <= 4 else _spaced(label_key)


def _spaced(label_key: str) -> str:
    return "".join(re.escape(c) + r"\s?" for c in label_key).removesuffix(r"\s?")


mappings.on_change(_label_pattern.cache_clear)


def split_labels(text: str, stay: Collection[str] = ()) -> tuple[str, dict[str, str]]:
    """The text before the first label, and each label's own text by role; «Проводит Лыков А.А.» needs no colon.

    What labels of the roles to `stay` say is told and left in the text, too («Форма: круглый стол» of a meeting).
    """
    found = list(_label_pattern().finditer(text))
    if not found:
        return _label_without_colon(text)
    left = [text[: found[0].start()].strip(" (–—-")]
    parts: dict[str, str] = {}
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        role = labels()[key(match.group(1))]
        value = text[match.end() : end].strip(" ;,(")
        value = _without_stop(value) if role == "responsible" else value.rstrip(" .")
        parts[role] = f"{parts[role]}; {value}" if role in parts else value
        if role in stay:
            left.append(text[match.start() : end].strip())
    return " ".join(filter(None, left)), {r: v for r, v in parts.items() if v}


def _label_without_colon(text: str) -> tuple[str, dict[str, str]]:
    """«…, отв. Савина Т.Т.», «Проводит Лыков А.А.»: a label of parties with the parties right behind it."""
    for found in _BARE_LABEL.finditer(text):
        value = text[found.end() :].strip(" ;,()")
        if labels().get(key(found.group(1))) == "responsible" and is_parties(value):
            return text[: found.start()].strip(" (–—-,;"), {"responsible": _without_stop(value)}
    return text, {}


def ends_with_label(text: str) -> bool:
    """«…, ноябрь, отв.», «… Срок:»: what the label asks for stands on the next line."""
    found = _LAST_WORD.search(text)
    return found is not None and labels().get(key(found.group(1))) in ("date", "responsible", "time")


@lru_cache(maxsize=1 << 12)
def read_entry(text: str, under: str | None = None) -> Entry:
    """A line as an entry; what is neither date nor party nor place stays in the title.

    Under a month heading a bare day before a dash is a date too («15 – Классный час», «до 14 – Сбор макулатуры»).
    """
    line = one_line(text)
    title, inside = _take_labelled_bracket(line)
    title, parts = split_labels(title)
    parts = {**inside, **parts}
    if not title and "date" not in parts:
        return Entry(title, parts)
    if "date" not in parts:
        title = _take_day(title, parts, under)
    before = ""
    while title != before:
        before = title
        title = _take_tail(_take_brackets(_take_dated_tail(title, parts), parts), parts)
        title = _take_commas(_take_sentence(title, parts, under), parts)
    if "date" not in parts:
        title = _take_lead(title, parts)
    if "date" not in parts:
        title = _take_inside(title, parts)
    title = _take_brackets(title, parts)
    return Entry(title.strip(" ,;–—-") if parts else title, parts)


mappings.on_change(read_entry.cache_clear)


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
        if not roles and "date" in parts and "responsible" not in parts and _is_body(found.group(1)):
            roles = {BODY: found.group(1)}
        if not roles:
            return title
        parts.update(roles)
        title = title[: found.start()].rstrip()


def _is_body(text: str) -> bool:
    """«(ДЮСШ)», «(методический кабинет)»: a body and nothing else."""
    parties = parse_responsible(text)
    return bool(parties) and not key(parties.text_left) and all(p.kind == "institution" for p in parties)


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
    return _listed_facts([p.strip() for p in re.split(r"[;,]\s+", inner)], parts)


def _listed_facts(pieces: Sequence[str], parts: Mapping[str, str]) -> dict[str, str]:
    """«(27.08, 10:00, ЦДБ)», «(май, Орлов П.П.)»: beside a date or a time all else is who or where."""
    times = [p for p in pieces if is_time_of_day(p)]
    dates = [p for p in pieces if p not in times and (is_date_like(p) >= SURE or is_date(p))]
    classes = [p for p in pieces if p not in [*dates, *times] and parse_grades(p) and not is_parties(p)]
    others = ", ".join(p for p in pieces if p not in [*dates, *times, *classes])
    if (dates and "date" in parts) or (not dates and not times and not is_parties(others, groups=True)):
        return {}
    out = {"date": ", ".join(dates), "time": ", ".join(times), "audience": ", ".join(classes)}
    if others:
        role = "responsible" if is_parties(others, groups=True) and "responsible" not in parts else "venue"
        out[role] = others
    return {role: text for role, text in out.items() if text}


def is_time_of_day(text: str) -> bool:
    """«11:00», «в 10 ч»: a time and nothing else."""
    date = parse_date(text)
    return bool(date.times) and not date.spans and not key(date.text_left) and date.kind == "unspecified"


def _take_dated_tail(title: str, parts: dict[str, str]) -> str:
    """«… (3 октября) – дежурные члены совета»: behind a bracketed date and a dash stands who does it."""
    found = _DATED_TAIL.search(title)
    if found is None or "responsible" in parts or "date" in parts:
        return title
    roles = _bracket_roles(found.group(1), parts)
    if set(roles) != {"date"}:
        return title
    parts.update(roles)
    parts["responsible"] = _without_stop(found.group(2))
    return title[: found.start()].rstrip()


def _take_sentence(title: str, parts: dict[str, str], under: str | None) -> str:
    """A last sentence that is a date or parties: «Сбор заявок. До 30 августа. Библиотекари.», «Заседание № 1. Май»."""
    if "date" not in parts:
        if "responsible" not in parts:
            title = _take_dated_sentence(title, parts)
        for cut in reversed(list(_STOP.finditer(title))):
            tail = _without_stop(title[cut.end() :].strip())
            if is_date(tail, under):
                parts["date"] = tail
                return title[: cut.start() + 1].rstrip()
    cuts = list(_SENTENCE.finditer(title))
    tail = _without_stop(title[cuts[-1].end() :].strip()) if cuts else ""
    if tail and "responsible" not in parts and is_parties(tail):
        parts["responsible"] = tail
        return title[: cuts[-1].start()]
    return title


def _take_dated_sentence(title: str, parts: dict[str, str]) -> str:
    """«Семинар. Март 2022 г. Хомутов Б.А.»: a date as a sentence, and behind it who does it."""
    cuts = [cut for cut in _STOP.finditer(title) if not _quoted(title, cut.start())]
    for at, first in enumerate(cuts):
        for second in cuts[at + 1 :]:
            date, rest = title[first.end() : second.start()], _without_stop(title[second.end() :].strip())
            if is_date(date) and is_parties(rest, groups=True):
                parts.update({"date": date, "responsible": rest})
                return title[: first.start() + 1]
    return title


def _take_commas(title: str, parts: dict[str, str]) -> str:
    """A date behind the last comma, or before it with parties behind: «Встреча, 24 апреля, психолог Оверина С.Я.»."""
    cuts = [cut for cut in _COMMA.finditer(title) if not _quoted(title, cut.start())]
    if not cuts:
        return title
    last = _without_stop(title[cuts[-1].end() :].strip())
    if "time" not in parts and is_time_of_day(last):
        parts["time"] = last
        return title[: cuts[-1].start()]
    if "date" in parts:
        return title
    if is_date(last) and not _YEAR.fullmatch(last):
        parts["date"] = last
        return title[: cuts[-1].start()]
    if "responsible" in parts:
        return title
    for first, second in pairwise(cuts):
        date, rest = title[first.end() : second.start()], _without_stop(title[second.end() :].strip())
        if is_date(date) and is_parties(rest, groups=True):
            parts.update({"date": date, "responsible": rest})
            return title[: first.start()]
    return title


def _without_stop(text: str) -> str:
    """A sentence's full stop left out, an initial's kept."""
    return text.removesuffix(".") if text.endswith("..") or not _INITIAL.search(text) else text


def _take_tail(title: str, parts: dict[str, str]) -> str:
    """Dates and parties behind a dash at the end: «… – февраль – Зуева А.А.»."""
    while True:
        title = _take_behind_colon(title, parts)
        cuts = [cut for cut in _DASH.finditer(title) if not _quoted(title, cut.start())]
        if not cuts:
            return title
        for cut in reversed(cuts):
            cut = _range_opens(title, cuts, cut)
            tail = title[cut.end() :].strip(" ;")
            middle = _dated_middle(title, cuts, cut)
            if middle is not None and "date" not in parts and "responsible" not in parts and _may_be_parties(tail):
                parts.update({"date": title[middle.end() : cut.start()].strip(), "responsible": _without_stop(tail)})
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
    tail = _without_stop(tail.strip(" ;"))
    if "date" in parts or not colon or not head or _quoted(title, len(head)) or _names_holiday(tail):
        return title
    if parse_date(tail).kind not in _CALENDAR or not is_date(tail) or _YEAR.fullmatch(tail):
        return title  # «приём: по средам» is no entry
    parts["date"] = tail
    return head


def _quoted(text: str, at: int) -> bool:
    """Whether a place lies inside quotation marks that are closed behind it."""
    before, behind = text[:at], text[at:]
    guillemets = before.count("«") > before.count("»") and "»" in behind
    return guillemets or (before.count('"') % 2 == 1 and '"' in behind)


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
    tail = _without_stop(tail)
    if "date" not in parts and (is_date_like(tail) >= SURE or is_date(tail)):
        return {"date": tail}
    if "responsible" not in parts and is_parties(tail):
        return {"responsible": tail}
    head, comma, rest = tail.partition(", ")
    while comma:
        if "date" not in parts and "responsible" not in parts and is_date_like(head) >= SURE and is_parties(rest):
            return {"date": head, "responsible": rest}
        more, comma, rest = rest.partition(", ")
        head = f"{head}, {more}"
    if "audience" not in parts and parse_grades(tail) and _CLASSES.fullmatch(tail):
        return {"audience": tail}
    return {"venue": tail} if "venue" not in parts and is_place(tail) else {}


def is_place(text: str) -> bool:
    """«актовый зал», «кабинет 214», «фойе учебного корпуса»: the first noun, adjectives before it, names a place."""
    found = words(text)[:4]
    for word in found if len(text) <= _LONGEST_PLACE else ():
        nouns = [r for r in readings(word) if r.pos == "NOUN" and "nomn" in r.grammemes]
        if nouns or lemmas(word) & lemma_set("places"):
            return bool(lemmas(word) & lemma_set("places"))
        if not any(r.pos in ("ADJF", "PRTF") and "nomn" in r.grammemes for r in readings(word)):
            return False
    return False


def _take_lead(title: str, parts: dict[str, str]) -> str:
    """A date that opens the line: «27 января – День …», «15.10. Линейка»."""
    found = next(iter(find_dates(title)), None)
    if found is None or title[: found[0]].strip(' «"(в'):
        return title
    behind = _LEAD.match(title, found[1])
    rest = title[behind.end() :] if behind else title[found[1] :]
    separated = bool(behind and behind.group().strip()) or rest[:1].isupper() or rest[:1] in '«"'
    if not rest or not separated:
        return title
    parts["date"] = title[: found[1]]
    return rest


def _take_inside(title: str, parts: dict[str, str]) -> str:
    """The one date inside a sentence («Игра «Выбор» 15 марта 2030 г. в 9 классе»): what surrounds it stays."""
    found = find_dates(title)
    if len(found) != 1 or _quoted(title, found[0][0]) or tells(title):  # «Сдаёт отчёт до 25 мая»: prose
        return title
    start, end = found[0]
    before, behind = title[:start].rstrip(" ,;–—-"), title[end:].lstrip(" ,;–—-")
    date = parse_date(title[start:end])
    if not before or _YEARS.match(behind) or date.kind not in _CALENDAR or key(date.text_left):
        return title
    parts["date"] = title[start:end]
    return f"{before} {behind}".strip() if behind[:1].isalnum() or behind[:1] in '«"(' else f"{before}{behind}"


def _take_day(title: str, parts: dict[str, str], under: str | None) -> str:
    """What stands before the first dash or colon, where it is a date (of the month above) and nothing else."""
    cut = _timed_lead(title) or _DASH.search(title) or _COLON.search(title)
    head = title[: cut.start()].strip() if cut else ""
    if not cut or not head or len(head) > 40 or not title[cut.end() :].strip():
        return title
    if is_time_of_day(head) and "time" not in parts:
        parts["time"] = head
        return title[cut.end() :]
    named = not any(c.isdigit() for c in head) and parse_month_heading(head) is None and not _is_weekday(head)
    if named or not is_date(head, under) or _names_holiday(head):  # «Масленица – март»: it is what is done
        return title
    parts["date"] = head
    return title[cut.end() :]


def _is_weekday(text: str) -> bool:
    """«Вторник – Линейка», «По средам – …»: a day of the week above, or of every week."""
    date = parse_date(text)
    return date.kind == "recurring" and any("weekday" in rule for rule in date.rules)


def _names_holiday(text: str) -> bool:
    """«22 августа День флага»: the day is a date, its name is what is done."""
    return "holiday" in parse_date(text).rules


def _timed_lead(title: str) -> re.Match[str] | None:
    """The dash behind a range of times that opens a line: «9.00 – 17.00 – Выставка»."""
    if not title[:1].isdigit():
        return None
    cuts = list(islice(_DASH.finditer(title), 2))
    return cuts[1] if len(cuts) == 2 and is_time_of_day(title[: cuts[1].start()].strip()) else None


def is_date(text: str, under: str | None = None) -> bool:
    """Whether a piece is a date (or a pattern of dates) and nothing else."""
    date = parse_date(text, under=under)
    return date.kind in ("date", "period", "deadline", "recurring", "ongoing") and not key(date.text_left)


def is_parties(text: str, *, groups: bool = False) -> bool:
    """Whether a piece names people or posts (with `groups`, also committees and the like) and nothing else."""
    parties = parse_responsible(text)
    kinds = ("person", "position", "group") if groups else ("person", "position")
    return bool(parties) and not key(parties.text_left) and any(p.kind in kinds for p in parties)

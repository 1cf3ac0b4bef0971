"""One line of a plan without tables → what it says: title, date, responsible, place, told by labels, brackets, dashes.

«Смотр уголков – 16–20 октября (отв. Чудова М.Ю.)», «Тренинг. Срок: 24 января. Отв.: психолог», «27 января – День …».
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractor import mappings
from extractor.fields.dates import find_dates, is_date_like, parse_date, parse_month_heading
from extractor.fields.parties import parse_responsible
from extractor.layout.words import labels
from extractor.text import key, one_line

_DASH = re.compile(r"\s+[-–—]+\s+|\s*[–—]\s+|\s+[–—]\s*")
_TAIL_BRACKET = re.compile(r"\(([^()]{2,160})\)\s*[.;,]?\s*$")
_LEAD = re.compile(r"\s*(?:[-–—:]+|\.(?=\s))?\s*")
_DATED_TAIL = re.compile(r"\(([^()]{2,60})\)\s*[-–—]\s*([^()]{3,90})$")
_COLON = re.compile(r":\s|\.\s+(?=[А-ЯЁ«])")
_INITIAL = re.compile(r"\b[А-ЯЁ]\.$")
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
    names = sorted((_loose(n) for n in labels()), key=len, reverse=True)
    return re.compile(
        rf"(?:^|(?<=[\s.;,(»\"]))({'|'.join(names)})\s*(?:\.\s*)?(?:за\s+\w+\s*)?[:–—-]\s*", re.IGNORECASE
    )


def _loose(label_key: str) -> str:
    """A label's letters, with spaces and dots allowed between words."""
    return r"[\s.]*".join(map(re.escape, label_key)) if len(label_key) <= 4 else _spaced(label_key)


def _spaced(label_key: str) -> str:
    return "".join(re.escape(c) + r"\s?" for c in label_key).removesuffix(r"\s?")


mappings.on_change(_label_pattern.cache_clear)


def split_labels(text: str) -> tuple[str, dict[str, str]]:
    """The text before the first label, and each label's own text by role."""
    found = list(_label_pattern().finditer(text))
    if not found:
        return text, {}
    parts: dict[str, str] = {}
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        role = labels()[key(match.group(1))]
        value = (
            text[match.end() : end].strip(" ;,.(") if role != "responsible" else text[match.end() : end].strip(" ;,(")
        )
        parts[role] = f"{parts[role]}; {value}" if role in parts else value
    return text[: found[0].start()].strip(" (–—-"), {r: v for r, v in parts.items() if v}


def read_entry(text: str, under: str | None = None) -> Entry:
    """A line as an entry; what is neither date nor party nor place stays in the title.

    Under a month heading a bare day before a dash is a date too («15 – Классный час», «до 14 – Сбор макулатуры»).
    """
    line = one_line(text)
    title, parts = split_labels(line)
    if not title and "date" not in parts:
        return Entry(title, parts)
    if "date" not in parts:
        title = _take_day(title, parts, under)
    before = ""
    while title != before:
        before = title
        title = _take_tail(_take_brackets(_take_dated_tail(title, parts), parts), parts)
    if "date" not in parts:
        title = _take_lead(title, parts)
    return Entry(title.strip(" ,;–—-") if parts else title, parts)


def _take_brackets(title: str, parts: dict[str, str]) -> str:
    """Brackets at the end that hold a label, a date or parties."""
    while True:
        found = _TAIL_BRACKET.search(title)
        if found is None:
            return title
        roles = _bracket_roles(found.group(1), parts)
        if not roles:
            return title
        parts.update(roles)
        title = title[: found.start()].rstrip()


def _bracket_roles(inner: str, parts: Mapping[str, str]) -> dict[str, str]:
    before, labelled = split_labels(inner)
    first, _, rest = inner.partition(" ")
    role = labels().get(key(first))
    if not labelled and role and rest:
        return {role: rest.strip()}
    if labelled:
        more = _bracket_roles(before, {**parts, **labelled}) if before else {}
        return {**more, **labelled} if not before or more else {}
    if "date" not in parts and is_date(inner):
        return {"date": inner}
    pieces = [p.strip() for p in re.split(r"[;,]\s+", inner)]
    dates = [p for p in pieces if is_date_like(p) >= SURE]
    others = [p for p in pieces if p not in dates]
    out: dict[str, str] = {}
    if dates and "date" not in parts:
        out["date"] = ", ".join(dates)
    if others and "responsible" not in parts and is_parties(", ".join(others), groups=True):
        out["responsible"] = ", ".join(others)
    taken = len(dates) * bool("date" in out) + len(others) * bool("responsible" in out)
    return out if taken == len(pieces) else {}


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


def _without_stop(text: str) -> str:
    """A sentence's full stop left out, an initial's kept."""
    return text.removesuffix(".") if text.endswith("..") or not _INITIAL.search(text) else text


def _take_tail(title: str, parts: dict[str, str]) -> str:
    """Dates and parties behind a dash at the end: «… – февраль – Зуева А.А.»."""
    while True:
        cuts = list(_DASH.finditer(title))
        if not cuts:
            return title
        for cut in reversed(cuts):
            tail = title[cut.end() :].strip(" ;")
            if cut.start() == 0 or not tail:
                continue
            roles = _tail_roles(tail, parts)
            if roles:
                parts.update(roles)
                title = title[: cut.start()].rstrip()
                break
        else:
            return title


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
    return {}


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


def _take_day(title: str, parts: dict[str, str], under: str | None) -> str:
    """What stands before the first dash or colon, where it is a date (of the month above) and nothing else."""
    cut = _DASH.search(title) or _COLON.search(title)
    head = title[: cut.start()].strip() if cut else ""
    if not cut or not head or len(head) > 40 or not title[cut.end() :].strip():
        return title
    named = not any(c.isdigit() for c in head) and parse_month_heading(head) is None
    if named or not is_date(head, under):  # «Масленица – март»: a holiday before a dash is what is done
        return title
    parts["date"] = head
    return title[cut.end() :]


def is_date(text: str, under: str | None = None) -> bool:
    """Whether a piece is a date (or a pattern of dates) and nothing else."""
    date = parse_date(text, under=under)
    return date.kind in ("date", "period", "deadline", "recurring", "ongoing") and not key(date.text_left)


def is_parties(text: str, *, groups: bool = False) -> bool:
    """Whether a piece names people or posts (with `groups`, also committees and the like) and nothing else."""
    parties = parse_responsible(text)
    kinds = ("person", "position", "group") if groups else ("person", "position")
    return bool(parties) and not key(parties.text_left) and any(p.kind in kinds for p in parties)

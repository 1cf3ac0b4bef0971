"""What a piece of a line says: when, at what hour, for whom, where, who; single questions, and lists of such pieces."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.fields.audience import parse_grades
from extractor.fields.dates import is_date_like, parse_date
from extractor.fields.parties import parse_responsible
from extractor.layout.words import lemma_set
from extractor.morph import lemmas, readings
from extractor.text import key, words

_INITIAL = re.compile(r"\b[А-ЯЁ]\.$")
CALENDAR = ("date", "period", "deadline")
"""Kinds of dates that may stand inside a sentence: «Ежемесячно обновляет выставки» is no entry."""
_SAMPLE_YEAR = "2020-09-01/2021-08-31"
_LONGEST_PLACE = 60
SURE = 0.75
"""From here on a piece of text is taken for a date."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The pieces of a bracket by what they say; places end where the first party stands."""

    dates: tuple[str, ...]
    times: tuple[str, ...]
    classes: tuple[str, ...]
    places: tuple[str, ...]
    others: tuple[str, ...]

    @classmethod
    def of(cls, pieces: Sequence[str]) -> Facts:
        """Sort the pieces; a body behind a party belongs to it («Орлов П.П., школа № 3»)."""
        kinds: dict[str, list[str]] = {name: [] for name in ("dates", "times", "classes", "places", "others")}
        for piece in pieces:
            kind = _fact(piece, after_party=any(map(is_parties, kinds["others"])))
            kinds["others" if len(pieces) == 1 and _is_everyone(piece) else kind].append(piece)
        return cls(**{name: tuple(found) for name, found in kinds.items()})


def listed_facts(pieces: Sequence[str], parts: Mapping[str, str]) -> dict[str, str]:
    """«(27.08, 10:00, ЦДБ)», «(май, Орлов П.П.)», «(7 классы, холл, Орлов П.П.)»: when, for whom, where, who.

    Beside a date or a time all else is who or where; without one each piece must be known.
    """
    facts = Facts.of(pieces)
    others = ", ".join(facts.others)
    if facts.dates and "date" in parts:
        return {}
    who = is_parties(others, groups=True)
    if not facts.dates and not facts.times and not who and (others or not (facts.classes and facts.places)):
        return {}
    out = {
        "date": ", ".join(facts.dates),
        "time": ", ".join(facts.times),
        "audience": ", ".join(facts.classes),
        "venue": ", ".join(facts.places),
    }
    if others:
        role = "responsible" if who and "responsible" not in parts else "venue"
        out[role] = ", ".join(filter(None, (out.get(role), others)))
    return {role: text for role, text in out.items() if text}


def _fact(piece: str, *, after_party: bool) -> str:
    if is_time_of_day(piece):
        return "times"
    if is_date_like(piece) >= SURE or is_date(piece):
        return "dates"
    if is_parties(piece):
        return "others"
    if parse_grades(piece) or _is_everyone(piece):
        return "classes"
    return "places" if not after_party and (is_place(piece) or is_body(piece)) else "others"


def _is_everyone(piece: str) -> bool:
    """«все классы», «младшие отряды»: a noun of those who learn with an adjective before it."""
    found = words(piece)
    return len(found) in (1, 2) and bool(lemmas(found[-1]) & lemma_set("learners")) and not any(map(str.isdigit, piece))


def is_time_of_day(text: str) -> bool:
    """«11:00», «в 10 ч»: a time and nothing else."""
    date = parse_date(text)
    return bool(date.times) and not date.spans and not key(date.text_left) and date.kind == "unspecified"


def without_stop(text: str) -> str:
    """A sentence's full stop left out, an initial's kept."""
    return text.removesuffix(".") if text.endswith("..") or not _INITIAL.search(text) else text


def quoted(text: str, at: int) -> bool:
    """Whether a place lies inside quotation marks that are closed behind it."""
    before, behind = text[:at], text[at:]
    guillemets = before.count("«") > before.count("»") and "»" in behind
    return guillemets or (before.count('"') % 2 == 1 and '"' in behind)


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


def is_body(text: str) -> bool:
    """«(ДЮСШ)», «(методический кабинет)»: a body and nothing else."""
    parties = parse_responsible(text)
    return bool(parties) and not key(parties.text_left) and all(p.kind == "institution" for p in parties)


@lru_cache(maxsize=256)
def is_single_day(under: str | None) -> bool:
    """Whether a heading names one day («Среда, 12 марта»)."""
    spans = parse_date(under, period=_SAMPLE_YEAR).spans if under else ()
    return len(spans) == 1 and spans[0].precision == "day" and spans[0].start == spans[0].end


def is_weekday(text: str) -> bool:
    """«Вторник – Линейка», «По средам – …»: a day of the week above, or of every week."""
    date = parse_date(text)
    return date.kind == "recurring" and any("weekday" in rule for rule in date.rules)


def names_holiday(text: str) -> bool:
    """«22 августа День флага»: the day is a date, its name is what is done."""
    return "holiday" in parse_date(text).rules


def is_date(text: str, under: str | None = None) -> bool:
    """Whether a piece is a date (or a pattern of dates) and nothing else."""
    date = parse_date(text, under=under)
    return date.kind in ("date", "period", "deadline", "recurring", "ongoing") and not key(date.text_left)


def is_parties(text: str, *, groups: bool = False) -> bool:
    """Whether a piece names people or posts (with `groups`, also committees and the like) and nothing else."""
    parties = parse_responsible(text)
    kinds = ("person", "position", "group") if groups else ("person", "position")
    return bool(parties) and not key(parties.text_left) and any(p.kind in kinds for p in parties)

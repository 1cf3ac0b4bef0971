"""What a stamp says: its kind, who signed, the paper with its day and number, the body that adopted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from extractor import mappings
from extractor.fields.dates.calendar import day_of
from extractor.fields.institutions import find_institutions
from extractor.fields.people import find_people
from extractor.fields.period import calendar_word
from extractor.fields.positions import post_at
from extractor.fields.tokens import Token, tokenize
from extractor.layout.header_lines import unspaced
from extractor.layout.header_words import header_words
from extractor.model import Approval, ApprovalKind, Institution, Instrument, Person
from extractor.morph import inflect, readings
from extractor.text import key, one_line, words
from extractor.wording import join_lines

BLANK = re.compile(r"_{2,}")
"""A line to sign on, or to write a day on."""
_STRENGTH: tuple[ApprovalKind, ...] = ("approved", "adopted", "agreed", "considered")
_LONGEST_LINE = 440


@lru_cache(maxsize=4096)
def stamp_kind(text: str) -> ApprovalKind | None:
    """The kind of the stamp that a line opens; None where it opens none («Принять участие», «Утверждение плана»)."""
    line = unspaced(one_line(text)).lstrip(' «"“(*')
    if len(line) > _LONGEST_LINE:
        return None
    known = header_words()
    letters = key(line)
    for phrase, kind in known.stamp_phrases.items():
        if letters.startswith(phrase) and (len(phrase) > 5 or re.match(rf"{phrase}\.", line.lower())):
            return kind
    first = words(line)[:6]
    if not first or not line[0].isalpha():
        return None
    kinds = [verb for word in first[:1] if (verb := _verb_kind(word))]
    if not kinds and header_words().title_words & {r.lemma for r in readings(first[0])}:
        kinds = [verb for word in first[1:4] if (verb := _verb_kind(word))]  # «План рассмотрен на заседании …»
    kinds += [verb for word in first[1:] if kinds and (verb := _verb_kind(word))]
    return min(kinds, key=_STRENGTH.index) if kinds else None


@lru_cache(maxsize=4096)
def _verb_kind(word: str) -> ApprovalKind | None:
    """«утверждаю», «утверждён», «СОГЛАСОВАНО»: first person or short participle, not «рассматриваемые (вопросы)»."""
    for reading in readings(word):
        stamped = reading.pos == "PRTS" or (reading.pos == "VERB" and {"1per", "sing"} <= reading.grammemes)
        if stamped and reading.lemma in header_words().stamp_verbs:
            return header_words().stamp_verbs[reading.lemma]
    return None


def parse_stamp(lines: Sequence[str]) -> Approval:
    """One stamp from its lines."""
    text = on_one_line("\n".join(lines))
    kind = stamp_kind(lines[0]) or stamp_kind(" ".join(lines[:2])) or "approved"
    instrument, paper_date, number = read_paper(text, prefer="order" if kind == "approved" else None)
    days = stamp_dates(text)
    person = _person("\n".join(lines))
    institution = _institution(text)
    return Approval(
        kind=kind,
        person=replace(person, institution=institution) if person else None,
        position=_position(lines, person),
        institution=institution,
        body=_body(text) if kind in ("adopted", "considered") else None,
        instrument=instrument,
        number=number,
        date=paper_date or (days[-1][2] if days else None),
        text=join_lines("\n".join(one_line(line) for line in lines)),
    )


def on_one_line(text: str) -> str:
    """The stamp on one line, letter-spaced words and broken dates mended."""
    return join_lines("\n".join(unspaced(one_line(line)) for line in text.split("\n")))


def readable(text: str) -> str:
    """Blanks to sign on and the slashes around a name taken out, for the parser of names."""
    return one_line(re.sub(r"(?<!\d)/|/(?!\d)", " ", BLANK.sub(" , ", text)))


_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})\s?(?:[»\"”]\s?\.?|\.)\s?(\d{1,2})\s?\.\s?(\d{4}|\d{2})(?!\d)")
_WORDED = re.compile(r"(?<!\d)[«\"“„<]?\s?_*(\d{1,2})_*\s?[»\"”“>]?\s+_*([^\W\d_]{3,9})_*\.?\s+_*((?:19|20)\d\d)(?!\d)")


@lru_cache(maxsize=1024)
def stamp_dates(text: str) -> tuple[tuple[int, int, dt.date], ...]:
    """The days a stamp names, with their places."""
    out: list[tuple[int, int, dt.date]] = []
    for match in _NUMERIC.finditer(text):
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
        day = _real_day(year, int(match[2]), int(match[1]))
        if day:
            out.append((match.start(), match.end(), day))
    for match in _WORDED.finditer(text):
        word = calendar_word(match[2].lower().replace("ё", "е"))
        day = _real_day(int(match[3]), int(word.value or 0), int(match[1])) if word and word.cls == "month" else None
        if day:
            out.append((match.start(), match.end(), day))
    return tuple(sorted(out))


mappings.on_change(stamp_dates.cache_clear)
mappings.on_change(stamp_kind.cache_clear)
mappings.on_change(_verb_kind.cache_clear)


def _real_day(year: int, month: int, day: int) -> dt.date | None:
    return day_of(year, month, day) if 1990 <= year <= 2100 and 1 <= month <= 12 and day > 0 else None


_NUMBER = re.compile(r"(?:№|\bN(?=\s?\d))\s?([\dА-Яа-яёЁA-Za-z][\w/.\-–]*)")
_LETTERED = re.compile(r"(?:№|\bN)\s?(\d[\w/.\-–]*)(?:\s+([А-ЯЁа-яё]{1,3})(?=[\s,;)]|$))?")


def read_paper(text: str, *, prefer: Instrument | None = None) -> tuple[Instrument | None, dt.date | None, str | None]:
    """The paper a stamp names with its day and number («Приказ от 30.09.2020г. № 27-д»); its number stands by its day.

    Of several papers the preferred one, else a protocol, else the first.
    """
    papers = _papers(text)
    if not papers:
        return None, None, None
    wanted = [p for p in papers if p[1] == prefer] or [p for p in papers if p[1] == "protocol"] or papers
    start, instrument = wanted[0]
    following = [at for at, _ in papers if at > start]
    end = following[0] if following else len(text)
    days = [d for d in stamp_dates(text) if start <= d[0] < end] or [d for d in stamp_dates(text) if d[1] <= start][-1:]
    number = _number_by(text, start, end, days)
    return instrument, days[0][2] if days else None, number


def _papers(text: str) -> list[tuple[int, Instrument]]:
    out = []
    for match in re.finditer(r"[^\W\d_]+", text):
        for reading in readings(match.group())[:4]:
            if reading.pos == "NOUN" and reading.lemma in header_words().instruments:
                out.append((match.start(), header_words().instruments[reading.lemma]))
                break
    return out


def names_paper(text: str) -> Instrument | None:
    papers = _papers(text)
    return papers[0][1] if papers else None


def _number_by(text: str, start: int, end: int, days: Sequence[tuple[int, int, dt.date]]) -> str | None:
    """The number next to the day, else right behind the paper's name, else the last («школы № 5 № 27»)."""
    found = [(m.start(), m.end(), m.group(1)) for m in _NUMBER.finditer(text) if start <= m.start() < end]
    if not found:
        return None
    ranked = sorted(found, key=lambda f: (_distance(text, f, days, start), -f[0]))
    number = ranked[0][2].rstrip(".-–,;")
    return number if any(c.isdigit() for c in number) else None


def _distance(text: str, number: tuple[int, int, str], days: Sequence[tuple[int, int, dt.date]], start: int) -> int:
    first, last, _ = number
    gaps = [text[e:first] if e <= first else text[last:s] for s, e, _ in days]
    letters = [len(re.sub(r"[^\w]", "", g)) for g in gaps]
    close = min(letters, default=99)
    head = re.match(r"[^\W\d_]+", text[start:])
    named = len(re.sub(r"[^\w]", "", text[start + (head.end() if head else 0) : first]))
    return min(close if close <= 4 else 50 + close, named if named <= 1 else 60 + named)


def _person(text: str) -> Person | None:
    lines = [readable(line) for line in text.split("\n")]
    people = find_people("\n".join(lines)) or find_people(" ".join(lines))
    return people[-1].person if people else None


def _institution(text: str) -> Institution | None:
    found = find_institutions(readable(text))
    return found[0].institution if found else None


def _position(lines: Sequence[str], person: Person | None) -> str | None:
    """The post as printed, up to the body, the blank or the name («Директор», «Председатель комитета по культуре»)."""
    text = readable(" ".join(lines))
    tokens = tokenize(text)
    for index in range(1, min(len(tokens), 24)):
        if tokens[index].kind == "w" and not names_paper(tokens[index - 1].text) and _opens_post(tokens, index):
            return _cut_position(text[tokens[index].start :], person)
    return None


def _opens_post(tokens: Sequence[Token], index: int) -> bool:
    found = post_at(tokens, index, len(tokens))
    if found is not None and found.head.nominative:
        return True
    return any(
        r.lemma in header_words().signers and {"nomn", "sing"} <= r.grammemes for r in readings(tokens[index].low)
    )


def _cut_position(text: str, person: Person | None) -> str | None:
    ends = [len(text)]
    people = find_people(text)
    ends += [m.start for m in people if m.start]
    ends += [m.start for m in find_institutions(text) if m.start > 3 and _is_named(m.institution)]
    ends += [m.start() for m in re.finditer(r"[,;№]|\d|«", text)]
    ends += [at for at, _ in _papers(text) if at]
    position = text[: min(ends)].strip(" ,.;:–-(")
    return position if position and len(position) < 150 and (person or len(position) < 80) else None


def _is_named(body: Institution) -> bool:
    """A body with a legal form, a number or a name of its own, not the «комитета по образованию» of a post."""
    return bool(body.legal_form or body.number or body.proper_name)


def _body(text: str) -> str | None:
    """The council that adopted, in the nominative: «на заседании Координационного Совета» → «Координационный Совет»."""
    found = list(re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))
    for index, match in enumerate(found):
        head = next(
            (r for r in readings(match.group())[:4] if r.pos == "NOUN" and r.lemma in header_words().bodies), None
        )
        if head is None or index == 0:
            continue
        start = index
        while (
            start > 1
            and _is_adjective(found[start - 1].group())
            and text[found[start - 1].end() : found[start].start()] == " "
        ):
            start -= 1
        before = [_nominative(f.group(), head.grammemes) for f in found[start:index]]
        noun = _like(match.group(), inflect(head.lemma, "nomn") or head.lemma)
        return " ".join([*before, noun, *_tail(text[match.end() :])])
    return None


def _is_adjective(word: str) -> bool:
    return readings(word)[0].pos in ("ADJF", "PRTF") and not _verb_kind(word)


def _nominative(word: str, head: frozenset[str]) -> str:
    gender = next((g for g in ("masc", "femn", "neut") if g in head), "masc")
    return _like(word, inflect(word, "nomn", "sing", gender) or word)


def _like(model: str, word: str) -> str:
    """The word in the capitals of the model."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word.capitalize() if model[0].isupper() else word


def _tail(rest: str) -> list[str]:
    """The genitive behind the body's name («совет общежития», «объединение учителей истории»), small letters alone."""
    out: list[str] = []
    for match in re.finditer(r" ([а-яё-]+)(?=[ ,.;(]|$)", rest):
        if match.start() != sum(len(w) + 1 for w in out):
            break
        reading = readings(match.group(1))[0]
        if (
            "gent" not in {g for r in readings(match.group(1)) for g in r.grammemes}
            or reading.lemma in header_words().instruments
        ):
            break
        if reading.pos not in ("NOUN", "ADJF") or len(out) > 4:
            break
        out.append(match.group(1))
    return out

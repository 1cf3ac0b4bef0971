"""Stamps: where they stand, and what they say («УТВЕРЖДАЮ», «Принят на заседании …», «Приложение к приказу …»)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor import mappings
from extractor.blocks import Table
from extractor.fields.dates.calendar import day_of
from extractor.fields.institutions import find_institutions
from extractor.fields.people import find_people
from extractor.fields.period import calendar_word, parse_period
from extractor.fields.positions import head_of, post_at
from extractor.fields.tokens import Token, tokenize
from extractor.layout.header_lines import HeadLine, unspaced
from extractor.layout.header_words import header_words
from extractor.model import Approval, ApprovalKind, Institution, Instrument, Person
from extractor.morph import inflect, readings
from extractor.text import key, one_line, words
from extractor.wording import join_lines

_COLUMNS = re.compile(r"\t+| {4,}")
_BLANK = re.compile(r"_{2,}")
_STRENGTH: tuple[ApprovalKind, ...] = ("approved", "adopted", "agreed", "considered")
_MOST_LINES = 14
_LONGEST_LINE = 220
_LONGEST_TABLE = 1500


# -- where stamps stand


@lru_cache(maxsize=4096)
def stamp_kind(text: str) -> ApprovalKind | None:
    """The kind of the stamp that a line opens; None where it opens none («Принять участие», «Утверждение плана»)."""
    line = unspaced(one_line(text)).lstrip(' «"“(*')
    if len(line) > _LONGEST_LINE * 2:
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


def opens_annex(text: str) -> bool:
    """«Приложение 1», «Приложение № 2 к приказу …»: the line above a title that says what the plan is annexed to."""
    first = words(text)[:1]
    return (
        bool(first) and len(text) < _LONGEST_LINE and bool({r.lemma for r in readings(first[0])} & header_words().annex)
    )


def is_signature_line(text: str) -> bool:
    """What an electronic signature leaves: «Сертификат: 00F3…», «Владелец: …»."""
    return key(text).startswith(header_words().signature_lines)


def stamp_table(table: Table) -> bool:
    """A table that only sets stamps side by side: a cell opens a stamp and all of it is short."""
    texts = [cell.text for cell in table.cells]
    if table.rows > 14 or table.cols > 6 or sum(map(len, texts)) > _LONGEST_TABLE:
        return False
    opening = [c for c in table.cells if any(stamp_kind(line) for line in c.text.split("\n")[:2])]
    if not opening or min(c.row for c in opening) > 1:
        return False
    return any(_has_substance("\n".join(stamp)) for stamp in table_stamps(table))


def table_stamps(table: Table) -> list[list[str]]:
    """The lines of each stamp of a table: down each column, a new one at each opening."""
    out: list[list[str]] = []
    for col in range(table.cols):
        lines = [line for cell in table.cells if cell.col == col for line in cell.text.split("\n") if line.strip()]
        out += split_stamps(lines)
    return out


def split_stamps(lines: Sequence[str]) -> list[list[str]]:
    """Lines one below another, parted where a stamp opens; what stands before the first is no stamp."""
    out: list[list[str]] = []
    for line in lines:
        if stamp_kind(line) and not (out and len(out[-1]) == 1 and _is_second_word(out[-1][0], line)):
            out.append([line])
        elif out:
            out[-1].append(line)
    return out


def _is_second_word(above: str, line: str) -> bool:
    """«РАССМОТРЕНО» and «и принято на заседании …» on the next line are one stamp."""
    return line.lstrip()[:1].islower() and len(words(above)) < 3


@dataclass(frozen=True, slots=True)
class FoundStamps:
    """The stamps among a header's lines: the lines of each, and which lines they took."""

    stamps: tuple[tuple[str, ...], ...]
    taken: frozenset[int]


def find_stamps(lines: Sequence[HeadLine], stop: Sequence[bool]) -> FoundStamps:
    """All stamps in lines; `stop[i]` tells that a title or goals begin at a line."""
    stamps: list[tuple[str, ...]] = []
    taken: set[int] = set()
    at = 0
    while at < len(lines):
        pieces = _pieces(lines[at].text)
        opened = [p for p in pieces if stamp_kind(p)]
        annex = not opened and opens_annex(lines[at].plain)
        if not (opened or annex) or (stop[at] and not opened):
            taken |= {at} if is_signature_line(lines[at].plain) else set()
            at += 1
            continue
        end = _extent(lines, at, stop, annex=annex)
        found = _columns(lines[at:end]) if len(opened) > 1 else [[line.text for line in lines[at:end]]]
        found = [f for f in found if _has_substance("\n".join(f))]
        if found or annex:
            taken.update(range(at, end))
            stamps += [tuple(f) for f in found if not annex or _annex_paper(f)]
        at = max(end, at + 1)
    return FoundStamps(tuple(stamps), frozenset(taken))


def _pieces(text: str) -> list[str]:
    return [p for p in _COLUMNS.split(text) if p.strip()]


def _extent(lines: Sequence[HeadLine], start: int, stop: Sequence[bool], *, annex: bool) -> int:
    """One past the stamp's last line."""
    end = start + 1
    while end < len(lines) and end - start < _MOST_LINES:
        line = lines[end]
        if stop[end] or any(stamp_kind(p) for p in _pieces(line.text)):
            break
        part = _is_part(line.plain)
        so_far = "\n".join(x.text for x in lines[start:end])
        if line.gap and (not part or _is_complete(so_far)):
            break
        if not part and not _dates(line.plain) and parse_period(line.plain) is not None:
            break  # «на 2022/2023 учебный год» belongs to the title
        loud = line.align == "center" and lines[start].align != "center"
        if not part and (loud or len(line.plain) > 90 or (annex and end - start > 3) or line.numbered):
            break
        end += 1
    return end


def _is_part(text: str) -> bool:
    """Whether a line is a piece of a stamp: a post, a blank to sign on, a paper, a date, a name."""
    if _BLANK.search(text) or _dates(text) or _instrument(text):
        return True
    first = words(text)[:1]
    if first and (head_of(first[0].lower()) or {r.lemma for r in readings(first[0])} & header_words().signers):
        return True
    return bool(find_people(_readable(text))) and len(text) < 60


def _is_complete(text: str) -> bool:
    """A stamp that has both a signer and a day or a paper (also blank ones) goes on over no empty line."""
    signed = bool(_BLANK.search(text)) or bool(find_people(_readable(text)))
    dated = bool(_dates(text)) or _instrument(text) is not None or len(_BLANK.findall(text)) > 1
    return signed and dated


def _has_substance(text: str) -> bool:
    """A stamp names who or by what: a post, a body, a paper, a day, a name, or a blank for them."""
    if _BLANK.search(text) or _dates(text) or _instrument(text) or find_people(_readable(text)):
        return True
    return any(
        head_of(w.lower()) or {r.lemma for r in readings(w)} & (header_words().signers | header_words().bodies)
        for w in words(text)[1:8]
    )


def _columns(lines: Sequence[HeadLine]) -> list[list[str]]:
    """Stamps side by side, their lines parted by tabs or wide gaps, as one list of lines each."""
    count = max(len(_pieces(line.text)) for line in lines)
    starts = _column_starts(lines[0].text)
    out: list[list[str]] = [[] for _ in range(count)]
    for line in lines:
        pieces = _pieces(line.text)
        if len(pieces) == count:
            for column, piece in zip(out, pieces, strict=True):
                column.append(piece)
            continue
        expanded = line.text.expandtabs(8)
        for piece in pieces:
            at = expanded.find(piece)
            nearest = min(range(min(count, len(starts))), key=lambda c: abs(starts[c] - at))
            out[nearest].append(piece)
    return out


def _column_starts(text: str) -> list[int]:
    expanded = text.expandtabs(8)
    starts, at = [], 0
    for piece in _pieces(text):
        at = expanded.index(piece, at)
        starts.append(at)
        at += len(piece)
    return starts


# -- what a stamp says


def parse_stamp(lines: Sequence[str]) -> Approval:
    """One stamp from its lines."""
    text = _whole("\n".join(lines))
    kind = stamp_kind(lines[0]) or stamp_kind(" ".join(lines[:2])) or "approved"
    instrument, paper_date, number = read_paper(text, prefer="order" if kind == "approved" else None)
    days = _dates(text)
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


def _whole(text: str) -> str:
    """The stamp on one line, letter-spaced words and broken dates mended."""
    return join_lines("\n".join(unspaced(one_line(line)) for line in text.split("\n")))


def _readable(text: str) -> str:
    """Blanks to sign on and the slashes around a name taken out, for the parser of names."""
    return one_line(re.sub(r"(?<!\d)/|/(?!\d)", " ", _BLANK.sub(" , ", text)))


_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})\s?(?:[»\"”]\s?\.?|\.)\s?(\d{1,2})\s?\.\s?(\d{4}|\d{2})(?!\d)")
_WORDED = re.compile(r"(?<!\d)[«\"“„<]?\s?_*(\d{1,2})_*\s?[»\"”“>]?\s+_*([^\W\d_]{3,9})_*\.?\s+_*((?:19|20)\d\d)(?!\d)")


@lru_cache(maxsize=1024)
def _dates(text: str) -> tuple[tuple[int, int, dt.date], ...]:
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


mappings.on_change(_dates.cache_clear)
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
    days = [d for d in _dates(text) if start <= d[0] < end] or [d for d in _dates(text) if d[1] <= start][-1:]
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


def _instrument(text: str) -> Instrument | None:
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
    lines = [_readable(line) for line in text.split("\n")]
    people = find_people("\n".join(lines)) or find_people(" ".join(lines))
    return people[-1].person if people else None


def _institution(text: str) -> Institution | None:
    found = find_institutions(_readable(text))
    return found[0].institution if found else None


def _position(lines: Sequence[str], person: Person | None) -> str | None:
    """The post as printed, up to the body, the blank or the name («Директор», «Председатель комитета по культуре»)."""
    text = _readable(" ".join(lines))
    tokens = tokenize(text)
    for index in range(1, min(len(tokens), 24)):
        if tokens[index].kind == "w" and not _instrument(tokens[index - 1].text) and _opens_post(tokens, index):
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


def _annex_paper(lines: Sequence[str]) -> bool:
    """«Приложение 1» alone is no stamp; «… к приказу от 01.09.2021 № 5» is one."""
    instrument, day, number = read_paper(_whole("\n".join(lines)))
    return instrument is not None and instrument != "protocol" and (day is not None or number is not None)

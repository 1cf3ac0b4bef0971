"""The title of a plan: the lines around the word by which it calls itself, up to its period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractor import mappings
from extractor.fields.institutions import parse_institution
from extractor.fields.period import parse_period
from extractor.layout.header_lines import HeadLine, unspaced
from extractor.layout.header_words import header_words
from extractor.layout.stamps import is_signature_line, opens_annex, stamp_kind
from extractor.layout.words import lemma_set, tells
from extractor.morph import Reading, readings
from extractor.text import QUOTES, one_line, words
from extractor.wording import join_lines

Strength = Literal["strong", "weak", "other"]
_MOST_LINES = 12
_MOST_BEFORE = 4
_ABBREVIATED_END = re.compile(r"(?:\b(?:г|гг|уч|р|обл|им)|\d\s?г)\.$")
_ONE_DAY = re.compile(r"\d{1,2}\s+[а-яё]+\s+\d{4}(?:\s?(?:г\.?|года))?,?(?:\s*\d{1,2}[:.]\d\d)?", re.IGNORECASE)
"""«21 апреля 2025, 10:15» below the heading of a news page."""
_ENDS_OPEN = re.compile(r"[,–—-]$|\b(?:и|в|на|по|с|за|о|об|для|от|из|при)$", re.IGNORECASE)
_LOOSE = re.compile(r"[^\W\d_]{5,}[.!?…]\s+[А-ЯЁ]|;$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title and the lines it takes, the first at `start`. `other`: the document calls itself no plan."""

    text: str
    taken: tuple[int, ...]
    strength: Strength
    last: HeadLine

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.taken[0]

    @property
    def end(self) -> int:
        """One past its last line."""
        return self.taken[-1] + 1


@lru_cache(maxsize=4096)
def names_plan(text: str) -> Strength | None:
    """How a line's first words name a document: as a plan, weakly as one, or as something else (a report, an order).

    Before the noun only adjectives may stand («Годовой календарный план …»).
    """
    line = unspaced(one_line(text)).lstrip(QUOTES + " (*")
    if not line[:1].isalpha() or line.endswith(":"):
        return None
    before: list[str] = []
    for word in words(line)[:5]:
        strength = _noun(word, before)
        if strength:
            return None if _goes_on_as_stamp(line, word) else strength
        if not _is_adjective(word):
            return None
        before.append(word)
    return None


mappings.on_change(names_plan.cache_clear)


def _noun(word: str, before: Sequence[str]) -> Strength | None:
    known = header_words()
    if "-" in word and any(r.lemma in lemma_set("not_plan_titles") for r in readings(word.rsplit("-", 1)[1])):
        return "other"  # «План-конспект урока»
    for part in (word, word.split("-")[0]) if "-" in word else (word,):
        for reading in readings(part)[:4]:
            if reading.pos != "NOUN" or not _may_head(reading):
                continue
            wanted = known.title_pairs.get(reading.lemma)
            if wanted and not any(r.lemma in wanted for w in before for r in readings(w)):
                continue
            if reading.lemma in known.title_words:
                return "strong" if "sing" in reading.grammemes else "weak"
            if reading.lemma in known.title_words_weak:
                return "weak"
            if reading.lemma in lemma_set("not_plan_titles"):
                return "other"
    return None


def _may_head(reading: Reading) -> bool:
    return "nomn" in reading.grammemes or ("accs" in reading.grammemes and "inan" in reading.grammemes)


def _is_adjective(word: str) -> bool:
    return any(r.pos in ("ADJF", "PRTF") and r.grammemes & {"nomn", "accs"} for r in readings(word.split("-")[-1])[:4])


def _goes_on_as_stamp(line: str, noun: str) -> bool:
    """«План рассмотрен на заседании …» is a stamp, no title."""
    rest = words(line[line.find(noun) + len(noun) :])[:1]
    return bool(rest) and stamp_kind(rest[0]) is not None


def find_title(lines: Sequence[HeadLine], free: Sequence[bool]) -> Title | None:
    """The title among the lines that no stamp took.

    A plan's own word goes before a report's or an order's above it only where it is set as a title below «Приложение»:
    an order with the plan annexed has the plan's title, a regulation with a «План проведения» its own.
    """
    starts = [(i, s) for i, line in enumerate(lines) if free[i] and (s := _strength(lines, i, free))]
    if not starts:
        return _without_word(lines, free)
    index, strength = _telling(lines, free, starts)
    if strength == "other":
        for later, other in starts[1:]:
            if other != "other" and lines[later].standing_out and _above_is_annex(lines, later):
                index, strength = later, other
                break
    return _block(lines, free, index, strength)


def _telling(
    lines: Sequence[HeadLine], free: Sequence[bool], starts: Sequence[tuple[int, Strength]]
) -> tuple[int, Strength]:
    """The first start; a bare «План» (a sheet's name) gives way to the whole title below it."""
    first = _block(lines, free, *starts[0])
    if len(words(first.text)) < 3 and parse_period(first.text) is None:
        for start in starts[1:]:
            if start[1] != "other" and parse_period(_block(lines, free, *start).text) is not None:
                return start
    return starts[0]


def _strength(lines: Sequence[HeadLine], at: int, free: Sequence[bool]) -> Strength | None:
    line = lines[at]
    if line.numbered or not line.short or not line.first or line.plain[0] == "(":
        return None
    strength = names_plan(line.plain)
    if strength is None:
        return None
    loud = line.standing_out or parse_period(_block(lines, free, at, strength).text) is not None
    if strength == "strong":
        return strength if loud or (at < 12 and not _LOOSE.search(line.plain)) else None
    return strength if loud and not (strength == "other" and line.plain[0].islower()) else None


def _above_is_annex(lines: Sequence[HeadLine], at: int) -> bool:
    return any(opens_annex(lines[i].plain) for i in range(max(0, at - 4), at))


def _block(lines: Sequence[HeadLine], free: Sequence[bool], start: int, strength: Strength) -> Title:
    """The title's lines: adjectives above («Годовой»), and what follows up to the period or another kind of line."""
    taken = [start]
    dated = parse_period(_joined([lines[start]])) is not None
    at = start + 1
    while at < len(lines) and at - start < _MOST_LINES:
        if not free[at] and not dated:
            at = _behind_stamp(lines, free, at)
        if strength == "other" and at < len(lines) and is_paper_line(lines[at].plain):
            at += 1  # «ПРИКАЗ», «от 02.09.2024 № 91-к», «О распределении нагрузки»
            continue
        if at >= len(lines) or not free[at] or not _continues(lines, taken, at, dated):
            break
        taken.append(at)
        dated = dated or parse_period(_joined([lines[i] for i in taken])) is not None
        at += 1
    while (
        taken[0] > 0 and free[taken[0] - 1] and _all_adjectives(lines[taken[0] - 1].plain) and not lines[taken[0]].gap
    ):
        taken.insert(0, taken[0] - 1)
    return _title(lines, taken, strength)


def _title(lines: Sequence[HeadLine], taken: Sequence[int], strength: Strength) -> Title:
    return Title(tidy(_joined([lines[i] for i in taken])), tuple(taken), strength, lines[taken[-1]])


def _behind_stamp(lines: Sequence[HeadLine], free: Sequence[bool], at: int) -> int:
    """Over a stamp in the middle of a title, where the period stands behind it («на 2022/2023 учебный год»)."""
    behind = at
    while behind < len(lines) and not free[behind] and behind - at < 5:
        behind += 1
    if behind == len(lines) or not lines[behind].plain[:1].islower() or parse_period(lines[behind].plain) is None:
        return at
    return behind


def _continues(lines: Sequence[HeadLine], taken: Sequence[int], at: int, dated: bool) -> bool:
    start, line, above = taken[0], lines[at], lines[taken[-1]]
    if _is_another_kind(line) or (line.first and is_sentence(line.plain)):
        return False
    if (not line.first and at == taken[-1] + 1) or _ENDS_OPEN.search(above.plain):
        return True
    alike = line.looks_like(lines[start])
    lower = line.plain.lstrip(QUOTES + "(")[:1].islower()
    if dated:
        return not line.gap and alike and line.standing_out and (lower or line.plain[0] == "(" or _is_body(line.plain))
    if parse_period(line.plain) is not None and len(line.plain) < 120:
        return not line.gap or alike or lower
    if line.gap:
        return alike and line.standing_out and (lower or _is_body(line.plain) or _period_follows(lines, at))
    return (alike or line.standing_out or lower) and not _LOOSE.search(line.plain)


def is_sentence(text: str) -> bool:
    """«… проверены журналы 5–9 классов.», «Приглашаем вас …»: a text with a verb, no line of a title."""
    return len(text) > 40 and tells(text) and (text.endswith(".") or len(text) > 80)


def _period_follows(lines: Sequence[HeadLine], at: int) -> bool:
    return any(parse_period(line.plain) is not None for line in lines[at : at + 3] if line.short)


def _is_another_kind(line: HeadLine) -> bool:
    """A stamp, a goal, a section, a label («Тема года: …»), a list item, a text: no part of a title."""
    text = line.plain
    if line.numbered or not line.short or stamp_kind(text) or is_signature_line(text) or opens_annex(text):
        return True
    if opens_goals(text):
        return True
    return bool(re.match(r"[^«(]{2,40}:(?:\s|$)", text)) or is_paper_line(text)


def is_paper_line(text: str) -> bool:
    """The day and number of a paper on a line of their own: «от 28 марта 2024 года», «02.09.2024 № 91-к»."""
    return bool(re.match(r"от\s+[«\"]?\d|\d{1,2}\.\d{1,2}\.\d{2,4}|№\s?\d[\w/-]*$", text))


def opens_goals(text: str) -> bool:
    """«Цель: …», «Основные задачи:», «Цели и задачи на год», «Цель – …»: a heading of aims or tasks."""
    head = re.split(r":|\s[–—-]\s", text, maxsplit=1)[0]
    first = words(head)
    if not first or len(first) > header_words().goal_heading_longest:
        return False
    for word in first[:4]:
        lemmas = {r.lemma for r in readings(word) if r.pos == "NOUN" and _may_head(r)}
        if lemmas & header_words().goal_words:
            return len(head) < len(text) or len(first) <= 6
        if not _is_adjective(word):
            return False
    return False


def _is_body(text: str) -> bool:
    return parse_institution(text) is not None


def _all_adjectives(text: str) -> bool:
    found = words(text)
    return 0 < len(found) <= _MOST_BEFORE and all(_is_adjective(w) for w in found) and not text.endswith((".", ":"))


def _without_word(lines: Sequence[HeadLine], free: Sequence[bool]) -> Title | None:
    """A title without a plan's word: a line with the period set as a title, and those of its kind above it."""
    for at, line in enumerate(lines[:20]):
        if (
            not free[at]
            or not line.short
            or line.numbered
            or parse_period(line.plain) is None
            or _is_another_kind(line)
            or is_sentence(line.plain)
            or _ONE_DAY.fullmatch(line.plain)
        ):
            continue
        if not (line.standing_out or at < 6) or _LOOSE.search(line.plain):
            continue
        start = at
        while start > 0 and free[start - 1] and not lines[start].gap and lines[start - 1].looks_like(line):
            if _is_another_kind(lines[start - 1]) or at - start >= _MOST_BEFORE + 1:
                break
            start -= 1
        while start < at and _is_body(lines[start].plain):
            start += 1
        taken, end = list(range(start, at + 1)), at + 1
        while end < len(lines) and free[end] and _continues(lines, taken, end, True):
            taken.append(end)
            end += 1
        return _title(lines, taken, "weak")
    return None


def _joined(lines: Sequence[HeadLine]) -> str:
    return join_lines("\n".join(line.plain for line in lines))


def tidy(text: str) -> str:
    """The title on one line without its last full stop (the one of «гг.» stays)."""
    line = unspaced(join_lines(text)).strip(" ,;:")
    return line[:-1].rstrip() if line.endswith(".") and not _ABBREVIATED_END.search(line) else line

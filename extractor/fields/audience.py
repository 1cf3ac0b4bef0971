"""For whom: classes of school («5–9 кл.», «2а, 2б», «нач. классы») and roles («родители», «молодые педагоги»)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor import mappings
from extractor.errors import MappingError
from extractor.model import Audience
from extractor.morph import lemma, lemmas
from extractor.text import clean, fold_lookalikes, one_line

LAST = 11
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11}
_GRADE = r"(?:\d{1,2}|(?<![^\W\d_])[IVX]{1,4}(?![^\W\d_]))"
_ITEM = rf"{_GRADE}(?:-(?:й|го|м|х|е|ый|ые|ых|ми))?(?:\s?[«\"“„(]?[А-Л][»\"”“)]?(?![\w.])|[а-л](?![\w.]))?"
_RUN = re.compile(rf"(?<![\d.,:№/])(?<!№\s){_ITEM}(?:\s*(?:,|;|и|-|–|—|по|/|до)\s*{_ITEM})*", re.UNICODE)
_PARTS = re.compile(
    r"(?P<grade>\d{1,2}|[IVX]{1,4})(?:-(?:й|го|м|х|е|ый|ые|ых|ми))?|(?P<range>-|–|—|по|до)|(?P<letter>[А-Ла-л])"
)
_NEXT_WORD = re.compile(r"\s*[-–]?\s*(?:(?:х|е|й)\s+)?([^\W\d_]+)")
_BEFORE = re.compile(r"([^\W\d_]+)\.?\s*(?:с\s+)?$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\.?")
_SPLIT = re.compile(r"[,;\n/]|\sи\s")
_LEADING = re.compile(r"^(?:для|среди|с|всех|все)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Knowledge:
    groups: dict[tuple[str, ...], tuple[int, ...]]
    short: dict[str, str]
    ordinals: dict[str, int]
    roles: frozenset[str]
    learners: frozenset[str]


def parse_grades(text: str) -> tuple[int, ...]:
    """The classes (1–11) that a text names, each once, in order.

    Numbers without «класс» count where the whole text is of them («1-4», «2а, 2б») or they stand behind a learner.
    """
    return _grades(one_line(fold_lookalikes(clean(text))))


def parse_audience(text: str) -> Audience:
    """The classes and roles of an audience cell."""
    plain = one_line(clean(text))
    return Audience(text=plain, grades=parse_grades(text), roles=_roles(clean(text)))


@lru_cache(maxsize=1 << 13)
def _grades(text: str) -> tuple[int, ...]:
    found = _by_words(text)
    for match in _RUN.finditer(text):
        if _is_class_run(text, match):
            found |= _expand(match.group())
    return tuple(sorted(found))


def _is_class_run(text: str, match: re.Match[str]) -> bool:
    after = _NEXT_WORD.match(text, match.end())
    if after is not None and "класс" in _whole(after.group(1)):
        return True
    rest = text[match.end() :].strip(" .,;")
    before = text[: match.start()].strip(" .,;")
    if not rest and not before:
        return True
    if _lettered(match.group()) and not re.match(r"\s*[^\W\d_]", text[match.end() :]):
        return True
    learner = _BEFORE.search(text[: match.start()])
    return (
        learner is not None
        and bool(lemmas(learner.group(1)) & _knowledge().learners)
        and not re.match(r"\s?[^\W\d_]", rest)
    )


def _lettered(run: str) -> bool:
    """Whether every item has its class letter: «8А, 8Б, 9 «В»»."""
    items = re.findall(_ITEM, run)
    return bool(items) and all(
        re.search(r"[А-Ла-л][»\"”“)]?$", re.sub(r"-(?:й|го|м|х|е|ый|ые|ых|ми)$", "", i)) for i in items
    )


def _expand(run: str) -> set[int]:
    """«5–7, 9» → 5, 6, 7, 9; nothing where a number is no class."""
    found: list[int] = []
    ranged = False
    for part in _PARTS.finditer(run):
        if part.lastgroup == "range":
            ranged = True
        elif part.lastgroup == "grade":
            grade = _ROMAN.get(part.group("grade")) or (
                int(part.group("grade")) if part.group("grade").isdigit() else 0
            )
            if not 1 <= grade <= LAST:
                return set()
            if ranged and found and found[-1] <= grade:
                found.extend(range(found[-1] + 1, grade))
            found.append(grade)
            ranged = False
    return set(found)


def _by_words(text: str) -> set[int]:
    """«первоклассники», «нач. классы», «пятых и десятых классах»."""
    known, found = _knowledge(), set()
    words = [_whole(w) for w in _WORD.findall(text)]
    pending: list[int] = []
    for index, forms in enumerate(words):
        for form in forms:
            found |= set(known.groups.get((form,), ()))
            for before in words[index - 1] if index else ():
                found |= set(known.groups.get((before, form), ()))
        ordinal = next((known.ordinals[f] for f in sorted(forms) if f in known.ordinals), None)
        if ordinal is not None:
            pending.append(ordinal)
        elif "класс" in forms:
            found |= set(pending)
        elif not forms & {"и", "-"}:
            pending = []
    return found


@lru_cache(maxsize=1 << 13)
def _whole(word: str) -> frozenset[str]:
    """The lemmas of a word, an abbreviation («нач.») as what it stands for."""
    bare = word.rstrip(".").lower().replace("ё", "е")
    short = _knowledge().short.get(bare) if word.endswith(".") or len(bare) <= 3 else None
    return frozenset({short}) if short else lemmas(bare)


def _roles(text: str) -> tuple[str, ...]:
    known, found = _knowledge().roles, []
    for part in _SPLIT.split(text):
        bare = one_line(_RUN.sub(" ", part)) if re.search(r"\d", part) else one_line(part)
        bare = _WORD.sub(lambda m: " " if "класс" in _whole(m.group()) else m.group(), bare)
        bare = one_line(_LEADING.sub("", bare)).strip(" .,-–—()")
        if bare and any(lemmas(w.rstrip(".")) & known for w in _WORD.findall(bare)) and bare not in found:
            found.append(bare)
    return tuple(found)


@lru_cache(maxsize=1)
def _knowledge() -> _Knowledge:
    data: dict[str, Any] = mappings.load("audience")
    groups: dict[tuple[str, ...], tuple[int, ...]] = {}
    for phrase, grades in data["groups"].items():
        key = tuple(lemma(w) for w in phrase.split())
        if key in groups or not grades or not all(1 <= g <= LAST for g in grades):
            raise MappingError(f"audience: «{phrase}» stands twice or has no classes")
        groups[key] = tuple(grades)
    return _Knowledge(
        groups=groups,
        short={k.rstrip("."): v for k, v in data["short"].items()},
        ordinals=dict(data["ordinals"]),
        roles=frozenset(x for w in data["roles"] for x in lemmas(w)),
        learners=frozenset(lemma(w) for w in data["learners"]),
    )


def check() -> list[str]:
    """What is wrong with audience.yaml: groups that do not give their classes, words that stand twice."""
    data = mappings.load("audience")
    problems = [f"«{p}» gives {got}" for p, grades in data["groups"].items() if list(got := parse_grades(p)) != grades]
    for name in ("roles", "learners"):
        problems += [f"twice in {name}: {w}" for w in sorted({w for w in data[name] if data[name].count(w) > 1})]
    return problems


def forget() -> None:
    """Drop everything built on the mappings."""
    for cached in (_knowledge, _grades, _whole):
        cached.cache_clear()


mappings.on_change(forget)

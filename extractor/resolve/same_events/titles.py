"""A title as far as it tells events apart: its words, names in quotes, numbers, and how far the event reaches.

«Районный конкурс чтецов «Живое слово»» is the words {конкурс, чтец}, the name {живой, слово}, the level `municipal`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extractor import mappings
from extractor.morph import Reading, lemma, readings
from extractor.resolve.same_events.knowledge import LEVELS, words
from extractor.text import clean, fold_lookalikes, one_line

_QUOTED = re.compile(r"«([^«»]*(?:«[^«»]*»[^«»]*)*)»?|\"([^\"]*)\"?|“([^“”]*)”?|„([^„“”]*)[“”]?")
_WORD = re.compile(r"\d+|[IVXLC]+(?![^\W\d_])|[^\W\d_]+")
_ROMAN = re.compile(r"[IVXLC]+")
_BRACKETED = re.compile(r"\(\s*([^\W\d_]+)\.?\s*\)")
_SMALL = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ"})

Name = frozenset[str]


@dataclass(frozen=True, slots=True)
class Title:
    """`outside` are the lemmas outside of quotes, `names` those of each text in quotes, `all` of both.

    `telling` are words that make another event of the same («подготовка к …», «закрытие …»); they, levels, numbers
    and words that add nothing are in none of the others.
    """

    text: str
    outside: frozenset[str]
    names: tuple[Name, ...]
    numbers: frozenset[str]
    level: str | None
    telling: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """All words of content."""
        return self.outside.union(*self.names)

    @property
    def signature(self) -> tuple[object, ...]:
        """Equal for titles that differ by nothing that counts."""
        return self.outside, self.names, self.numbers, self.level, self.telling


@lru_cache(maxsize=1 << 16)
def read_title(text: str) -> Title:
    """The title's words; the same for «Районный семинар» and «Семинар (районный)»."""
    plain = one_line(fold_lookalikes(clean(text)))
    quoted = [next(g for g in m.groups() if g is not None) for m in _QUOTED.finditer(plain)]
    outer = _Part.of(_QUOTED.sub(" ", plain))
    inner = [_Part.of(q) for q in quoted]
    telling = words().telling
    names = sorted({frozenset(p.content) for p in inner if p.content}, key=sorted)
    return Title(
        plain,
        frozenset(w for w in outer.content if w not in telling),
        tuple(names),
        frozenset(outer.numbers).union(*(p.numbers for p in inner)),
        outer.level or _bracketed(plain),
        frozenset(w for w in outer.content if w in telling),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """The words of the text outside or inside of quotes."""

    content: tuple[str, ...]
    numbers: tuple[str, ...]
    level: str | None

    @classmethod
    def of(cls, text: str) -> _Part:
        known = words()
        found = list(_lemmas(text))
        numbers = tuple(w for w in found if w[0].isdigit())
        levels = [(known.levels[w], n) for n, w in enumerate(found) if w in known.levels and _says(found, n)]
        staged = [level for level, n in levels if found[n + 1 : n + 2] and found[n + 1] in known.stages]
        told = staged or [level for level, _ in levels] or [known.anywhere[w] for w in found if w in known.anywhere]
        dropped = {found[n] for _, n in levels} | known.fillers | known.anywhere.keys() | known.stages
        content = tuple(w for w in found if w not in dropped and not w[0].isdigit())
        return cls(content, numbers, min(told, key=LEVELS.index) if told else None)


def _says(found: list[str], at: int) -> bool:
    """Whether a word of levels says how far the event reaches, where it stands."""
    known = words()
    if found[at] in known.only_leading and at == 0:
        return True
    narrow = found[at] in known.only_with_stage | known.only_leading
    return not narrow or (at + 1 < len(found) and found[at + 1] in known.stages)


@lru_cache(maxsize=1 << 14)
def name_words(name: str) -> frozenset[str]:
    """The lemmas of a body's name."""
    return frozenset(_lemmas(name))


def _bracketed(text: str) -> str | None:
    known = words()
    told = [known.in_brackets.get(lemma(m.group(1))) for m in _BRACKETED.finditer(text)]
    return next((level for level in told if level), None)


def _lemmas(text: str) -> Iterator[str]:
    """The lemmas of words of meaning; acronyms by their words, ordinals and Roman numerals as numbers."""
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isdigit() or _ROMAN.fullmatch(word):
            yield word if word.isdigit() else str(_roman(word))
            continue
        spelled = words().spelled.get(word.lower().replace("ё", "е"))
        yield from (x for w in re.findall(r"[^\W\d_]+", spelled or word) if (x := _lemma(w)))


@lru_cache(maxsize=1 << 16)
def _lemma(word: str) -> str:
    """The lemma; '' of a preposition and the like, digits of an ordinal."""
    first: Reading = readings(word)[0]
    if first.pos in _SMALL or len(word) == 1:
        return ""
    if "Anum" in first.grammemes:
        return _ordinals().get(first.lemma, f"0{first.lemma}")
    return first.lemma


@lru_cache(maxsize=1)
def _ordinals() -> dict[str, str]:
    """«второй» → «2», so that «второй тур» is «2 тур»."""
    return {word.replace("ё", "е"): str(number) for word, number in mappings.load("audience")["ordinals"].items()}


def _roman(text: str) -> int:
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    numbers = [values[c] for c in text]
    return sum(-n if n < max(numbers[i:]) else n for i, n in enumerate(numbers))


mappings.on_change(read_title.cache_clear)
mappings.on_change(name_words.cache_clear)
mappings.on_change(_lemma.cache_clear)
mappings.on_change(_ordinals.cache_clear)

"""What of a body's writing tells it from others: type, number, names, honours, places, the words of its designation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from extractor import mappings
from extractor.fields.institutions import find_institutions, knowledge, parse_body
from extractor.fields.institutions.body import TERRITORIES, Body, Place
from extractor.fields.institutions.tokens import Token
from extractor.morph import is_known, lemma, lemmas, readings
from extractor.text import key
from extractor.wording import join_lines

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Locality:
    """A settlement or a territory: its kind ('' unknown), all lemmas of its name, and its root («заозер»)."""

    kind: str
    names: frozenset[str]
    root: str
    territory: bool = False
    adjective: bool = False


@dataclass(frozen=True, slots=True)
class Features:
    """A body's distinguishing features; `designations` are the possible readings of its words, as lemmas in order."""

    text: str
    types: frozenset[str] = frozenset()
    number: str | None = None
    proper: str | None = None
    proper_acronym: str | None = None
    honours: tuple[str, str] | None = None
    localities: tuple[Locality, ...] = ()
    designations: tuple[tuple[str, ...], ...] = ()
    abbreviation: str | None = None
    parent: Features | None = None
    legal: str | None = None
    several: bool = False
    unique: bool = False
    spelled: tuple[str, ...] = field(default=())

    @property
    def bare(self) -> bool:
        """Whether only a general word is left: «школа», «музей»."""
        return self.plain and not self.legal

    @property
    def plain(self) -> bool:
        """Whether nothing but a general word and a legal form is left: «МБОУ «Гимназия»»."""
        told = self.number or self.proper or self.honours or self.localities or self.parent or self.abbreviation
        return not told and not self.unique and all(len(d) < 2 for d in self.designations)

    @property
    def filled(self) -> int:
        """How much the writing tells, its parent's too."""
        above = self.parent.filled if self.parent else 0
        return (
            sum(
                bool(x)
                for x in (self.legal, self.number, self.proper, self.honours, self.localities, self.types, self.parent)
            )
            + above
            + (len(self.designations[0]) if self.designations and self.abbreviation is None else 0)
        )


@lru_cache(maxsize=1 << 15)
def features(text: str) -> Features:
    """The features of a text that is one body; of another text its letters alone."""
    text = join_lines(text) if "\n" in text else text
    read = parse_body(text)
    if read is None:
        return Features(text=key(text), several=True)
    pieces, body = read
    found = of_body(body, key(text))
    return found if not _several(text, pieces, body) else Features(text=key(text), several=True)


def _several(text: str, pieces: tuple[Token, ...], body: Body) -> bool:
    """Whether a text names more bodies than the one read, or all of a kind: «школы №№ 4, 6»."""
    if body.further_numbers or body.blocked or body.plural:
        return True
    rest = text[pieces[body.end - 1].end :]
    listed = rest.lstrip().startswith((",", ";", "и "))
    others = find_institutions(rest, cell=True)
    return any(listed or m.institution.number or m.institution.proper_name for m in others)


def of_body(body: Body, text: str = "") -> Features:
    """The features of what the grammar read."""
    alias = body.alias
    designations = _designations(body)
    types = {t.code for a in _known(body) for t in a.types if t is not None} | (
        {body.type.code} if body.type else set()
    )
    if not types and body.legal_type:
        types = {body.legal_type}
    acronym = body.proper if body.proper and _is_acronym(body.proper) else None
    honours = body.honours or (alias.honours if alias else None)
    return Features(
        text=text,
        types=frozenset(types),
        number=(body.number or (alias.number if alias else None) or "").lower() or None,
        proper=_proper_key(body.proper) if body.proper else None,
        proper_acronym=acronym,
        honours=_honours_key(honours) if honours else None,
        localities=_unnamed_territories(body)
        + tuple(_locality(p) for p in body.places)
        + tuple(_adjective_locality(a) for a in body.adjective_places),
        designations=designations,
        abbreviation=body.abbreviation or (alias.abbreviation if alias else None),
        parent=of_body(body.parent) if body.parent else None,
        legal=body.legal,
        unique=bool(body.type and body.type.unique) or body.abbreviation is not None,
        spelled=_spelled(body),
    )


@lru_cache(maxsize=1)
def _territory_words() -> frozenset[str]:
    """«район», «город», «область»: without a name they tell no body from another of the plan."""
    lists = knowledge.word_lists()
    return frozenset(lemma(w) for w in (*lists.places.values(), *lists.territories.values()))


def _unnamed_territories(body: Body) -> tuple[Locality, ...]:
    """The territory of «Администрация района»: its kind without a name."""
    if body.type is None or not body.type.places or body.places:
        return ()
    kinds = [lemma(w) for w in body.words[1:] if lemma(w) in _territory_words()]
    return tuple(Locality(k, frozenset(), "", territory=k in TERRITORIES) for k in kinds)


def _known(body: Body) -> list[knowledge.Abbreviation]:
    known = knowledge.abbreviations().get((body.abbreviation or "").upper()) or knowledge.regional(
        body.abbreviation or ""
    )
    return [known] if known is not None else []


def _designations(body: Body) -> tuple[tuple[str, ...], ...]:
    """The words of the designation as lemmas, an abbreviation by each of its meanings; places are left out."""
    left_out = set(body.adjective_places) | _territory_words()
    variants: list[list[str]] = [[]]
    for word in body.words:
        meanings = _meanings(word, body)
        if meanings is None:
            continue
        variants = [v + [w for w in m if w not in left_out] for v in variants for m in meanings][:4]
    return tuple(tuple(v) for v in variants if v)


def _meanings(word: str, body: Body) -> list[list[str]] | None:
    if body.abbreviation is not None and word.upper() == body.abbreviation.upper():
        known = _known(body)
        return [content(_WORD.findall(m)) for m in known[0].meanings] if known else None
    return [content(_WORD.findall(word))]


def content(words: Iterable[str]) -> list[str]:
    """The lemmas of words that carry meaning; compounds by their parts, a mistyped type word as it is meant."""
    return knowledge.content_lemmas(_mended(p) for w in words for p in w.split("-"))


@lru_cache(maxsize=1 << 13)
def _mended(word: str) -> str:
    meant = () if is_known(word) else knowledge.head_lemmas(word)
    return meant[0] if len(meant) == 1 else word


def _spelled(body: Body) -> tuple[str, ...]:
    """The words as printed, prepositions and places too: what an acronym may be made of."""
    return tuple(p.lower().replace("ё", "е") for w in body.words for p in re.split(r"[-\s]+", w) if p)


def _is_acronym(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return 1 < len(letters) <= 10 and " " not in text and sum(c.isupper() for c in letters) >= max(2, len(letters) - 2)


def _proper_key(text: str) -> str:
    """A proper name for comparison: the lemmas of its words, so that case forms are one."""
    words = re.findall(r"[^\W\d_]+|\d+", text.lower().replace("ё", "е"))
    return " ".join(lemma(w) for w in words) or key(text)


def _honours_key(text: str) -> tuple[str, str]:
    """The honoured one by the surname and the first letters of the names («пушкин», «АС»); else all words."""
    initials = "".join(re.findall(r"\b([А-ЯЁ])\.", text))
    words = list(re.findall(r"[^\W\d_]{2,}", text))
    titles = knowledge.word_lists().honour_titles
    names = [w for w in words if w[0].isupper() and not lemmas(w) & titles]
    if not names:
        return key(text), ""
    surname = _surname(names[-1] if initials or len(names) > 1 else names[0])
    given = initials or "".join(n[0] for n in names[:-1])
    digits = "".join(re.findall(r"\d+", text))
    return surname + digits, given


def _surname(word: str) -> str:
    """A surname without its case: «Пушкина» and «Пушкин» are one."""
    found = [r.lemma for r in readings(word) if "Surn" in r.grammemes]
    return (found[0] if found else lemma(word)).replace("ё", "е")


def _locality(place: Place) -> Locality:
    words = re.findall(r"[^\W\d_]+", place.name.replace("ё", "е"))
    names = frozenset(x for w in words for x in lemmas(w)) or frozenset({place.name.lower()})
    last = words[-1] if words else place.name
    return Locality(place.kind, names, root(lemma(last) if not place.territory else lemma(words[0])), place.territory)


def _adjective_locality(adjective: str) -> Locality:
    return Locality("", frozenset({adjective}), root(adjective), adjective=True)


def root(name: str) -> str:
    """What a place's name and its adjective share: «Заозёрск», «заозёрский» → «заозер»."""
    name = name.lower().replace("ё", "е")
    for ending in ("ский", "цкий", "ской", "цкой", "ск", "цк"):
        if name.endswith(ending) and len(name) - len(ending) >= 3:
            return name.removesuffix(ending)
    return name.rstrip("аеиоуыэюяьй") if len(name) > 4 else name


mappings.on_change(features.cache_clear)
mappings.on_change(_territory_words.cache_clear)

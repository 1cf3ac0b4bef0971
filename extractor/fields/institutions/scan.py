"""Looking at pieces: what stands at a place, whether it is an adjective, a small abbreviation, an unknown acronym."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from extractor import mappings
from extractor.fields.institutions import knowledge
from extractor.fields.institutions.tokens import Token
from extractor.morph import Reading, readings

_ADJECTIVES = frozenset({"ADJF", "PRTF"})
_OF_PLACES = ("ский", "цкий", "ской", "цкой")


@dataclass(frozen=True, slots=True)
class Mode:
    """How generous the reading is.

    `cell`: a cell of parties or a venue; `whole`: a text that is one body; `based`: right behind «на базе».
    """

    cell: bool = False
    whole: bool = False
    based: bool = False

    @property
    def generous(self) -> bool:
        """Whether words in small letters and unknown abbreviations may be bodies."""
        return self.cell or self.whole or self.based


@dataclass(frozen=True, slots=True)
class Scan:
    """The pieces of a text and how generously they are read; `stop` is where a reading must end (a closing quote)."""

    pieces: tuple[Token, ...]
    mode: Mode

    def piece(self, at: int, stop: int) -> Token | None:
        """The piece at a place, None at the end."""
        return self.pieces[at] if at < stop else None

    def word(self, at: int, stop: int) -> Token | None:
        """The piece at a place if it is a word."""
        return self.pieces[at] if at < stop and self.pieces[at].kind == "word" else None

    def is_(self, at: int, stop: int, *texts: str) -> bool:
        """Whether one of these texts stands at a place."""
        return at < stop and self.pieces[at].text in texts

    def past_break(self, at: int, stop: int) -> int:
        """The place behind a line break, if one stands here."""
        return at + 1 if at < stop and self.pieces[at].kind == "break" else at

    def adjective(self, at: int) -> Reading | None:
        """The reading of the word at a place as an adjective; a capital one may be unknown («Еловская»)."""
        if at >= len(self.pieces) or self.pieces[at].kind != "word":
            return None
        return adjective_reading(self.pieces[at].text)

    def short(self, at: int, stop: int) -> tuple[int, str] | None:
        """A small abbreviation at a place: where it ends and the words it stands for."""
        piece = self.word(at, stop)
        if piece is None:
            return None
        for texts, meaning in knowledge.short_forms().get(piece.low, ()):
            if at + len(texts) <= stop and all(self.pieces[at + k].low == t for k, t in enumerate(texts)):
                return at + len(texts), meaning
        return None

    def begins(self, at: int, stop: int) -> bool:
        """Whether a body may begin at a place: most words are told apart here, before the grammar reads."""
        if at >= stop:
            return False
        piece = self.pieces[at]
        return piece.kind == "open" or (piece.kind == "word" and may_begin(piece.text))

    def initial_after(self, at: int, stop: int) -> bool:
        """Whether an initial stands behind: the word here is a surname."""
        after = self.word(at + 1, stop)
        return after is not None and len(after.text) == 1 and after.capital


@lru_cache(maxsize=1 << 14)
def adjective_reading(word: str) -> Reading | None:
    """The reading of a word as an adjective; acronyms are none."""
    shouted = len(word) > 1 and word.isupper()
    if capitals(word) and not shouted:
        return None
    found = readings(word)
    adjective = next((r for r in found if r.pos in _ADJECTIVES), None)
    if adjective is None and not shouted:
        return _surname_as_adjective(word)
    if adjective is None or (shouted and not adjective.known):
        return None
    first = found[0]
    unsure = word[0].isupper() and (not first.known or bool({"Surn", "Geox"} & first.grammemes))
    return adjective if first.pos in _ADJECTIVES or unsure else None


def _surname_as_adjective(word: str) -> Reading | None:
    """«Каменский» СДК: a capital word that the dictionary has as a surname only is made of a place's name too."""
    if not word[0].isupper():
        return None
    surname = next((r for r in readings(word) if "Surn" in r.grammemes and r.lemma.endswith(_OF_PLACES)), None)
    return replace(surname, grammemes=surname.grammemes - {"NOUN"} | {"ADJF"}) if surname else None


@lru_cache(maxsize=1 << 14)
def may_begin(word: str) -> bool:
    """Whether a body may begin with a word: an adjective, an abbreviation, a type's head, the mark of a place."""
    low = knowledge.fold(word)
    return bool(
        capitals(knowledge.acronym(word))
        or low in knowledge.short_forms()
        or low in knowledge.word_lists().places
        or word in knowledge.legal_words().regions
        or knowledge.legal_form(word)
        or knowledge.head_lemmas(word)
        or adjective_reading(word)
    )


@lru_cache(maxsize=1 << 14)
def may_head(word: str) -> bool:
    """Whether a word may be the head of a designation: an abbreviation, or the head of a type's phrase."""
    return bool(
        capitals(word)
        or capitals(knowledge.acronym(word))
        or knowledge.fold(word) in knowledge.short_forms()
        or knowledge.head_lemmas(word)
    )


@lru_cache(maxsize=1 << 14)
def capitals(text: str) -> bool:
    """Whether a word is an abbreviation by its letters: «ЦДБ», «ДДиЮ»."""
    upper = sum(c.isupper() for c in text)
    return len(text) > 1 and text[0].isupper() and text[-1].isupper() and upper >= len(text) - 2


def between(pieces: tuple[Token, ...], start: int, end: int) -> str:
    """The pieces as text, single spaces where there was any."""
    out = ""
    for piece in pieces[start:end]:
        out += (" " if piece.spaced and out else "") + (" " if piece.kind == "break" else piece.text)
    return " ".join(out.split())


def like(printed: str, form: str) -> str:
    """A form with the capitals of the printed word."""
    if printed.isupper() and len(printed) > 1:
        return form.upper()
    return form[:1].upper() + form[1:] if printed[:1].isupper() else form


mappings.on_change(may_begin.cache_clear)
mappings.on_change(may_head.cache_clear)

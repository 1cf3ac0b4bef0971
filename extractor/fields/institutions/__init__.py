"""Bodies in Russian text: schools, libraries, authorities, by their names, abbreviations, numbers.

`find_institutions` finds them in running text (`cell=True`: in a cell of parties or a venue, where a body may be told
by an abbreviation alone), `parse_institution` reads a text that is one body. Ids are given by `extractor.resolve`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from extractor import mappings
from extractor.fields.institutions import knowledge
from extractor.fields.institutions.accept import is_body
from extractor.fields.institutions.body import Body
from extractor.fields.institutions.grammar import read, read_number, read_number_first
from extractor.fields.institutions.naming import place_name, shared_words, to_institution
from extractor.fields.institutions.places import first_place, place_before
from extractor.fields.institutions.scan import Mode, Scan, between, may_begin
from extractor.fields.institutions.tokens import Token, tokens
from extractor.model import Institution
from extractor.morph import lemmas

__all__ = [
    "InstitutionMention",
    "find_institutions",
    "find_locality",
    "is_of_place",
    "parse_body",
    "parse_institution",
]

MAX_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class InstitutionMention:
    """A body named in a text, from `start` up to `end`."""

    start: int
    end: int
    institution: Institution


@lru_cache(maxsize=1 << 14)
def find_institutions(text: str, *, cell: bool = False) -> tuple[InstitutionMention, ...]:
    """The bodies that a text names, left to right; a part and its parent are one mention.

    Mentions do not overlap, but for the numbers of a range («№№ 3–5»), which share the place of its end.

    Args:
        text: running text (a title), or the text of a cell.
        cell: the text is a cell of parties or venues: abbreviations alone and words in small letters may be bodies.
    """
    pieces = tokens(text[:MAX_TEXT])
    plain, based = Scan(pieces, Mode(cell=cell)), Scan(pieces, Mode(cell=cell, based=True))
    found: list[InstitutionMention] = []
    at = 0
    while at < len(pieces):
        if pieces[at].kind == "word" and not may_begin(pieces[at].text):
            at += 1
            continue
        scan = based if _is_based(pieces, at) else plain
        body = _read(scan, pieces, at)
        if body is None:
            at += 1
        elif is_body(body, pieces, scan.mode):
            found.extend(_mentions(pieces, body, text))
            at = max([body.end, *(end for _, end, _ in body.further_numbers)])
        else:
            at = body.end if body.blocked else at + 1
    return tuple(found)


@lru_cache(maxsize=1 << 14)
def parse_institution(text: str) -> Institution | None:
    """A text that is one body, in any case («муниципального бюджетного …»); None where it is not."""
    read = parse_body(text)
    return to_institution(*read, text) if read is not None else None


@lru_cache(maxsize=1 << 14)
def parse_body(text: str) -> tuple[tuple[Token, ...], Body] | None:
    """A text that is one body by its parts: its pieces and what the grammar read in them."""
    pieces = tokens(text[:MAX_TEXT])
    scan = Scan(pieces, Mode(whole=True))
    for at in range(min(len(pieces), 6)):
        if at and not _leads_in(pieces, at - 1):
            break
        body = _read(scan, pieces, at)
        if body is not None and is_body(body, pieces, scan.mode):
            return pieces, body
    return None


def _leads_in(pieces: tuple[Token, ...], at: int) -> bool:
    """Whether a piece may stand before the body: «на базе», «в», a dash or a number of a list."""
    piece, based = pieces[at], knowledge.word_lists().based
    if piece.kind != "word":
        return piece.kind in ("mark", "break", "number")
    if any(r.pos == "PREP" or r.lemma in based for r in piece.readings):
        return True
    behind = pieces[at + 1].readings if at + 1 < len(pieces) else ()
    return any(r.pos == "ADJF" for r in piece.readings) and any(r.lemma in based for r in behind)


def is_of_place(institution: Institution | None) -> bool:
    """Whether a body is named by its place («Ключевская СОШ», «СДК с. Ключи»); units and authorities are not."""
    return institution is not None and _is_of_place(institution.name)


@lru_cache(maxsize=1 << 12)
def _is_of_place(name: str) -> bool:
    read = parse_body(name)
    body = read[1] if read is not None else None
    if body is None or body.type is None or body.type.part or body.type.group or body.type.places:
        return False
    authority = "authority" in knowledge.ancestors(body.type.code)
    return not authority and bool(body.adjective_places or any(not p.territory for p in body.places))


@lru_cache(maxsize=1 << 12)
def find_locality(text: str) -> str | None:
    """The place that a text names, in the nominative («… библиотек города Заозёрска» → «Заозёрск»): a plan's own."""
    found = first_place(Scan(tokens(text[:MAX_TEXT]), Mode()))
    return place_name(found) if found is not None else None


def _read(scan: Scan, pieces: tuple[Token, ...], at: int) -> Body | None:
    piece = pieces[at]
    if piece.kind in ("word", "open"):
        return read(scan, at) or _read_behind_place(scan, at) if scan.begins(at, len(pieces)) else None
    if piece.kind == "sign" and (scan.mode.based or scan.mode.whole or (scan.mode.cell and at == 0)):
        return read_number(scan, at)
    if piece.kind == "number" and (scan.mode.cell or scan.mode.whole):
        return read_number_first(scan, at)
    return None


def _read_behind_place(scan: Scan, at: int) -> Body | None:
    """«с. Ключи, СДК»: the settlement before a body that names none is its place."""
    here, found = place_before(scan, at)
    body = read(scan, here) if found is not None and here < len(scan.pieces) else None
    if body is None or found is None or body.places or body.start != here:
        return None
    body.start, body.places = at, [found]
    return body


def _is_based(pieces: tuple[Token, ...], at: int) -> bool:
    """Whether «на базе», «в помещении» stands right before."""
    return at > 0 and pieces[at - 1].kind == "word" and _bases(pieces[at - 1].text)


@lru_cache(maxsize=1 << 13)
def _bases(word: str) -> bool:
    return bool(lemmas(word) & knowledge.word_lists().based)


def _mentions(pieces: tuple[Token, ...], body: Body, text: str) -> list[InstitutionMention]:
    whole = to_institution(pieces, body, text)
    start, end = pieces[body.start].start, pieces[body.end - 1].end
    if not body.further_numbers:
        return [InstitutionMention(start, end, whole)]
    found = [InstitutionMention(start, end, to_institution(pieces, body, text, number=body.number))]
    shared = shared_words(pieces, body)
    for first, last, figures in body.further_numbers:
        behind = between(pieces, first, last).partition(figures)[2]
        name = f"{shared} № {figures}{' ' * bool(behind)}{behind.strip()}"
        institution = parse_institution(name) or to_institution(pieces, body, text, number=figures)
        found.append(InstitutionMention(pieces[first].start, pieces[last - 1].end, institution))
    return found


mappings.on_change(find_institutions.cache_clear)
mappings.on_change(parse_institution.cache_clear)
mappings.on_change(parse_body.cache_clear)
mappings.on_change(find_locality.cache_clear)
mappings.on_change(_bases.cache_clear)
mappings.on_change(_is_of_place.cache_clear)

"""Places of bodies: «г. Заозёрска», «(с. Луговое)», «Светлоборского района», «Республики Коми»."""

from __future__ import annotations

from extractor.fields.institutions import knowledge
from extractor.fields.institutions.body import Body, Place
from extractor.fields.institutions.scan import Scan, between

_MAX_PLACES, _MAX_NAME = 3, 3
_OBLIQUE = frozenset({"gent", "datv", "ablt", "loct"})


def place(scan: Scan, body: Body, at: int, stop: int) -> int:
    """Reads a place, also behind a comma or «в», or in brackets; the same place where there is none."""
    if len(body.places) >= _MAX_PLACES:
        return at
    bracket, comma = scan.is_(at, stop, "("), scan.is_(at, stop, ",", "в", "по")
    end, found = _place_at(scan, at + (bracket or comma), stop, marked=bracket or comma)
    if found is None or (bracket and not scan.is_(end, stop, ")")):
        return at
    if scan.is_(at, stop, "по") and not found.territory:
        return at
    body.places.append(found)
    return end + bracket


def first_place(scan: Scan) -> Place | None:
    """The first settlement that a text marks as one («города Заозёрска»), else its first territory."""
    stop = len(scan.pieces)
    found = [place for at in range(stop) if (place := _place_at(scan, at, stop, marked=True)[1]) is not None]
    return next((p for p in found if not p.territory), found[0] if found else None)


def _place_at(scan: Scan, at: int, stop: int, *, marked: bool) -> tuple[int, Place | None]:
    piece = scan.word(at, stop)
    if piece is None or (piece.low == "г" and _is_year(scan, at - 1)):
        return at, None
    marks = knowledge.word_lists().places
    kind = marks.get(piece.low) or (marks.get(knowledge.head_lemma(piece.text)) if len(piece.text) > 3 else None)
    if kind is not None and (len(piece.text) > 1 or not piece.capital or _in_capitals(scan, at, stop)):
        here = at + 1 + scan.is_(at + 1, stop, ".")
        end = _name(scan, here, stop)
        return (end, Place(kind, between(scan.pieces, here, end))) if end > here else (at, None)
    return _territory(scan, at, stop, marked) if piece.capital else (at, None)


def _is_year(scan: Scan, at: int) -> bool:
    """«2020 г. Директор»: behind four figures that are no body's number «г.» is no town."""
    if at < 0 or scan.pieces[at].kind != "number" or len(scan.pieces[at].text) != 4:
        return False
    return at == 0 or scan.pieces[at - 1].kind != "sign"


def place_before(scan: Scan, at: int) -> tuple[int, Place | None]:
    """A marked settlement and a comma before a body: «с. Ключи, СДК»; where the body begins, and the place."""
    stop = len(scan.pieces)
    piece = scan.word(at, stop)
    if piece is None or piece.low not in knowledge.word_lists().places:
        return at, None
    end, found = _place_at(scan, at, stop, marked=True)
    return (end + 1, found) if found is not None and scan.is_(end, stop, ",") else (at, None)


def _in_capitals(scan: Scan, at: int, stop: int) -> bool:
    """«С. ЛУГОВОЕ»: a capital mark is no initial in a line of capitals."""
    after = scan.word(at + 2, stop) if scan.is_(at + 1, stop, ".") else None
    return after is not None and after.shouted


def _name(scan: Scan, at: int, stop: int) -> int:
    """One to three capital words: «Нижний Новгород», «Каменка», not the surname before initials."""
    here = at
    while here < min(stop, at + _MAX_NAME):
        piece = scan.word(here, stop)
        if piece is None or not piece.capital or len(piece.text) == 1 or scan.initial_after(here, stop):
            break
        if here > at and (piece.shouted or not _goes_on(scan, here) or _territory(scan, here, stop, False)[1]):
            break
        here += 1
    return here


def _goes_on(scan: Scan, at: int) -> bool:
    """Whether a second capital word belongs to the name: «Нижний Новгород», «Набережные Челны»."""
    return scan.adjective(at - 1) is not None and scan.adjective(at) is None


def _formation(scan: Scan, at: int, stop: int) -> tuple[int, Place] | None:
    """«МО «Луговской район»», «муниципального образования «Город Луговск»»: the place named in quotes."""
    words = knowledge.word_lists().formations
    texts = [p.low for p in scan.pieces[at : min(at + 2, stop)]]
    length = next((n for n in (1, 2) if " ".join(texts[:n]) in words), 0)
    if not length or at + length >= stop or scan.pieces[at + length].kind != "open":
        return None
    end, found = _place_at(scan, at + length + 1, stop, marked=True)
    closed = end < stop and scan.pieces[end].kind == "close"
    return (end + 1, found) if found is not None and closed else None


def _territory(scan: Scan, at: int, stop: int, marked: bool) -> tuple[int, Place | None]:
    """«Заозёрского района», «Республики Коми», a bare «Заозёрска» that the dictionary knows as a place."""
    territories = knowledge.word_lists().territories
    piece, here = scan.pieces[at], at
    formation = _formation(scan, at, stop)
    if formation is not None:
        return formation
    while here < min(stop, at + _MAX_NAME) and scan.adjective(here):
        here += 1
    noun = scan.word(here, stop)
    if here > at and noun is not None:
        kind = territories.get(noun.low) or territories.get(knowledge.head_lemma(noun.text))
        if kind:
            return here + 1 + scan.is_(here + 1, stop, "."), Place(kind, between(scan.pieces, at, here))
    after = scan.word(at + 1, stop)
    if knowledge.head_lemma(piece.text) in territories and after is not None and after.capital:
        return at + 2, Place(territories[knowledge.head_lemma(piece.text)], after.text)
    if marked or piece.shouted or scan.initial_after(at, stop):
        return at, None
    known = [r for r in piece.readings if "Geox" in r.grammemes and r.known and r.pos == "NOUN"]
    return (at + 1, Place("", piece.text)) if any(r.grammemes & _OBLIQUE for r in known) else (at, None)

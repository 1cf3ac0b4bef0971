"""Numbers of bodies: «№ 12», «№12а», «СОШ 5», «№№ 79, 111 и 470»."""

from __future__ import annotations

from extractor.fields.institutions import knowledge
from extractor.fields.institutions.body import Body
from extractor.fields.institutions.scan import Scan

_MAX_LIST, _MAX_DIGITS, _MAX_RANGE = 60, 4, 30
_SCHOOLS = frozenset({"general_education", "kindergarten"})
_MAY_FOLLOW = frozenset({"им", "имени", "г", "с", "п", "д", "и"})


def number(scan: Scan, body: Body, at: int, stop: int) -> int:
    """Reads a number with its sign, or a bare one behind a school's type; numbers of a list are noted in the body."""
    if body.number is not None:
        return at
    here = scan.past_break(at, stop)
    several = body.plural or scan.is_(here, stop, "№№")
    if here < stop and scan.pieces[here].kind == "sign":
        here += 1 + scan.is_(here + 1, stop, ".")
        if here >= stop or scan.pieces[here].kind != "number":
            return at
    elif _bare(scan, body, here, stop):
        here += scan.pieces[here].kind != "number"
    else:
        return at
    body.number, here = _figures(scan, here, stop)
    here = _range(scan, body, here, stop) if several else here
    _further(scan, body, here, stop)
    return here


def _range(scan: Scan, body: Body, at: int, stop: int) -> int:
    """«№№ 1–5»: all the numbers from the first to the last."""
    last = scan.piece(at + 1, stop)
    if not scan.is_(at, stop, "-", "–", "—") or last is None or not (body.number or "").isdigit():
        return at
    first = int(body.number or 0)
    if last.kind != "number" or not first < int(last.text) <= first + _MAX_RANGE:
        return at
    body.further_numbers.extend((at, at + 2, str(n)) for n in range(first + 1, int(last.text) + 1))
    return at + 2


def is_school(body: Body) -> bool:
    """Whether the type is of those that are told apart by numbers alone."""
    return body.type is not None and bool(_SCHOOLS & set(knowledge.ancestors(body.type.code)))


def _figures(scan: Scan, at: int, stop: int) -> tuple[str, int]:
    """«12», «12а», «8/1» as one number."""
    text, here = scan.pieces[at].text, at + 1
    letter = scan.word(here, stop)
    if letter is not None and not letter.spaced and len(letter.text) == 1:
        return text + letter.text, here + 1
    if scan.is_(here, stop, "/") and here + 1 < stop:
        second = scan.pieces[here + 1]
        if second.kind == "number" and not second.spaced:
            return f"{text}/{second.text}", here + 2
    return text, here


def _bare(scan: Scan, body: Body, at: int, stop: int) -> bool:
    """A number without its sign: «СОШ 5», «гимназия 7», «школа-5»; no date, no class, no time."""
    if not (is_school(body) or (body.abbreviation and _hyphened(scan, at, stop))):
        return False
    at += scan.is_(at, stop, "-", "–") and at + 1 < stop
    piece = scan.piece(at, stop)
    if piece is None or piece.kind != "number" or len(piece.text) > _MAX_DIGITS:
        return False
    after = scan.piece(at + 1, stop)
    if after is None or after.kind in ("break", "close", "open"):
        return True
    if after.text in ("-", "–", ":") or _decimal(scan, at + 1, stop):
        return False
    return after.kind != "word" or after.capital or after.low in _MAY_FOLLOW


def _hyphened(scan: Scan, at: int, stop: int) -> bool:
    """«ПЧ-12»: a number stuck to an abbreviation."""
    if not scan.is_(at, stop, "-") or at + 1 >= stop or scan.pieces[at].spaced:
        return False
    return scan.pieces[at + 1].kind == "number" and not scan.pieces[at + 1].spaced


def _decimal(scan: Scan, at: int, stop: int) -> bool:
    return scan.is_(at, stop, ".") and at + 1 < stop and scan.pieces[at + 1].kind == "number"


def _further(scan: Scan, body: Body, at: int, stop: int) -> None:
    """The numbers behind the first one of a list, a small type behind one included («192, 28 шк.-инт.»)."""
    here = at
    for _ in range(_MAX_LIST):
        if not (scan.is_(here, stop, ",", ";") or (here < stop and scan.pieces[here].low == "и")):
            return
        after = scan.past_break(here + 1, stop)
        after += after < stop and scan.pieces[after].kind == "sign"
        if after >= stop or scan.pieces[after].kind != "number" or len(scan.pieces[after].text) > _MAX_DIGITS:
            return
        figures, end = _figures(scan, after, stop)
        typed = scan.short(end, stop)
        if typed is not None:
            end = typed[0]
        elif _is_no_number(scan, end, stop):
            return
        first = scan.past_break(here + 1, stop)
        body.further_numbers.append((first, end, figures))
        here = end


def _is_no_number(scan: Scan, at: int, stop: int) -> bool:
    """Whether what follows makes the figures a date, a time, a count: «№ 5, 12 марта», «№ 5, 10:00»."""
    if scan.is_(at, stop, "-", "–", ":") or _decimal(scan, at, stop):
        return True
    word = scan.word(at, stop)
    return word is not None and word.low != "и" and not word.capital

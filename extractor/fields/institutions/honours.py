"""Honours: «им. В.Г. Короленко», «имени Героя Советского Союза И. П. Лугового», «им. 300-летия города»."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.fields.institutions import knowledge
from extractor.fields.institutions.body import Body
from extractor.fields.institutions.scan import Scan
from extractor.fields.institutions.tokens import Token
from extractor.morph import is_known

_MAX_PIECES, _MAX_NAMES = 14, 3
_OPENERS = ("им", "имени")


def honours(scan: Scan, body: Body, at: int, stop: int) -> int:
    """Reads «им.» and the one honoured; the same place where there are no honours."""
    here = scan.past_break(at, stop)
    if body.honours is not None or here >= stop or scan.pieces[here].low not in _OPENERS:
        return at
    begin = here + 1 + scan.is_(here + 1, stop, ".")
    end = _honoured(scan, begin, stop)
    if end == begin:
        return at
    body.honours = honours_text(scan.pieces[begin:end])
    body.honours_at = (begin, end)
    return end


@dataclass(slots=True)
class _Seen:
    """What of the honoured one's name has been read."""

    names: int = 0
    initials: int = 0
    titles: int = 0


def _honoured(scan: Scan, begin: int, stop: int) -> int:
    seen, here = _Seen(), begin
    while here < min(stop, begin + _MAX_PIECES) and _belongs(scan, begin, here, stop, seen):
        here += 1
    while here > begin and (scan.pieces[here - 1].text in ("-", "–") or scan.pieces[here - 1].kind == "break"):
        here -= 1
    return here if seen.names or seen.initials or seen.titles else begin


def _belongs(scan: Scan, begin: int, at: int, stop: int, seen: _Seen) -> bool:
    """Whether the piece is a part of the honours; notes what it was."""
    piece = scan.pieces[at]
    if piece.kind == "word":
        return _word_belongs(scan, piece, at, stop, seen)
    if piece.kind == "number":
        return seen.names == 0 and scan.piece(at + 1, stop) is not None
    if piece.text == ".":
        return at > begin and len(scan.pieces[at - 1].text) == 1 and scan.pieces[at - 1].kind == "word"
    if piece.text in ("-", "–"):
        return at > begin and _hyphenates(scan, at, stop)
    return piece.kind == "break" and seen.names == 0 and at + 1 < stop


def _word_belongs(scan: Scan, piece: Token, at: int, stop: int, seen: _Seen) -> bool:
    if len(piece.text) == 1 and piece.capital:
        second = scan.is_(at - 1, stop, ".") and seen.initials == 1 and len(scan.pieces[at - 2].text) == 1
        if (seen.names and seen.initials and not second) or not (scan.is_(at + 1, stop, ".") or not seen.names):
            return False
        seen.initials += 1
        return True
    if {r.lemma for r in piece.readings} & knowledge.word_lists().honour_titles and not (seen.names and seen.initials):
        seen.titles += 1
        return True
    if not piece.capital or _ends(scan, piece, at, stop, seen):
        return False
    seen.names += 1
    return True


def _hyphenates(scan: Scan, at: int, stop: int) -> bool:
    after = scan.word(at + 1, stop)
    return after is not None and (not after.spaced or not scan.pieces[at].spaced or after.capital)


def _ends(scan: Scan, piece: Token, at: int, stop: int, seen: _Seen) -> bool:
    """Whether a capital word is no part of the name: it is whole, or a body, a place or a person begins."""
    if scan.pieces[at - 1].text in ("-", "–") and seen.names:
        return False
    if piece.shouted and (knowledge.legal_form(piece.text) or not is_known(piece.text)) and seen.names:
        return True
    after = scan.word(at + 1, stop)
    if after is not None and after.low in knowledge.word_lists().territories:
        return True
    if seen.names and (seen.initials or scan.initial_after(at, stop)):
        return True
    return seen.names >= _MAX_NAMES


def honours_text(pieces: tuple[Token, ...]) -> str:
    """Honours written one way: «В. Г. Короленко», «Героя Советского Союза И. П. Лугового»."""
    out: list[str] = []
    for index, piece in enumerate(pieces):
        hyphen = piece.text in ("-", "–")
        if piece.kind == "break" or piece.text == ".":
            continue
        if out and (hyphen or pieces[index - 1].text in ("-", "–")):
            out[-1] += "-" if hyphen else piece.text
        elif piece.kind == "word" and len(piece.text) == 1 and piece.capital:
            out.append(f"{piece.text}.")
        else:
            out.append(piece.text)
    return " ".join(out)

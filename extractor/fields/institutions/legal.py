"""Legal forms: «МБОУ», «СПб ГБУК», «МБУ ДО», «муниципальное бюджетное учреждение культуры»."""

from __future__ import annotations

from extractor.fields.institutions import knowledge
from extractor.fields.institutions.body import Body
from extractor.fields.institutions.nominative import to_nominative
from extractor.fields.institutions.scan import Scan

_MAX_ADJECTIVES, _MAX_TAIL, _MAX_SUFFIXES = 8, 7, 3


def legal_form(scan: Scan, body: Body, at: int, stop: int) -> int:
    """Reads a legal form, as an abbreviation or in full; the same place where there is none."""
    if scan.word(at, stop) is None:
        return at
    words, here = knowledge.legal_words(), at
    region = scan.word(at + 1, stop) if scan.is_(at, stop, *words.regions) else None
    if region is not None and knowledge.legal_form(region.text):
        here += 1
    form = knowledge.legal_form(scan.pieces[here].text)
    if form is None:
        return _in_full(scan, body, at, stop)
    text, here, last = form.abbreviation, here + 1, here + 1 + _MAX_SUFFIXES
    while here < min(stop, last) and scan.pieces[here].text in words.suffixes:
        text, here = f"{text} {scan.pieces[here].text}", here + 1
    body.legal, body.legal_type = text, form.type if text == form.abbreviation else None
    return here


def _in_full(scan: Scan, body: Body, at: int, stop: int) -> int:
    """Adjectives, one of them the owner's, the head, its tail («дополнительного образования», «культуры»)."""
    words, here, owned = knowledge.legal_words(), at, False
    adjectives: list[int] = []
    while here < min(stop, at + _MAX_ADJECTIVES):
        adjective = scan.adjective(here)
        if adjective is None or adjective.lemma not in words.adjectives:
            break
        owned = owned or adjective.lemma in words.owners
        adjectives.append(here)
        here = scan.past_break(here + 1, stop)
    head = scan.word(here, stop)
    if not owned or head is None or knowledge.head_lemma(head.text) not in words.heads:
        return at
    end = _tail(scan, here + 1, stop)
    to_nominative(scan, body, adjectives, here)
    spoken = [i for i in range(at, end) if scan.pieces[i].kind == "word"]
    body.legal = " ".join(body.nominative.get(i, scan.pieces[i].text) for i in spoken)
    lemmas = {r.lemma for i in spoken for r in scan.pieces[i].readings}
    body.legal_type = next((t for word, t in words.types if word in lemmas), None)
    return end


def _tail(scan: Scan, at: int, stop: int) -> int:
    words, here, end = knowledge.legal_words(), at, at
    while here < min(stop, at + _MAX_TAIL) and scan.pieces[here].kind in ("word", "break"):
        piece = scan.pieces[here]
        if piece.kind == "word" and any(r.lemma in words.tails for r in piece.readings) and not piece.shouted:
            end = here + 1
        elif piece.kind == "word" and piece.low != "и":
            break
        here += 1
    return end

"""The grammar of one body: legal form, designation, then number, honours, place, name in quotes, alias, parent.

Each step reads at a place and answers where it stopped, or the same place where it abstains. All steps look at a
bounded number of pieces, so that the reading of a text is linear in its length.
"""

from __future__ import annotations

from extractor.fields.institutions import knowledge
from extractor.fields.institutions.body import Body
from extractor.fields.institutions.designation import designation
from extractor.fields.institutions.honours import honours
from extractor.fields.institutions.legal import legal_form
from extractor.fields.institutions.numbers import is_school, number
from extractor.fields.institutions.places import place
from extractor.fields.institutions.scan import Scan, between

MAX_QUOTE, MAX_DEPTH, _MAX_STEPS, _MAX_NAME = 60, 3, 12, 4
_AUTHORITIES = frozenset({"authority", "administration"})


def read(scan: Scan, at: int, end: int | None = None, depth: int = 0) -> Body | None:
    """The longest body that begins at a piece; None where there is none."""
    stop = len(scan.pieces) if end is None else end
    if not scan.begins(at, stop):
        return None
    body = Body(start=at)
    here = legal_form(scan, body, at, stop)
    here = designation(scan, body, here, stop, depth)
    if here == at:
        here = _quoted(scan, body, here, stop, depth)
    if here == at:
        return None
    body.end = _rest(scan, body, here, stop, depth)
    return body


def read_number(scan: Scan, at: int) -> Body | None:
    """«№ 192» alone, where bodies are expected: a school by its number."""
    body, stop = Body(start=at), len(scan.pieces)
    end = number(scan, body, at, stop)
    if end == at:
        return None
    body.end = _rest(scan, body, end, stop, 0)
    return body


def read_number_first(scan: Scan, at: int) -> Body | None:
    """«28 шк.-инт.», «5 гимназия»: the number before a school's type in the nominative."""
    body, stop = Body(start=at), len(scan.pieces)
    if len(scan.pieces[at].text) > 4 or (at and scan.pieces[at - 1].kind in ("mark", "sign", "number")):
        return None
    body.number = scan.pieces[at].text
    end = _late(scan, body, at + 1, stop, 0)
    if end == at + 1 or not is_school(body) or body.nominative or body.plural:
        return None
    body.end = _rest(scan, body, end, stop, 0)
    return body


def _rest(scan: Scan, body: Body, here: int, stop: int, depth: int) -> int:
    """All that follows the designation, in any order."""
    for _ in range(_MAX_STEPS):
        after = _step(scan, body, here, stop, depth)
        if after == here:
            break
        here = after
    return here


def _step(scan: Scan, body: Body, here: int, stop: int, depth: int) -> int:
    for plain in (number, honours, place):
        after = plain(scan, body, here, stop)
        if after > here:
            return after
    for nested in (_proper, _capital_name, _alias, _late, _parent):
        after = nested(scan, body, here, stop, depth)
        if after > here:
            return after
    return here


# Quotes


def _proper(scan: Scan, body: Body, at: int, stop: int, depth: int) -> int:
    """A name in quotes behind the designation."""
    if body.proper is not None:
        return at
    here = scan.past_break(at, stop) if body.legal or body.typed else at
    after = _quoted(scan, body, here, stop, depth)
    return after if after > here else at


def _capital_name(scan: Scan, body: Body, at: int, stop: int, depth: int) -> int:
    """«Храм Святой Троицы», «Парк Победы»: a name without quotes behind a type that is named so."""
    named = body.type is not None and body.type.named and not (body.identified or body.places or body.plural)
    if not named or not (scan.mode.generous or depth):
        return at
    here = at
    while here < min(stop, at + _MAX_NAME) and _is_of_name(scan, here, stop):
        here += 1
    if here == at or scan.initial_after(here - 1, stop):
        return at
    body.proper = between(scan.pieces, at, here)
    return here


def _is_of_name(scan: Scan, at: int, stop: int) -> bool:
    """Whether a capital word in the genitive stands here that is no body, no place and nobody's name."""
    piece = scan.word(at, stop)
    if piece is None or not piece.capital or piece.shouted or len(piece.text) < 3:
        return False
    if knowledge.head_lemmas(piece.text) or piece.low in knowledge.word_lists().places:
        return False
    genitives = [r for r in piece.readings if "gent" in r.grammemes and r.known]
    return bool(genitives) and not any(r.grammemes & {"Surn", "Patr", "Geox"} for r in genitives)


def _quoted(scan: Scan, body: Body, at: int, stop: int, depth: int) -> int:
    """What stands in quotes: a designation («МБОУ «СШ № 32»»), a name («Лицей «Логос»»), or both."""
    if at >= stop or scan.pieces[at].kind != "open" or depth >= MAX_DEPTH:
        return at
    if not (body.legal or body.typed or body.abbreviation or scan.begins(at + 1, stop)):
        return at
    close = _close(scan, at, stop)
    end = close if close is not None else min(stop, at + MAX_QUOTE)
    inner = read(scan, at + 1, end, depth + 1) if at + 1 < end else None
    if inner is not None and _designates(body, inner) and (inner.end == end or (close is None and inner.typed)):
        _take(body, inner)
        return close + 1 if close is not None else inner.end
    if close is None or close == at + 1 or not (body.legal or body.typed or body.abbreviation):
        return at
    if inner is not None and inner.typed and not body.typed:
        merge(body, inner)
        body.words.extend(p.text for p in scan.pieces[inner.end : end] if p.kind == "word")
    elif not _names_the_event(scan, body, depth):
        body.proper = between(scan.pieces, at + 1, close)
    else:
        return at
    return close + 1


def _take(body: Body, inner: Body) -> None:
    """Quotes behind a legal form hold the body itself, behind a bare type its parent: «НБ «ЗГПИ им. …»»."""
    if (body.typed or body.abbreviation) and not body.legal and body.type != inner.type and body.parent is None:
        body.parent = inner
    else:
        merge(body, inner)


def _designates(body: Body, inner: Body) -> bool:
    """Whether quotes hold a designation and no name: «ЦБС», «СШ № 28»; «Музей» behind «клуб» is a name."""
    if not (inner.typed or inner.abbreviation or inner.legal):
        return False
    return not body.typed or bool(
        inner.legal or inner.identified or (inner.type is not None and inner.type == body.type)
    )


def _names_the_event(scan: Scan, body: Body, depth: int) -> bool:
    """«День семьи в школе «Учимся вместе»»: in running text a bare school's quotes are not its name."""
    return is_school(body) and not (body.legal or body.number or body.capital or depth or scan.mode.generous)


def _close(scan: Scan, at: int, stop: int) -> int | None:
    """The quote that closes the one at a place; None where it is left open, or one closes both («… «Ручеёк»)."""
    depth, last, nested = 0, None, False
    for index in range(at, min(stop, at + MAX_QUOTE)):
        kind = scan.pieces[index].kind
        depth += (kind == "open") - (kind == "close")
        if depth == 0:
            return index
        nested = nested or (kind == "open" and index > at)
        last = index if kind == "close" and last is None else last
    return None if nested else last


# Alias, late type, parent


def _alias(scan: Scan, body: Body, at: int, stop: int, depth: int) -> int:
    """«(далее – ИМЦ)», «(библиотека им. …)»: another writing of the same body in brackets."""
    if not scan.is_(at, stop, "(") or body.alias is not None or depth >= MAX_DEPTH or not (body.typed or body.legal):
        return at
    here = at + 1
    while here < min(stop, at + 4) and (scan.pieces[here].low == "далее" or scan.pieces[here].text in "-–—:"):
        here += 1
    inner = read(scan, here, stop, depth + 1)
    if inner is None:
        return at
    end = inner.end + scan.is_(inner.end, stop, ".", ",")
    if not scan.is_(end, stop, ")") or (inner.number and body.number and inner.number != body.number):
        return at
    body.alias = inner
    body.nominative |= inner.nominative
    return end + 1


def _late(scan: Scan, body: Body, at: int, stop: int, depth: int) -> int:
    """A type behind the number or name: «ГБОУ № 28 шк.-инт.», «МБОУ № 5 гимназия»."""
    piece = scan.word(at, stop)
    if body.typed or body.parent is not None or not (body.number or body.proper) or piece is None:
        return at
    if piece.capital and not piece.shouted:
        return at
    found = Body(start=at)
    end = designation(scan, found, at, stop, depth)
    if end == at or not found.typed or found.blocked:
        return at
    body.type, body.typed, body.abbreviation = found.type, True, body.abbreviation or found.abbreviation
    body.words.extend(found.words)
    body.nominative |= found.nominative
    return end


def _parent(scan: Scan, body: Body, at: int, stop: int, depth: int) -> int:
    """The body that this one is a part of: «ЦДБ МБУК «ЦБС»», «отдел обслуживания ЦБ», «… администрации района»."""
    piece = scan.piece(at, stop)
    if piece is None or piece.kind not in ("word", "open"):
        return at
    if body.parent is not None or depth >= MAX_DEPTH or not (body.typed or body.abbreviation):
        return at
    inner = read(scan, at, stop, depth + 1)
    if inner is None or not _owns(scan, body, inner, at):
        return at
    body.parent = inner
    return inner.end


def _owns(scan: Scan, body: Body, inner: Body, at: int) -> bool:
    genitive = any("gent" in r.grammemes for r in scan.pieces[at].readings)
    if inner.type is not None and _AUTHORITIES & set(knowledge.ancestors(inner.type.code)) and not inner.abbreviation:
        return genitive and not inner.plural
    if is_school(body) or body.legal or inner.blocked or inner.plural or inner.start != at:
        return False
    if inner.legal or inner.abbreviation:
        return True
    return inner.typed and genitive and (inner.identified or bool(inner.places or inner.adjective_places))


def merge(body: Body, inner: Body) -> None:
    """The parts of a body in quotes taken into the one outside: «МБОУ «СШ № 32 им. …»»."""
    body.legal = body.legal or inner.legal
    body.legal_type = body.legal_type or inner.legal_type
    body.type = inner.type if inner.typed else body.type
    body.typed = body.typed or inner.typed
    body.words.extend(inner.words)
    body.abbreviation = body.abbreviation or inner.abbreviation
    body.number = body.number or inner.number
    body.proper = body.proper or inner.proper
    body.honours = body.honours or inner.honours
    body.honours_at = body.honours_at or inner.honours_at
    body.places.extend(inner.places)
    body.adjective_places.extend(inner.adjective_places)
    body.parent = body.parent or inner.parent
    body.alias = body.alias or inner.alias
    body.nominative |= inner.nominative
    body.capital = body.capital or inner.capital

"""The canonical name of a body (nominative, «ёлочки», «№ 5», «им. В. Г. Короленко»), and the model's value of it."""

from __future__ import annotations

from extractor.fields.institutions import knowledge
from extractor.fields.institutions.body import Body, Place
from extractor.fields.institutions.honours import honours_text
from extractor.fields.institutions.scan import like
from extractor.fields.institutions.tokens import Token
from extractor.model import Institution
from extractor.morph import inflect, readings
from extractor.text import clean, one_line

_TIGHT = frozenset(").,;:!?/»")


def to_institution(pieces: tuple[Token, ...], body: Body, text: str, *, number: str | None = None) -> Institution:
    """The body as the model has it; `text` is what it was read from."""
    span = text[pieces[body.start].start : pieces[body.end - 1].end]
    printed = one_line(clean(span))
    name = canonical_name(pieces, body)
    if number is not None and body.number is not None:
        printed = name = f"{shared_words(pieces, body)} № {number}"
    parent = None
    if body.parent is not None:
        parent = to_institution(pieces, body.parent, text)
    return Institution(
        name=name,
        text=printed,
        type=type_code(body),
        legal_form=legal_form_of(body),
        proper_name=body.proper,
        honours=body.honours or (body.alias.honours if body.alias else None),
        number=number or body.number,
        locality=locality_of(body),
        parent=parent,
    )


def type_code(body: Body) -> str | None:
    """The code of its type: told by its words, or by its legal form alone («МБДОУ № 3»)."""
    if body.type is not None:
        return body.type.code
    if body.alias is not None and body.alias.type is not None:
        return body.alias.type.code
    return body.legal_type


def legal_form_of(body: Body) -> str | None:
    """The legal form as an abbreviation where one was printed, else its words."""
    return body.legal


def locality_of(body: Body) -> str | None:
    """The settlement, or else the territory, in the nominative where the dictionary can tell it."""
    places = [p for p in body.places if not p.territory] or body.places
    return place_name(places[0]) if places else None


def place_name(place: Place) -> str:
    """«Заозёрска» → «Заозёрск», «Светлоборского» района → «Светлоборский район»."""
    if place.territory:
        words = [
            _nominative(
                w,
                "neut" if place.kind == "поселение" else "femn" if place.kind in ("область", "республика") else "masc",
            )
            for w in place.name.split()
        ]
        return f"{' '.join(words)} {place.kind}" if place.kind != "республика" else f"Республика {' '.join(words)}"
    return " ".join(_settlement(w) for w in place.name.split())


def _nominative(word: str, gender: str) -> str:
    form = inflect(word, "ADJF", "nomn", "sing", gender)
    return like(word, form) if form else word


def _settlement(word: str) -> str:
    """A place's name in the nominative: only the dictionary's own forms are changed."""
    found = readings(word)
    if any("nomn" in r.grammemes and "Geox" in r.grammemes and r.known for r in found):
        return word
    places = [r for r in found if "Geox" in r.grammemes and "gent" in r.grammemes]
    if not places:
        return word
    form = inflect(word, "NOUN", "nomn", "sing", "Geox")
    return "-".join(p.capitalize() for p in form.split("-")) if form else word


def canonical_name(pieces: tuple[Token, ...], body: Body) -> str:
    """The whole name as one line."""
    return _render(pieces, body, body.start, body.end)


def shared_words(pieces: tuple[Token, ...], body: Body) -> str:
    """The words before the number in a list of numbers: «ГБОУ» of «ГБОУ №№ 79, 111»."""
    stop = next((i for i in range(body.start, body.end) if pieces[i].kind in ("sign", "number")), body.end)
    return _render(pieces, body, body.start, stop)


def _render(pieces: tuple[Token, ...], body: Body, start: int, end: int) -> str:
    honours = dict(_honour_ranges(body))
    out, depth, index = "", 0, start
    while index < end:
        piece = pieces[index]
        if index in honours:
            out = f"{out} {honours_text(pieces[index : honours[index]])}"
            index = honours[index]
            continue
        word = body.nominative.get(index, piece.text)
        if piece.kind == "open":
            out, depth = f"{out}«" if out.endswith("«") else f"{out} «", depth + 1
        elif piece.kind == "close":
            out, depth = out + "»", depth - 1
        elif piece.kind == "sign":
            out = f"{out} №"
        elif piece.kind == "number" and _wants_sign(pieces, index, start, body):
            out = f"{out} № {piece.text}"
        elif piece.low in ("им", "имени") and index + 1 < end and (index + 1 in honours or index + 2 in honours):
            out = f"{out} им."
            index += pieces[index + 1].text == "."
        elif piece.kind != "break":
            glued = (
                out.endswith(("«", "("))
                or piece.text in _TIGHT
                or (not piece.spaced and not (out.endswith(("№", "»")) or (out.endswith(".") and piece.kind == "word")))
            )
            out = out + word if glued and out else f"{out} {word}"
        index += 1
    return out.strip() + "»" * max(0, depth)


def _wants_sign(pieces: tuple[Token, ...], index: int, start: int, body: Body) -> bool:
    """A number without its sign: «СОШ 5» → «СОШ № 5»."""
    return (
        index > start
        and pieces[index - 1].kind == "word"
        and pieces[index].spaced
        and pieces[index].text == (body.number or "")
    )


def _honour_ranges(body: Body) -> list[tuple[int, int]]:
    found = [body.honours_at] if body.honours_at else []
    for inner in (body.parent, body.alias):
        if inner is not None:
            found.extend(_honour_ranges(inner))
    return found


def type_label(code: str) -> str:
    """The Russian label of a type."""
    return knowledge.types()[code].label

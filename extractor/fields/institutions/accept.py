"""Which of the bodies that the grammar can read are bodies here: «школа № 5» is one, «школа» or «все школы» is none."""

from __future__ import annotations

from extractor.fields.institutions import knowledge
from extractor.fields.institutions.body import Body
from extractor.fields.institutions.scan import Mode
from extractor.fields.institutions.tokens import Token


def is_body(body: Body, pieces: tuple[Token, ...], mode: Mode) -> bool:
    """Whether the reading names one body, as generously as the mode allows."""
    if body.blocked and not (body.number or body.proper or body.parent):
        return False
    if body.type is not None and body.type.group and not mode.whole:
        return False
    if body.legal:
        return _legal(body)
    if _one_of_a_kind(body, pieces) or _unit_of_a_post(body, pieces):
        return False
    if body.type is None:
        return _untyped(body, pieces, mode)
    if body.plural and not body.identified:
        return False
    if _quoted_title(body, pieces, mode):
        return False
    return _typed(body, pieces, mode)


def _legal(body: Body) -> bool:
    named = body.identified or body.typed or body.abbreviation or body.alias
    return bool(named or (body.places and " " in (body.legal or "")))


def _untyped(body: Body, pieces: tuple[Token, ...], mode: Mode) -> bool:
    """An unknown abbreviation, or a number alone: only where bodies are expected."""
    if body.number and not body.words:
        return True
    if body.abbreviation is None:
        return False
    return mode.generous and not _in_capitals(body, pieces)


def _typed(body: Body, pieces: tuple[Token, ...], mode: Mode) -> bool:
    assert body.type is not None
    if body.identified or body.alias is not None:
        return True
    if _ambiguous_plural(body, pieces, mode):
        return False
    if body.type.places:
        return bool(body.places or body.adjective_places) or _of_a_territory(body)
    if body.abbreviation is not None:
        known = knowledge.abbreviations().get(body.abbreviation.upper())
        weak = known is None or known.weak
        return not weak or bool(body.places or body.adjective_places or body.parent) or mode.whole
    if body.places or body.adjective_places or body.parent is not None:
        return True
    if mode.whole:
        return True
    school = {"general_education", "kindergarten"} & set(knowledge.ancestors(body.type.code))
    if body.type.unique:
        return mode.generous or (body.capital and (body.start > 0 or _alone(body, pieces)))
    described = len(" ".join(body.words).split()) > 1 and not school
    return described and (mode.generous or (body.capital and body.start > 0 and body.type.topic))


def _alone(body: Body, pieces: tuple[Token, ...]) -> bool:
    """Whether the body is the whole text."""
    return body.start == 0 and all(p.kind == "mark" for p in pieces[body.end :])


def _quoted_title(body: Body, pieces: tuple[Token, ...], mode: Mode) -> bool:
    """A name of an event in quotes that begins like a body: «Школа молодого учителя», «Музей и дети»."""
    if pieces[body.start].kind != "open" or body.parent is not None or mode.whole:
        return False
    if body.abbreviation is not None or body.type is None:
        return False
    return not (mode.generous and (body.type.unique or body.type.part or body.identified or body.adjective_places))


def _ambiguous_plural(body: Body, pieces: tuple[Token, ...], mode: Mode) -> bool:
    """«школы г. Заозёрска» in the place of a subject: all of a kind, not the genitive of one."""
    head = next(
        (i for i in range(body.start, body.end) if pieces[i].kind == "word" and knowledge.head_lemmas(pieces[i].text)),
        None,
    )
    if head is None or mode.whole:
        return False
    readings = [r for r in pieces[head].readings if r.pos == "NOUN"]
    before = pieces[body.start - 1].low if body.start else ""
    if before in ("в", "во", "на"):
        return not any("sing" in r.grammemes and r.grammemes & {"loct", "accs", "loc2"} for r in readings)
    if head in body.nominative and _governed(pieces, body.start):
        return False
    return not any({"nomn", "sing"} <= r.grammemes for r in readings) and any(
        {"nomn", "plur"} <= r.grammemes for r in readings
    )


def _governed(pieces: tuple[Token, ...], start: int) -> bool:
    """Whether a noun or a preposition stands right before, so that a genitive is meant."""
    return start > 0 and pieces[start - 1].kind == "word" and pieces[start - 1].low not in ("и", "все")


def _one_of_a_kind(body: Body, pieces: tuple[Token, ...]) -> bool:
    """«все школы района», «каждая библиотека»: a word before that takes all of a kind."""
    if body.start == 0 or body.number:
        return False
    before = pieces[body.start - 1]
    return before.kind == "word" and any(r.lemma in knowledge.word_lists().all_of_a_kind for r in before.readings)


def _unit_of_a_post(body: Body, pieces: tuple[Token, ...]) -> bool:
    """«зав. отделом обслуживания ЦБ»: the unit belongs to the post, the body is its parent."""
    unit = body.type is not None and body.type.part and body.type.topic and not body.identified
    if not unit or not body.nominative or body.start == 0:
        return False
    before = pieces[body.start - 1]
    return (before.kind == "word" and before.readings[0].pos != "PREP") or before.text == "."


def _of_a_territory(body: Body) -> bool:
    """«Администрация района»: a territory without its name."""
    lists = knowledge.word_lists()
    kinds = {knowledge.fold(k) for k in (*lists.places.values(), *lists.territories.values())}
    return any(knowledge.head_lemma(w) in kinds for w in body.words[1:])


def _in_capitals(body: Body, pieces: tuple[Token, ...]) -> bool:
    """A word in a line of capitals («КЛАССНЫЕ РУКОВОДИТЕЛИ») is no abbreviation."""
    near = pieces[max(0, body.start - 1) : body.end + 1]
    return any(p.shouted and len(p.text) > 8 for p in near)

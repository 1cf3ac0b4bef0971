"""The words that say what a body is: «Приреченская ЦБС», «Центр развития педагогов», «шк.-инт.», «СОИРО»."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.fields.institutions import knowledge
from extractor.fields.institutions.body import Body
from extractor.fields.institutions.nominative import adjectives_to_nominative, to_nominative
from extractor.fields.institutions.scan import Scan, capitals, may_head
from extractor.fields.institutions.tokens import Token

MAX_ADJECTIVES, MAX_COMPLEMENT = 6, 12
_OBLIQUE = frozenset({"gent", "datv", "ablt", "gen2"})
_CASES = frozenset({"nomn", "gent", "datv", "accs", "ablt", "loct"})
_NOMINAL = frozenset({"NOUN", "ADJF", "PRTF", "NPRO"})
_PLAIN = frozenset({"PREP", "CONJ", "VERB", "INFN", "ADVB", "PRCL"})


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a head is looked for: its place, the end, how many quotes deep, the adjectives before it."""

    at: int
    stop: int
    depth: int
    adjectives: tuple[int, ...]


def designation(scan: Scan, body: Body, at: int, stop: int, depth: int) -> int:
    """Reads adjectives and a head: a small abbreviation, one in capitals, a type's words, an unknown acronym."""
    start = scan.past_break(at, stop) if body.legal else at
    adjectives = _adjectives(scan, body, start, stop, depth)
    here = adjectives[-1] + 1 if adjectives else start
    here += scan.is_(here, stop, ")") and scan.is_(here - 2, stop, "(")
    here = scan.past_break(here, stop) if body.legal or depth else here
    head = scan.word(here, stop)
    if head is None or not may_head(head.text):
        return at
    where = _Where(here, stop, depth, tuple(adjectives))
    for reader in (_by_short, _by_abbreviation, _by_type, _by_shape):
        after = reader(scan, body, where)
        if after > here:
            _take_adjectives(scan, body, adjectives, here, depth)
            return _second(scan, body, after, stop, depth)
    return at


def _adjectives(scan: Scan, body: Body, at: int, stop: int, depth: int) -> list[int]:
    taken: list[int] = []
    here = at
    while here < stop and len(taken) < MAX_ADJECTIVES and not scan.short(here, stop):
        bracket = bool(taken) and scan.is_(here, stop, "(") and scan.is_(here + 2, stop, ")")
        if not scan.adjective(here + bracket):
            break
        taken.append(here + bracket)
        here += 1 + 2 * bracket  # «специальная (коррекционная) школа»
        if depth and scan.is_(here, stop, ",", "и") and scan.adjective(here + 1):
            here += 1
        elif body.legal or depth:
            here = scan.past_break(here, stop)
    return taken


def _take_adjectives(scan: Scan, body: Body, adjectives: list[int], head: int, depth: int) -> None:
    """Which adjectives before the head belong to the name: those of types and places, capitals, all in quotes."""
    lists, described = knowledge.word_lists(), knowledge.descriptor_words()
    kept: list[int] = []
    for index in reversed(adjectives):
        piece, adjective = scan.pieces[index], scan.adjective(index)
        lemma = adjective.lemma if adjective else ""
        asked = scan.mode.whole and lemma in described
        if lemma in lists.all_of_a_kind and not (depth or body.legal or asked):
            body.blocked = True
            break
        plain = adjective is not None and adjective.pos == "ADJF" and all(r.pos != "NOUN" for r in piece.readings)
        if not (lemma in described or piece.capital or depth or body.legal or (scan.mode.generous and plain)):
            break
        if (_is_person(piece) and lemma not in described and not depth) or not _agrees(piece, scan.pieces[head]):
            break
        kept.insert(0, index)
        if piece.capital and _of_place(lemma):
            body.adjective_places.append(lemma)
    if not body.legal and not depth and len(kept) < len(adjectives) and not body.blocked:
        body.start = kept[0] if kept else adjectives[-1] + 1
    body.words[:0] = [scan.pieces[i].text for i in kept]


def _is_person(piece: Token) -> bool:
    """«Заведующий», «Дежурный»: a word that stands for a person too."""
    return any(
        "Subx" in r.grammemes or (r.pos == "NOUN" and r.known and "anim" in r.grammemes and "Surn" not in r.grammemes)
        for r in piece.readings
    )


def _agrees(piece: Token, head: Token) -> bool:
    """Whether an adjective may stand with the noun: «районного кабинета», not «дежурный кабинета»."""
    nouns = [r.grammemes & _CASES for r in head.readings if r.pos == "NOUN"]
    if piece.capital and piece.low.endswith(("ской", "цкой")) and any("nomn" in cases for cases in nouns):
        return True  # «Ключевской филиал»: the dictionary has the feminine's cases alone
    return not nouns or any(r.grammemes & cases for r in piece.readings for cases in nouns)


def _of_place(lemma: str) -> bool:
    """Whether a capital adjective is made of a place's name: «Приреченская», not «Детская»."""
    return lemma.endswith(("ский", "цкий", "ской", "цкой")) and lemma not in knowledge.descriptor_words()


def _second(scan: Scan, body: Body, at: int, stop: int, depth: int) -> int:
    """A second type: «Начальная школа – детский сад № 3», «Центр развития ребёнка – детский сад», «ЦРР д/с № 8»."""
    if body.type is None:
        return at
    dashed = scan.is_(at, stop, "-", "–", "—")
    here = at + dashed
    if not dashed and (scan.word(at, stop) is None or body.type.code != "kindergarten"):
        return at
    found = Body(start=here, legal=body.legal)
    end = designation(scan, found, here, stop, max(depth, 1))
    if end == here or not found.typed or found.abbreviation or not (dashed or found.type == body.type):
        return at
    body.type = found.type
    body.words.extend(found.words)
    body.nominative |= found.nominative
    return end


# Heads


def _by_short(scan: Scan, body: Body, where: _Where) -> int:
    found = scan.short(where.at, where.stop)
    if found is None:
        return where.at
    end, meaning = found
    body.type = knowledge.type_of_words(" ".join([*(scan.pieces[i].text for i in where.adjectives), meaning]))
    body.typed = body.type is not None
    adjectives_to_nominative(scan, body, where.adjectives, knowledge.gender_of(meaning))
    body.words.append(meaning)
    return end


def _by_abbreviation(scan: Scan, body: Body, where: _Where) -> int:
    at, stop = where.at, where.stop
    piece = scan.word(at, stop)
    if piece is None or not capitals(knowledge.acronym(piece.text)):
        return at
    joined = "".join(p.text for p in scan.pieces[at : min(at + 3, stop)]).upper()
    triple = joined in knowledge.abbreviations() and scan.is_(at + 1, stop, "и")
    letters = knowledge.acronym(piece.text)
    known = knowledge.abbreviations().get(joined if triple else letters.upper())
    if known is None:
        return at
    if letters != piece.text and not triple:
        body.nominative[at] = letters
    end = at + 3 if triple else at + 1
    body.abbreviation = known.text
    body.type = known.types[0]
    body.typed = True
    body.words.append(known.text if triple else letters)
    adjectives_to_nominative(scan, body, where.adjectives, knowledge.gender_of(known.meanings[0]))
    if body.type is not None and body.type.group:
        complement = _complement(scan, end, stop)
        body.words.extend(scan.pieces[i].text for i in complement)
        end = max(complement, default=end - 1) + 1
    return end


def _by_shape(scan: Scan, body: Body, where: _Where) -> int:
    """An unknown abbreviation: behind a legal form, in quotes, or alone where bodies are expected."""
    at, stop = where.at, where.stop
    piece = scan.word(at, stop)
    if piece is None or where.adjectives:
        return at
    named = piece.shouted and _opens_quote(scan, at + 1, stop) and (bool(body.legal) or scan.mode.generous)
    named = named or (scan.mode.whole and piece.shouted and len(scan.pieces) == 1)
    if not (named or _unknown_acronym(piece)):
        return at
    expected = bool(body.legal) or where.depth > 0
    if piece.text.upper() in knowledge.word_lists().not_bodies and not (body.legal or scan.mode.whole):
        return at
    letters = piece.shouted or piece.text.replace("и", "").isupper()
    if not (expected or named) and (
        not scan.mode.generous or len(piece.text) < 3 or not letters or _like_surname(scan, at, stop)
    ):
        return at
    body.abbreviation = piece.text
    body.words.append(piece.text)
    return at + 1


def _opens_quote(scan: Scan, at: int, stop: int) -> bool:
    """Whether a name in quotes follows: «МБУ ЛУЧ «Атлант»» is an acronym though it is a word."""
    return at < stop and scan.pieces[at].kind == "open"


def _unknown_acronym(piece: Token) -> bool:
    """Two to ten letters, most of them capitals, that are no word: «СОИРО», «ЦППМиСП»."""
    if len(piece.text) > 10 or "-" in piece.text or not capitals(piece.text):
        return False
    return not any(r.known and "Abbr" not in r.grammemes for r in piece.readings)


def _like_surname(scan: Scan, at: int, stop: int) -> bool:
    """Whether capitals are a surname: initials follow, or a long word that ends as surnames do («ЛУГИНИН»)."""
    piece = scan.pieces[at]
    return scan.initial_after(at, stop) or (len(piece.text) > 5 and any("Surn" in r.grammemes for r in piece.readings))


def _by_type(scan: Scan, body: Body, where: _Where) -> int:
    at, stop = where.at, where.stop
    piece = scan.word(at, stop)
    heads = knowledge.head_lemmas(piece.text) if piece is not None else ()
    if piece is None or not heads:
        return at
    complement = _complement(scan, at + 1, stop)
    spoken = [i for i in complement if scan.pieces[i].kind == "word"]
    around = [scan.pieces[i].text for i in (*where.adjectives, *spoken)]
    rule = next((r for h in heads if (r := knowledge.best_rule(h, around))), None)
    if rule is None:
        return at
    body.capital = piece.capital or (bool(where.adjectives) and scan.pieces[where.adjectives[0]].capital)
    anchored = where.depth > 0 or body.legal or body.capital or scan.mode.generous or rule.type.unique
    if not (rule.type.topic and anchored):
        needed = [i for i in spoken if {r.lemma for r in scan.pieces[i].readings} & rule.others]
        complement = [i for i in complement if i <= max(needed, default=at)]
    end = max(complement, default=at) + 1
    body.type, body.typed = rule.type, True
    body.words.extend(p.text for p in scan.pieces[at:end] if p.kind == "word")
    nouns = [r for r in piece.readings if r.lemma == rule.head or r.pos == "NOUN"]
    body.plural = bool(nouns) and all("plur" in r.grammemes for r in nouns)
    to_nominative(scan, body, where.adjectives, at)
    return end


# What stands behind a head


def _complement(scan: Scan, at: int, stop: int) -> list[int]:
    """The words behind a head that belong to it: oblique cases, «по …», «для …», lists that an «и» closes."""
    taken: list[int] = []
    here = at
    while here < min(stop, at + MAX_COMPLEMENT):
        length = _complement_step(scan, here, stop, bool(taken))
        if length == 0:
            break
        if scan.pieces[here].kind != "break":
            taken.extend(range(here, here + length))
        here += length
    return taken


def _complement_step(scan: Scan, at: int, stop: int, inside: bool) -> int:
    """How many pieces belong to the name at this place."""
    piece = scan.pieces[at]
    if piece.low in ("и", ",", "по", "для", "с"):
        return _link(scan, at, stop, inside)
    if piece.kind == "word":
        return int(not piece.capital and _oblique(scan, at) and not _begins_other(scan, at, stop))
    after = scan.word(at + 1, stop)
    if piece.kind != "break" or after is None or after.capital or not _oblique(scan, at + 1):
        return 0
    return int(inside or not any({"nomn", "anim"} <= r.grammemes for r in after.readings))


def _oblique(scan: Scan, at: int) -> bool:
    """Whether a word may stand in the genitive or dative behind a noun."""
    if scan.short(at, len(scan.pieces)) or scan.pieces[at].low in ("им", "имени") or len(scan.pieces[at].text) == 1:
        return False
    found = scan.pieces[at].readings
    return found[0].pos not in _PLAIN and any(r.pos in _NOMINAL and r.grammemes & _OBLIQUE for r in found)


def _begins_other(scan: Scan, at: int, stop: int) -> bool:
    """Whether the parent or a place begins here: «администрации района», «города Дубравска»."""
    piece, after = scan.pieces[at], scan.word(at + 1, stop)
    if any(r.type.places for h in knowledge.head_lemmas(piece.text) for r in knowledge.type_rules()[h]):
        return True
    marks = knowledge.word_lists().places
    if after is None:
        return scan.is_(at + 1, stop, ".") and piece.low in marks
    return after.capital and (piece.low in marks or knowledge.head_lemma(piece.text) in marks)


def _link(scan: Scan, at: int, stop: int, inside: bool) -> int:
    """How many pieces a link and the word behind it take; 0 where it links no words of this name."""
    piece, after = scan.pieces[at], scan.word(at + 1, stop)
    if after is None or after.capital or not _oblique(scan, at + 1):
        return 0
    if piece.low in ("по", "для", "с"):
        return 2
    nominative = any("nomn" in r.grammemes for r in after.readings)
    if not inside or (nominative and (piece.text == "," or knowledge.head_lemmas(after.text))):
        return 0
    return 2 if piece.low == "и" or _list_is_closed(scan, at + 2, stop, after) else 0


def _list_is_closed(scan: Scan, at: int, stop: int, last: Token) -> bool:
    """Whether the words behind a comma go on with «и» or end the name: «культуры, спорта и молодёжной политики»."""
    if any("anim" in r.grammemes for r in last.readings):
        return False
    for piece in scan.pieces[at : min(stop, at + 6)]:
        if piece.kind == "break" or piece.low in ("и", ",", ";", "(", ")", "»"):
            return piece.low in ("и", "(", "»")
    return at == stop

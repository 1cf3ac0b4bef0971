"""The grammar of one body: legal form, designation, number, proper name, honours, place, parent, alias.

Each step reads at a place and answers where it stopped, or the same place where it abstains. All steps look at a bounded
number of pieces, so that the reading of a text is linear in its length.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.fields.institutions import knowledge
from extractor.fields.institutions.body import Body, Place
from extractor.fields.institutions.tokens import Token
from extractor.morph import Reading, inflect, is_known, readings

_ADJECTIVES = frozenset({"ADJF", "PRTF"})
_OBLIQUE = frozenset({"gent", "datv", "ablt", "gen2"})
MAX_ADJECTIVES, MAX_COMPLEMENT, MAX_QUOTE, MAX_HONOURS, MAX_DEPTH = 6, 12, 60, 14, 3


@dataclass(frozen=True, slots=True)
class Mode:
    """How generous the reading is: `cell` for a cell of parties or a venue, `whole` for a text that is one body."""

    cell: bool = False
    whole: bool = False
    based: bool = False

    @property
    def generous(self) -> bool:
        """Whether words in small letters and unknown abbreviations may be bodies."""
        return self.cell or self.whole or self.based


class Grammar:
    """Reads bodies in one text's pieces."""

    def __init__(self, pieces: tuple[Token, ...], mode: Mode) -> None:
        self.pieces = pieces
        self.mode = mode

    def read(self, at: int, end: int | None = None, depth: int = 0) -> Body | None:
        """The longest body that begins at a piece; None where there is none."""
        stop = len(self.pieces) if end is None else end
        body = Body(start=at)
        here = self._legal(body, at, stop)
        here = self._designation(body, here, stop, depth)
        if here == at:
            here = self._quoted(body, here, stop, depth)
        if here == at:
            return None
        body.end = here = self._tail(body, here, stop, depth)
        return body

    def read_number(self, at: int) -> Body | None:
        """«№ 192» alone, where bodies are expected: a school by its number."""
        body = Body(start=at)
        body.end = self._number(body, at, len(self.pieces), 0)
        if body.end == at:
            return None
        body.end = self._tail(body, body.end, len(self.pieces), 0)
        return body

    def read_number_first(self, at: int) -> Body | None:
        """«28 шк.-инт.», «5 гимназия»: the number before a type in the nominative."""
        body, stop = Body(start=at), len(self.pieces)
        after = self._piece(at + 1, stop)
        if after is None or len(self.pieces[at].text) > 4 or (at and self.pieces[at - 1].kind in ("mark", "sign", "number")):
            return None
        body.number = self.pieces[at].text
        body.end = self._late(body, at + 1, stop, 0)
        schools = body.type is not None and {"general_education", "kindergarten"} & set(knowledge.ancestors(body.type.code))
        if body.end == at + 1 or not schools or body.nominative or body.plural:
            return None
        body.end = self._tail(body, body.end, stop, 0)
        return body

    def _tail(self, body: Body, here: int, stop: int, depth: int) -> int:
        for _ in range(12):
            for step in (self._number, self._honours, self._place, self._quoted_tail, self._alias, self._late, self._parent):
                after = step(body, here, stop, depth)
                if after > here:
                    here = after
                    break
            else:
                return here
        return here

    # Pieces

    def _piece(self, at: int, stop: int) -> Token | None:
        return self.pieces[at] if at < stop else None

    def _is(self, at: int, stop: int, text: str) -> bool:
        return at < stop and self.pieces[at].text == text

    def _past_break(self, at: int, stop: int) -> int:
        return at + 1 if at < stop and self.pieces[at].kind == "break" else at

    # Legal form

    def _legal(self, body: Body, at: int, stop: int) -> int:
        piece = self._piece(at, stop)
        if piece is None or piece.kind != "word":
            return at
        here = at
        if piece.text in knowledge.legal_words().regions and at + 1 < stop and knowledge.legal_form(self.pieces[at + 1].text):
            here += 1
        form = knowledge.legal_form(self.pieces[here].text)
        if form is None:
            return self._legal_in_full(body, at, stop)
        text, here = form.abbreviation, here + 1
        while here < stop and self.pieces[here].text in knowledge.legal_words().suffixes and here - at < 4:
            text, here = f"{text} {self.pieces[here].text}", here + 1
        body.legal, body.legal_type = text, form.type
        return here

    def _legal_in_full(self, body: Body, at: int, stop: int) -> int:
        """«муниципальное бюджетное учреждение культуры»: adjectives, one of them the owner's, the head, its tail."""
        words, here, owned = knowledge.legal_words(), at, False
        while here < min(stop, at + 8) and (adjective := self._adjective(here)) and adjective.lemma in words.adjectives:
            owned = owned or adjective.lemma in words.owners
            here = self._past_break(here + 1, stop)
        if not owned or here >= stop or knowledge.head_lemma(self.pieces[here].text) not in words.heads:
            return at
        head = here
        here = tail = head + 1
        while here < min(stop, head + 7) and self.pieces[here].kind in ("word", "break") and not self.pieces[here].shouted:
            if self.pieces[here].kind == "word":
                if not knowledge.content_lemmas([self.pieces[here].text]) and self.pieces[here].low != "и":
                    break
                if self.pieces[here].low != "и" and not any(r.lemma in words.tails for r in self.pieces[here].readings):
                    break
                tail = here + (self.pieces[here].low != "и")
            here += 1
        self._nominative(body, list(range(at, head)), head, "neut" if knowledge.head_lemma(self.pieces[head].text) == "учреждение" else "femn")
        body.legal = " ".join(body.nominative.get(i, self.pieces[i].text) for i in range(at, tail) if self.pieces[i].kind == "word")
        stems = {r.lemma for i in range(at, tail) for r in self.pieces[i].readings}
        body.legal_type = "kindergarten" if "дошкольный" in stems else "general_education" if "общеобразовательный" in stems else None
        return tail

    # Designation

    def _adjective(self, at: int) -> Reading | None:
        if at >= len(self.pieces) or self.pieces[at].kind != "word" or self.pieces[at].shouted:
            return None
        found = self.pieces[at].readings
        adjective = next((r for r in found if r.pos in _ADJECTIVES), None)
        if adjective is None or (found[0].pos not in _ADJECTIVES and not _adjectival(self.pieces[at], found[0])):
            return None
        return adjective

    def _designation(self, body: Body, at: int, stop: int, depth: int) -> int:
        at = self._past_break(at, stop) if body.legal else at
        here, adjectives = at, []
        while here < stop and len(adjectives) < MAX_ADJECTIVES and not self._short(here, stop):
            if self._adjective(here) is None:
                break
            adjectives.append(here)
            here += 1
            if here + 1 < stop and self.pieces[here].text in (",", "и") and self._adjective(here + 1) and depth:
                here += 1
            elif body.legal:
                here = self._past_break(here, stop)
        for reader in (self._by_short, self._by_abbreviation, self._by_type, self._by_shape):
            after = reader(body, adjectives, here, stop, depth)
            if after > here:
                if not body.words or body.blocked is False:
                    self._take_adjectives(body, adjectives, depth)
                return after
        return at if not body.legal else at

    def _take_adjectives(self, body: Body, adjectives: list[int], depth: int) -> None:
        """Which adjectives before the head belong to the name: those of types and places, capitals, all in quotes."""
        lists = knowledge.word_lists()
        kept: list[int] = []
        for index in reversed(adjectives):
            adjective = self._adjective(index)
            lemma = adjective.lemma if adjective else ""
            if lemma in lists.all_of_a_kind and not depth and not body.legal:
                body.blocked = True
                break
            known = lemma in knowledge.descriptor_words() or self.pieces[index].capital
            if not (known or depth or body.legal or self.mode.generous):
                break
            kept.insert(0, index)
            if self.pieces[index].capital and _of_place(self.pieces[index], lemma):
                body.adjective_places.append(lemma)
        gone = set(adjectives) - set(kept)
        body.words[:] = [w for w in body.words if w not in {self.pieces[i].text for i in gone}]
        if not body.legal and not depth and gone:
            body.start = max(gone) + 1
        body.words[:0] = [self.pieces[i].text for i in kept if self.pieces[i].text not in body.words]

    def _short(self, at: int, stop: int) -> tuple[int, str] | None:
        """A small abbreviation at a piece: where it ends and the words it stands for."""
        piece = self._piece(at, stop)
        if piece is None or piece.kind != "word":
            return None
        for texts, meaning in knowledge.short_forms().get(piece.low, ()):
            if at + len(texts) <= stop and all(self.pieces[at + k].low == t for k, t in enumerate(texts)):
                return at + len(texts), meaning
        return None

    def _by_short(self, body: Body, adjectives: list[int], at: int, stop: int, depth: int) -> int:
        found = self._short(at, stop)
        if found is None:
            return at
        end, meaning = found
        body.type = knowledge.type_of_words(meaning)
        body.typed = body.type is not None
        body.words.append(meaning)
        return end

    def _by_abbreviation(self, body: Body, adjectives: list[int], at: int, stop: int, depth: int) -> int:
        piece = self._piece(at, stop)
        if piece is None or piece.kind != "word" or not _capitals(piece.text):
            return at
        joined = "".join(p.text for p in self.pieces[at : min(at + 3, stop)]).upper()
        end = at + 3 if joined in knowledge.abbreviations() and self._is(at + 1, stop, "и") else at + 1
        known = knowledge.abbreviations().get(joined if end > at + 1 else piece.text.upper())
        if known is None:
            return at
        body.abbreviation = known.text
        body.type = known.types[0]
        body.typed = True
        body.words.append(piece.text if end == at + 1 else known.text)
        return end

    def _by_shape(self, body: Body, adjectives: list[int], at: int, stop: int, depth: int) -> int:
        """An unknown abbreviation: behind a legal form, in quotes, or alone where bodies are expected."""
        piece = self._piece(at, stop)
        if piece is None or not looks_like_abbreviation(piece):
            return at
        if piece.text.upper() in knowledge.word_lists().not_bodies and not body.legal:
            return at
        if not (body.legal or depth or self.mode.generous):
            return at
        after = self._piece(at + 1, stop)
        if not (body.legal or depth) and (len(piece.text) < 3 or _like_surname(piece, after)):
            return at
        body.abbreviation = piece.text
        body.words.append(piece.text)
        return at + 1

    def _by_type(self, body: Body, adjectives: list[int], at: int, stop: int, depth: int) -> int:
        piece = self._piece(at, stop)
        if piece is None or piece.kind != "word":
            return at
        heads = knowledge.head_lemmas(piece.text)
        if not heads:
            return at
        complement = self._complement(at + 1, stop)
        before = [self.pieces[i].text for i in adjectives]
        around = before + [self.pieces[i].text for i in complement if self.pieces[i].kind == "word"]
        rule = next((r for h in heads if (r := knowledge.best_rule(h, around))), None)
        if rule is None:
            return at
        needed = [i for i in complement if self.pieces[i].kind == "word" and {r.lemma for r in self.pieces[i].readings} & rule.others]
        end = max(needed, default=at) + 1
        if rule.type.topic and (depth or body.legal or piece.capital or self._capital_before(adjectives) or self.mode.generous or rule.type.unique):
            end = max(complement, default=at) + 1
        body.type, body.typed = rule.type, True
        body.capital = piece.capital or self._capital_before(adjectives)
        body.words.extend(p.text for p in self.pieces[at:end] if p.kind == "word")
        self._nominative(body, adjectives, at, None)
        body.plural = self._plural(at, rule.head)
        return end

    def _capital_before(self, adjectives: list[int]) -> bool:
        return bool(adjectives) and self.pieces[adjectives[0]].capital

    def _plural(self, at: int, head: str) -> bool:
        """Whether the head can only be plural, or stands first as a nominative plural may."""
        nouns = [r for r in self.pieces[at].readings if r.lemma == head or r.pos == "NOUN"]
        return bool(nouns) and all("plur" in r.grammemes for r in nouns)

    def _nominative(self, body: Body, adjectives: list[int], head: int, gender: str | None) -> None:
        """The head and the adjectives before it in the nominative singular, capitals as printed."""
        nouns = [r for r in self.pieces[head].readings if r.pos == "NOUN"]
        if not nouns or any({"nomn", "sing"} <= r.grammemes for r in nouns):
            gender = None
            return
        gender = gender or next((g for g in ("masc", "femn", "neut") if g in nouns[0].grammemes), None)
        form = inflect(self.pieces[head].text, "NOUN", "nomn", "sing")
        if form is None or gender is None:
            return
        body.nominative[head] = like(self.pieces[head].text, form)
        for index in adjectives:
            form = inflect(self.pieces[index].text, "nomn", "sing", gender, "ADJF") or inflect(self.pieces[index].text, "nomn", "sing", gender, "PRTF")
            if form is not None:
                body.nominative[index] = like(self.pieces[index].text, form)

    def _complement(self, at: int, stop: int) -> list[int]:
        """The words behind a head that belong to it: oblique cases, «по …», «для …», lists that an «и» closes."""
        taken: list[int] = []
        here = at
        while here < min(stop, at + MAX_COMPLEMENT):
            piece = self.pieces[here]
            if piece.kind == "word" and not piece.capital and self._oblique(here):
                here += 1
                taken.append(here - 1)
            elif piece.low in ("и", ",", "по", "для", "с") and (length := self._link(here, stop, bool(taken))):
                taken.extend(range(here, here + length))
                here += length
            elif piece.kind == "break" and taken and here + 1 < stop and not self.pieces[here + 1].capital and self._oblique(here + 1):
                here += 1
            else:
                break
        return taken

    def _oblique(self, at: int) -> bool:
        """Whether a word may stand in the genitive or dative behind a noun."""
        if self._short(at, len(self.pieces)) or self.pieces[at].low in ("им", "имени"):
            return False
        found = self.pieces[at].readings
        return any(r.pos in ("NOUN", "ADJF", "PRTF", "NPRO") and r.grammemes & _OBLIQUE for r in found) and found[0].pos not in ("PREP", "CONJ", "VERB", "INFN", "ADVB")

    def _link(self, at: int, stop: int, inside: bool) -> int:
        """How many pieces a link and the word behind it take; 0 where it links no words of this name."""
        piece, after = self.pieces[at], at + 1
        if after >= stop or self.pieces[after].kind != "word" or self.pieces[after].capital or not self._oblique(after):
            return 0
        if piece.low in ("по", "для", "с"):
            return 2
        nominative = any("nomn" in r.grammemes for r in self.pieces[after].readings)
        if not inside or (nominative and (knowledge.head_lemmas(self.pieces[after].text) or piece.text == ",")):
            return 0
        if piece.text == ",":
            closed = next((p.low for p in self.pieces[after + 1 : min(stop, after + 6)] if p.low in ("и", ",", ";", "(", ")", "»") or p.kind == "break"), "")
            person = any("anim" in r.grammemes for r in self.pieces[after].readings)
            return 2 if not person and (closed in ("и", "(", "»") or after + 1 == stop) else 0
        return 2

    # Number

    def _number(self, body: Body, at: int, stop: int, depth: int) -> int:
        if body.number is not None:
            return at
        here = self._past_break(at, stop)
        if here < stop and self.pieces[here].kind == "sign":
            here += 1
            if self._is(here, stop, "."):
                here += 1
            if here >= stop or self.pieces[here].kind != "number":
                return at
        elif not self._bare_number(body, here, stop):
            return at
        else:
            here += self.pieces[here].kind != "number"
        body.number, here = self._figures(here, stop)
        return self._more_numbers(body, here, stop)

    def _figures(self, at: int, stop: int) -> tuple[str, int]:
        """«12», «12а», «8/1» as one number."""
        text, here = self.pieces[at].text, at + 1
        piece = self._piece(here, stop)
        if piece is not None and piece.kind == "word" and not piece.spaced and len(piece.text) == 1:
            return text + piece.text, here + 1
        if self._is(here, stop, "/") and here + 1 < stop and self.pieces[here + 1].kind == "number" and not self.pieces[here + 1].spaced:
            return f"{text}/{self.pieces[here + 1].text}", here + 2
        return text, here

    def _bare_number(self, body: Body, at: int, stop: int) -> bool:
        """A number without its sign: «СОШ 5», «гимназия 7», «школа-5»."""
        if body.type is None or "general_education" not in knowledge.ancestors(body.type.code) + ("kindergarten",) and body.type.code != "kindergarten":
            return False
        if at + 1 < stop and self.pieces[at].text in "-–" and self.pieces[at + 1].kind == "number":
            at += 1
        piece = self._piece(at, stop)
        if piece is None or piece.kind != "number" or len(piece.text) > 4:
            return False
        after = self._piece(at + 1, stop)
        if after is None or after.kind in ("break", "close", "open"):
            return True
        if after.text in "-–:" or (after.text == "." and at + 2 < stop and self.pieces[at + 2].kind == "number"):
            return False
        return after.kind != "word" or after.capital or after.low in ("им", "имени", "г", "с", "п", "д", "и")

    def _more_numbers(self, body: Body, at: int, stop: int) -> int:
        """«№№ 79, 111 и 470»: the numbers behind the first one."""
        here = at
        for _ in range(60):
            mark = self._piece(here, stop)
            if mark is None or (mark.text not in (",", ";") and mark.low != "и"):
                break
            after = self._past_break(here + 1, stop)
            after += after < stop and self.pieces[after].kind == "sign"
            if after >= stop or self.pieces[after].kind != "number" or len(self.pieces[after].text) > 4:
                break
            figures, end = self._figures(after, stop)
            follow = self._piece(end, stop)
            if follow is not None and (follow.text in "-–:." and follow.text != "." or (follow.kind == "word" and follow.low != "и" and not follow.capital)):
                break
            if follow is not None and follow.text == "." and end + 1 < stop and self.pieces[end + 1].kind == "number":
                break
            body.further_numbers.append((here + 1, end, figures))
            here = end
        return at

    # Quotes

    def _quoted_tail(self, body: Body, at: int, stop: int, depth: int) -> int:
        if body.proper is not None:
            return at
        here = self._past_break(at, stop) if body.legal or body.typed else at
        return at if (after := self._quoted(body, here, stop, depth)) == here else after

    def _quoted(self, body: Body, at: int, stop: int, depth: int) -> int:
        if at >= stop or self.pieces[at].kind != "open" or depth >= MAX_DEPTH:
            return at
        close = self._close(at, stop)
        inner_stop = close if close is not None else self._line_end(at, stop)
        inner = self.read(at + 1, inner_stop, depth + 1) if at + 1 < inner_stop else None
        whole = inner is not None and (inner.end == inner_stop or (close is None and inner.typed))
        if inner is not None and whole and (inner.typed or inner.abbreviation or inner.legal) and not (body.typed and not inner.identified and inner.type is None):
            if not body.typed or not inner.typed or inner.legal or body.type is None or inner.type == body.type or inner.identified:
                merge(body, inner)
                body.quoted = True
                return (close + 1) if close is not None else inner.end
        if close is None or close - at > MAX_QUOTE:
            return at
        if not (body.legal or body.typed):
            return at
        if inner is not None and inner.typed and not body.typed and inner.end < inner_stop:
            merge(body, inner)
            rest = self.pieces[inner.end : inner_stop]
            body.words.extend(p.text for p in rest if p.kind == "word")
        else:
            first, last = self.pieces[at + 1], self.pieces[close - 1]
            if close == at + 1:
                return at
            body.proper = _between(self.pieces, at + 1, close) if first.start <= last.end else None
        body.quoted = True
        return close + 1

    def _close(self, at: int, stop: int) -> int | None:
        depth = 0
        for index in range(at, min(stop, at + MAX_QUOTE)):
            kind = self.pieces[index].kind
            depth += (kind == "open") - (kind == "close")
            if depth == 0:
                return index
        # «Детский сад № 3 «Ручеёк»: one mark closes both
        closes = [i for i in range(at, min(stop, at + MAX_QUOTE)) if self.pieces[i].kind == "close"]
        nested = any(p.kind == "open" for p in self.pieces[at + 1 : closes[-1]]) if closes else False
        return None if nested or not closes else closes[0]

    def _line_end(self, at: int, stop: int) -> int:
        return min(stop, at + MAX_QUOTE)

    # Honours

    def _honours(self, body: Body, at: int, stop: int, depth: int) -> int:
        here = self._past_break(at, stop)
        if body.honours is not None or here >= stop or self.pieces[here].low not in ("им", "имени"):
            return at
        here += 1
        if self._is(here, stop, "."):
            here += 1
        begin, named, initials = here, 0, 0
        titles = knowledge.word_lists().honour_titles
        while here < min(stop, begin + MAX_HONOURS):
            piece = self.pieces[here]
            if piece.kind == "word" and len(piece.text) == 1 and piece.capital and (self._is(here + 1, stop, ".") or not named):
                if named and initials == 0 and not self._is(here + 1, stop, "."):
                    break
                if named and initials:
                    break
                initials += 1
            elif piece.kind == "number" and named == 0 and here + 1 < stop and (self.pieces[here + 1].text in "-–" or self.pieces[here + 1].kind == "word"):
                pass
            elif piece.kind == "mark" and piece.text in ".-–" and here > begin and (piece.text == "." and len(self.pieces[here - 1].text) == 1 or piece.text in "-–" and self._hyphenated(here, stop)):
                pass
            elif piece.kind == "word" and {r.lemma for r in piece.readings} & titles and not (named and initials):
                named += piece.capital
            elif piece.kind == "word" and piece.capital and not self._ends_honours(body, here, stop, named, initials):
                named += 1
            elif piece.kind == "break" and here + 1 < stop and named == 0:
                pass
            else:
                break
            here += 1
        end = here
        while end > begin and self.pieces[end - 1].text in ("-", "–", ",") or (end > begin and self.pieces[end - 1].kind == "break"):
            end -= 1
        if end == begin or not (named or initials or end - begin > 1):
            return at
        body.honours = honours_text(self.pieces[begin:end])
        body.honours_at = (begin, end)
        return end

    def _hyphenated(self, at: int, stop: int) -> bool:
        return at + 1 < stop and self.pieces[at + 1].kind == "word" and (not self.pieces[at + 1].spaced or not self.pieces[at].spaced or self.pieces[at + 1].capital)

    def _ends_honours(self, body: Body, at: int, stop: int, named: int, initials: int) -> bool:
        """Whether a capital word behind honours is no part of them: a name is whole, a body, a place or a person begins."""
        piece = self.pieces[at]
        after = self._piece(at + 1, stop)
        if self.pieces[at - 1].text in "-–" and named:
            return False
        if piece.shouted and (knowledge.legal_form(piece.text) or not is_known(piece.text)):
            return True
        if after is not None and after.kind == "word" and after.low in knowledge.word_lists().territories:
            return True
        if named and after is not None and after.kind == "word" and len(after.text) == 1 and after.capital and not initials:
            return True
        if named and initials:
            return True
        return named >= 3

    # Place

    def _place(self, body: Body, at: int, stop: int, depth: int) -> int:
        here = at
        bracket = self._is(here, stop, "(")
        comma = self._is(here, stop, ",")
        here += bracket or comma
        end, place = self._place_at(here, stop, marked=bracket or comma)
        if place is None or len(body.places) >= 3:
            return at
        if bracket:
            if not self._is(end, stop, ")"):
                return at
            end += 1
        body.places.append(place)
        return end

    def _place_at(self, at: int, stop: int, *, marked: bool) -> tuple[int, Place | None]:
        piece = self._piece(at, stop)
        if piece is None or piece.kind != "word":
            return at, None
        lists = knowledge.word_lists()
        lemma = knowledge.head_lemma(piece.text) if len(piece.text) > 3 else piece.low
        kind = lists.places.get(piece.low) or (lists.places.get(lemma) if len(piece.text) > 2 else None)
        if kind is not None:
            here = at + 1 + self._is(at + 1, stop, ".")
            end = self._place_name(here, stop)
            return (end, Place(kind, _between(self.pieces, here, end))) if end > here else (at, None)
        if not piece.capital:
            return at, None
        return self._territory(at, stop, marked)

    def _place_name(self, at: int, stop: int) -> int:
        """One to three capital words: «Нижний Новгород», «Каменка», not the surname before initials."""
        here = at
        while here < min(stop, at + 3) and self.pieces[here].capital and not self._initials_after(here, stop):
            piece = self.pieces[here]
            if here > at and (piece.shouted or not self._continues_place(at, here) or self._territory(here, stop, False)[1]):
                break
            here += 1
        return here

    def _continues_place(self, first: int, at: int) -> bool:
        """Whether a second capital word belongs to the name: «Нижний Новгород», «Набережные Челны», «Старый Оскол»."""
        return self._adjective(at - 1) is not None and self._adjective(at) is None and at > first

    def _initials_after(self, at: int, stop: int) -> bool:
        after = self._piece(at + 1, stop)
        return after is not None and after.kind == "word" and len(after.text) == 1 and after.capital

    def _territory(self, at: int, stop: int, marked: bool) -> tuple[int, Place | None]:
        """«Заозёрского района», «Республики Коми», a bare «Заозёрска» that the dictionary knows as a place."""
        lists = knowledge.word_lists()
        piece = self.pieces[at]
        here, words = at, 0
        while here < min(stop, at + 3) and self.pieces[here].kind == "word" and self._adjective(here):
            here, words = here + 1, words + 1
        if words and here < stop and self.pieces[here].kind == "word":
            noun = self.pieces[here]
            kind = lists.territories.get(noun.low) or lists.territories.get(knowledge.head_lemma(noun.text))
            if kind:
                end = here + 1 + self._is(here + 1, stop, ".")
                return end, Place(kind, _between(self.pieces, at, here))
        if knowledge.head_lemma(piece.text) == "республика" and at + 1 < stop and self.pieces[at + 1].capital:
            return at + 2, Place("республика", self.pieces[at + 1].text)
        places = [r for r in piece.readings if "Geox" in r.grammemes and r.known and r.pos == "NOUN"]
        if places and not marked and not self._initials_after(at, stop) and not piece.shouted and any(r.grammemes & _OBLIQUE for r in places):
            return at + 1, Place("", piece.text)
        return at, None

    # Alias, late type, parent

    def _alias(self, body: Body, at: int, stop: int, depth: int) -> int:
        """«(далее – ИМЦ)», «(библиотека им. …)»: another writing of the same body in brackets."""
        if not self._is(at, stop, "(") or body.alias is not None or depth >= MAX_DEPTH or not (body.typed or body.legal):
            return at
        here = at + 1
        while here < min(stop, at + 4) and (self.pieces[here].low == "далее" or self.pieces[here].text in "-–—:"):
            here += 1
        inner = self.read(here, stop, depth + 1)
        if inner is None:
            return at
        end = inner.end
        while end < min(stop, inner.end + 2) and self.pieces[end].text in ".,":
            end += 1
        if not self._is(end, stop, ")") or (inner.number and body.number and inner.number != body.number):
            return at
        body.alias = inner
        body.nominative |= inner.nominative
        return end + 1

    def _late(self, body: Body, at: int, stop: int, depth: int) -> int:
        """A type behind the number or name: «ГБОУ № 28 шк.-инт.», «МБОУ № 5 гимназия»."""
        if body.typed or body.parent is not None or not (body.number or body.proper):
            return at
        piece = self._piece(at, stop)
        if piece is None or piece.kind != "word" or piece.capital and not piece.shouted:
            return at
        found = Body(start=at)
        end = self._designation(found, at, stop, depth)
        if end == at or not found.typed or found.blocked:
            return at
        body.type, body.typed, body.abbreviation = found.type, True, body.abbreviation or found.abbreviation
        body.words.extend(found.words)
        body.nominative |= found.nominative
        return end

    def _parent(self, body: Body, at: int, stop: int, depth: int) -> int:
        """The body that this one is a part of: «ЦДБ МБУК «ЦБС»», «отдел обслуживания ЦБ», «… администрации района»."""
        if body.parent is not None or depth >= MAX_DEPTH or not (body.typed or body.abbreviation) or at >= stop:
            return at
        piece = self.pieces[at]
        if piece.kind not in ("word", "open"):
            return at
        whole = body.type is not None and {"general_education", "kindergarten"} & set(knowledge.ancestors(body.type.code))
        inner = self.read(at, stop, depth + 1)
        if inner is None or not self._owns(body, inner, at, bool(whole)):
            return at
        body.parent = inner
        body.nominative |= {}
        return inner.end

    def _owns(self, body: Body, inner: Body, at: int, whole: bool) -> bool:
        authority = inner.type is not None and {"authority", "administration"} & set(knowledge.ancestors(inner.type.code))
        if authority and not inner.plural:
            return self._genitive(at) and inner.end > at
        if whole or body.legal or inner.blocked or inner.start != at:
            return False
        if inner.legal or inner.abbreviation:
            return True
        return inner.typed and self._genitive(at) and (inner.identified or bool(inner.places or inner.adjective_places))

    def _genitive(self, at: int) -> bool:
        piece = self.pieces[at]
        return piece.kind == "word" and any("gent" in r.grammemes for r in piece.readings)


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


def looks_like_abbreviation(piece: Token) -> bool:
    """Two to eight capitals that are no word («СОИРО», «РКЦ»); a word in a line of capitals is none."""
    if piece.kind != "word" or not piece.shouted or len(piece.text) > 8 or "-" in piece.text:
        return False
    return not any(r.known and "Abbr" not in r.grammemes for r in piece.readings)


def _like_surname(piece: Token, after: Token | None) -> bool:
    """Whether capitals are a surname: initials follow, or a long word that ends as surnames do («ЛУГИНИН»)."""
    if after is not None and len(after.text) == 1 and after.capital:
        return True
    return len(piece.text) > 5 and any("Surn" in r.grammemes for r in piece.readings)


def _capitals(text: str) -> bool:
    """Whether a word is an abbreviation by its letters: «ЦДБ», «ДДиЮ»."""
    return len(text) > 1 and sum(c.isupper() for c in text) >= 2 and text[0].isupper() and text[-1].isupper()


def _adjectival(piece: Token, first: Reading) -> bool:
    """A capital adjective that the dictionary takes for a place or a surname first («Приреченская», «Еловская»)."""
    return piece.capital and (not first.known or bool({"Surn", "Geox"} & first.grammemes))


def _of_place(piece: Token, lemma: str) -> bool:
    """Whether a capital adjective is made of a place's name: «Приреченская», not «Детская»."""
    return lemma.endswith(("ский", "цкий", "ской", "цкой")) and lemma not in knowledge.descriptor_words()


def like(printed: str, form: str) -> str:
    """A form with the capitals of the printed word."""
    if printed.isupper() and len(printed) > 1:
        return form.upper()
    return form[:1].upper() + form[1:] if printed[:1].isupper() else form


def _between(pieces: tuple[Token, ...], start: int, end: int) -> str:
    """The pieces as text, single spaces where there was any."""
    out = ""
    for piece in pieces[start:end]:
        out += (" " if piece.spaced and out else "") + (" " if piece.kind == "break" else piece.text)
    return " ".join(out.split())


def honours_text(pieces: tuple[Token, ...]) -> str:
    """Honours written one way: «В. Г. Короленко», «Героя Советского Союза И. П. Лугового»."""
    out: list[str] = []
    for index, piece in enumerate(pieces):
        if piece.kind == "break" or piece.text == ".":
            continue
        if piece.kind == "word" and len(piece.text) == 1 and piece.capital:
            out.append(f"{piece.text}.")
        elif piece.text in "-–" or (index and pieces[index - 1].text in "-–" and out):
            out[-1] += "-" if piece.text in "-–" else piece.text
        else:
            out.append(piece.text)
    return " ".join(out)


def readings_of(word: str) -> tuple[Reading, ...]:
    """The readings of a word (for callers that hold no token)."""
    return readings(word)

"""Words as meant: glued, misspelt, broken by a narrow column; rows of words that are read as one."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from extractor import mappings
from extractor.fields.dates.tokens import Token
from extractor.fields.dates.words import Phrase, Vocabulary, meant, vocabulary
from extractor.morph import is_known

_SHORTEST_GLUED = 4
_LONG_HALF = 6
_LONG_GLUED = 9
_GLUED_LETTERS = frozenset({"in", "from", "toward"})
_SHORTEST_WHOLE = 3
_MOST_PIECES = 5
_WIDEST_BREAK = 3


def misspelt_or_glued(token: Token, known: Vocabulary) -> tuple[Token, ...]:
    """A token of class `word` as the one or the two of the vocabulary that it was meant to be."""
    if not token.form or token.form in known.phrase_forms:
        return (token,)
    return _glued(token, known) or (_misspelt(token, known),)


def _glued(token: Token, known: Vocabulary) -> tuple[Token, ...]:
    """Words with the space lost: «втечение», «втечениегода», «Сентябрьоктябрь» (a range)."""
    form = token.form
    if len(form) < _SHORTEST_GLUED or token.end - token.start != len(form):
        return ()
    cuts = _glued_at(form, token.capital)
    if not cuts:
        return ()
    edges = pairwise([0, *cuts, len(form)])
    parts = tuple(_part(form[a:b], token.start + a, token.start + b, known) for a, b in edges)
    if len(parts) == 2 and parts[0].cls == parts[1].cls == "month":
        return (parts[0], Token("dash", None, parts[0].end, parts[0].end), parts[1])
    return parts


@lru_cache(maxsize=1 << 14)
def _glued_at(form: str, capital: bool) -> tuple[int, ...]:
    """Where an unknown word falls into two of the vocabulary, or into a preposition and two; empty: nowhere."""
    known = vocabulary()
    for cut in range(1, len(form)):
        head, tail = form[:cut], form[cut:]
        if not (_is_vocabulary(head, known) and _is_vocabulary(tail, known)) or max(cut, len(tail)) < 3:
            continue
        if len(tail) == 1 and known.forms[tail].cls not in _GLUED_LETTERS:
            continue  # «зимнии», «ноябр»
        if capital and (len(tail) < 3 or (cut < 3 and len(tail) < _LONG_HALF)):
            continue  # a name: «Маев», «Сентябрев», «Смарт»
        return () if is_known(form) else (cut,)
    if len(form) < _LONG_GLUED or form[0] not in known.forms:
        return ()
    return tuple(1 + cut for cut in (0, *_glued_at(form[1:], False))) if _glued_at(form[1:], False) else ()


mappings.on_change(_glued_at.cache_clear)


def _is_vocabulary(form: str, known: Vocabulary) -> bool:
    return form in known.forms or (len(form) > 3 and form in known.phrase_forms)


def _part(form: str, start: int, end: int, known: Vocabulary) -> Token:
    word = known.forms.get(form)
    return (
        Token(word.cls, word.value, start, end, word.plural, form)
        if word
        else Token("word", None, start, end, False, form)
    )


def _misspelt(token: Token, known: Vocabulary) -> Token:
    form = meant(token.form)
    if form is None:
        return token
    word = known.forms.get(form)
    if word is None:
        return token._replace(form=form)
    return Token(word.cls, word.value, token.start, token.end, word.plural, form)


def mend_words(tokens: list[Token], known: Vocabulary) -> list[Token]:
    """Vocabulary words broken by a space or a hyphen made whole («понедельн ик», «неде- ли», «Сентябр ьдекабрь»)."""
    if not any(t.cls == "word" for t in tokens):
        return tokens
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        taken = _mend(tokens, index, known) if index + 1 < len(tokens) else None
        if taken is None:
            out.append(tokens[index])
            index += 1
        else:
            mended, index = taken
            out.extend(mended)
    return out


def _mend(tokens: list[Token], index: int, known: Vocabulary) -> tuple[list[Token], int] | None:
    """The word that pieces from here on make, and where it ends: of two pieces first, then of more."""
    left = tokens[index]
    if not left.form:
        return None
    glued, place, broken = left.form, index, left.cls == "word"
    for _ in range(_MOST_PIECES):
        follow = place + 1
        while follow + 1 < len(tokens) and tokens[follow].cls in ("dash", "line"):
            follow += 1
        if follow >= len(tokens):
            return None
        right = tokens[follow]
        if not right.form or right.start - tokens[place].end > _WIDEST_BREAK:
            return None
        glued, broken = glued + right.form, broken or right.cls == "word"
        if broken and len(glued) > _SHORTEST_WHOLE and not (_is_whole(tokens[place]) and _is_whole(right)):
            whole = _whole(glued, left, right, known)
            if whole is not None:
                return [whole], follow + 1
        if place == index and broken:
            split = _split(glued, left, right, known)
            if split:
                return split, follow + 1
        place = follow
    return None


def _whole(glued: str, left: Token, right: Token, known: Vocabulary) -> Token | None:
    word = known.forms.get(glued)
    if word is not None:
        return Token(word.cls, word.value, left.start, right.end, word.plural, glued)
    return Token("word", None, left.start, right.end, False, glued) if glued in known.phrase_forms else None


def _split(glued: str, left: Token, right: Token, known: Vocabulary) -> list[Token] | None:
    """«Сентябр ьдекабрь»: two months with the dash lost, the space in the wrong place."""
    if left.end + 1 != right.start or len(glued) < 8:
        return None
    for cut in range(3, len(glued) - 2):
        a, b = known.forms.get(glued[:cut]), known.forms.get(glued[cut:])
        if a and b and a.cls == b.cls == "month" and cut != left.end - left.start:
            middle = left.start + min(cut, left.end - left.start)
            return [
                Token(a.cls, a.value, left.start, middle, a.plural, glued[:cut]),
                Token("dash", None, middle, middle),
                Token(b.cls, b.value, middle, right.end, b.plural, glued[cut:]),
            ]
    return None


def _is_whole(token: Token) -> bool:
    """A word of its own; of the unknown ones only those of the dictionary, not the shortest («еже месячно»)."""
    return token.cls != "word" or (len(token.form) > _SHORTEST_WHOLE and is_known(token.form))


def merge_phrases(tokens: list[Token], known: Vocabulary) -> list[Token]:
    """Words that are read as one («в течение», «День знаний»), and «двадцать первое» as one number."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        phrase = _phrase_at(tokens, index, _phrases_from(tokens, index, known)) if token.form else None
        if phrase is not None:
            last = tokens[index + len(phrase.places) - 1]
            out.append(Token(phrase.word.cls, phrase.word.value, token.start, last.end))
            index += len(phrase.places)
            continue
        before = out[-1] if out else None
        if (
            token.cls == "ordinal"
            and before
            and before.cls == "cardinal"
            and before.number in (20, 30)
            and token.number < 10
        ):
            out[-1] = Token("ordinal", before.number + token.number, before.start, token.end, token.plural)
        else:
            out.append(token)
        index += 1
    return out


def _phrases_from(tokens: list[Token], index: int, known: Vocabulary) -> tuple[Phrase, ...]:
    seconds = known.phrases.get(tokens[index].form)
    if seconds is None:
        return ()
    after = tokens[index + 1].form if index + 1 < len(tokens) else ""
    return seconds.get(after) or seconds.get("", ())


def _phrase_at(tokens: list[Token], index: int, phrases: tuple[Phrase, ...]) -> Phrase | None:
    for phrase in phrases:
        run = tokens[index : index + len(phrase.places)]
        if len(run) == len(phrase.places) and all(t.form in place for t, place in zip(run, phrase.places, strict=True)):
            return phrase
    return None

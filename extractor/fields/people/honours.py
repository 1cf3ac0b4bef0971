"""People whom a text honours or tells about: they take no part in what it plans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractor import mappings
from extractor.fields.people.knowledge import knowledge
from extractor.fields.people.names import Name
from extractor.fields.positions import is_post_word
from extractor.fields.tokens import Token
from extractor.morph import readings

_REACH = 7
_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")


def is_honoured(tokens: Sequence[Token], name: Name, since: int = 0) -> bool:
    """Whether something is named after, dedicated to, or about this person.

    The words before the name, up to a mark, a verb or the token `since`, are asked («имени лётчика П.И. Кротова»),
    then the years of a life in brackets behind it.
    """
    here = name.first - 1
    while here >= since and name.first - here <= _REACH:
        token = tokens[here]
        if token.kind == "w":
            if is_honour(token.low):
                return True
            if is_topic(token.low):
                return not _is_of_post(tokens, here)
            if not _may_stand_between(token.low):
                break
        elif token.kind != "l" and token.text != "-" and not (token.text == "." and len(tokens[here - 1].text) < 5):
            break
        here -= 1
    return _has_life(tokens, name.last)


def _is_of_post(tokens: Sequence[Token], index: int) -> bool:
    """«учитель музыки Кротова»: the word only says what the post is about."""
    for token in tokens[max(0, index - 4) : index][::-1]:
        if token.kind not in "wl":
            return False
        if is_post_word(token):
            return True
    return False


@lru_cache(maxsize=1 << 13)
def is_honour(low: str) -> bool:
    """Whether a word honours the person that it governs («память», «100-летие»)."""
    known = knowledge()
    if low in known.honours or any(r.lemma in known.honours for r in readings(low) if r.pos == "NOUN"):
        return True
    return any(r.lemma.endswith(known.honour_tails) for r in readings(low)[:2])


mappings.on_change(is_honour.cache_clear)


@lru_cache(maxsize=1 << 13)
def is_topic(low: str) -> bool:
    """Whether a word tells about the person that it governs, or is that person's work («стихи», «подвиг»)."""
    topics = knowledge().topics
    return any(r.lemma in topics for r in readings(low) if r.pos == "NOUN")


mappings.on_change(is_topic.cache_clear)


@lru_cache(maxsize=1 << 13)
def _may_stand_between(low: str) -> bool:
    """Nouns and adjectives in an oblique case, prepositions, cut words."""
    found = readings(low)
    return not found[0].known or any(
        r.pos in ("NOUN", "ADJF", "PRTF", "PREP", "NUMR", "CONJ", "ADJS") and "nomn" not in r.grammemes for r in found
    )


def _has_life(tokens: Sequence[Token], index: int) -> bool:
    """«(1895–1925)» or «(1903 г.р.)» right behind a name."""
    if index + 1 >= len(tokens) or tokens[index].text != "(":
        return False
    inside = tokens[index + 1 : index + 4]
    return bool(inside) and inside[0].kind == "n" and bool(_YEAR.fullmatch(inside[0].text))

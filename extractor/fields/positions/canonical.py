"""Posts in full: «зам. дир. по УВР» is «заместитель директора по учебно-воспитательной работе»."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractor import mappings
from extractor.fields.institutions import find_institutions
from extractor.fields.positions.complement import complement
from extractor.fields.positions.lexicon import fold, lexicon
from extractor.fields.positions.posts import (
    Found,
    Head,
    acting_at,
    degree_at,
    dictionary_head,
    head_of,
    is_dotted,
    post_at,
    split_parts,
)
from extractor.fields.tokens import Token, tokenize
from extractor.model import Institution
from extractor.morph import inflect, readings
from extractor.text import fold_lookalikes
from extractor.wording import join_lines, mend_spaces


class PositionMention(NamedTuple):
    """A post in running text, with its offsets."""

    start: int
    end: int
    text: str
    canonical: str


def canonical_position(text: str) -> str | None:
    """What a post is in full, in the nominative singular; None where the text names none.

    «зам. дир. по УВР» → «заместитель директора по учебно-воспитательной работе», «кл. рук-ли» → «классный
    руководитель».
    """
    whole = mend_spaces(join_lines(text)).strip(" ,;:–—-")
    return _canonical(whole) if whole else None


_LOOSE_HYPHEN = re.compile(r"(?<=[а-яё]) ?[-–—] ?(?=[а-яё])")  # «педагог – психолог»


@lru_cache(maxsize=1 << 13)
def _canonical(text: str) -> str | None:
    tokens = tokenize(_LOOSE_HYPHEN.sub("-", fold_lookalikes(text)))
    if not tokens:
        return None
    found = post_at(tokens, 0, len(tokens))
    if found is None:
        length = degree_at(tokens, 0)
        return text if length else None
    before = [*_modifiers(tokens, found)]
    acting = next((a[1] for i in range(found.at) if (a := acting_at(tokens, i))), None)
    head = _full_head(tokens[found.at].low, found.head)
    tail = complement(tokens, found.behind, head.split(" ")[0])
    if acting:
        head, before = _genitive(head), [_genitive(w) for w in before]
    words = [acting or "", *before, head, tail]
    return " ".join(w for w in words if w)


mappings.on_change(_canonical.cache_clear)


def _full_head(low: str, head: Head) -> str:
    lex = lexicon()
    if low in lex.acronyms or head.cut:
        return lex.acronyms.get(low, head.lemma)
    parts = split_parts(low)
    if len(parts) > 1 and all(head_of(p) or readings(p)[0].known for p in parts):
        return "-".join(_singular(p) for p in parts)
    return lex.acronyms.get(head.lemma, _singular(low))


@lru_cache(maxsize=1 << 12)
def _singular(low: str) -> str:
    """A noun in the nominative singular, of posts the masculine («заведующей» → «заведующий»)."""
    found = dictionary_head(low)
    if found is not None:
        return _spelled(found.lemma)
    return inflect(low, "nomn", "sing") or low


mappings.on_change(_singular.cache_clear)


@lru_cache(maxsize=1 << 12)
def _spelled(lemma: str) -> str:
    """A lemma with its ё («режиссёр»)."""
    return next((h for h in mappings.load("positions")["heads"] if fold(h) == lemma), lemma)


mappings.on_change(_spelled.cache_clear)


def _modifiers(tokens: Sequence[Token], found: Found) -> list[str]:
    out, here = [], 0
    gender = "femn" if _is_feminine(found.head.lemma) else "masc"
    while here < found.at:
        token = tokens[here]
        office = acting_at(tokens, here)
        if office:
            here += office[0]
            continue
        if token.kind == "w" and not any("Apro" in r.grammemes for r in readings(token.low)):
            full = lexicon().abbreviated_words.get(token.low, token.low)
            out.append(inflect(full, gender, "sing", "nomn") or full)
        here += 1
    return out


def _is_feminine(lemma: str) -> bool:
    nouns = (r for word in lemma.split(" ") for r in readings(word)[:1] if r.pos == "NOUN")
    return "femn" in next(nouns, readings(lemma)[0]).grammemes


def _genitive(words: str) -> str:
    """The first word in the genitive: «директор школы» → «директора школы»."""
    first, _, rest = words.partition(" ")
    changed = inflect(first, "gent", "sing") or first
    return f"{changed} {rest}".strip()


def find_positions(text: str) -> tuple[PositionMention, ...]:
    """Posts in a text, each up to the next mark, line or named body («И.о. директора», «Председатель комитета»)."""
    folded = fold_lookalikes(text)
    tokens = tokenize(folded)
    bodies = {m.start for m in find_institutions(folded.replace("\n", " "), cell=True) if is_named(m.institution)}
    out: list[PositionMention] = []
    here = 0
    while here < len(tokens):
        found = post_at(tokens, here, len(tokens)) if tokens[here].kind == "w" else None
        if found is None or not found.head.nominative:
            here += 1
            continue
        last = _phrase_end(tokens, found.behind, bodies)
        start, end = tokens[here].start, tokens[last - 1].end
        printed = " ".join(text[start:end].split())
        out.append(PositionMention(start, end, printed, _canonical(printed) or printed))
        here = last
    return tuple(out)


def is_named(body: Institution | None) -> bool:
    """A body with a legal form, a number, a proper name or honours, not a unit that one heads («отдел»)."""
    return body is not None and bool(body.legal_form or body.number or body.proper_name or body.honours)


def _phrase_end(tokens: Sequence[Token], index: int, bodies: Container[int]) -> int:
    """The token where a post ends: at a mark, a named body, a line break before a capital, a capitalised word."""
    while index < len(tokens):
        token = tokens[index]
        if token.start in bodies:
            break
        if (token.kind == "p" and token.text not in ".-") or token.kind == "n":
            break
        if token.kind == "l" and (index + 1 >= len(tokens) or not tokens[index + 1].text[0].islower()):
            break
        if token.kind == "w" and token.text[0].isupper() and not token.text.isupper():
            break
        if token.text == "." and not is_dotted(tokens, index - 1):
            break
        index += 1
    while index > 1 and tokens[index - 1].kind == "l":
        index -= 1
    return index

"""Which words head a post, and where a post begins («ст. вожатая», «и.о. директора», «рук-ли ШМО»)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extractor import mappings
from extractor.fields.positions.lexicon import lexicon
from extractor.fields.tokens import Token
from extractor.morph import inflect, readings

_NOMINAL = frozenset({"NOUN", "ADJF", "PRTF"})
_HYPHENS = "-‐‑"


class Head(NamedTuple):
    """A word that heads a post: its lemma, its number (`sing`, `plur`, or `` where the form leaves it open),
    whether it may be a nominative, and whether it is cut or an acronym."""

    lemma: str
    number: str
    nominative: bool
    cut: bool


@lru_cache(maxsize=1 << 15)
def head_of(low: str, dotted: bool = False) -> Head | None:
    """The head that a lower-case word is, if it is one («руководители», «рук-ль», «зам.» with its dot)."""
    lex = lexicon()
    if dotted and low in lex.abbreviated_heads:
        return Head(lex.abbreviated_heads[low], "", True, True)
    if low in lex.acronyms:
        return Head(lex.acronyms[low], "sing", True, low not in lex.head_set)
    parts = [p for p in split_parts(low) if p]
    if len(parts) > 1:
        return _compound(tuple(parts))
    found = dictionary_head(low)
    if found is not None:
        return found
    if low in lex.abbreviated_heads and not readings(low)[0].known:
        return Head(lex.abbreviated_heads[low], "", True, True)
    return _cut_head(low) if dotted else None


mappings.on_change(head_of.cache_clear)


def split_parts(low: str) -> list[str]:
    """The parts of a word with hyphens of any kind."""
    for mark in _HYPHENS[1:]:
        low = low.replace(mark, "-")
    return low.split("-")


def _compound(parts: tuple[str, ...]) -> Head | None:
    """«педагог-психолог», «учителя-предметники», «рук-ли», «соц-педагог»; «мастер-класс» is a thing."""
    if _is_thing(parts[-1]):
        return None
    heads = [h for h in (dictionary_head(p) for p in parts) if h]
    if heads:
        return heads[0]
    return _contracted("".join((parts[0], "…", parts[-1]))) if len(parts) == 2 else None


def _is_thing(word: str) -> bool:
    """Whether a word can only be a thing's name («класс»)."""
    found = readings(word)
    known = bool(found) and all(r.known and {"inan", "NOUN"} <= {*r.grammemes, r.pos} for r in found)
    return known and not any("Abbr" in r.grammemes for r in found) and dictionary_head(word) is None


@lru_cache(maxsize=1 << 12)
def _contracted(shape: str) -> Head | None:
    """A word whose middle a hyphen stands for («рук…ль», «уч…ля»): beginning and end of one form of a head."""
    begin, _, end = shape.partition("…")
    if len(begin) < 2 or len(end) > 4:
        return None
    for lemma in lexicon().heads:
        if not lemma.startswith(begin):
            continue
        for number in ("sing", "plur"):
            for case in ("nomn", "gent", "datv", "ablt"):
                form = inflect(lemma, case, number)
                if form and form.replace("ё", "е").endswith(end) and len(form) > len(begin) + len(end):
                    return Head(lemma, number, case == "nomn", True)
    return None


mappings.on_change(_contracted.cache_clear)


def dictionary_head(low: str) -> Head | None:
    numbers: set[str] = set()
    cases: set[str] = set()
    lemma = ""
    for reading in readings(low):
        if reading.pos not in _NOMINAL:
            continue
        found = masculine(low) if reading.pos == "PRTF" else reading.lemma
        if not reading.known:
            found = _blended(found) or found
        if found in lexicon().head_set:
            lemma = lemma or found
            numbers |= reading.grammemes & ({"sing", "plur"} if "nomn" in reading.grammemes else set())
            cases |= reading.grammemes & {"nomn", "gent", "datv", "accs", "ablt", "loct"}
    if not lemma:
        return None
    if not numbers:
        numbers = {n for r in readings(low) for n in ("sing", "plur") if n in r.grammemes}
    return Head(lemma, numbers.pop() if len(numbers) == 1 else "", "nomn" in cases, False)


@lru_cache(maxsize=1 << 12)
def _blended(lemma: str) -> str | None:
    """The head that an unknown word ends in («спортинструктор», «соцработник»)."""
    return next((h for h in lexicon().heads if len(h) > 5 and lemma.endswith(h) and len(lemma) - len(h) > 2), None)


mappings.on_change(_blended.cache_clear)


def masculine(low: str) -> str:
    """A participle or adjective as the post or group it names: «заведующей» → «заведующий»."""
    return (inflect(low, "masc", "sing", "nomn") or low).replace("ё", "е")


def _cut_head(low: str) -> Head | None:
    """The first head that begins with a cut word of three letters or more («библиот.»)."""
    if len(low) < 3:
        return None
    lemma = next((h for h in lexicon().heads if h.startswith(low) and len(h) > len(low) + 1), None)
    return Head(lemma, "", True, True) if lemma else None


@lru_cache(maxsize=1 << 15)
def is_modifier(low: str, dotted: bool = False) -> bool:
    """Whether a word may stand before the head of a post: an adjective, a cut one, «все»."""
    if dotted and low in lexicon().abbreviated_words:
        return True
    if low in lexicon().abbreviated_words and not readings(low)[0].known:
        return True
    found = readings(low)
    return any(r.pos in ("ADJF", "PRTF") and (r.known or r is found[0]) for r in found[:4])


mappings.on_change(is_modifier.cache_clear)


def acting_at(tokens: Sequence[Token], index: int) -> tuple[int, str] | None:
    """«и.о.», «врио» at a token: how many tokens it takes and what it stands for; the longest one."""
    best: tuple[int, str] | None = None
    for phrase, full in lexicon().acting.items():
        if tokens[index].low != phrase[0] or (best is not None and len(phrase) <= best[0]):
            continue
        if tuple(t.low for t in tokens[index : index + len(phrase)]) == phrase:
            best = len(phrase), full
    return best


def degree_at(tokens: Sequence[Token], index: int) -> int:
    """How many tokens a degree («к.ф.н.», «к. пед. н.», «кандидат педагогических наук») takes from here; 0 for none."""
    lex = lexicon()
    if tokens[index].low not in lex.degree_first:
        return 0
    words, here = 0, index
    while here < len(tokens) and here - index < 9:
        token = tokens[here]
        if token.kind == "w":
            words += 1
            if 2 < words < 6 and token.low in lex.degree_last:
                return here + 1 - index + is_dotted(tokens, here)
        elif token.kind == "p" and token.text not in ".-":
            return 0
        here += 1
    return 0


def is_dotted(tokens: Sequence[Token], index: int) -> bool:
    """Whether a dot stands right behind a token."""
    return index + 1 < len(tokens) and tokens[index + 1].text == "." and tokens[index + 1].start == tokens[index].end


class Found(NamedTuple):
    """A post that starts at some token: its head, and the token behind the head (and its dot)."""

    head: Head
    at: int
    behind: int


def post_at(tokens: Sequence[Token], index: int, end: int) -> Found | None:
    """The post that starts at a token, over its modifiers («ст. вожатая», «и.о. директора», «к.п.н., доцент»)."""
    here, acting = index, False
    for _ in range(6):
        if here >= end or tokens[here].kind not in "wl":
            return None
        if tokens[here].kind == "l":
            here += 1
            continue
        office = acting_at(tokens, here)
        if office is not None:
            here, acting = here + office[0], True
            continue
        slash = _is_slash_inside(tokens, here + 1, end)
        dotted = is_dotted(tokens, here) or slash
        head = None if slash else head_of(tokens[here].low, dotted) or _stuck_head(tokens, here)
        if head is not None and dotted and _is_adjective_of(tokens, here, end):
            return None
        if head is not None and not _is_rather_modifier(tokens, here, end, dotted):
            head = head._replace(nominative=True, number=head.number or "sing") if acting else head
            return Found(head, here, here + 1 + (dotted and head.cut))
        if not is_modifier(tokens[here].low, dotted):
            return None
        here += 1 + (dotted and tokens[here].low in lexicon().abbreviated_words)
    return None


def _is_slash_inside(tokens: Sequence[Token], here: int, end: int) -> bool:
    """«муз/руководитель»: a slash that stands for the dot of a cut word."""
    if here + 1 >= end or tokens[here].text != "/" or tokens[here - 1].low not in lexicon().abbreviated_words:
        return False
    return tokens[here - 1].end == tokens[here].start and tokens[here].end == tokens[here + 1].start


def _is_adjective_of(tokens: Sequence[Token], here: int, end: int) -> bool:
    """«нач. школа»: a cut word that may be an adjective too is one before a noun for a thing in the nominative."""
    low, behind = tokens[here].low, here + 2
    if low not in lexicon().abbreviated_words or behind >= end or tokens[behind].kind != "w":
        return False
    found = [r for r in readings(tokens[behind].low) if r.pos == "NOUN" and "anim" not in r.grammemes and r.known]
    nouns = [r.grammemes for r in found]
    return bool(nouns) and "nomn" in nouns[0] and not any("gent" in g for g in nouns)


def _stuck_head(tokens: Sequence[Token], here: int) -> Head | None:
    """A cut head without its dot behind another cut word («кл.рук», «зам.дир по УВР»)."""
    full = lexicon().abbreviated_heads.get(tokens[here].low)
    stuck = here > 0 and tokens[here - 1].text == "."
    return Head(full, "", True, True) if full and stuck else None


def _is_rather_modifier(tokens: Sequence[Token], here: int, end: int, dotted: bool) -> bool:
    """«дежурный администратор», «ведущий библиотекарь», «пед. работник»: an adjective before a head that agrees."""
    low = tokens[here].low
    behind = here + 1 + dotted
    if behind >= end or tokens[behind].kind != "w" or tokens[behind].text[0].isupper():
        return False
    if not is_modifier(low, dotted):
        return False
    following = head_of(tokens[behind].low, is_dotted(tokens, behind))
    if following is None or not following.nominative:
        return False
    own = head_of(low, dotted)
    return own is not None and (not following.number or own.number in ("", following.number))


@lru_cache(maxsize=1 << 14)
def _is_post(word: str, low: str) -> bool:
    head = head_of(low, False)
    if head is None:
        return low in lexicon().abbreviated_heads
    return head.nominative or head.number != "plur" or word[0].islower()


mappings.on_change(_is_post.cache_clear)


def is_post_word(token: Token) -> bool:
    """Whether a word heads a post («Директор», «Зам», «педагоги-психологи»), and so is no name («Директоров П.П.»)."""
    return _is_post(token.text, token.low)

"""Posts of people: where a phrase names one, and what it is in full («зам. дир. по УВР»)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from extractor import mappings
from extractor.errors import MappingError
from extractor.fields.tokens import Token, tokenize
from extractor.morph import inflect, readings
from extractor.text import fold_lookalikes
from extractor.wording import join_lines, mend_spaces

_NOMINAL = frozenset({"NOUN", "ADJF", "PRTF"})
_HYPHENS = "-‐‑"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`mappings/positions.yaml` in force."""

    heads: tuple[str, ...]
    head_set: frozenset[str]
    acting: Mapping[tuple[str, ...], str]
    abbreviated_heads: Mapping[str, str]
    abbreviated_words: Mapping[str, str]
    areas: Mapping[str, str]
    acronyms: Mapping[str, str]
    complements: Mapping[str, str]
    degree_first: frozenset[str]
    degree_last: frozenset[str]


class Head(NamedTuple):
    """A word that heads a post: its lemma, its number (`sing`, `plur`, or `` where the form leaves it open),
    whether it may be a nominative, and whether it is cut or an acronym."""

    lemma: str
    number: str
    nominative: bool
    cut: bool


class PositionMention(NamedTuple):
    """A post in running text, with its offsets."""

    start: int
    end: int
    text: str
    canonical: str


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The mapping in force.

    Raises:
        MappingError: an unknown key, a duplicate, an empty entry, a post that never matches.
    """
    data = mappings.load("positions")
    wanted = {
        "heads",
        "acting",
        "abbreviated_heads",
        "abbreviated_words",
        "areas",
        "acronyms",
        "complements",
        "degrees",
    }
    if set(data) != wanted:
        raise MappingError(f"positions.yaml: keys {sorted(set(data) ^ wanted)}")
    heads = tuple(_fold(h) for h in data["heads"])
    if len(set(heads)) != len(heads):
        raise MappingError(f"positions.yaml: heads twice {sorted({h for h in heads if heads.count(h) > 1})}")
    return Lexicon(
        heads=heads,
        head_set=frozenset(heads),
        acting={tuple(t.low for t in tokenize(k)): v for k, v in _texts(data, "acting").items()},
        abbreviated_heads=_texts(data, "abbreviated_heads"),
        abbreviated_words=_texts(data, "abbreviated_words"),
        areas={k.lower(): v for k, v in _texts(data, "areas").items()},
        acronyms={_fold(k): v for k, v in _texts(data, "acronyms").items()},
        complements={k.lower(): v for k, v in _texts(data, "complements").items()},
        degree_first=frozenset(data["degrees"]["first"]),
        degree_last=frozenset(data["degrees"]["last"]),
    )


mappings.on_change(lexicon.cache_clear)


def _texts(data: Mapping[str, Any], key: str) -> dict[str, str]:
    found = data[key]
    if not isinstance(found, dict) or not all(
        isinstance(k, str) and isinstance(v, str) and k and v for k, v in found.items()
    ):
        raise MappingError(f"positions.yaml: {key}: texts are wanted")
    return found


def _fold(word: str) -> str:
    return word.lower().replace("ё", "е")


# -- words of posts


@lru_cache(maxsize=1 << 15)
def head_of(low: str, dotted: bool = False) -> Head | None:
    """The head that a lower-case word is, if it is one («руководители», «рук-ль», «зам.» with its dot)."""
    lex = lexicon()
    if dotted and low in lex.abbreviated_heads:
        return Head(lex.abbreviated_heads[low], "", True, True)
    if low in lex.acronyms:
        return Head(lex.acronyms[low], "sing", True, low not in lex.head_set)
    parts = [p for p in _split(low) if p]
    if len(parts) > 1:
        return _compound(low, tuple(parts))
    found = _dictionary_head(low)
    if found is not None:
        return found
    if low in lex.abbreviated_heads and not readings(low)[0].known:
        return Head(lex.abbreviated_heads[low], "", True, True)
    return _cut_head(low) if dotted else None


mappings.on_change(head_of.cache_clear)


def _split(low: str) -> list[str]:
    for mark in _HYPHENS[1:]:
        low = low.replace(mark, "-")
    return low.split("-")


def _compound(low: str, parts: tuple[str, ...]) -> Head | None:
    """«педагог-психолог», «учителя-предметники», «рук-ли», «соц-педагог»."""
    heads = [h for h in (_dictionary_head(p) for p in parts) if h]
    if heads:
        return heads[0]
    return _contracted("".join((parts[0], "…", parts[-1]))) if len(parts) == 2 else None


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


def _dictionary_head(low: str) -> Head | None:
    numbers: set[str] = set()
    cases: set[str] = set()
    lemma = ""
    for reading in readings(low):
        if reading.pos not in _NOMINAL:
            continue
        found = _masculine(low) if reading.pos == "PRTF" else reading.lemma
        if found in lexicon().head_set:
            lemma = lemma or found
            numbers |= reading.grammemes & ({"sing", "plur"} if "nomn" in reading.grammemes else set())
            cases |= reading.grammemes & {"nomn", "gent", "datv", "accs", "ablt", "loct"}
    if not lemma:
        return None
    if not numbers:
        numbers = {n for r in readings(low) for n in ("sing", "plur") if n in r.grammemes}
    return Head(lemma, numbers.pop() if len(numbers) == 1 else "", "nomn" in cases, False)


def _masculine(low: str) -> str:
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
    return any(r.pos in ("ADJF", "PRTF") and (r.known or low.endswith(_ADJECTIVES)) for r in readings(low)[:4])


_ADJECTIVES = (
    "ый",
    "ий",
    "ой",
    "ая",
    "яя",
    "ые",
    "ие",
    "ых",
    "их",
    "ым",
    "им",
    "ыми",
    "ими",
    "ого",
    "его",
    "ому",
    "ему",
)
mappings.on_change(is_modifier.cache_clear)


def acting_at(tokens: Sequence[Token], index: int) -> tuple[int, str] | None:
    """«и.о.», «врио» at a token: how many tokens it takes and what it stands for; the longest one."""
    best: tuple[int, str] | None = None
    for phrase, full in lexicon().acting.items():
        if tokens[index].low == phrase[0] and (best is None or len(phrase) > best[0]):
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
        dotted = is_dotted(tokens, here)
        head = head_of(tokens[here].low, dotted)
        if head is not None and not _is_rather_modifier(tokens, here, end, dotted):
            head = head._replace(nominative=True, number=head.number or "sing") if acting else head
            return Found(head, here, here + 1 + (dotted and head.cut))
        if not is_modifier(tokens[here].low, dotted):
            return None
        here += 1 + (dotted and tokens[here].low in lexicon().abbreviated_words)
    return None


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


# -- the canonical form


def canonical_position(text: str) -> str | None:
    """What a post is in full, in the nominative singular; None where the text names none.

    «зам. дир. по УВР» → «заместитель директора по учебно-воспитательной работе», «кл. рук-ли» → «классный руководитель».
    """
    return _canonical(mend_spaces(join_lines(text)).strip(" ,;:.–—-"))


@lru_cache(maxsize=1 << 13)
def _canonical(text: str) -> str | None:
    tokens = tokenize(fold_lookalikes(text))
    if not tokens:
        return None
    found = post_at(tokens, 0, len(tokens))
    if found is None:
        length = degree_at(tokens, 0)
        return text if length else None
    before = [*_modifiers(tokens, found)]
    acting = next((a[1] for i in range(found.at) if (a := acting_at(tokens, i))), None)
    head = _full_head(tokens[found.at].low, found.head)
    if acting:
        head = _genitive(head)
        before = [_genitive(w) for w in before]
    tail = _complement(tokens, found.behind)
    words = [acting or "", *before, head, tail]
    return " ".join(w for w in words if w)


mappings.on_change(_canonical.cache_clear)


def _full_head(low: str, head: Head) -> str:
    if head.cut:
        return head.lemma
    parts = _split(low)
    if len(parts) > 1 and all(head_of(p) or readings(p)[0].known for p in parts):
        return "-".join(_singular(p) for p in parts)
    return lexicon().acronyms.get(head.lemma, _singular(low))


@lru_cache(maxsize=1 << 12)
def _singular(low: str) -> str:
    """A noun in the nominative singular, of posts the masculine («заведующей» → «заведующий»)."""
    found = _dictionary_head(low)
    if found is not None:
        return _spelled(found.lemma)
    return inflect(low, "nomn", "sing") or low


@lru_cache(maxsize=1 << 12)
def _spelled(lemma: str) -> str:
    """A lemma with its ё («режиссёр»)."""
    return next((h for h in mappings.load("positions")["heads"] if _fold(h) == lemma), lemma)


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
        if token.kind == "w":
            full = lexicon().abbreviated_words.get(token.low, token.low)
            out.append(inflect(full, gender, "sing", "nomn") or full)
        here += 1
    return out


def _is_feminine(lemma: str) -> bool:
    first = readings(lemma.split(" ")[0])
    return bool(first) and "femn" in first[0].grammemes and "ADJF" not in first[0].grammemes


def _genitive(words: str) -> str:
    """The first word in the genitive: «директор школы» → «директора школы»."""
    first, _, rest = words.partition(" ")
    changed = inflect(first, "gent", "sing") or first
    return f"{changed} {rest}".strip()


def _complement(tokens: Sequence[Token], start: int) -> str:
    """The words behind the head, cut ones made whole; the rest as printed."""
    out = ""
    here, previous, end = start, "", tokens[start - 1].end
    while here < len(tokens):
        token = tokens[here]
        dotted = is_dotted(tokens, here)
        full = _full_word(token, dotted, previous, first=here == start) if token.kind == "w" else None
        apart = token.start > end or (token.kind == "w" and out[-1:].isalpha())
        out += (" " if apart and out else "") + (full if full is not None else token.text)
        here += 1 + (full is not None and dotted)
        previous, end = token.low, tokens[here - 1].end
    return out.strip(" .")


def _full_word(token: Token, dotted: bool, previous: str, *, first: bool) -> str | None:
    lex = lexicon()
    if previous == "по" and token.low in lex.areas and token.text[0].isupper():
        return lex.areas[token.low]
    if previous in ("и", ",") and token.low in lex.areas and token.text.isupper():
        return lex.areas[token.low]
    if token.text.isupper() and token.low in lex.complements and previous != "по":
        return lex.complements[token.low]
    if first and dotted and token.low in lex.abbreviated_heads:
        return _genitive(lex.abbreviated_heads[token.low])
    if dotted and token.low in lex.abbreviated_words:
        return lex.abbreviated_words[token.low]
    return None


def find_positions(text: str) -> tuple[PositionMention, ...]:
    """Posts in a text, each up to the next mark or line («И.о. директора», «Председатель комитета по образованию»)."""
    folded = fold_lookalikes(text)
    tokens = tokenize(folded)
    out: list[PositionMention] = []
    here = 0
    while here < len(tokens):
        found = post_at(tokens, here, len(tokens)) if tokens[here].kind == "w" else None
        if found is None or not found.head.nominative:
            here += 1
            continue
        last = _phrase_end(tokens, found.behind)
        start, end = tokens[here].start, tokens[last - 1].end
        printed = " ".join(text[start:end].split())
        out.append(PositionMention(start, end, printed, _canonical(printed) or printed))
        here = last
    return tuple(out)


def _phrase_end(tokens: Sequence[Token], index: int) -> int:
    """The token where a post ends: at a mark, a line break before a capital, or a capitalised word."""
    while index < len(tokens):
        token = tokens[index]
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

"""Words that head a party: posts (from `positions`) and groups (`mappings/parties.yaml`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor import mappings
from extractor.fields.parties.knowledge import knowledge
from extractor.fields.positions import Found, Head, is_dotted, is_modifier, is_post_word, lexicon, post_at
from extractor.fields.positions.posts import masculine
from extractor.fields.tokens import Token
from extractor.morph import Reading, readings

_NOMINAL = frozenset({"NOUN", "ADJF", "PRTF", "NPRO"})


def is_party_word(token: Token) -> bool:
    """Whether a word heads a post or a group, or is a label, and so is no name."""
    return is_post_word(token) or group_of(token.text) is not None or token.low in knowledge().labels


@lru_cache(maxsize=1 << 14)
def group_of(word: str) -> Head | None:
    """The group that a word heads («Профком», «родителям», «ШМО»), or all bodies of a kind («школы»)."""
    known = knowledge()
    if word in known.group_abbreviations:
        return Head(word, "", True, True)
    low = word.lower().replace("ё", "е")
    for part in dict.fromkeys([low, *low.split("-")]):
        found = [r for r in readings(part) if r.pos in _NOMINAL and _lemma(part, r) in known.groups]
        found = found or [r for r in readings(part) if not r.known and _blended(r.lemma)]
        if found:
            return _group_head(_lemma(part, found[0]), [r.grammemes for r in found])
    whole = [*readings(low), *readings(low.split("-")[0])]
    kinds = [r for r in whole if r.lemma in known.kinds_of_bodies and "nomn" in r.grammemes]
    kinds = [r for r in kinds if "plur" in r.grammemes or r.lemma not in known.bodies_only_in_number]
    return Head(kinds[0].lemma, "plur" if "plur" in kinds[0].grammemes else "sing", True, False) if kinds else None


mappings.on_change(group_of.cache_clear)


def _lemma(word: str, reading: Reading) -> str:
    """The lemma, of participles that of people («обучающиеся» → «обучающийся»)."""
    return masculine(word) if reading.pos == "PRTF" else reading.lemma


def _blended(lemma: str) -> bool:
    """«студсовет», «школьныйсовет»: an unknown word that ends in a group."""
    return any(lemma.endswith(g) and len(lemma) - len(g) > 2 for g in knowledge().groups if len(g) > 4)


def _group_head(lemma: str, tags: Sequence[frozenset[str]]) -> Head:
    straight = [g for g in tags if "nomn" in g]
    numbers = {n for g in (straight or tags) for n in ("sing", "plur") if n in g}
    return Head(lemma, numbers.pop() if len(numbers) == 1 else "", bool(straight), False)


@dataclass(frozen=True, slots=True)
class Start:
    """A party that starts at some token: its kind, head, the head's token and the token behind it."""

    kind: str
    head: Head
    at: int
    behind: int


def party_at(tokens: Sequence[Token], index: int, end: int) -> Start | None:
    """The post, group or animate noun that starts at a token."""
    post = post_at(tokens, index, end)
    group = _group_at(tokens, index, end)
    if post is not None and (group is None or post.at <= group.at) and not _is_of_group(tokens, post, group):
        return Start("position", post.head, post.at, post.behind)
    if group is not None:
        return Start("group", group.head, group.at, group.behind)
    return None


def _is_of_group(tokens: Sequence[Token], post: Found, group: Found | None) -> bool:
    """«рабочая группа»: the post's word is the group's adjective."""
    if group is None or group.head.cut or post.at >= group.at:
        return False
    return group.head.nominative and is_modifier(tokens[post.at].low)


def _group_at(tokens: Sequence[Token], index: int, end: int) -> Found | None:
    here = index
    for _ in range(5):
        while here < end and tokens[here].kind == "l":
            here += 1
        if here >= end or tokens[here].kind != "w":
            return None
        head = group_of(tokens[here].text)
        if head is not None and not (head.lemma == "весь" and _leads_on(tokens, here + 1, end)):
            return Found(head, here, here + 1)
        dotted = is_dotted(tokens, here)
        if not is_modifier(tokens[here].low, dotted):
            return None
        here += 1 + (dotted and tokens[here].low in lexicon().abbreviated_words)
    return None


def _leads_on(tokens: Sequence[Token], index: int, end: int) -> bool:
    return index < end and tokens[index].kind == "w"


@lru_cache(maxsize=1 << 14)
def animate(low: str) -> Head | None:
    """A noun for people that no mapping knows («кочегар», «наставницы»), in the nominative."""
    for reading in readings(low)[:1]:
        g = reading.grammemes
        if (
            reading.known
            and "Abbr" not in g
            and reading.pos == "NOUN"
            and "anim" in g
            and "nomn" in g
            and not g & {"Name", "Surn", "Patr"}
        ):
            return Head(reading.lemma, "plur" if "plur" in g else "sing", True, False)
    return None

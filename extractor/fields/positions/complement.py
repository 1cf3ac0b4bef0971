"""The words behind the head of a post with the cut ones made whole, in the case that the head or a preposition asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.fields.positions.lexicon import lexicon
from extractor.fields.positions.posts import is_dotted
from extractor.fields.tokens import Token
from extractor.morph import Reading, inflect, readings


@dataclass(frozen=True, slots=True)
class Word:
    """One word or mark of a complement: as printed, what a cut one stands for, whether a space precedes it."""

    text: str
    full: str | None
    apart: bool


def complement(tokens: Sequence[Token], start: int, head: str) -> str:
    """«УВР» behind «по» → «учебно-воспитательной работе», «рус. яз.» → «русского языка»; the rest as printed."""
    words = _words(tokens, start)
    case = lexicon().governing.get(head, "gent")
    out, asked, previous = "", case, ""
    for index, word in enumerate(words):
        text = _told(word, index, words, asked, previous)
        out += (" " if word.apart and out else "") + text
        asked = lexicon().prepositions.get(word.text.lower(), asked)
        previous = word.text.lower()
    return out.strip(" .")


def _words(tokens: Sequence[Token], start: int) -> list[Word]:
    """The dots of cut words are gone, and a space is behind them."""
    out: list[Word] = []
    here, end = start, tokens[start - 1].end
    while here < len(tokens):
        token = tokens[here]
        full = None
        if token.kind == "w":
            dotted = is_dotted(tokens, here)
            full = None if token.text.isupper() and not dotted else _cut_word(token.low, dotted, first=not out)
        behind_cut = bool(out) and out[-1].full is not None and token.kind == "w"
        out.append(Word(token.text, full, token.start > end or behind_cut))
        here += 1 + (full is not None and is_dotted(tokens, here))
        end = tokens[here - 1].end
    return out


def _cut_word(low: str, dotted: bool, *, first: bool) -> str | None:
    """What a cut word stands for; without its dot only one that is no word of itself («зам.дир по УВР»)."""
    lex = lexicon()
    if not dotted and readings(low)[0].known:
        return None
    if low in lex.abbreviated_words:
        return lex.abbreviated_words[low]
    return lex.abbreviated_heads.get(low) if first else None


def _told(word: Word, index: int, words: Sequence[Word], case: str, previous: str) -> str:
    lex = lexicon()
    low = word.text.lower()
    if word.full is not None:
        behind = words[index + 1].text if index + 1 < len(words) else ""
        if behind == "-" and not words[index + 1].apart and word.full.endswith(("ый", "ий", "ой")):
            return f"{word.full[:-2]}о"
        noun = _noun_behind(words, index)
        return lex.cut_nouns[low] if noun is None and low in lex.cut_nouns else _declined(word.full, noun, case)
    if low in lex.areas and (previous == "по" or (case == "datv" and previous in ("и", ",", "/"))):
        return lex.areas[low]
    if word.text.isupper() and low in lex.complements and previous != "по":
        return lex.complements[low]
    return word.text


def _noun_behind(words: Sequence[Word], index: int) -> Word | None:
    """The next noun, over adjectives, that an adjective agrees with."""
    for word in words[index + 1 : index + 4]:
        if word.full is not None and word.text.lower() in lexicon().cut_nouns:
            return Word(lexicon().cut_nouns[word.text.lower()], None, True)
        found = readings(word.full or word.text)
        if found and found[0].pos == "NOUN":
            return word
        if not found or found[0].pos not in ("ADJF", "PRTF"):
            return None
    return None


def _declined(full: str, noun: Word | None, case: str) -> str:
    first = readings(full)[0]
    if first.pos == "NOUN":
        return inflect(full, case, "sing") or full
    if noun is None:
        return inflect(full, case, "sing", "masc") or full
    if noun.full is not None:
        return _agreeing(full, readings(noun.full)[0], case, "sing")
    found = [r for r in readings(noun.text) if r.pos == "NOUN"]
    best = next((r for r in found if case in r.grammemes), found[0])
    own = next((c for c in (case, "gent", "datv", "ablt", "loct", "accs", "nomn") if c in best.grammemes), case)
    return _agreeing(full, best, own, "plur" if "plur" in best.grammemes else "sing")


def _agreeing(full: str, noun: Reading, case: str, number: str) -> str:
    if number == "plur":
        return inflect(full, case, "plur") or full
    gender = next((g for g in ("masc", "femn", "neut") if g in noun.grammemes), "masc")
    return inflect(full, case, "sing", gender) or full

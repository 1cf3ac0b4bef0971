"""`mappings/header.yaml` as checked sets: the words by which stamps, titles and goals are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast, get_args

from extractor import mappings
from extractor.errors import MappingError
from extractor.model import ApprovalKind, Instrument
from extractor.text import key


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """The mapping in force: lemmas in lower case with ё as е; phrases by their letters alone."""

    stamp_verbs: Mapping[str, ApprovalKind]
    stamp_phrases: Mapping[str, ApprovalKind]
    annex: frozenset[str]
    instruments: Mapping[str, Instrument]
    bodies: frozenset[str]
    signers: frozenset[str]
    signature_lines: tuple[str, ...]
    title_words: frozenset[str]
    title_words_weak: frozenset[str]
    title_pairs: Mapping[str, frozenset[str]]
    goal_words: frozenset[str]
    salutations: frozenset[str]
    passport: frozenset[str]
    goal_heading_longest: int


@lru_cache(maxsize=1)
def header_words() -> HeaderWords:
    """The mapping in force.

    Raises:
        MappingError: an unknown key, kind or instrument, an empty entry, a word in two lists of one section.
    """
    data = mappings.load("header")
    wanted = set(HeaderWords.__dataclass_fields__)
    if set(data) != wanted:
        raise MappingError(f"header.yaml: keys {sorted(set(data) ^ wanted)}")
    strong, weak = _lemmas(data, "title_words"), _lemmas(data, "title_words_weak")
    if strong & weak:
        raise MappingError(f"header.yaml: strong and weak title words {sorted(strong & weak)}")
    pairs = {_fold(noun): frozenset(map(_fold, before)) for noun, before in data["title_pairs"].items()}
    if not set(pairs) <= strong | weak or not all(pairs.values()):
        raise MappingError("header.yaml: title_pairs need a title word each and words to stand before it")
    return HeaderWords(
        stamp_verbs=cast(Mapping[str, ApprovalKind], _by_kind(data, "stamp_verbs", get_args(ApprovalKind), _fold)),
        stamp_phrases=cast(Mapping[str, ApprovalKind], _by_kind(data, "stamp_phrases", get_args(ApprovalKind), key)),
        annex=_lemmas(data, "annex"),
        instruments=cast(Mapping[str, Instrument], _by_kind(data, "instruments", get_args(Instrument), _fold)),
        bodies=_lemmas(data, "bodies"),
        signers=_lemmas(data, "signers"),
        signature_lines=tuple(key(line) for line in _listed(data, "signature_lines")),
        title_words=strong,
        title_words_weak=weak,
        title_pairs=pairs,
        goal_words=_lemmas(data, "goal_words"),
        salutations=_lemmas(data, "salutations"),
        passport=_lemmas(data, "passport"),
        goal_heading_longest=int(data["goal_heading_longest"]),
    )


mappings.on_change(header_words.cache_clear)


def _fold(word: str) -> str:
    return word.lower().replace("ё", "е")


def _listed(data: Mapping[str, Any], name: str) -> list[str]:
    words = data[name]
    if not isinstance(words, list) or not words or not all(isinstance(w, str) and w.strip() for w in words):
        raise MappingError(f"header.yaml: {name} must be a list of words")
    if len({_fold(w) for w in words}) != len(words):
        raise MappingError(f"header.yaml: {name} has a word twice")
    return words


def _lemmas(data: Mapping[str, Any], name: str) -> frozenset[str]:
    return frozenset(_fold(w) for w in _listed(data, name))


def _by_kind(data: Mapping[str, Any], name: str, kinds: tuple[str, ...], fold: Any) -> dict[str, str]:
    out: dict[str, str] = {}
    for kind, words in data[name].items():
        if kind not in kinds or not words:
            raise MappingError(f"header.yaml: {name}: {kind!r} is unknown or empty")
        for word in words:
            if fold(word) in out:
                raise MappingError(f"header.yaml: {name}: {word!r} stands twice")
            out[fold(word)] = kind
    return out

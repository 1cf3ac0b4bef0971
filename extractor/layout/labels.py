"""Labels inside a line of a plan without tables: «Срок: …», «Отв.: …», «Проводит Лыков А.А.», «Куратор раздела: …»."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from extractor import mappings
from extractor.layout.facts import is_parties, without_stop
from extractor.layout.words import labels
from extractor.morph import readings
from extractor.text import key, words

_BARE_LABEL = re.compile(r"(?:^|(?<=[.;,(])|(?<=[.;,(]\s))([^\W\d_]{3,15})\.?(?=\s+[^\W\d_])")
_LAST_WORD = re.compile(r"(?:^|[.;,(]\s*)([^\W\d_]{3,15})\s*(?:[.:]|[.:]?\s*[–—-])\s*$")
_LONGEST_LABEL = 4
"""A label has at most so many words."""


@lru_cache(maxsize=1)
def _label_pattern() -> re.Pattern[str]:
    names = "|".join(sorted((_loose(n) for n in labels()), key=len, reverse=True))
    return re.compile(rf"(?:^|(?<=[.;,(»\"])\s*|(?<=\s)(?=[А-ЯЁ]))((?i:{names}))\s*(?:\.\s*)?(?:за\s+\w+\s*)?[:–—-]\s*")


mappings.on_change(_label_pattern.cache_clear)


def _loose(label_key: str) -> str:
    """A label's letters, with spaces and dots allowed between words."""
    return r"[\s.]*".join(map(re.escape, label_key)) if len(label_key) <= 4 else _spaced(label_key)


def _spaced(label_key: str) -> str:
    return "".join(re.escape(c) + r"\s?" for c in label_key).removesuffix(r"\s?")


def split_labels(text: str, stay: Collection[str] = ()) -> tuple[str, dict[str, str]]:
    """The text before the first label, and each label's own text by role; «Проводит Лыков А.А.» needs no colon.

    What labels of the roles to `stay` say is told and left in the text, too («Форма: круглый стол» of a meeting).
    """
    found = list(_label_pattern().finditer(text))
    if not found:
        return _label_without_colon(text)
    left = [text[: found[0].start()].strip(" (–—-|/")]
    parts: dict[str, str] = {}
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        role = labels()[key(match.group(1))]
        value = text[match.end() : end].strip(" ;,(|/")
        value = without_stop(value) if role == "responsible" else value.rstrip(" .")
        parts[role] = f"{parts[role]}; {value}" if role in parts else value
        if role in stay:
            left.append(text[match.start() : end].strip())
    return " ".join(filter(None, left)), {r: v for r, v in parts.items() if v}


def _label_without_colon(text: str) -> tuple[str, dict[str, str]]:
    """«…, отв. Савина Т.Т.», «Проводит Лыков А.А.»: a label of parties with the parties right behind it."""
    for found in _BARE_LABEL.finditer(text):
        value = text[found.end() :].strip(" ;,()")
        if labels().get(key(found.group(1))) == "responsible" and is_parties(value):
            return text[: found.start()].strip(" (–—-,;"), {"responsible": without_stop(value)}
    return text, {}


def shared_party(text: str) -> str | None:
    """«Ответственный за раздел: …», «Куратор направления: …»: who does all that stands under a heading."""
    bare, parts = split_labels(text)
    if set(parts) == {"responsible"} and not bare.strip(" .") and ":" not in parts["responsible"]:
        return parts["responsible"]
    head, _, rest = text.partition(":")
    named = words(head)
    if not 1 < len(named) <= _LONGEST_LABEL or labels().get(key(named[0])) != "responsible" or not is_parties(rest):
        return None
    of_what = any(r.pos == "NOUN" and "gent" in r.grammemes for r in readings(named[-1]))
    return without_stop(rest.strip(" ;")) if of_what else None


def ends_with_label(text: str) -> bool:
    """«…, ноябрь, отв.», «… Срок:»: what the label asks for stands on the next line."""
    found = _LAST_WORD.search(text)
    return found is not None and labels().get(key(found.group(1))) in ("date", "responsible", "time")

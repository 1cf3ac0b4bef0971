"""The heads of meetings: lines that open a block with an agenda."""

from __future__ import annotations

import re

from extractor.layout.words import lemma_set
from extractor.morph import lemmas, readings
from extractor.text import words

_LONGEST = 200
_ORDINAL = re.compile(
    r"№\s*\d+|^(?:\d{1,2}|[IVX]{1,4})(?:\s*-\s*[а-я]{1,2})?\s+[а-яА-Я]|^[^\W\d_]+\s+(?:\d{1,2}|[IVX]{1,4})(?:-[а-я]{1,3})?(?:[.:,(\s]|$)"
)


def opens_meeting(text: str) -> bool:
    """«Заседание № 1», «1-е заседание», «Первое заседание (август)», «Заседание второе. Май»: a meeting's head."""
    head = words(text)[:4]
    if len(text) > _LONGEST:
        return False
    named = [i for i, w in enumerate(head) if _is_meeting_noun(w)]
    if not named:
        return False
    behind = head[named[0] + 1 : named[0] + 2]
    return (
        bool(_ORDINAL.search(text))
        or any({"Anum", "ADJF"} & r.grammemes for r in readings(head[0]))
        or any("Anum" in r.grammemes for word in behind for r in readings(word))
    )


def _is_meeting_noun(word: str) -> bool:
    return bool(lemmas(word) & lemma_set("meetings")) and any({"NOUN", "sing"} <= r.grammemes for r in readings(word))

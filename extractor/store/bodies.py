"""The words by which an institution is found: those of its name, and those that its abbreviations stand for.

«МБОУ «Сосновская СОШ»» is found by «Сосновская школа», «школа № 3» by «СОШ 3». A gymnasium is no «школа» here, as it is
none where institutions are told apart (mappings/institution_types.yaml).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from extractor import mappings
from extractor.fields.institutions import knowledge
from extractor.store.terms import asked, indexed, terms, words


def body_words(body: Mapping[str, Any]) -> tuple[str, str]:
    """(the terms of a body's writings, the terms of what kind of body it is), each on one line; from its JSON form."""
    written = (body["name"], body["text"], body["proper_name"], body["number"], body["locality"])
    return indexed("\n".join(filter(None, written))), _kind(body["name"], body["type"])


@lru_cache(maxsize=1 << 10)
def asked_of_body(word: str) -> tuple[tuple[str, ...], ...]:
    """The ways to fulfil a folded word of a name, each of terms that must all be there.

    «дом» is fulfilled by «дом»; «сош» by «сош», by «средняя», «общеобразовательная» and «школа», or by «школа».
    """
    known = knowledge.abbreviations().get(word.upper())
    kinds = {knowledge.types()[kind.key].label for kind in known.types if kind} if known else set()
    phrases = (*known.meanings, *sorted(kinds)) if known else ()
    meant = (tuple(terms(part)[0] for part in words(phrase)) for phrase in phrases)
    return tuple(dict.fromkeys((*((term,) for term in asked(word)), *meant)))


@lru_cache(maxsize=1 << 12)
def _kind(name: str, code: str | None) -> str:
    """«детский сад» for «МБДОУ «Теремок»»; for «Заречный ИМЦ» what the letters mean."""
    kind = knowledge.types().get(code) if code else None
    meant = [m for word in name.split() for m in _meanings(word.strip("«»\"'.,()"), kind)]
    return indexed("\n".join(dict.fromkeys(([kind.label] if kind else []) + meant)))


def _meanings(word: str, kind: knowledge.BodyType | None) -> list[str]:
    """What a word in capitals stands for; where it may be several, those of the body's kind."""
    known = knowledge.abbreviations().get(word) if word.isupper() else None
    if known is None:
        return []
    fitting = [m for m, of in zip(known.meanings, known.types, strict=True) if kind is not None and of == kind]
    return fitting or list(known.meanings[:1])


mappings.on_change(asked_of_body.cache_clear)
mappings.on_change(_kind.cache_clear)

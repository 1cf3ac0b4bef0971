"""What single words look like: names, surnames by dictionary or shape, given names, patronymics, marks of places."""

from __future__ import annotations

from functools import lru_cache

from extractor import mappings
from extractor.fields.people.cases import analyses, by_shape
from extractor.fields.people.knowledge import knowledge
from extractor.morph import is_known, readings


@lru_cache(maxsize=1 << 12)
def is_attribute(word: str, noun: str) -> bool:
    """«библиотекарь Ольховской школы»: an adjective that agrees with the thing behind it is nobody's surname."""
    if not noun.islower():
        return False
    things = [r.grammemes for r in readings(noun) if {"NOUN", "inan", "sing"} <= r.grammemes]
    shapes = [a for a in analyses(word.lower()) if a.shape.startswith("adjective") and a.case != "nomn"]
    return any(a.case in g and (a.gender in g or (a.gender == "masc" and "neut" in g)) for a in shapes for g in things)


@lru_cache(maxsize=1 << 12)
def is_function_word(low: str) -> bool:
    """«и», «с», «совместно»."""
    return readings(low)[0].pos in ("CONJ", "PREP", "ADVB")


@lru_cache(maxsize=1 << 15)
def is_name_like(text: str) -> bool:
    """Whether a word has the form of a name: «Кротова», «КРОТОВА», «Ли», «Кротова-Ли»."""
    parts = text.split("-")
    if len(text) < 2 or not all(p[:1].isupper() for p in parts):
        return False
    return (text.isupper() and len(text) > 2) or all(p[1:].islower() for p in parts if len(p) > 1)


@lru_cache(maxsize=1 << 12)
def is_noun_in_nominative(low: str) -> bool:
    """«староста», not «ответственный»."""
    return any(r.known and r.pos == "NOUN" and {"nomn", "sing"} <= r.grammemes for r in readings(low))


@lru_cache(maxsize=1 << 15)
def strength(text: str) -> int:
    """How much a word looks like a surname: 3 dictionary or shape, 2 an unknown word, 1 an ordinary word."""
    low = text.lower()
    if any("Surn" in r.grammemes for r in readings(low) if r.known):
        return 3
    if has_surname_shape(low):
        return 3 if not is_known(low) else 2
    return 1 if is_known(low) else 2


mappings.on_change(strength.cache_clear)


@lru_cache(maxsize=1 << 15)
def has_surname_shape(low: str) -> bool:
    """Whether a lower-case word ends as surnames do: «-ов…», «-ин…», «-ск…», «-ко», «-ых»."""
    if len(low) < 4:
        return False
    if low.endswith(("ко", "ых", "их")):
        return True
    return any(a.shape in ("possessive", "adjective_sk") for a in by_shape(low))


mappings.on_change(has_surname_shape.cache_clear)


@lru_cache(maxsize=1 << 13)
def is_made_of_place(low: str) -> bool:
    """Whether a word is a man's adjective of a place by its form: «Берёзовский»."""
    return any(a.shape == "adjective_sk" and a.gender == "masc" for a in by_shape(low))


mappings.on_change(is_made_of_place.cache_clear)


@lru_cache(maxsize=1 << 15)
def is_sure_surname(text: str) -> bool:
    """Whether a word alone is a surname: the dictionary says so, or it is unknown and has the shape."""
    if not is_name_like(text) or len(text) < 3:
        return False
    low = text.lower()
    found = readings(low)
    if is_known(low):
        total = sum(r.score for r in found)
        surname = sum(r.score for r in found if "Surn" in r.grammemes)
        place = sum(r.score for r in found if "Geox" in r.grammemes)
        return surname > 0.45 * (total - place) and surname > 0
    return has_surname_shape(low) and not text.isupper()


mappings.on_change(is_sure_surname.cache_clear)


@lru_cache(maxsize=1 << 14)
def is_rather_surname(text: str) -> bool:
    """Whether a word has a surname's shape, and as a common noun only cases that nothing here asks for («Полозов»)."""
    low = text.lower()
    if text.isupper() or not is_name_like(text) or len(text) < 5:
        return False
    common = [r for r in readings(low) if not r.grammemes & {"Surn", "Geox"}]
    possessive = any(a.shape == "possessive" and a.nominative == low and a.gender == "masc" for a in by_shape(low))
    return possessive and not any(r.grammemes & {"nomn", "Name", "Patr"} or r.pos != "NOUN" for r in common)


mappings.on_change(is_rather_surname.cache_clear)


@lru_cache(maxsize=1 << 12)
def is_place_word(low: str) -> bool:
    """«города», «ул»: what the capitalised word behind is the name of."""
    return bool({low, *(r.lemma for r in readings(low))} & knowledge().places)


mappings.on_change(is_place_word.cache_clear)


@lru_cache(maxsize=1 << 15)
def is_given(text: str) -> bool:
    """Whether the dictionary has the word as a given name."""
    return text[0].isupper() and any("Name" in r.grammemes and r.known for r in readings(text))


@lru_cache(maxsize=1 << 15)
def is_patronymic(text: str) -> bool:
    """Whether a word is a patronymic, by the dictionary or by its tail."""
    if not is_name_like(text) or len(text) < 5:
        return False
    if any("Patr" in r.grammemes and r.known for r in readings(text)):
        return True
    low = text.lower()
    return not is_known(low) and any(low.endswith(tails) for tails in knowledge().patronymics.values())


mappings.on_change(is_patronymic.cache_clear)

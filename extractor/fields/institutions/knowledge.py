"""What is known of bodies in general: legal forms, types, abbreviations, marks of places. Read from `mappings/`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor import mappings
from extractor.errors import MappingError
from extractor.fields.institutions.tokens import tokens
from extractor.morph import is_known, lemma, lemmas, readings


@dataclass(frozen=True, slots=True)
class BodyType:
    """A type of body; `parents` are the more general ones, `key` the type it counts as in an id (СОШ: школа)."""

    code: str
    label: str
    label_en: str
    parents: tuple[str, ...] = ()
    key: str = ""
    optional: frozenset[str] = frozenset()
    topic: bool = False
    unique: bool = False
    part: bool = False
    group: bool = False
    places: bool = False
    named: bool = False
    regional: bool = False


@dataclass(frozen=True, slots=True)
class TypeRule:
    """A phrase that names a type: the lemma of its head, the lemmas of the words that must stand with it."""

    head: str
    others: frozenset[str]
    type: BodyType


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An abbreviation and the words it stands for; a weak one is no body alone."""

    text: str
    meanings: tuple[str, ...]
    weak: bool

    @property
    def types(self) -> tuple[BodyType | None, ...]:
        """The types of its meanings, in order."""
        return tuple(type_of_words(m) for m in self.meanings)


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form: its abbreviation and the type it tells, where it does."""

    abbreviation: str
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Small word lists of the grammar, as lemmas or plain forms."""

    honour_titles: frozenset[str]
    places: dict[str, str]
    territories: dict[str, str]
    all_of_a_kind: frozenset[str]
    formations: frozenset[str]
    acronym_endings: frozenset[str]
    based: frozenset[str]
    not_bodies: frozenset[str]
    levels: frozenset[str]
    optional: frozenset[str]


def fold(word: str) -> str:
    """A form for look-up: lower case, ё as е."""
    return word.lower().replace("ё", "е")


@lru_cache(maxsize=1)
def types() -> dict[str, BodyType]:
    """All types by their codes."""
    found: dict[str, BodyType] = {}
    for code, entry in mappings.load("institution_types").items():
        flags = {f: bool(entry.get(f)) for f in ("topic", "unique", "part", "group", "places", "named", "regional")}
        optional = frozenset(lemma(w) for w in entry.get("optional", ()))
        parent = entry.get("parent") or []
        parents = (parent,) if isinstance(parent, str) else tuple(parent)
        found[code] = BodyType(
            code, entry["label"], entry["label_en"], parents, entry.get("key", code), optional, **flags
        )
    for body_type in found.values():
        for parent in (*body_type.parents, body_type.key):
            if parent not in found:
                raise MappingError(f"institution_types: {body_type.code} has an unknown parent or key {parent}")
    return found


@lru_cache(maxsize=256)
def ancestors(code: str) -> tuple[str, ...]:
    """The type and the more general ones above it."""
    chain = [code]
    for current in chain:
        chain.extend(p for p in types()[current].parents if p not in chain)
    return tuple(chain)


_LINKS = frozenset({"PREP", "CONJ", "PRCL", "NPRO"})


def content_lemmas(words: Iterable[str]) -> list[str]:
    """The likeliest lemma of each word that is no preposition, conjunction or pronoun."""
    return [lemma(w) for w in words if readings(w) and readings(w)[0].pos not in _LINKS]


def _phrase_words(phrase: str) -> list[str]:
    return [t.text for t in tokens(phrase) if t.kind == "word"]


@lru_cache(maxsize=1)
def type_rules() -> dict[str, tuple[TypeRule, ...]]:
    """The rules by the lemma of the head, those with the most words first."""
    rules: dict[str, list[TypeRule]] = {}
    seen: dict[tuple[str, frozenset[str]], str] = {}
    for code, entry in mappings.load("institution_types").items():
        for phrase in entry["phrases"]:
            head, others = _head_of(_phrase_words(phrase), phrase)
            if seen.setdefault((head, others), code) != code:
                raise MappingError(f"institution_types: «{phrase}» is both {seen[head, others]} and {code}")
            rules.setdefault(head, []).append(TypeRule(head, others, types()[code]))
    return {h: tuple(sorted(r, key=lambda rule: -len(rule.others))) for h, r in rules.items()}


def _head_of(words: list[str], phrase: str) -> tuple[str, frozenset[str]]:
    for index, word in enumerate(words):
        nominative = [r for r in readings(word) if r.pos == "NOUN" and "nomn" in r.grammemes]
        if readings(word)[0].pos == "ADJF" and index < len(words) - 1:
            continue  # «военный комиссариат»: the adjective is a noun too
        if nominative or index == len(words) - 1:
            head = head_lemma(word) if nominative else lemma(word)
            return head, frozenset(content_lemmas(words[:index] + words[index + 1 :]))
    raise MappingError(f"institution_types: «{phrase}» has no head")


def head_lemma(word: str) -> str:
    """The lemma of a noun in any case."""
    return next((r.lemma for r in readings(word) if r.pos == "NOUN"), lemma(word))


@lru_cache(maxsize=1 << 13)
def head_lemmas(word: str) -> tuple[str, ...]:
    """The lemmas under which a word may head a type phrase."""
    known = type_rules()
    found = [lem for lem in sorted(lemmas(word)) if lem in known]
    if not found and "-" in word:
        found = [lem for lem in sorted(lemmas(word.split("-")[0])) if lem in known]
    if not found and len(word) > 6 and not is_known(word):
        found = [lem for lem in known if len(lem) > 6 and one_edit(fold(word), lem)]
    return tuple(found)


def one_edit(a: str, b: str) -> bool:
    """Whether one letter is wrong, missing, too many, or two stand in the wrong order."""
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[at:] == b[at + 1 :]
    swapped = a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :]
    return a[at + 1 :] == b[at + 1 :] or swapped


def best_rule(head: str, around: Iterable[str]) -> TypeRule | None:
    """The rule with the most words among those whose words all stand around the head."""
    present = {x for w in around for x in lemmas(w)}
    return next((r for r in type_rules().get(head, ()) if r.others <= present), None)


@lru_cache(maxsize=1 << 12)
def type_of_words(phrase: str) -> BodyType | None:
    """The type that a phrase in full words names."""
    words = _phrase_words(phrase)
    for index, word in enumerate(words):
        for head in head_lemmas(word):
            rule = best_rule(head, words[:index] + words[index + 1 :])
            if rule is not None:
                return rule.type
    return None


@lru_cache(maxsize=1 << 10)
def gender_of(phrase: str) -> str | None:
    """The gender of a phrase's head: «централизованная библиотечная система» is feminine."""
    for word in _phrase_words(phrase):
        for reading in readings(word):
            if reading.pos == "NOUN" and "nomn" in reading.grammemes:
                return next((g for g in ("masc", "femn", "neut") if g in reading.grammemes), None)
    return None


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, Abbreviation]:
    """All abbreviations in capitals, by their upper-case form."""
    data, found = mappings.load("abbreviations"), {}
    for section, weak in (("bodies", False), ("weak", True)):
        for text, meanings in data[section].items():
            listed = (meanings,) if isinstance(meanings, str) else tuple(meanings)
            found[text.upper()] = Abbreviation(text, listed, weak)
    return found


@lru_cache(maxsize=1)
def short_forms() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Small abbreviations by their first piece: the pieces («шк», «.») and the words they stand for, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for text, meaning in mappings.load("abbreviations")["short"].items():
        pieces = tuple(t.low for t in tokens(text))
        found.setdefault(pieces[0], []).append((pieces, meaning))
    return {k: tuple(sorted(v, key=lambda item: -len(item[0]))) for k, v in found.items()}


@lru_cache(maxsize=1)
def word_lists() -> Words:
    """The small word lists of abbreviations.yaml."""
    data: dict[str, Any] = mappings.load("abbreviations")
    return Words(
        honour_titles=frozenset(fold(w) for w in data["honour_titles"]),
        places={fold(k): v for k, v in data["places"].items()},
        territories={fold(k): v for k, v in data["territories"].items()},
        all_of_a_kind=frozenset(fold(w) for w in data["all_of_a_kind"]),
        formations=frozenset(fold(w) for w in data["formations"]),
        acronym_endings=frozenset(data["acronym_endings"]),
        based=frozenset(fold(w) for w in data["based"]),
        not_bodies=frozenset(w.upper() for w in data["not_bodies"]),
        levels=frozenset(lemma(w) for w in data["levels"]),
        optional=frozenset(lemma(w) for w in data["optional"]),
    )


@lru_cache(maxsize=1)
def legal_forms() -> dict[str, LegalForm]:
    """Legal forms by their abbreviations: every owner, funding and kind together, and those written otherwise."""
    data = mappings.load("legal_forms")
    found: dict[str, LegalForm] = {}
    for owner in data["owners"]:
        for funding in data["funding"]:
            for kind, entry in data["kinds"].items():
                if owner or funding:
                    form = owner + funding + kind
                    found[form] = LegalForm(form, entry.get("type") if owner not in data["untyped_owners"] else None)
    for form in data["whole"]:
        found[form] = LegalForm(form, data["types"].get(form))
    return found


@lru_cache(maxsize=1 << 12)
def legal_form(word: str) -> LegalForm | None:
    """The legal form an abbreviation is, letters of a region before it allowed («ТОГБУ»)."""
    known = legal_forms()
    if word in known:
        return known[word]
    for region in legal_words().regions:
        rest = word.removeprefix(region)
        if rest != word and len(rest) > 2 and rest in known:
            return LegalForm(word, known[rest].type)
    return None


@dataclass(frozen=True, slots=True)
class LegalWords:
    """The words of legal forms written in full, as lemmas, and the letters they give in the abbreviation."""

    adjectives: frozenset[str]
    owners: frozenset[str]
    heads: frozenset[str]
    tails: frozenset[str]
    suffixes: frozenset[str]
    regions: frozenset[str]
    types: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def legal_words() -> LegalWords:
    """The words of legal_forms.yaml."""
    data = mappings.load("legal_forms")
    return LegalWords(
        adjectives=frozenset(lemma(w) for w in data["adjectives"]),
        owners=frozenset(lemma(w) for w in data["owners_words"]),
        heads=frozenset(data["heads"]),
        tails=frozenset(lemma(w) for w in data["tails"]),
        suffixes=frozenset(data["suffixes"]),
        regions=frozenset(data["regions"]),
        types=tuple((lemma(w), t) for w, t in data["word_types"].items()),
    )


@lru_cache(maxsize=1)
def descriptor_words() -> frozenset[str]:
    """Lemmas that describe a body in type phrases and expansions: «центральный», «детский», «городской»."""
    found: set[str] = set()
    for rules in type_rules().values():
        for rule in rules:
            found |= rule.others | {rule.head}
    for abbreviation in abbreviations().values():
        for meaning in abbreviation.meanings:
            found |= set(content_lemmas(_phrase_words(meaning)))
    return frozenset(found) | legal_words().adjectives


@lru_cache(maxsize=1 << 13)
def acronym(word: str) -> str:
    """An acronym without the ending that speech gives it: «ФОКа», «ДКом» → «ФОК», «ДК»; any other word as it is."""
    bare = word.rstrip("аеуоымию")
    ending = word[len(bare) :]
    declined = ending in word_lists().acronym_endings and len(bare) > 1 and bare.isupper()
    return bare if declined and bare in abbreviations() else word


@lru_cache(maxsize=1 << 12)
def regional(text: str) -> Abbreviation | None:
    """The institute of a region: «КОИРО» is an «ИРО» with the first letters of its region."""
    for length in (1, 2, 3) if text.isupper() else ():
        known = abbreviations().get(text.upper()[length:])
        if known is not None and known.types[0] is not None and known.types[0].regional:
            return known
    return None


def check() -> list[str]:
    """What is wrong with the mappings of bodies: repeated, empty or never-matching entries, in words."""
    problems = [f"empty: {code}" for code, e in mappings.load("institution_types").items() if not e.get("phrases")]
    known = set(abbreviations())
    lists = word_lists()
    problems += [f"both a body and none: {w}" for w in sorted(known & lists.not_bodies)]
    problems += [
        f"both an abbreviation and a legal form: {w}"
        for w in sorted(known & set(mappings.load("legal_forms")["whole"]))
    ]
    raw = mappings.load("abbreviations")
    for name in ("not_bodies", "honour_titles", "all_of_a_kind", "based", "formations", "acronym_endings"):
        problems += [f"twice in {name}: {w}" for w in sorted({w for w in raw[name] if raw[name].count(w) > 1})]
    for text, abbreviation in abbreviations().items():
        problems += [
            f"no type: {text}: {m}" for m, t in zip(abbreviation.meanings, abbreviation.types, strict=True) if t is None
        ]
    problems += [f"no type: {m}" for forms in short_forms().values() for _, m in forms if type_of_words(m) is None]
    for code, entry in mappings.load("institution_types").items():
        for phrase in entry["phrases"]:
            got = type_of_words(phrase)
            if got is None or got.code != code:
                problems.append(f"«{phrase}» of {code} is read as {got.code if got else None}")
    return problems


def forget() -> None:
    """Drop everything built on the mappings."""
    for cached in (
        types,
        ancestors,
        type_rules,
        head_lemmas,
        type_of_words,
        abbreviations,
        short_forms,
        word_lists,
        legal_forms,
    ):
        cached.cache_clear()
    legal_form.cache_clear()
    acronym.cache_clear()
    regional.cache_clear()
    legal_words.cache_clear()
    descriptor_words.cache_clear()


mappings.on_change(forget)

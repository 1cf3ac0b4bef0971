"""Whether two writings are one body: nothing that both say contradicts, and something tells that it is the same one.

The rules are those of `gold/phrases/institutions.yaml`: legal form, quotes, honours and parent may be left out; another
number, proper name, honoured person, place or kind makes another body.
"""

from __future__ import annotations

from functools import lru_cache

from extractor import mappings
from extractor.fields.institutions import knowledge
from extractor.morph import is_known, readings
from extractor.resolve.features import Features, Locality, features

_SCHOOLS = frozenset({"general_education", "kindergarten"})


@lru_cache(maxsize=1 << 15)
def same_institution(a: str, b: str) -> bool:
    """Whether two mentions of one plan are one body."""
    return same(features(a), features(b))


def same(a: Features, b: Features) -> bool:
    """Whether two bodies of one plan, by their features, are one."""
    if a.several or b.several:
        return bool(a.text) and a.several == b.several and a.text == b.text and not a.several
    if contradict(a, b):
        return False
    if a.bare or b.bare:
        return a.plain and b.plain and same_words(a, b)
    return _told(a, b)


def contradict(a: Features, b: Features) -> bool:
    """Whether something that both say differs."""
    return (
        bool(a.number and b.number and a.number != b.number)
        or kinds_differ(a.types, b.types)
        or _honours_differ(a, b)
        or _places_differ(a.localities, b.localities)
        or _propers_differ(a, b)
        or _parents_differ(a, b)
        or _one_is_part(a, b)
    )


def _told(a: Features, b: Features) -> bool:
    """Whether something tells that two bodies that do not contradict are the same one."""
    words = same_words(a, b)
    schools = _school(a) and _school(b)
    narrower = words or _narrower(a, b)
    if a.number and b.number:
        return schools or narrower
    if a.proper and b.proper:
        return narrower or schools or _may_be_called(a, b)
    if a.honours and b.honours:
        return narrower or schools or _may_be_called(a, b) or _more_general(a, b)
    if a.number or b.number:
        return False
    if a.proper or b.proper:
        here = schools and _places_meet(a.localities, b.localities)
        return here or _acronym_of_proper(a, b) or _acronym_of_proper(b, a)
    if schools:
        return _places_meet(a.localities, b.localities)
    if a.localities and b.localities and _places_meet(a.localities, b.localities) and narrower:
        return True
    return words


def _more_general(a: Features, b: Features) -> bool:
    """«библиотека им. Н.В. Гоголя» and «детская библиотека им. Н.В. Гоголя»: the one honoured tells enough."""
    return any(len(x) == 1 and set(x) <= set(y) for x in a.designations for y in b.designations) or any(
        len(y) == 1 and set(y) <= set(x) for x in a.designations for y in b.designations
    )


def _may_be_called(a: Features, b: Features) -> bool:
    """Whether two bodies of one name may be one: one has no words, or an acronym that may be the other's."""
    if a.designations and b.designations:
        return False
    letters = next((x.abbreviation[0].lower() for x in (a, b) if x.abbreviation and not x.designations), "")
    spoken = next((x.spelled for x in (a, b) if x.designations), ())
    return not letters or not spoken or any(w[0] == letters for w in spoken)


# Kinds


def kinds_differ(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether no type of the one is the other's or more general than it."""
    return bool(a and b) and not any(x in knowledge.ancestors(y) or y in knowledge.ancestors(x) for x in a for y in b)


def _school(found: Features) -> bool:
    return (bool(found.types) and all(_SCHOOLS & set(knowledge.ancestors(t)) for t in found.types)) or not (
        found.types or found.designations or found.abbreviation or found.proper
    )


# Words


def same_words(a: Features, b: Features) -> bool:
    """Whether the designations are the same words, or one is the other's acronym."""
    if a.abbreviation and b.abbreviation and a.abbreviation.upper() == b.abbreviation.upper():
        return a.designations == b.designations or any(
            alike_words(x, y) for x in a.designations for y in b.designations
        )
    if any(alike_words(x, y) for x in a.designations for y in b.designations):
        return True
    if len(a.spelled) > 2 and alike_words(a.spelled, b.spelled):
        return True
    return _acronym_of(a, b) or _acronym_of(b, a) or _left_out(a, b)


def alike_words(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two designations are the same lemmas in any order, a mistyped one allowed."""
    if not a or len(a) != len(b):
        return False
    return all(x == y or typo(x, y) for x, y in zip(sorted(a), sorted(b), strict=True))


def _narrower(a: Features, b: Features) -> bool:
    """Whether all words of one designation are in the other, and the rest are no words that tell bodies apart."""
    levels = knowledge.word_lists().levels - {w for t in a.types | b.types for w in knowledge.types()[t].optional}
    kinds = tuple(p.kind for p in (*a.localities, *b.localities) if p.territory and p.kind)
    levels = frozenset(w for w in levels if not (kinds and w.startswith(kinds)))  # «районная дума», «Дума … района»
    return any(
        (set(x) <= set(y) or set(y) <= set(x)) and not (set(x) ^ set(y)) & levels
        for x in a.designations
        for y in b.designations
    )


def _left_out(a: Features, b: Features) -> bool:
    """Whether two designations of one type differ by words that may be left out: «областной», «детская»."""
    if not a.types & b.types:
        return False
    may = {w for t in a.types & b.types for w in knowledge.types()[t].optional}
    may |= knowledge.word_lists().optional if a.unique and b.unique else set()
    return any(set(x) ^ set(y) and set(x) ^ set(y) <= may for x in a.designations for y in b.designations)


def _acronym_of(a: Features, b: Features) -> bool:
    """Whether the abbreviation of one is made of the words of the other."""
    return a.abbreviation is not None and b.abbreviation is None and spells(a.abbreviation, b.spelled)


def _acronym_of_proper(a: Features, b: Features) -> bool:
    """«МАУ «ЦМиР»» and «МАУ «Центр молодёжи и ремёсел»»."""
    return a.proper_acronym is not None and b.proper is None and spells(a.proper_acronym, b.spelled)


def spells(acronym: str, words: tuple[str, ...]) -> bool:
    """Whether an acronym is the first letters of the words; small words, places and «городской» may be left out."""
    letters = acronym.lower().replace("ё", "е").replace(" ", "")
    if len(words) < 2:
        return False
    reach = {0}
    for word in words:
        step = {i + 1 for i in reach if i < len(letters) and letters[i] == word[0]}
        reach = step | (reach if _may_be_left_out(word) else set())
        if not reach:
            return False
    return len(letters) in reach


@lru_cache(maxsize=1 << 12)
def _may_be_left_out(word: str) -> bool:
    first = readings(word)[0]
    if first.pos in ("PREP", "CONJ", "NPRO", "PRCL"):
        return True
    adjective = any(r.pos == "ADJF" for r in readings(word))
    return adjective and word.endswith(("ский", "ская", "ское", "цкий", "цкая", "ской")) and not is_level(word)


def is_level(word: str) -> bool:
    """Whether a word describes bodies in general, and is no place: «городская», «педагогический»."""
    return any(r.lemma in knowledge.descriptor_words() for r in readings(word))


# Names


def _propers_differ(a: Features, b: Features) -> bool:
    if a.proper is None or b.proper is None:
        return False
    if a.proper == b.proper or typo(a.proper, b.proper):
        return False
    one, other = a.proper_acronym, b.proper_acronym
    return not (
        (one is not None and spells(one, tuple(b.proper.split())))
        or (other is not None and spells(other, tuple(a.proper.split())))
    )


def _honours_differ(a: Features, b: Features) -> bool:
    if a.honours is None or b.honours is None:
        return False
    (name, given), (other, others) = a.honours, b.honours
    return not (name == other or typo(name, other)) or any(x != y for x, y in zip(given, others, strict=False))


def _parents_differ(a: Features, b: Features) -> bool:
    return a.parent is not None and b.parent is not None and contradict(a.parent, b.parent)


def _one_is_part(a: Features, b: Features) -> bool:
    """A part and its parent: «ЦДБ МБУК «ЦБС»» and «МБУК «ЦБС»»."""
    parts = {t for t, found in knowledge.types().items() if found.part}
    return (
        bool(a.types & parts) != bool(b.types & parts)
        and bool(a.types and b.types)
        and not (
            {x for t in a.types for x in knowledge.ancestors(t)} & {x for t in b.types for x in knowledge.ancestors(t)}
        )
    )


# Places


def _places_differ(a: tuple[Locality, ...], b: tuple[Locality, ...]) -> bool:
    return bool(a and b) and not _places_meet(a, b)


def _places_meet(a: tuple[Locality, ...], b: tuple[Locality, ...]) -> bool:
    return any(same_place(x, y) for x in a for y in b)


def same_place(a: Locality, b: Locality) -> bool:
    """Whether two places are one; a town and the district of its name are two."""
    if a.adjective or b.adjective:
        if a.adjective and b.adjective:
            return bool(a.names & b.names) or any(typo(_stem(x), _stem(y)) for x in a.names for y in b.names)
        return a.root == b.root or _near_roots(a.root, b.root)
    if not (a.names and b.names):
        return a.kind == b.kind
    if a.territory != b.territory or (a.kind and b.kind and a.kind != b.kind):
        return False
    return bool(a.names & b.names)


def _stem(adjective: str) -> str:
    """«луговской» and «луговский» without their endings."""
    return adjective.removesuffix("ий").removesuffix("ой")


def _near_roots(a: str, b: str) -> bool:
    """«Лесное» and «Лесновская»: one root goes on with a suffix of the adjective."""
    short, long = sorted((a, b), key=len)
    return len(short) > 3 and len(long) - len(short) <= 2 and long.startswith(short if len(short) < 6 else short[:-1])


# Typos


@lru_cache(maxsize=1 << 14)
def typo(a: str, b: str) -> bool:
    """One letter wrong, missing, too many or two in the wrong order, in a long word that is not a known one each."""
    if a == b:
        return True
    if min(len(a), len(b)) < 6 or abs(len(a) - len(b)) > 1 or (" " in a) != (" " in b):
        return False
    if [c for c in a if c.isdigit()] != [c for c in b if c.isdigit()]:
        return False
    return not (_all_known(a) and _all_known(b)) and knowledge.one_edit(a, b)


def _all_known(text: str) -> bool:
    return all(is_known(w) for w in text.split())


mappings.on_change(same_institution.cache_clear)
mappings.on_change(_may_be_left_out.cache_clear)

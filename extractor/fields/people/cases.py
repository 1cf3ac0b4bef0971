"""Names of people put into the nominative.

Surnames are declined by their shape (`mappings/people.yaml`), for the dictionary lacks most of them; where it has one,
it decides between the shapes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from extractor import mappings
from extractor.fields.people.knowledge import knowledge
from extractor.morph import inflect, readings

ANY = frozenset({"nomn", "gent", "datv", "accs", "ablt", "loct"})
NOMINATIVE = frozenset({"nomn"})
SURELY_NOMINATIVE = frozenset({"nomn", "sure"})
"""Behind a post in the nominative singular: «тренер Луговой» is no woman in another case."""
_VOWELS = frozenset("аеёиоуыэюя")
_SIBILANTS = frozenset("гкхжчшщ")
_OPEN = 0.7


@dataclass(frozen=True, slots=True)
class Analysis:
    """One way to read the form of a surname; all in lower case."""

    nominative: str
    gender: str
    case: str
    shape: str


@dataclass(frozen=True, slots=True)
class Named:
    """A surname in the nominative (in lower case), its gender where it is known, how sure that is."""

    text: str
    gender: str | None
    confidence: float


def title(word: str) -> str:
    """Capitals only where names have them: «САЛТЫКОВА-ЩЕДРИНА» → «Салтыкова-Щедрина»."""
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


@lru_cache(maxsize=1 << 15)
def analyses(form: str) -> tuple[Analysis, ...]:
    """All readings of a lower-case surname form by shapes and dictionary."""
    known = knowledge()
    if form.endswith(known.fixed):
        return _fixed(form, "fixed")
    found = dict.fromkeys(by_shape(form) + _by_dictionary(form))
    if form.endswith(known.fixed_vowels):
        found |= dict.fromkeys(_fixed(form, "vowel"))
    if form[-1] not in _VOWELS and not any(a.shape in ("possessive", "adjective_sk") for a in found):
        found |= dict.fromkeys(Analysis(form, "femn", c, "consonant") for c in sorted(ANY))
    return tuple(found)


mappings.on_change(analyses.cache_clear)


def _fixed(form: str, shape: str) -> tuple[Analysis, ...]:
    return tuple(Analysis(form, gender, case, shape) for gender in ("masc", "femn") for case in sorted(ANY))


@lru_cache(maxsize=1 << 15)
def by_shape(form: str) -> list[Analysis]:
    out: list[Analysis] = []
    for length in range(min(3, len(form) - 2), -1, -1):
        stem, ending = (form[:-length], form[-length:]) if length else (form, "")
        for entry in knowledge().endings.get(ending, ()):
            if not _fits(stem, entry.stems, entry.shape):
                continue
            for tail in entry.nominatives:
                checked = entry.case != "nomn" and entry.shape in ("consonant", "noun_a", "possessive")
                if _may_end(stem, tail, entry.shape) and not (checked and _clashes(stem, ending)):
                    out.append(Analysis(stem + tail, entry.gender, entry.case, entry.shape))
    return out


mappings.on_change(by_shape.cache_clear)


def _fits(stem: str, stems: tuple[str, ...], shape: str) -> bool:
    if stems:
        return stem.endswith(stems)
    if shape == "noun_ya":
        return True
    if stem[-1] in _VOWELS or stem[-1] in "ьй":
        return False
    return not (shape in ("consonant", "noun_a") and stem.endswith(("ов", "ев", "ёв", "ск", "цк")))


def _may_end(stem: str, tail: str, shape: str) -> bool:
    """Spelling: «-кий», never «-кый»; bare «-ий» else only behind soft stems, which surnames hardly have."""
    if shape.startswith("adjective") and tail in ("ый", "ий"):
        return (tail == "ий") == (stem[-1] in _SIBILANTS)
    return True


def _clashes(stem: str, ending: str) -> bool:
    """Endings that this stem never has («-кы», «-ци», «-шом», «-дем»)."""
    if ending in ("ом", "ем", "ём") and stem[-1] != "ц":
        return (ending == "ом") == (stem[-1] in "жчшщ")
    return ending in ("ы", "и") and (ending == "и") != (stem[-1] in _SIBILANTS) and stem[-1] not in _VOWELS


@lru_cache(maxsize=1 << 15)
def _by_dictionary(form: str) -> list[Analysis]:
    """Readings as a person's name, or as a noun with a vowel that comes and goes («Кравцом» → «Кравец»)."""
    out = []
    for reading in readings(form):
        grammemes = reading.grammemes
        if not reading.known or "plur" in grammemes or reading.pos != "NOUN" or not grammemes & {"Surn", "anim"}:
            continue
        case = next((c for c in ANY if c in grammemes), None)
        if case in (None, "nomn") or "masc" not in grammemes or "Fixd" in grammemes or reading.lemma[-1] in _VOWELS:
            continue
        out.append(Analysis(_spelled(reading.lemma, form), "masc", str(case), "dictionary"))
    return out


def _spelled(lemma: str, form: str) -> str:
    """A lemma with the ё of the form: «чёрного» → «чёрный»."""
    shared = 0
    while shared < min(len(lemma), len(form)) and form[shared].replace("ё", "е") == lemma[shared]:
        shared += 1
    return form[:shared] + lemma[shared:]


@lru_cache(maxsize=1 << 15)
def nominative(form: str, cases: frozenset[str] = NOMINATIVE, gender: str | None = None) -> Named:
    """The nominative of a lower-case surname that stands in one of `cases`.

    Where the phrase says nothing (`NOMINATIVE`) but the form can be no nominative («Зуйковой Т.А. поручить»), its own
    ending decides; where both genders remain, the form stays and the confidence falls.
    """
    found = [a for a in analyses(form) if gender is None or a.gender == gender]
    fitting = [a for a in found if a.case in cases]
    if "nomn" in cases and any(a.case == "nomn" and ("sure" in cases or _is_believed(form, a)) for a in fitting):
        return Named(form, _only(a.gender for a in fitting if a.case == "nomn"), 1.0)
    if fitting and cases != NOMINATIVE:
        return _choose(form, fitting, 1.0)
    if cases != NOMINATIVE and any(a.case == "nomn" for a in found):
        return Named(form, _only(a.gender for a in found if a.case == "nomn"), 0.9)
    if any(a.case == "nomn" for a in fitting) and not _is_surname_in_case(form):
        return Named(form, None, _OPEN)
    oblique = [a for a in found if a.case != "nomn"]
    return _choose(form, oblique, 0.9) if oblique else Named(form, gender, 1.0 if found else _OPEN)


mappings.on_change(nominative.cache_clear)


@lru_cache(maxsize=1 << 13)
def _is_surname_in_case(form: str) -> bool:
    """Whether the dictionary has the form as a surname in an oblique case («кузнецовой»), not only the shape of one."""
    return any(r.known and "Surn" in r.grammemes and "nomn" not in r.grammemes for r in readings(form))


def _is_believed(form: str, analysis: Analysis) -> bool:
    """Whether a form may be this nominative: «Сомовой» could be a man's only if there were an adjective «сомовой»."""
    if analysis.shape == "adjective" and form.endswith("ой"):
        return any("masc" in r.grammemes and "nomn" in r.grammemes for r in readings(form)) or not form.endswith(
            ("овой", "евой", "ёвой", "иной", "ыной")
        )
    if analysis.shape == "adjective_sk" and form.endswith("ой"):
        return any("masc" in r.grammemes and "nomn" in r.grammemes for r in readings(form))
    if analysis.shape == "iot":
        return not any(a.shape in ("possessive", "adjective_sk") for a in analyses(form))
    if analysis.shape == "vowel" and form[-1] in "ую":
        return not any(a.shape != "vowel" for a in analyses(form))
    return not (analysis.shape == "consonant" and form.endswith(("ым", "им", "ого", "ому")) and len(form) > 5)


def _choose(form: str, found: list[Analysis], sure: float) -> Named:
    """The one nominative that the readings share, or the likeliest: possessive shapes, then the dictionary's."""
    best = min(_rank(form, a) for a in found)
    texts = {a.nominative: a.gender for a in found if _rank(form, a) == best}
    if len(texts) > 1:
        attested = {t: g for t, g in texts.items() if _is_attested(t, g)}
        texts = attested if len(attested) == 1 else texts
    if len(set(texts.values())) > 1:
        return Named(form, None, _OPEN)
    text, gender = next(iter(texts.items()))
    return Named(text, _only(a.gender for a in found if a.nominative == text) or gender, sure)


@lru_cache(maxsize=1 << 13)
def _is_attested(text: str, gender: str) -> bool:
    """Whether the dictionary has this nominative of this gender, as a noun or an adjective."""
    return any(
        r.known and r.pos in ("NOUN", "ADJF") and "nomn" in r.grammemes and r.grammemes & {gender, "ms-f", "GNdr"}
        for r in readings(text)
    )


def _rank(form: str, analysis: Analysis) -> int:
    """How late a reading is chosen: shapes that surnames love first, then what the endings show most clearly."""
    shape = analysis.shape
    if shape == "possessive" and not _is_adjective(analysis.nominative.removesuffix("а") + "ой"):
        return 0
    if shape == "adjective":
        telling = form.endswith(("ого", "его", "ому", "ему")) or analysis.nominative.endswith(("ная", "ный", "ной"))
        return 3 if telling or _is_adjective(analysis.nominative) else 6
    order = {"adjective_sk": 1, "dictionary": 2, "fixed": 2, "fleeting": 3, "possessive": 4, "noun_a": 5, "noun_ya": 5}
    if shape in order:
        return order[shape]
    return 4 if shape in ("consonant", "soft", "iot") and analysis.nominative != form else 7


@lru_cache(maxsize=1 << 13)
def _is_adjective(text: str) -> bool:
    """Whether the dictionary has an adjective in this nominative («луговой», «тёмная»)."""
    return any(r.known and r.pos == "ADJF" and {"nomn", "sing"} <= r.grammemes for r in readings(text))


def _only(values: object) -> str | None:
    found = set(values)  # type: ignore[call-overload]
    return str(found.pop()) if len(found) == 1 else None


@lru_cache(maxsize=1 << 15)
def given_cases(word: str, tag: str) -> frozenset[tuple[str, str]]:
    """The (case, gender) pairs that a given name (`Name`) or patronymic (`Patr`) may stand in."""
    out = set()
    for reading in readings(word):
        g = reading.grammemes
        if tag in g and "plur" not in g:
            out |= {(c, s) for c in ANY if c in g for s in ("masc", "femn") if s in g or "ms-f" in g}
    return frozenset(out)


@lru_cache(maxsize=1 << 15)
def given_nominative(word: str, tag: str, gender: str | None, cases: frozenset[str]) -> str:
    """The nominative of a given name or patronymic that stands in one of `cases`, in lower case."""
    own = [
        r
        for r in readings(word)
        if tag in r.grammemes and "plur" not in r.grammemes and (gender is None or r.grammemes & {gender, "ms-f"})
    ]
    declined = [r for r in own if r.grammemes & cases and "Fixd" not in r.grammemes]
    if not declined:
        return word
    form = inflect(word, "nomn", "sing", *((gender,) if gender else ()))
    if form is not None and (tag == "Patr" or form.replace("ё", "е") == declined[0].lemma):
        return form
    return inflect(declined[0].lemma, "nomn", "sing") or declined[0].lemma

"""The type of an event by its title: the head of the phrase decides («Подготовка к конкурсу» is planning).

A title that is only a name in quotes takes its type from the form column, then from the heading above; a title that
names no form from the heading, then the form. Knowledge: `mappings/event_types.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor import mappings
from extractor.errors import MappingError
from extractor.morph import Reading, lemmas, readings
from extractor.text import clean, fold_lookalikes, one_line

OTHER = "other"
_MAX_WORDS = 24
_QUOTED = re.compile(r"«[^«»]*(?:«[^«»]*»[^«»]*)*»?|\"[^\"]*\"?|“[^“”]*”?|„[^„“”]*[“”]?")
_BRACKETS = re.compile(r"\([^()]*\)?")
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[•·*▪–-])\s+")
_SEGMENT = re.compile(r"[.:;!?…]+(?=\s|$)|\s[–—]\s(?=[^\W\d_]*[А-ЯЁ])")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|,")
_SPLIT_COMPOUND = re.compile(r"(?<=[^\W\d_])\s?[–—-]\s?(?=[^\W\d_])")
_DESCRIBING = frozenset({"ADJF", "PRTF", "NUMR", "ADVB", "PRCL", "NPRO", "ADJS", "COMP"})


@dataclass(frozen=True, slots=True)
class _Rule:
    head: str
    others: frozenset[str]
    code: str


@dataclass(frozen=True, slots=True)
class _Knowledge:
    rules: dict[str, tuple[_Rule, ...]]
    labels: dict[str, tuple[str, str]]
    through: frozenset[str]
    into: frozenset[str]
    containers: frozenset[str]
    preparing: frozenset[str]
    preparing_before: frozenset[str]
    preparing_type: str
    verbs: dict[str, str]
    prefixes: tuple[str, ...]


def event_type(title: str, *, form: str | None = None, heading: str | None = None) -> tuple[str, str]:
    """The code and the Russian label of an event's type.

    Args:
        title: the event's title.
        form: the text of a form column («Книжная выставка»).
        heading: the title of the section above («Семинары»).
    """
    code = _resolve(title, form or "", heading or "")
    return code, _knowledge().labels[code][0]


def label(code: str, *, lang: str = "ru") -> str:
    """The label of a type's code in Russian or English (`lang="en"`)."""
    labels = _knowledge().labels.get(code, (code, code))
    return labels[1] if lang == "en" else labels[0]


def codes() -> tuple[str, ...]:
    """All codes of types."""
    return tuple(_knowledge().labels)


@lru_cache(maxsize=1 << 14)
def _resolve(title: str, form: str, heading: str) -> str:
    plain = one_line(fold_lookalikes(clean(title)))
    outside = _BRACKETS.sub(" ", _QUOTED.sub(" ", plain)).strip(" .,;:–—-")
    by_title = _type_of(_outside(plain))
    if by_title is not None:
        return by_title
    by_form, by_heading = _type_of(_outside(form)) or _type_of(form), _heading_type(heading)
    order = (by_form, by_heading) if not _WORD.search(outside) else (by_heading, by_form)
    found = order[0] or order[1]
    return found or _within(plain) or OTHER


def _outside(text: str) -> str:
    """The text without what stands in quotes and brackets."""
    return _BRACKETS.sub(" ", _QUOTED.sub(" « ", one_line(fold_lookalikes(clean(text)))))


def _within(text: str) -> str | None:
    """What the quotes say where nothing else tells: «В рамках недели …», a contest wholly in quotes."""
    for match in _QUOTED.finditer(text):
        found = _type_of(match.group().strip('«»"“”„ '))
        if found is not None:
            return found
    frame = re.search(r"в рамках\s(.*)", text, re.IGNORECASE)
    return _type_of(_outside(frame.group(1))) if frame else None


def _heading_type(heading: str) -> str | None:
    """The type of a heading that is a kind of event and no more: «Семинары», not «Проверки и отчёты»."""
    words = _words(_outside(heading))
    if not words:
        return None
    found = {_head_type(part) for part in _coordinated(words)}
    return found.pop() if len(found) == 1 else None


def _coordinated(words: list[str]) -> list[list[str]]:
    """The parts of «Смотры и конкурсы»; one part where «и» joins adjectives or what is governed."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word in ("и", ","):
            parts.append([])
        else:
            parts[-1].append(word)
    return [p for p in parts if p and any(r.pos == "NOUN" for w in p[:4] for r in readings(w)[:1])] or [words]


def _type_of(text: str) -> str | None:
    """The type of the first part of a text that has one: its sentences, what stands behind a colon."""
    for segment in _SEGMENT.split(_NUMBERING.sub("", text)):
        found = _head_type(_words(segment or ""))
        if found is not None:
            return found
    return None


def _words(text: str) -> list[str]:
    joined = _SPLIT_COMPOUND.sub(_join_compound, text)
    prefixes = _knowledge().prefixes
    return [_without_prefix(w, prefixes) for w in _WORD.findall(joined)[:_MAX_WORDS]]


def _without_prefix(word: str, prefixes: tuple[str, ...]) -> str:
    """«Онлайн-круглый» → «круглый»."""
    first, hyphen, rest = word.partition("-")
    if not hyphen or not rest or first.lower() not in prefixes or lemmas(word) & set(_knowledge().rules):
        return word
    return rest


def _join_compound(match: re.Match[str]) -> str:
    """«Мастер – класс» is one word where the list knows it so; a spaced dash stays one elsewhere."""
    left = re.search(r"[^\W\d_]+$", match.string[: match.start()])
    right = re.match(r"[^\W\d_]+", match.string[match.end() :])
    if match.group() == "-" or left is None or right is None:
        return match.group()
    return (
        "-"
        if any(f"{a}-{b}" in _knowledge().rules for a in lemmas(left.group()) for b in lemmas(right.group()))
        else match.group()
    )


def _head_type(words: Sequence[str]) -> str | None:
    """The type that the head of a phrase names; the walk goes through «организация», «участие в», «этап»."""
    known, at = _knowledge(), 0
    describing: list[str] = []
    carried = False
    while at < len(words):
        word = words[at]
        lemma = _light_lemma(word)
        if lemma is None:
            found = readings(word)
            if found[0].pos == "PREP" and at == 0:
                return None
            if found[0].pos == "PREP" and carried and not describing:
                at = _past_place(words, at)
                continue
            if found[0].pos in ("PREP", "VERB", "GRND") and not _passable(words, at):
                return None
            describing.append(word)
            at += 1
            continue
        rule = _rule(word, lemma, describing, words[at + 1 :])
        if (rule is None or not rule.others) and _prepares(lemma, words[at + 1 : at + 4]):
            return known.preparing_type
        if rule is not None and not (lemma in known.through and not rule.others and _joined_to_light(words, at)):
            return rule.code
        if lemma in known.into:
            at = _behind_in(words, at)
        elif lemma in known.through or lemma in known.containers:
            at, carried = at + 1, lemma in known.through
        else:
            return None
        describing = []
    return None


def _prepares(lemma: str, after: Sequence[str]) -> bool:
    """«Подготовка к …», «Подготовка школы к …»."""
    known = _knowledge()
    return lemma in known.preparing and any(w.lower() in known.preparing_before for w in after)


def _past_place(words: Sequence[str], at: int) -> int:
    """Behind the place that stands between: «Проведение в школах района выставок»."""
    here = at + 1
    while here < len(words) and readings(words[here])[0].pos in _DESCRIBING:
        here += 1
    return here + 1


def _passable(words: Sequence[str], at: int) -> bool:
    """Whether the phrase goes on behind a preposition: «Встречаясь в …» does not, «Единый в … » neither."""
    return at > 0 and words[at - 1] in (",", "и")


def _light_lemma(word: str) -> str | None:
    """The lemma under which a word may be or carry a head: a noun's, or that of the noun a verb stands for."""
    known = _knowledge()
    if word == ",":
        return None
    found = readings(word)
    for reading in found:
        if reading.lemma in known.verbs and reading.pos in ("INFN", "VERB"):
            return known.verbs[reading.lemma]
    for reading in found:
        lemma = _known_lemma(reading.lemma)
        if lemma is not None and (reading.pos not in _DESCRIBING or reading.lemma in known.rules):
            return lemma
    if any("Anum" in reading.grammemes for reading in found):
        return None  # «Второе заседание»: no dish
    first = found[0] if found else Reading(word.lower(), frozenset(), 0.0, False)
    if (
        first.pos in _DESCRIBING
        or first.pos in ("PREP", "CONJ", "VERB", "INFN", "GRND", "INTJ", "PRTS")
        or not re.search("[а-яё]", word.lower())
    ):
        return None
    if any(r.pos in ("ADJF", "PRTF") for r in found) and first.pos != "NOUN":
        return None
    return first.lemma


def _known_lemma(lemma: str) -> str | None:
    """A lemma as the lists have it: itself, the first part of a compound, the rest behind «фото», «видео»."""
    known = _knowledge()
    forms = [lemma, *lemma.split("-")] if "-" in lemma else [lemma]
    for form in forms:
        if form in known.rules or form in known.through or form in known.into or form in known.containers:
            return form
    for prefix in known.prefixes:
        rest = lemma[len(prefix) :].lstrip("-") if lemma.startswith(prefix) else ""
        if rest in known.rules:
            return rest
    return None


def _rule(word: str, lemma: str, describing: Sequence[str], after: Sequence[str]) -> _Rule | None:
    """The rule with the most words among those whose words stand before the head or right behind it."""
    known = _knowledge()
    near: set[str] = set()
    for other in (word, *describing, *_governed(after)):
        near |= lemmas(other)
    return next((r for r in known.rules.get(lemma, ()) if r.others <= near), None)


def _governed(after: Sequence[str]) -> list[str]:
    """The words behind a head that may belong to its phrase: up to the noun it governs and the next one."""
    known, taken, nouns = _knowledge(), [], 0
    for word in after[:8]:
        if word == ",":
            if nouns:
                break
            continue
        first = readings(word)[0]
        if first.pos == "PREP" and word.lower() not in known.preparing_before and word.lower() != "по":
            break
        taken.append(word)
        if first.pos == "NOUN" and not lemmas(word) & known.through:
            nouns += 1
            if nouns == 2:
                break
    return taken


def _joined_to_light(words: Sequence[str], at: int) -> bool:
    """«Планирование и проведение заседаний»: the word only stands beside the one that carries the head."""
    return at + 2 < len(words) and words[at + 1] in ("и", ",") and _light_lemma(words[at + 2]) in _knowledge().through


def _behind_in(words: Sequence[str], at: int) -> int:
    """The place behind «в» of «Участие команды школы в соревнованиях»; the end where there is none."""
    for index in range(at + 1, min(len(words), at + 10)):
        if words[index].lower() in ("в", "во", "на"):
            return index + 1
    return len(words)


@lru_cache(maxsize=1)
def _knowledge() -> _Knowledge:
    data: dict[str, Any] = mappings.load("event_types")
    rules: dict[str, list[_Rule]] = {}
    for code, entry in data["types"].items():
        for phrase in entry["phrases"]:
            head, others = _phrase(phrase)
            if any(r.others == others for r in rules.get(head, ())):
                raise MappingError(f"event_types: «{phrase}» stands twice")
            rules.setdefault(head, []).append(_Rule(head, others, code))
    fold = {k: frozenset(_fold(w) for w in data[k]) for k in ("through", "into", "containers")}
    return _Knowledge(
        rules={h: tuple(sorted(r, key=lambda rule: -len(rule.others))) for h, r in rules.items()},
        labels={c: (e["label"], e["label_en"]) for c, e in data["types"].items()},
        through=fold["through"],
        into=fold["into"],
        containers=fold["containers"],
        preparing=frozenset(_fold(w) for w in data["preparing"]["words"]),
        preparing_before=frozenset(data["preparing"]["before"]),
        preparing_type=data["preparing"]["type"],
        verbs={_fold(k): _fold(v) for k, v in data["verbs"].items()},
        prefixes=tuple(data["prefixes"]),
    )


def _fold(word: str) -> str:
    return word.lower().replace("ё", "е")


def _phrase(phrase: str) -> tuple[str, frozenset[str]]:
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", phrase)
    index = next(
        (i for i, w in enumerate(words) if any(r.pos == "NOUN" and "nomn" in r.grammemes for r in readings(w)[:2])), 0
    )
    found = [r for r in readings(words[index]) if r.pos not in ("PREP", "CONJ")]
    if not found:
        raise MappingError(f"event_types: «{phrase}» has no head")
    others = [readings(w)[0] for i, w in enumerate(words) if i != index]
    return found[0].lemma, frozenset(r.lemma for r in others if r.pos != "PREP")


def check() -> list[str]:
    """What is wrong with event_types.yaml: phrases that do not give their own type, words that stand twice."""
    data = mappings.load("event_types")
    problems = [
        f"«{p}» of {code} is read as {got}"
        for code, entry in data["types"].items()
        for p in entry["phrases"]
        if (got := _type_of(p)) != code
    ]
    for name in ("through", "into", "containers", "prefixes"):
        problems += [f"twice in {name}: {w}" for w in sorted({w for w in data[name] if data[name].count(w) > 1})]
    return problems


def forget() -> None:
    """Drop everything built on the mappings."""
    _knowledge.cache_clear()
    _resolve.cache_clear()


mappings.on_change(forget)

"""The head of a name and the adjectives before it in the nominative singular."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.fields.institutions.body import Body
from extractor.fields.institutions.scan import Scan, like
from extractor.morph import inflect, is_known

_GENDERS = ("masc", "femn", "neut")


def to_nominative(scan: Scan, body: Body, adjectives: Sequence[int], head: int) -> None:
    """Notes in the body the nominative forms of pieces that stand in another case; capitals as printed."""
    printed = scan.pieces[head].text
    nouns = [r for r in scan.pieces[head].readings if r.pos == "NOUN"]
    if not nouns or any({"nomn", "sing"} <= r.grammemes for r in nouns):
        return
    gender = next((g for g in _GENDERS if g in nouns[0].grammemes), None)
    form = _noun(printed)
    if form is None or gender is None:
        return
    body.nominative[head] = like(printed, form)
    _inflect(scan, body, adjectives, gender)


def _noun(word: str) -> str | None:
    """A noun in the nominative; of an unknown compound each part that is known («библиотеке-читальне»)."""
    if "-" in word and not is_known(word):
        parts = [inflect(p, "NOUN", "nomn", "sing") if is_known(p) else p for p in word.split("-")]
        return "-".join(p for p in parts if p)
    return inflect(word, "NOUN", "nomn", "sing")


def adjectives_to_nominative(scan: Scan, body: Body, adjectives: Sequence[int], gender: str | None) -> None:
    """The adjectives before an abbreviation in the gender of what it stands for: «Приреченской ЦБС»."""
    oblique = [i for i in adjectives if not any({"nomn", "sing"} <= r.grammemes for r in scan.pieces[i].readings)]
    if gender is not None and oblique:
        _inflect(scan, body, oblique, gender)


def _inflect(scan: Scan, body: Body, adjectives: Sequence[int], gender: str) -> None:
    for index in adjectives:
        word = scan.pieces[index].text
        form = inflect(word, "ADJF", "nomn", "sing", gender) or inflect(word, "PRTF", "nomn", "sing", gender)
        if form is not None:
            body.nominative[index] = like(word, form)

"""Which chapters of a plan without tables are the plan's: entries told from prose, lists of members and results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractor.blocks import Paragraph
from extractor.fields.people import find_people
from extractor.layout.plan import Fate, RowPlace
from extractor.layout.words import names_any, tells

_FACTS = frozenset({"date", "responsible", "venue"})
_HEAD = re.compile(r"\s[-–—]\s|,|\(")


@dataclass(slots=True)
class Draft:
    """An entry being read: its title lines, its items, and the texts that left it, by role."""

    place: RowPlace
    title: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    parts: dict[str, list[str]] = field(default_factory=dict)
    number: str | None = None
    meeting: bool = False
    sections: tuple[str, ...] = ()
    under: str | None = None
    line: Paragraph | None = None
    point: str | None = None
    """The label of the last point of a meeting's agenda."""
    common: str | None = None
    """Who does all of its section, where it names nobody itself."""

    def add(self, parts: dict[str, str]) -> None:
        """Put the roles' texts behind what is there."""
        for role, text in parts.items():
            self.parts.setdefault(role, []).append(text)

    @property
    def dated(self) -> bool:
        """It says when, who or where by itself, or stands under a month."""
        return self.states or bool(self.under)

    @property
    def states(self) -> bool:
        """It says when, who or where by itself; an hour alone is not enough."""
        return bool(_FACTS & set(self.parts))

    @property
    def certainty(self) -> float:
        """How sure it is that this is one entry, and whole: by the facts it states; a bare line is the least sure."""
        stated = len({"date", "responsible"} & set(self.parts))
        if self.meeting:
            return 0.45 if stated else 0.2
        if stated:
            return 0.55 if stated == 2 else 0.4
        return 0.35 if self.under or self.states else 0.05

    @property
    def text(self) -> str:
        """The title so far."""
        return " ".join(self.title)

    @property
    def is_entry(self) -> bool:
        """It may be an event: no prose, nobody of a list of members."""
        return bool(self.title) and not _is_prose(self) and not _is_member(self)


@dataclass(slots=True)
class Chapter:
    """What stands under one heading: its lines, the entries read from them, and what became of the lines."""

    heading: str | None = None
    lines: list[Paragraph] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    outcomes: list[tuple[Fate, Draft | None]] = field(default_factory=list)

    @property
    def entries(self) -> list[Draft]:
        """Those of the drafts that may be events."""
        return [d for d in self.drafts if d.is_entry]

    def fates(self) -> Iterator[Fate]:
        """What became of each line, now that it is known which drafts are entries."""
        for fate, draft in self.outcomes:
            yield fate if draft is None or draft.is_entry else replace(fate, kind="prose", reason="prose")


def plan_chapters(chapters: Sequence[Chapter], *, strict: bool) -> list[Chapter]:
    """The chapters that are the plan's; those without entries stay where others do, for they may head them.

    `strict`: the plan has tables elsewhere, so only chapters that are dated throughout count, and those beside one
    with facts in every entry.
    """
    if strict:
        sure = {id(c) for c in chapters if _is_dated_throughout(c)}
        pairs = [*pairwise(chapters), *pairwise(chapters[::-1])]
        sure |= {id(other) for known, other in pairs if id(known) in sure and _states_facts(other)}
        kept = [c for c in chapters if not c.drafts or id(c) in sure]
    else:
        kept = [c for c in chapters if not c.drafts or (c.entries and not _is_apart(c))] if _is_list(chapters) else []
    return kept if any(c.drafts for c in kept) else []


def _is_list(chapters: Sequence[Chapter]) -> bool:
    entries = [d for c in chapters for d in c.entries]
    dated = [d for d in entries if d.dated]
    if any(d.meeting and d.parts for d in entries) or sum(d.meeting and bool(d.under) for d in entries) > 1:
        return True
    return any(d.parts for d in entries) and len(dated) >= max(2.0, 0.4 * len(entries))


def _is_dated_throughout(chapter: Chapter) -> bool:
    entries = chapter.entries
    dated, own = [d for d in entries if d.dated], [d for d in entries if d.parts]
    if not own or len(dated) < 0.7 * len(entries) or 2 * len(entries) < len(chapter.drafts):
        return False
    if 2 * sum(_is_told(d) for d in entries) > len(entries):
        return False
    return len(dated) >= (2 if chapter.heading else 3) or any(d.meeting and d.parts for d in entries)


def _is_told(draft: Draft) -> bool:
    """«Следующая встреча состоится в мае.»: a sentence of a page that has no plan's title."""
    line = draft.line
    if line is None or line.label is not None or draft.items:
        return False
    return line.text.rstrip().endswith((".", "!", "?", "…")) and tells(line.text)


def _states_facts(chapter: Chapter) -> bool:
    return bool(chapter.drafts) and all(d.is_entry and d.parts for d in chapter.drafts)


def _is_apart(chapter: Chapter) -> bool:
    """«Ожидаемые результаты» with no date under it: a chapter of the document, none of the plan."""
    if chapter.heading is None or any(d.dated for d in chapter.entries):
        return False
    return names_any(chapter.heading, "not_plan_headings")


def _is_prose(draft: Draft) -> bool:
    """A sentence with a verb, or a line that leads over to a list, without any fact of an entry."""
    if draft.parts or draft.meeting or (draft.line is not None and draft.line.label is not None):
        return False
    return draft.text.endswith(":") or (draft.text.endswith((".", "!", "?")) and tells(draft.text))


def _is_member(draft: Draft) -> bool:
    """«1. Игнатова Ю.П. – председатель комиссии»: a person and a post, no deed and no day."""
    if "date" in draft.parts or draft.meeting or draft.under:
        return False
    head = _HEAD.split(draft.text, maxsplit=1)[0].strip()
    return any(m.start == 0 and m.end >= len(head) for m in find_people(head))

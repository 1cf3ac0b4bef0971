"""Institutions found against the gold's: by any of a body's writings, and one id for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.evaluate.compare import alike, squash, squashed
from extractor.evaluate.gold import GoldPlan
from extractor.model import Institution

UNKNOWN = "?"
"""Marks a body that the gold does not know."""


class BodyCheck:
    """The bodies of one plan; collects the ids that were given to each."""

    def __init__(self, gold: GoldPlan) -> None:
        self._forms = tuple((form, key) for key, forms in gold.bodies.items() for form in forms)
        self._exact: dict[str, str] = {}
        for form, key in self._forms:
            self._exact.setdefault(squash(form), key)
        self._optional = {squash(x) for x in gold.optional}
        self._ids: dict[str, set[str | None]] = {}

    def keys_of(self, found: Sequence[Institution], wanted: Sequence[str]) -> list[str]:
        """The gold's keys of what was found; an unknown body counts only where it is responsible or a venue.

        A known body that the gold of this event does not name is left out: a title may name it too.
        """
        keys: set[str] = set()
        for body in found:
            known = self._known(body)
            if known:
                key = min(known & set(wanted) or known)
                self._ids.setdefault(key, set()).add(body.id)
                keys.add(key)
            elif self._counts(body):
                keys.add(UNKNOWN + (body.name or body.text))
        return sorted(k for k in keys if k in wanted or k.startswith(UNKNOWN))

    def verdicts(self) -> Iterator[tuple[str, bool, list[str]]]:
        """For each body that was found: its key, whether it has one id that no other has, and its ids."""
        given = [i for ids in self._ids.values() for i in ids if i]
        for key, ids in self._ids.items():
            only = next(iter(ids))
            yield key, len(ids) == 1 and only is not None and given.count(only) == 1, sorted(map(str, ids))

    def _known(self, body: Institution) -> set[str]:
        texts = [x for x in (body.name, body.text) if x]
        exact = {self._exact[squash(x)] for x in texts if squash(x) in self._exact}
        close = {key for x in texts for form, key in self._forms if alike(x, form)}
        return exact or (close if len(close) == 1 else set())

    def _counts(self, body: Institution) -> bool:
        named = {squashed(body.name), squashed(body.text)}
        return not self._optional & named and body.role in ("responsible", "venue")

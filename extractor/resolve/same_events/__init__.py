"""The same event in several plans: which events of a dataset are one (`Event.same_as`). Nothing is merged.

Only events that share a block are compared (a month, a name or a long word of the title, and what could bring them
together: an institution, a place, a level), equal ones by their first; the work grows with the number of events.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractor.resolve.same_events.evidence import item
from extractor.resolve.same_events.families import families
from extractor.resolve.same_events.groups import grouped
from extractor.resolve.same_events.keys import Body, EventKey, key_of, keys_of

__all__ = ["Body", "EventKey", "key_of", "keys_of", "same_events"]


def same_events(keys: Iterable[EventKey]) -> dict[str, str]:
    """The group of each event that stands in more than one plan: event id → 16 hexadecimal digits.

    A group has at most one event of a document. The result does not depend on the order of the keys. The digits are
    a digest of the group's plainest title and first day (and of its institution, where all plans are of one): they
    stay when a further plan joins, unless that one's wording is plainer still.
    """
    listed = sorted(keys, key=lambda k: k.event_id)
    kin = families(listed)
    return grouped([item(k, kin[k.document_id]) for k in listed])

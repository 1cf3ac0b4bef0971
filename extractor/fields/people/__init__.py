"""People: who is named in a text, in the nominative whatever case the text has.

Those of whom something is named, or to whom it is dedicated, are told apart: they take no part.
"""

from __future__ import annotations

from extractor.fields.people.mentions import PersonMention, find_honoured, find_people, parse_person

__all__ = ["PersonMention", "find_honoured", "find_people", "parse_person"]

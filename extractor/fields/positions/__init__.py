"""Posts of people: where a phrase names one, and what it is in full."""

from __future__ import annotations

from extractor.fields.positions.canonical import PositionMention, canonical_position, find_positions, is_named
from extractor.fields.positions.lexicon import lexicon
from extractor.fields.positions.posts import (
    Found,
    Head,
    acting_at,
    degree_at,
    head_of,
    is_dotted,
    is_modifier,
    is_post_word,
    post_at,
)

__all__ = [
    "Found",
    "Head",
    "PositionMention",
    "acting_at",
    "canonical_position",
    "degree_at",
    "find_positions",
    "head_of",
    "is_dotted",
    "is_modifier",
    "is_named",
    "is_post_word",
    "lexicon",
    "post_at",
]

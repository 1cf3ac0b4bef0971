"""The tables of the store: one `MetaData` for SQLite and PostgreSQL; `OWN` has what only one of them has.

Keys are digests or numbers, never names: an entry of a PostgreSQL index holds 2,704 bytes at most, and a path in an
archive in a folder in an archive is longer than that at times.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

SCHEMA = 1
"""Goes up with every change that an older program would read wrongly."""

DIGEST = 64

metadata = MetaData()

about = Table("plan_store", metadata, Column("schema_version", Integer, nullable=False))

readings = Table(
    "readings",
    metadata,
    Column("sha256", String(DIGEST), primary_key=True),
    Column("version", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("code", Text),  # of the failure; NULL where there is a document
    Column("detail", Text, nullable=False),
    Column("events", Integer, nullable=False),
    Column("warnings", Text, nullable=False),  # JSON: code -> how many
    Column("digest", String(DIGEST), nullable=False),  # of the document without its names, or of the failure
    Column("document", LargeBinary),  # zlib of JSON lines: the document without its names, then its events
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(DIGEST), ForeignKey("readings.sha256", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),  # in its document, from 1
    Column("event_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("start_day", Text),  # of the earliest span, ISO 8601; a deadline's is its day
    Column("end_day", Text),  # of the latest; NULL where one has no end
    Column("spans", Text, nullable=False),  # «2030-09-01/2030-09-30 ../2031-05-25»
    Column("date_text", Text, nullable=False),
    Column("institution", Text, nullable=False),
    Column("responsible", Text, nullable=False),
    # terms for the search; a body has the same line in `words_bodies` (its name) and `words_kinds` (what it is)
    Column("words_title", Text, nullable=False),
    Column("words_people", Text, nullable=False),
    Column("words_bodies", Text, nullable=False),
    Column("words_rest", Text, nullable=False),
    Column("words_kinds", Text, nullable=False),
)

names = Table(
    "names",
    metadata,
    Column("key", String(DIGEST), primary_key=True),  # SHA-256 of the path
    Column("path", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("sha256", String(DIGEST), index=True),  # NULL where the bytes could not be had
    Column("code", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("gone", Boolean, nullable=False),
)

archives = Table(
    "archives",
    metadata,
    Column("sha256", String(DIGEST), primary_key=True),
    Column("version", Text, nullable=False),
    Column("members", LargeBinary, nullable=False),  # zlib of JSON
)

exported = Table(
    "exported",
    metadata,
    Column("key", String(DIGEST), primary_key=True),  # SHA-256 of the name
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("modified", BigInteger, nullable=False),
)

WORDS = ("words_title", "words_people", "words_bodies", "words_rest")
"""What a search for words looks into, in the order of weight."""
BODIES = ("words_bodies", "words_kinds")
"""What a search for an institution looks into."""
_ALL = (*WORDS, "words_kinds")
_OLD, _NEW = (", ".join(f"{row}.{name}" for name in _ALL) for row in ("old", "new"))

_FTS5 = (
    # The terms are kept once, in `events`. They are folded already: «ascii» takes every other letter as it is.
    f"CREATE VIRTUAL TABLE event_words USING fts5({', '.join(_ALL)}, content='events', content_rowid='id', "
    "tokenize='ascii')",
    "CREATE TRIGGER event_words_added AFTER INSERT ON events BEGIN "
    f"INSERT INTO event_words(rowid, {', '.join(_ALL)}) VALUES (new.id, {_NEW}); END",
    "CREATE TRIGGER event_words_removed AFTER DELETE ON events BEGIN "
    f"INSERT INTO event_words(event_words, rowid, {', '.join(_ALL)}) VALUES ('delete', old.id, {_OLD}); END",
)

_VECTORS = " || ".join(
    f"setweight(to_tsvector('simple', {name}), '{weight}')" for name, weight in zip(WORDS, "ABCD", strict=True)
)
_NAMES = " || ' ' || ".join(BODIES)
_TSVECTOR = (
    f"ALTER TABLE events ADD COLUMN words tsvector GENERATED ALWAYS AS ({_VECTORS}) STORED",
    f"ALTER TABLE events ADD COLUMN bodies tsvector GENERATED ALWAYS AS (to_tsvector('simple', {_NAMES})) STORED",
    "CREATE INDEX events_words ON events USING gin (words)",
    "CREATE INDEX events_bodies ON events USING gin (bodies)",
    "ALTER TABLE readings ALTER COLUMN document SET STORAGE EXTERNAL",  # compressed already
)

OWN = {"sqlite": _FTS5, "postgresql": _TSVECTOR}
"""What is made after the tables, by dialect."""

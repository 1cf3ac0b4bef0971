"""The search over the events of a store: terms in FTS5 (SQLite) or a tsvector (PostgreSQL), the best first."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from sqlalchemy import Connection, Row, and_, column, exists, func, literal_column, or_, select, table, text
from sqlalchemy.sql import ColumnElement, Select

from extractor.errors import UsageError
from extractor.store.bodies import asked_of_body
from extractor.store.naming import Called, all_names, call
from extractor.store.schema import BODIES, WORDS, events, names
from extractor.store.terms import asked, is_function_word, words
from extractor.store.values import Hit, Query

_QUOTED = re.compile(r"\"([^\"]*)\"|«([^«»]*)»|“([^“”]*)”|„([^„“”]*)[“”]")
_WEIGHTS = (10.0, 4.0, 4.0, 1.0)
"""Of title, people, bodies and the rest, in the order of the columns."""
_BATCH = 200
_MOST_WAYS = 64
"""To write a phrase: three words of four terms each."""
_BY_LENGTH = 1
"""PostgreSQL's ts_rank divides by the logarithm of the length then; bm25 minds it anyway."""


Terms = tuple[str, ...]
"""What a word may be kept under, one of which is enough."""
Ways = tuple[tuple[str, ...], ...]
"""How a word of a body's name may be fulfilled: by all terms of one of these."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A query as terms: phrases of one word or more, and the words of a body's name."""

    phrases: tuple[tuple[Terms, ...], ...]
    body: tuple[Ways, ...]


def find(connection: Connection, query: Query) -> tuple[Hit, ...]:
    """The events that fit, the best first; without words by day. Equal ones by day, bytes, place in the plan.

    Raises:
        UsageError: words are asked for, but there is no word among them.
    """
    wanted = _wanted(query)
    called = {one.sha256: one for one in call(all_names(connection))}
    rows = connection.execution_options(yield_per=_BATCH).execute(_statement(connection, query, wanted))
    hits = (_hit(row, called[row.sha256]) for row in rows if _fits(row, query, wanted))
    try:
        return tuple(islice(hits, query.limit))
    finally:
        rows.close()


def _wanted(query: Query) -> _Wanted:
    body = [[word] for word in words(query.institution)]
    found = _Wanted(
        _phrases(query.words), tuple(dict.fromkeys(asked_of_body(word) for (word,) in _telling(body) or body))
    )
    for given, understood in ((query.words, found.phrases), (query.institution, found.body)):
        if given.strip() and not understood:
            raise UsageError(given.strip(), code="no_words")
    return found


def _phrases(given: str) -> tuple[tuple[Terms, ...], ...]:
    """What stands in quotes as one phrase, each other word as its own; a lone quote is no word.

    «конкурс для чтецов» asks for no «для»: words without a meaning of their own count only where there are no others.
    """
    quoted = [words(" ".join(filter(None, groups))) for groups in _QUOTED.findall(given)]
    single = [[word] for word in words(_QUOTED.sub(" ", given))]
    found = [phrase for phrase in (*quoted, *_telling(single)) if phrase] or single
    return tuple(dict.fromkeys(tuple(map(asked, phrase)) for phrase in found))


def _telling(single: list[list[str]]) -> list[list[str]]:
    return [phrase for phrase in single if not is_function_word(phrase[0])]


def _statement(connection: Connection, query: Query, wanted: _Wanted) -> Select[Any]:
    columns = (c for c in events.c if not c.name.startswith("words_"))
    found = select(*columns, *(events.c[name] for name in BODIES)).where(
        exists().where(names.c.sha256 == events.c.sha256)
    )
    if query.types:
        found = found.where(events.c.type.in_(query.types))
    if query.end is not None:
        found = found.where(events.c.start_day <= query.end.isoformat())
    if query.start is not None:
        open_ended = and_(events.c.end_day.is_(None), events.c.start_day.is_not(None))
        found = found.where(or_(events.c.end_day >= query.start.isoformat(), open_ended))
    order: list[ColumnElement[Any]] = []
    if wanted.phrases or wanted.body:
        fts5 = connection.dialect.name == "sqlite"
        found, rank = (_by_fts5 if fts5 else _by_tsvector)(found, query, wanted)
        order += [rank] if wanted.phrases else []
    return found.order_by(*order, events.c.start_day.is_(None), events.c.start_day, events.c.sha256, events.c.position)


def _by_fts5(found: Select[Any], query: Query, wanted: _Wanted) -> tuple[Select[Any], ColumnElement[Any]]:
    """Every term in quotes of its own: nothing in it is syntax."""
    parts = []
    if wanted.phrases:
        joint = " OR " if query.any_word else " AND "
        parts.append(f"{{{' '.join(WORDS)}}} : ({joint.join(map(_fts5_phrase, wanted.phrases))})")
    if wanted.body:
        body = _of_ways(wanted.body, " AND ", " OR ", '"')
        parts.append(f"{{{' '.join(BODIES)}}} : ({body})")
    index = table("event_words", column("rowid"))
    matching = text("event_words MATCH :asked").bindparams(asked=" AND ".join(parts))
    weights = ", ".join(map(str, (*_WEIGHTS, 0.0)))
    rank: ColumnElement[Any] = literal_column(f"bm25(event_words, {weights})")
    return found.join(index, index.c.rowid == events.c.id).where(matching), rank


def _fts5_phrase(phrase: tuple[Terms, ...]) -> str:
    """FTS5 knows no choice within a phrase: each way to write it is one of its own."""
    ways = islice(product(*phrase), _MOST_WAYS)
    return "(" + " OR ".join(f'"{" ".join(way)}"' for way in ways) + ")"


def _by_tsvector(found: Select[Any], query: Query, wanted: _Wanted) -> tuple[Select[Any], ColumnElement[Any]]:
    vector: ColumnElement[Any] = literal_column("events.words")
    if wanted.body:
        named: ColumnElement[Any] = literal_column("events.bodies")
        body = _of_ways(wanted.body, " & ", " | ", "'")
        found = found.where(named.op("@@")(func.to_tsquery("simple", body)))
    if not wanted.phrases:
        return found, literal_column("0")
    joint = " | " if query.any_word else " & "
    asked_for = func.to_tsquery("simple", joint.join(map(_tsquery_phrase, wanted.phrases)))
    least_first = ",".join(str(weight / max(_WEIGHTS)) for weight in reversed(_WEIGHTS))
    weights: ColumnElement[Any] = literal_column(f"'{{{least_first}}}'::real[]")
    rank: ColumnElement[Any] = func.ts_rank(weights, vector, asked_for, _BY_LENGTH).desc()
    return found.where(vector.op("@@")(asked_for)), rank


def _tsquery_phrase(phrase: tuple[Terms, ...]) -> str:
    return "(" + " <-> ".join("(" + " | ".join(f"'{term}'" for term in word) + ")" for word in phrase) + ")"


def _of_ways(body: tuple[Ways, ...], both: str, either: str, quote: str) -> str:
    """The words of a name in the language of a database."""
    one_way = (either.join("(" + both.join(f"{quote}{t}{quote}" for t in way) + ")" for way in word) for word in body)
    return both.join(f"({ways})" for ways in one_way)


def _fits(row: Row[Any], query: Query, wanted: _Wanted) -> bool:
    """What the index cannot tell: one span touches the days asked for, one body has all the words of the name."""
    spans = query.start is None and query.end is None
    written = zip(row.words_bodies.split("\n"), row.words_kinds.split("\n"), strict=False)
    bodies = not wanted.body or any(_names({*name.split(), *kind.split()}, wanted.body) for name, kind in written)
    return bodies and (spans or any(_touches(span, query) for span in row.spans.split()))


def _names(body: set[str], name: tuple[Ways, ...]) -> bool:
    return all(any(body.issuperset(way) for way in word) for word in name)


def _touches(span: str, query: Query) -> bool:
    """Whether a span overlaps the days; a deadline is its day, what has no end goes on."""
    start, end = _days(span)
    first, last = start or end, end
    return (query.end is None or first is None or first <= query.end) and (
        query.start is None or last is None or last >= query.start
    )


def _days(span: str) -> tuple[dt.date | None, dt.date | None]:
    start, _slash, end = span.partition("/")
    return _day(start), _day(end)


def _day(day: str) -> dt.date | None:
    return None if day == ".." else dt.date.fromisoformat(day)


def _hit(row: Row[Any], called: Called) -> Hit:
    spans = [_days(span) for span in row.spans.split()]
    return Hit(
        event_id=row.event_id,
        title=row.title,
        type=row.type,
        start=min((start for start, _end in spans if start), default=None),
        end=max((end for _start, end in spans if end), default=None),
        date_text=row.date_text,
        source=called.first,
        institution=row.institution,
        responsible=row.responsible,
        gone=not called.there,
    )

"""A connection to a store: SQLite or PostgreSQL made to behave alike, tables made and checked, errors told."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, insert, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from extractor.errors import StoreError
from extractor.store.place import is_url
from extractor.store.schema import OWN, SCHEMA, about, metadata

_PATIENCE = 30.0
"""Seconds to wait for another process that holds the database."""
_ONE_WRITER = 0x504C414E
"""The number of the advisory lock that a writer holds in PostgreSQL; with that of the schema."""
_LONGEST_DETAIL = 300
_CODES = {
    "SQLITE_FULL": "store_full",
    "SQLITE_BUSY": "store_busy",
    "SQLITE_LOCKED": "store_busy",
    "SQLITE_NOTADB": "not_a_store",
    "SQLITE_CORRUPT": "not_a_store",
    "53100": "store_full",  # disk_full
    "55P03": "store_busy",  # lock_not_available
}


@contextmanager
def connected(where: str | Path, *, read_only: bool) -> Iterator[Engine]:
    """An engine to a store whose tables are there and are of this program's schema.

    Raises:
        StoreError: see `extractor.store`.
    """
    if is_url(where):
        with _postgresql(_parsed(str(where)), read_only) as engine:
            yield engine
        return
    path = Path(where).absolute()
    if read_only and not path.is_file():
        raise StoreError(source=str(where), code="no_store")
    engine = _sqlite(path, str(where), read_only)
    try:
        _check(engine, str(where), read_only)
        yield engine
    finally:
        engine.dispose()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: kept whole at the end of the block, or not at all."""
    with telling(place_of(engine)), engine.execution_options(writing=True).begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that sees one state of the store, whatever a writer does meanwhile."""
    with telling(place_of(engine)), engine.begin() as connection:
        yield connection


@contextmanager
def telling(place: str) -> Iterator[None]:
    """An error of the database as a `StoreError` that names the store."""
    try:
        yield
    except SQLAlchemyError as error:
        raise _told(error, place) from error


def place_of(engine: Engine) -> str:
    """What messages call the store: its path, or its URL without the password."""
    place: str = engine.get_execution_options()["place"]
    return place


def public_url(url: str) -> str:
    """A URL without what nobody should read in a message or a file: the password, and options that could hold one.

    Raises:
        StoreError: it is no URL of PostgreSQL.
    """
    return _public(_parsed(url))


def _public(url: URL) -> str:
    kept = {key: value for key, value in url.query.items() if key in ("host", "port", "options", "sslmode")}
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, kept)
    return bare.render_as_string(hide_password=False)


def _parsed(url: str) -> URL:
    try:
        return make_url(url).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):  # a port that is no number; the message would repeat the password
        raise StoreError("postgresql://USER@HOST:PORT/DATABASE", code="store_url") from None


def _told(error: SQLAlchemyError, place: str) -> StoreError:
    cause = error.orig if isinstance(error, DBAPIError) else error
    told = f"{getattr(cause, 'sqlite_errorname', '') or getattr(cause, 'sqlstate', '') or ''}"
    code = _CODES.get(told) or _CODES.get("_".join(told.split("_")[:2]), StoreError.code)
    return StoreError(" ".join(str(cause).split())[:_LONGEST_DETAIL], source=place, code=code)


def _sqlite(path: Path, place: str, read_only: bool) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=partial(_opened, path, read_only),
        poolclass=QueuePool,
        hide_parameters=True,
        execution_options={"place": place},
    )
    event.listen(engine, "begin", _begin)
    return engine


def _opened(path: Path, read_only: bool) -> sqlite3.Connection:
    """A connection whose transactions are begun by `_begin`, not by the driver.

    `synchronous=NORMAL` in WAL: no wait for the disk at a commit, and never a torn database. Where the file system has
    no WAL, SQLite keeps a rollback journal, which is whole only with `FULL`.
    """
    database = sqlite3.connect(
        f"{path.as_uri()}?{_mode(path, read_only)}",
        uri=True,
        timeout=_PATIENCE,
        isolation_level=None,
        check_same_thread=False,
    )
    database.execute("PRAGMA foreign_keys = ON")
    if read_only:
        database.execute("PRAGMA query_only = ON")
        return database
    new = not path.stat().st_size  # what is there already is left as it is: it may be no store
    (journal,) = database.execute("PRAGMA journal_mode" + (" = WAL" if new else "")).fetchone()
    database.execute(f"PRAGMA synchronous = {'NORMAL' if journal == 'wal' else 'FULL'}")
    return database


def _mode(path: Path, read_only: bool) -> str:
    """How to open the file. Readers of a WAL write beside it, too; on a medium that cannot change they need not."""
    if not read_only:
        return "mode=rwc"
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "mode=rw"
    return "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "mode=ro&immutable=1"


def _begin(connection: Connection) -> None:
    """A writer takes the database at once: a reader that turns into a writer is refused without waiting."""
    now = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if now else "BEGIN")


@contextmanager
def _postgresql(url: URL, read_only: bool) -> Iterator[Engine]:
    place = _public(url)
    try:
        engine = create_engine(
            url, hide_parameters=True, isolation_level="REPEATABLE READ", execution_options={"place": place}
        )
    except ModuleNotFoundError as error:
        raise StoreError(source=place, code="missing_driver") from error
    event.listen(engine, "connect", partial(_prepare, read_only))
    try:
        with _reached(engine, place, url.password) as first:
            if not read_only:
                _be_the_only_writer(first, place)
            _check(engine, place, read_only)
            yield engine
    finally:
        engine.dispose()


def _prepare(read_only: bool, database: Any, _record: object) -> None:
    """A commit does not wait for the disk: what a loss of power takes is whole documents, which are read again."""
    database.execute("SET synchronous_commit = off")
    if read_only:
        database.execute("SET default_transaction_read_only = on")
    database.commit()


@contextmanager
def _reached(engine: Engine, place: str, password: object) -> Iterator[Connection]:
    try:
        connection = engine.connect()
    except SQLAlchemyError as error:
        told = _told(error, place)
        detail = told.detail.replace(str(password), "***") if password else told.detail
        raise StoreError(detail, source=place, code="store_unreachable") from None
    with connection:
        yield connection


def _be_the_only_writer(connection: Connection, place: str) -> None:
    """Hold the lock of this schema as long as the connection lives, however the process ends."""
    schema = func.hashtext(func.current_schema())
    with telling(place), connection.begin():
        if not connection.scalar(select(func.pg_try_advisory_lock(_ONE_WRITER, schema))):
            raise StoreError(source=place, code="locked")


def _check(engine: Engine, place: str, read_only: bool) -> None:
    """Make the tables where there are none; refuse a database that is not a store, or a newer one."""
    with telling(place), (reading if read_only else writing)(engine) as connection:
        found = set(inspect(connection).get_table_names())
        if about.name in found:
            version = connection.scalar(select(func.max(about.c.schema_version)))
            if version is None or version > SCHEMA:
                code = "not_a_store" if version is None else "store_newer"
                raise StoreError(f"{about.name}: {version}, {SCHEMA}", source=place, code=code)
            return
        foreign = found if engine.dialect.name == "sqlite" else found & set(metadata.tables)
        if read_only and not foreign:
            raise StoreError(source=place, code="no_store")
        if foreign:
            raise StoreError(", ".join(sorted(foreign)[:3]), source=place, code="not_a_store")
        metadata.create_all(connection, checkfirst=False)
        for statement in OWN[engine.dialect.name]:
            connection.exec_driver_sql(statement)
        connection.execute(insert(about).values(schema_version=SCHEMA))

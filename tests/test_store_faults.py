"""The store where something goes wrong: nothing is half there, others can read, and an error says what to do."""

from __future__ import annotations

import multiprocessing
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import text

from extractor.errors import StoreError
from extractor.messages.codes import error_line
from extractor.store import Query, Sighting, documents, open_store, remember_place, store_place
from extractor.store.connection import public_url, reading
from tests.postgres import PASSWORD
from tests.store_maker import VERSION, read, seen, sha

ROOT = Path(__file__).resolve().parent.parent


class Refused(Exception):
    """Stands for whatever may go wrong in the middle of a transaction."""


def break_while_saving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saving fails once the document's own row and its events have been written."""
    whole = documents._insert_many

    def break_off(*arguments: object) -> None:
        whole(*arguments)
        raise Refused

    monkeypatch.setattr(documents, "_insert_many", break_off)


def state(where):
    with open_store(where, read_only=True) as store:
        return list(store.records()), store.failures(), dict(store.known(VERSION)), store.search(Query("семинар"))


# whole or not at all


def test_a_document_is_there_whole_or_not_at_all(place, monkeypatch):
    with open_store(place) as store:
        store.save(read("1", "Семинар библиотекарей"))
        store.see([seen("а", "1"), seen("б", "2")])
    before = state(place)
    break_while_saving(monkeypatch)
    with open_store(place) as store:
        for content in "12":
            with pytest.raises(Refused):
                store.save(read(content, "Семинар учителей", "Слёт"))
        assert (list(store.records()), store.search(Query("слёт"))) == (before[0], ())
    assert state(place) == before


def test_sightings_are_all_kept_or_none(place):
    def breaking_off():
        yield seen("б", "2")
        raise Refused

    with open_store(place) as store:
        store.save(read("1"))
        store.see([seen("а", "1")], below=["/планы"])
        with pytest.raises(Refused):
            store.see(breaking_off(), below=["/планы"])
        assert [u.source for u in store.unread("другие")] == ["а"]
        assert len(list(store.records())) == 1


def test_a_full_disk_is_told_and_costs_nothing_that_was_kept(tmp_path):
    where = tmp_path / "plans.db"
    with open_store(where) as store:
        store.save(read("1", "Семинар"))
        store.see([seen("а", "1")])
    before = state(where)
    with open_store(where) as store:
        with reading(store._engine) as connection:  # the pool hands out this connection again
            connection.execute(text("PRAGMA max_page_count = 1"))
        with pytest.raises(StoreError) as error:
            for number in range(200):
                store.save(read(f"много {number}", *[f"Семинар {n} " + "а" * 500 for n in range(30)]))
        assert error.value.code == "store_full"
        assert str(where) in error_line(error.value)
        known = len(store.known(VERSION))
    assert state(where)[0] == before[0]
    assert len(state(where)[2]) == known
    with open_store(where) as store:
        store.save(read("2", "Слёт"))


def save_on(place: str | Path, number: int, told: Connection) -> None:
    """Save documents until one is killed, and tell each number as it begins."""
    with open_store(place) as store:
        while True:
            number += 1
            told.send(number)
            store.save(read(f"план {number}", *[f"Семинар {number} {n}" for n in range(20)]))
            store.see([seen(f"{number}.docx", f"план {number}")])


@contextmanager
def saving(place: str | Path, number: int, ahead: int) -> Iterator[None]:
    """Another process that saves documents; it has begun so many when the block begins, and is killed at its end."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)
    process = fork.Process(target=save_on, args=(place, number, there), daemon=True)
    process.start()
    there.close()
    try:
        while here.recv() < number + ahead:
            pass
        yield
    finally:
        process.kill()
        process.join()


def check_whole(place: str | Path) -> int:
    """Every document that is known has all its events, in the dataset and in the search; how many there are."""
    with open_store(place, read_only=True) as store:
        known = store.known(VERSION)
        assert all(one.events == 20 for one in known.values())
        records = list(store.records())
        assert all(len(record.events) == 20 for record in records)
        found = len(store.search(Query("семинар", limit=10**6)))
        assert (found % 20, found >= 20 * len(records)) == (0, True)  # one more may have come meanwhile
        return len(records)


def test_a_killed_writer_leaves_whole_documents_and_the_next_goes_on(place):
    count = 0
    for ahead in range(1, 11):
        with saving(place, count, ahead):
            time.sleep(random.Random(ahead).random() / 100)
        found = wait_whole(place)
        assert found - count >= ahead - 1
        count = found
    if isinstance(place, Path):
        with closing(sqlite3.connect(place)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            database.execute("INSERT INTO event_words(event_words, rank) VALUES ('integrity-check', 1)")


def wait_whole(place: str | Path) -> int:
    """A server notices after a moment that its client is dead: till then the lock is held."""
    deadline = time.monotonic() + 10
    while True:
        try:
            with open_store(place):
                return check_whole(place)
        except StoreError as error:
            if error.code != "locked" or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


# readers beside a writer


def test_others_read_while_a_process_writes(place):
    with open_store(place):
        pass
    with saving(place, 0, ahead=2):
        counts = [check_whole(place) for _ in range(8)]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_an_iteration_sees_one_state(place):
    with open_store(place) as store:
        for number in range(120):
            store.save(read(f"план {number}", "Семинар"))
        store.see(seen(f"{number:03d}.docx", f"план {number}") for number in range(120))
        with open_store(place, read_only=True) as other:
            before = list(other.records())
            iteration = iter(other.records())
            assert next(iteration) == before[0]
            store.see([seen("000.docx", "другое")], below=["/планы"])
            for number in range(120):
                store.save(read(f"план {number}", "Слёт"))
            assert [before[0], *iteration] == before
            assert list(other.records()) != before


def test_a_reader_changes_nothing(place):
    with open_store(place) as store:
        store.save(read("1"))
    with open_store(place, read_only=True) as store, pytest.raises(StoreError):
        store.save(read("2"))
    with open_store(place) as store:
        assert set(store.known(VERSION)) == {sha("1")}


def test_a_reader_leaves_nothing_beside_the_store(tmp_path):
    where = tmp_path / "plans.db"
    with open_store(where) as store:
        store.save(read("1"))
    assert [path.name for path in tmp_path.iterdir()] == ["plans.db"]
    with open_store(where, read_only=True) as store:
        assert store.known(VERSION)
    assert [path.name for path in tmp_path.iterdir()] == ["plans.db"]


def test_a_store_that_may_not_be_written_can_be_read(tmp_path, monkeypatch):
    where = tmp_path / "plans.db"
    with open_store(where) as store:
        store.save(read("1", "Семинар"))
        store.see([seen("а", "1")])
    where.chmod(0o444)
    tmp_path.chmod(0o555)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write wherever it wants
    try:
        assert len(state(where)[0]) == 1
        assert [path.name for path in tmp_path.iterdir()] == ["plans.db"]
    finally:
        tmp_path.chmod(0o755)


def test_only_one_may_write_to_a_postgresql(postgres_url):
    with open_store(postgres_url) as store:
        with pytest.raises(StoreError) as error, open_store(postgres_url):
            pass
        assert error.value.code == "locked"
        with open_store(postgres_url, read_only=True):
            store.save(read("1"))
    with open_store(postgres_url) as store:
        assert store.known(VERSION)


def test_two_datasets_in_one_postgresql(postgres_url, postgres_server):
    other = postgres_server.url("public")
    with open_store(postgres_url) as one, open_store(other) as two:
        one.save(read("1"))
        two.save(read("2"))
        assert set(one.known(VERSION)) == {sha("1")}
        assert set(two.known(VERSION)) == {sha("2")}


# errors


def refused(where, *, read_only: bool = False) -> StoreError:
    with pytest.raises(StoreError) as error, open_store(where, read_only=read_only) as store:
        store.known(VERSION)
    line = error_line(error.value)
    assert "\n" not in line
    assert PASSWORD not in line
    assert PASSWORD not in str(error.value)
    return error.value


def foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE заметки (текст)")
        database.commit()


def newer_store(path: Path) -> None:
    with open_store(path):
        pass
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE plan_store SET schema_version = 99")
        database.commit()


def store_without_a_version(path: Path) -> None:
    newer_store(path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("DELETE FROM plan_store")
        database.commit()


NO_STORES = {
    "a text": (lambda path: path.write_text("это не база\n" * 100, encoding="utf-8"), "not_a_store"),
    "a database of others": (foreign_database, "not_a_store"),
    "a newer store": (newer_store, "store_newer"),
    "a store without a version": (store_without_a_version, "not_a_store"),
    "a folder": (Path.mkdir, "store_failed"),
}


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("what", NO_STORES)
def test_what_is_no_store_is_named_and_left_alone(tmp_path, what, read_only):
    make, code = NO_STORES[what]
    where = tmp_path / "plans.db"
    make(where)
    before = where.read_bytes() if where.is_file() else None
    error = refused(where, read_only=read_only)
    assert error.code == ("no_store" if read_only and what == "a folder" else code)
    assert str(where) in error_line(error)
    assert before is None or where.read_bytes() == before


def test_a_store_that_is_not_there(tmp_path):
    assert refused(tmp_path / "plans.db", read_only=True).code == "no_store"
    assert not list(tmp_path.iterdir())
    assert refused(tmp_path / "нет такой папки" / "plans.db").code == "store_failed"


def test_an_empty_file_becomes_a_store(tmp_path):
    """What is left of a process that was killed as it made the store."""
    where = tmp_path / "plans.db"
    where.touch()
    assert refused(where, read_only=True).code == "no_store"
    with open_store(where) as store:
        store.save(read("1"))
        assert store.known(VERSION)


def test_a_damaged_store_is_told(tmp_path):
    where = tmp_path / "plans.db"
    with open_store(where) as store:
        for number in range(40):
            store.save(read(f"{number}", "Семинар " * 50))
    data = bytearray(where.read_bytes())
    data[4096 : len(data) // 2] = b"\x5a" * (len(data) // 2 - 4096)
    where.write_bytes(data)
    assert refused(where).code == "not_a_store"


def test_a_postgresql_without_a_store(postgres_url):
    assert refused(postgres_url, read_only=True).code == "no_store"


def test_a_postgresql_with_tables_of_others(postgres_url):
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as database:
        database.execute("CREATE TABLE события (id int)")
        with open_store(postgres_url) as store:
            store.save(read("1"))
        database.execute("DROP TABLE plan_store")
    error = refused(postgres_url)
    assert (error.code, error.detail) == ("not_a_store", "archives, events, exported")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        (f"postgresql://analyst:{PASSWORD}@/postgres?host=/nowhere/at/all", "store_unreachable"),
        (f"postgresql://analyst:{PASSWORD}@127.0.0.1:1/postgres?connect_timeout=2", "store_unreachable"),
        (f"postgres://analyst@/postgres?host=/nowhere&password={PASSWORD}", "store_unreachable"),
        (f"postgresql://analyst:{PASSWORD}@127.0.0.1:1/postgres?{PASSWORD}={PASSWORD}", "store_unreachable"),
        (f"postgresql://analyst:{PASSWORD}@host:порт/postgres", "store_url"),
    ],
)
def test_an_address_without_a_server(url, code):
    pytest.importorskip("psycopg")
    assert refused(url).code == code


def test_a_wrong_password_is_told_and_no_password_is_shown(postgres_server):
    url = postgres_server.url().replace(":s3cret", ":falsch")
    error = refused(url)
    assert error.code == "store_unreachable"
    assert "falsch" not in error_line(error)


def test_a_missing_driver_is_one_line_with_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    error = refused(f"postgresql://analyst:{PASSWORD}@127.0.0.1/postgres")
    assert error.code == "missing_driver"
    assert "pip install 'plan-extractor[postgresql]'" in error_line(error)


def test_the_place_of_a_store_has_no_password(postgres_url):
    with open_store(postgres_url) as store:
        assert PASSWORD not in store.place
        assert store.place.startswith("postgresql://analyst@")


# where it is


def test_the_store_is_in_the_folder_unless_the_folder_says_otherwise(tmp_path):
    assert store_place(tmp_path) == tmp_path / "plans.db"
    assert store_place(tmp_path, "postgresql://host/db") == "postgresql://host/db"
    remember_place(
        tmp_path, "postgresql://кто:s3cret@host:5433/планы?password=s3cret&options=-csearch_path%3Da&sslmode=require"
    )
    remembered = store_place(tmp_path)
    assert isinstance(remembered, str)
    assert "s3cret" not in (tmp_path / "store.toml").read_text(encoding="utf-8")
    assert public_url(remembered) == remembered
    assert store_place(tmp_path, "postgresql://other/db") == "postgresql://other/db"


def test_a_remembered_place_can_be_opened(tmp_path, postgres_url, monkeypatch):
    with open_store(postgres_url) as store:
        store.save(read("1"))
    remember_place(tmp_path, postgres_url)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    with open_store(store_place(tmp_path), read_only=True) as store:
        assert store.known(VERSION)


@pytest.mark.parametrize("told", ["url = 5", "url = 'mysql://x'", "адрес", "", "url = '/plans.db'"])
def test_a_folder_that_remembers_nonsense(tmp_path, told):
    (tmp_path / "store.toml").write_text(told, encoding="utf-8")
    with pytest.raises(StoreError) as error:
        store_place(tmp_path)
    assert error.value.code == "not_a_store"
    assert "store.toml" in error_line(error.value)


@pytest.mark.parametrize("name", ["план ? # % 100.db", "п'л\"а;н.db", "плaн\udcff.db"])
def test_any_file_name_will_do(tmp_path, name):
    where = tmp_path / name
    with open_store(where) as store:
        store.see([Sighting("а", "/а", sha("1"))])
    assert [os.fsencode(path.name) for path in tmp_path.iterdir()] == [os.fsencode(name)]


def test_sqlalchemy_is_loaded_only_when_a_store_is_opened():
    code = "import sys, extractor.store, extractor.cli; print({'sqlalchemy', 'psycopg'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"

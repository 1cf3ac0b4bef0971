"""A large dataset is written by two processes, and is the same, whatever becomes of the second."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from extractor.exports import FORMATS
from extractor.exports.folder import Content, write_folder
from extractor.exports.records import PlanRecord
from extractor.importing import parts
from extractor.importing.parts import write_in_parts
from tests.sample_plan import PLAN

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes of POSIX")


@contextmanager
def described() -> Iterator[Content]:
    yield content()


@contextmanager
def failing() -> Iterator[Content]:
    raise OSError(28, "No space left on device")
    yield content()


@contextmanager
def dying() -> Iterator[Content]:
    os.abort()
    yield content()


@contextmanager
def hanging() -> Iterator[Content]:
    import time

    time.sleep(600)
    yield content()


def content() -> Content:
    return Content([PlanRecord.of(PLAN)])


def files(folder: Path) -> dict[str, bytes]:
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {name: path.read_bytes() for name, path in found.items()}


@pytest.fixture
def alone(tmp_path) -> dict[str, bytes]:
    (tmp_path / "alone").mkdir()
    write_folder(tmp_path / "alone", content())
    return files(tmp_path / "alone")


@pytest.mark.parametrize("describe", [described, failing, dying])
def test_two_processes_write_what_one_writes(tmp_path, alone, describe, capfd):
    (tmp_path / "out").mkdir()
    names = write_in_parts(tmp_path / "out", content(), describe, FORMATS, events=10**6)
    assert files(tmp_path / "out") == alone
    assert sorted(names) == sorted(alone)
    assert capfd.readouterr() == ("", "")


def test_a_second_process_that_hangs_is_given_up(tmp_path, alone, monkeypatch):
    monkeypatch.setattr(parts, "_PATIENCE", 0.5)
    (tmp_path / "out").mkdir()
    write_in_parts(tmp_path / "out", content(), hanging, FORMATS, events=10**6)
    assert files(tmp_path / "out") == alone


def test_an_error_of_this_process_leaves_all_as_it_was(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/events.csv").write_text("прежний")

    def full() -> Iterator[PlanRecord]:
        yield PlanRecord.of(PLAN)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_in_parts(tmp_path / "out", Content(full()), described, FORMATS, events=10**6)
    assert files(tmp_path / "out") == {"events.csv": "прежний".encode()}


def test_both_parts_have_one_time(tmp_path):
    (tmp_path / "out").mkdir()
    names = write_in_parts(tmp_path / "out", content(), described, FORMATS, events=10**6)
    assert len({(tmp_path / "out" / name).stat().st_mtime_ns for name in names}) == 1


@pytest.mark.parametrize(("formats", "events"), [(("csv",), 10**6), (("json",), 10**6), (FORMATS, 10)])
def test_where_there_is_little_to_do_one_process_does_it(tmp_path, monkeypatch, formats, events):
    monkeypatch.setattr(parts, "_other_process", None)
    (tmp_path / "out").mkdir()
    assert write_in_parts(tmp_path / "out", content(), described, formats, events=events)

"""An import into a folder that has one: only what is new or changed is read, and the dataset is that of a clean run."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor import mappings
from extractor.errors import StoreError
from extractor.importing import ledger, pool, versions
from extractor.importing.outcome import ImportReport
from extractor.importing.preview import preview
from extractor.importing.run import ImportOptions, run_import
from extractor.importing.versions import Bounds, Versions
from tests import fake_reader

EVERYTHING = ("json", "csv")


class Noting:
    """Which files were read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def found(self, count: int) -> None:
        self.count = count

    def done(self, outcome) -> None:
        self.read.append(outcome.source)


def options(**changed) -> ImportOptions:
    standard = {"workers": 1, "timeout": 20.0, "memory": 1024, "formats": EVERYTHING, "extract": fake_reader.EXTRACT}
    return ImportOptions(**standard | changed)


def imported(folder: Path, out: str = "out", **changed) -> tuple[ImportReport, list[str]]:
    """The report of an import of `folder/in`, and the sources that were read."""
    watcher = Noting()
    report = run_import([folder / "in"], folder / out, options(**changed), watcher)
    return report, sorted(watcher.read)


def content(folder: Path) -> dict[str, bytes]:
    """All that an import wrote but its store, which keeps what the exports have forgotten."""
    found = (p for p in folder.rglob("*") if p.is_file() and p.name != "plans.db")
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def documents(folder: Path, out: str = "out") -> dict[str, dict]:
    data = json.loads((folder / out / "dataset.json").read_text("utf-8"))
    return {d["source"]: d for d in data["documents"]}


def write(folder: Path, name: str, *lines: str) -> None:
    path = folder / "in" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")


def packed(files: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)
    return stream.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(4):
        write(tmp_path, f"план {number}.txt", f"План {number}", f"Семинар {number}")
    write(tmp_path, "плохой.txt", "DAMAGED")
    (tmp_path / "in/архив.zip").write_bytes(packed({"а.txt": "План а\nВыставка", "б.txt": "DAMAGED б"}))
    return tmp_path


def test_nothing_is_read_twice(folder, monkeypatch):
    _report, first = imported(folder)
    assert first == [
        "архив.zip!/а.txt",
        "архив.zip!/б.txt",
        *(f"план {n}.txt" for n in range(4)),
        "плохой.txt",
    ]
    before = content(folder / "out")
    times = {p.name: p.stat().st_mtime_ns for p in (folder / "out").iterdir() if p.suffix != ".db"}
    monkeypatch.setattr(pool.Crew, "_hire", None)  # no worker is started
    report, second = imported(folder)
    assert second == []
    assert all(o.known for o in report.outcomes)
    assert (len(report.documents), report.documents_in_all, report.written) == (5, 5, False)
    assert content(folder / "out") == before
    assert {p.name: p.stat().st_mtime_ns for p in (folder / "out").iterdir() if p.suffix != ".db"} == times


def add(folder: Path) -> None:
    write(folder, "новый.txt", "План нового", "Экскурсия")


def change(folder: Path) -> None:
    write(folder, "план 1.txt", "План 1", "Семинар 1", "Совещание")


def remove(folder: Path) -> None:
    (folder / "in/план 2.txt").unlink()


def rename(folder: Path) -> None:
    (folder / "in/план 2.txt").rename(folder / "in/а план.txt")


def copy(folder: Path) -> None:
    shutil.copy(folder / "in/план 2.txt", folder / "in/я план.txt")


def copy_before(folder: Path) -> None:
    shutil.copy(folder / "in/план 2.txt", folder / "in/а план.txt")


def copy_into_an_archive_before(folder: Path) -> None:
    text = (folder / "in/план 2.txt").read_text("utf-8")
    (folder / "in/а.zip").write_bytes(packed({"копия.txt": text}))


def move(folder: Path) -> None:
    (folder / "in/школа").mkdir()
    (folder / "in/план 2.txt").rename(folder / "in/школа/план 2.txt")


def change_an_archive(folder: Path) -> None:
    (folder / "in/архив.zip").write_bytes(packed({"а.txt": "План а\nВыставка", "в.txt": "План в\nУрок"}))


def mend(folder: Path) -> None:
    write(folder, "плохой.txt", "План", "Лекция")


def swap(folder: Path) -> None:
    (folder / "in/план 1.txt").rename(folder / "in/x")
    (folder / "in/план 2.txt").rename(folder / "in/план 1.txt")
    (folder / "in/x").rename(folder / "in/план 2.txt")


def replace_by_a_folder(folder: Path) -> None:
    remove(folder)
    write(folder, "план 2.txt/план.txt", "План из папки", "Беседа")


@pytest.mark.parametrize(
    ("happens", "read"),
    [
        (add, ["новый.txt"]),
        (change, ["план 1.txt"]),
        (remove, []),
        (rename, ["а план.txt"]),  # another name may tell another year
        (copy, []),
        (copy_before, ["а план.txt"]),
        (copy_into_an_archive_before, ["а.zip!/копия.txt"]),
        (move, []),
        (change_an_archive, ["архив.zip!/в.txt"]),
        (mend, ["плохой.txt"]),
        (swap, ["план 1.txt", "план 2.txt"]),
        (replace_by_a_folder, ["план 2.txt/план.txt"]),
    ],
)
def test_after_a_change_the_dataset_is_that_of_a_clean_run(folder, happens: Callable[[Path], None], read):
    imported(folder)
    happens(folder)
    _report, now = imported(folder, prune=True)
    assert now == read
    imported(folder, "clean")
    assert content(folder / "out") == content(folder / "clean")


def test_a_file_that_is_gone_is_marked_until_it_is_pruned(folder):
    imported(folder)
    remove(folder)
    report, read = imported(folder)
    assert (report.change.gone, read) == (("план 2.txt",), [])
    assert documents(folder)["план 2.txt"]["gone"] == ["план 2.txt"]
    assert documents(folder)["план 2.txt"]["sources"] == []
    report, _read = imported(folder)
    assert report.change.gone == ()
    assert "план 2.txt" in documents(folder)
    imported(folder, prune=True)
    assert "план 2.txt" not in documents(folder)


def test_a_file_that_comes_back_is_not_read_again(folder):
    imported(folder)
    before = content(folder / "out")
    text = (folder / "in/план 2.txt").read_bytes()
    remove(folder)
    imported(folder)
    (folder / "in/план 2.txt").write_bytes(text)
    report, read = imported(folder)
    assert (report.change.back, read) == (("план 2.txt",), [])
    assert content(folder / "out") == before


def test_the_same_bytes_are_read_once(folder):
    copy(folder)
    report, read = imported(folder)
    assert [s for s in read if s in ("план 2.txt", "я план.txt")] == ["план 2.txt"]
    assert documents(folder)["план 2.txt"]["sources"] == ["план 2.txt", "я план.txt"]
    assert report.duplicates == {"я план.txt": "план 2.txt"}


def test_what_lies_elsewhere_stays(folder):
    """Two schools imported one after the other into one dataset."""
    imported(folder)
    (folder / "другие").mkdir()
    (folder / "другие/план.txt").write_text("План другой школы\nУрок")
    report = run_import([folder / "другие"], folder / "out", options(), Noting())
    assert (len(report.documents), report.documents_in_all, report.change.gone) == (1, 6, ())
    assert {"план.txt", "план 2.txt"} <= set(documents(folder))


@pytest.mark.parametrize("part", [{"limit": 1}, {"pattern": "план*"}])
def test_what_was_not_looked_at_is_not_gone(folder, part):
    imported(folder)
    remove(folder)
    report, _read = imported(folder, **part)
    assert report.change.gone == ()


def test_an_emptied_folder_leaves_a_dataset_of_what_is_gone(folder):
    imported(folder)
    for path in (folder / "in").iterdir():
        path.unlink()
    report, _read = imported(folder)
    assert len(report.change.gone) == 7
    assert all(d["gone"] for d in documents(folder).values())


def test_only_what_was_not_reached_is_read_after_an_interruption(folder):
    class Stopping(Noting):
        def done(self, outcome) -> None:
            super().done(outcome)
            if len(self.read) == 3:
                raise KeyboardInterrupt

    stopped = Stopping()
    report = run_import([folder / "in"], folder / "out", options(), stopped)
    assert report.interrupted
    report, read = imported(folder)
    assert sorted([*stopped.read, *read]) == sorted(o.source for o in report.outcomes)
    imported(folder, "clean")
    assert content(folder / "out") == content(folder / "clean")


def test_exports_that_somebody_touched_are_written_again(folder):
    imported(folder)
    before = content(folder / "out")
    (folder / "out/events.csv").write_text("испорчено")
    (folder / "out/documents.csv").unlink()
    report, read = imported(folder)
    assert (report.written, read) == (True, [])
    assert content(folder / "out") == before


def test_another_format_is_written_without_reading(folder):
    imported(folder, formats=("csv",))
    report, read = imported(folder, formats=("csv", "json"))
    assert (report.written, read) == (True, [])
    assert (folder / "out/dataset.json").is_file()
    report, _read = imported(folder, formats=("csv",))
    assert not report.written


# --- failures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "again", "with_password", "with_other_limits"),
    [
        ("DAMAGED", False, False, False),
        ("REFUSE", False, True, False),
        ("LIMIT", False, False, True),
        ("ABORT", False, False, True),
        ("MISSING", True, True, True),
    ],
)
def test_which_failures_are_tried_again(tmp_path, title, again, with_password, with_other_limits):
    write(tmp_path, "а.txt", title)
    write(tmp_path, "план.txt", "План", "Семинар")
    imported(tmp_path)
    assert imported(tmp_path)[1] == (["а.txt"] if again else [])
    assert imported(tmp_path, timeout=30.0)[1] == (["а.txt"] if with_other_limits else [])
    assert imported(tmp_path, timeout=30.0, passwords=("ключ",))[1] == (["а.txt"] if with_password else [])
    assert imported(tmp_path, timeout=30.0, retry=True)[1] == ["а.txt"]


def test_a_failure_that_is_found_again_is_told_again(folder):
    first, _read = imported(folder)
    second, _read = imported(folder)
    assert [(o.source, o.code) for o in first.failures] == [(o.source, o.code) for o in second.failures]
    assert [o.known for o in second.failures] == [True, True]


# --- rules -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def overlay(tmp_path: Path):
    (tmp_path / "ours").mkdir()
    yield tmp_path / "ours"
    mappings.use()


def test_a_changed_mapping_has_all_documents_read_that_it_concerns(folder, overlay):
    imported(folder)
    (overlay / "event_types.yaml").write_text("types: {}\n")
    mappings.use(overlay)
    _report, read = imported(folder, overlays=(overlay,))
    assert len(read) == 7


def test_a_mapping_that_chooses_files_concerns_no_document(folder, overlay):
    imported(folder)
    (overlay / "file_names.yaml").write_text("passed_over: ['*.bak']\n")
    mappings.use(overlay)
    _report, read = imported(folder, overlays=(overlay,))
    assert read == []


def test_the_rules_of_a_format_are_its_own():
    """A change to the reader of PDF concerns no ODT; one to the dates, both; one to the exports, none."""
    docx, pdf, odt = (
        {p.relative_to(versions._PACKAGE).as_posix() for p in versions._concerned("extractor.pipeline:extract", kind)}
        for kind in ("docx", "pdf", "odt")
    )
    assert "readers/pdf/page.py" in pdf - docx - odt
    assert "readers/odt/body.py" in odt - docx - pdf
    assert "readers/docx/body.py" in docx
    assert {"fields/dates/engine.py", "layout/zones.py", "pipeline.py", "model.py", "readers/__init__.py"} <= docx & pdf
    assert not [p for p in docx | pdf if p.startswith(("cli/", "importing/", "store/", "evaluate/", "exports/tables"))]


def test_a_child_process_of_a_reader_counts_as_its_code():
    files = versions._concerned("extractor.pipeline:extract", "xlsx")
    assert any(p.name == "child.py" and p.parent.name == "sheets" for p in files)


def test_changed_code_has_documents_read_again(folder, monkeypatch):
    imported(folder)
    monkeypatch.setattr(versions, "_rules", lambda _extract, kind=None: f"другие правила {kind}")
    _report, read = imported(folder)
    assert len(read) == 7


def test_versions_tell_formats_failures_and_limits_apart():
    here = Versions(Bounds(), "extractor.pipeline:extract")
    there = Versions(Bounds(memory=512), "extractor.pipeline:extract")
    assert here.of_document("docx") != here.of_document("pdf")
    assert here.of_document("docx") == there.of_document("docx")
    assert here.of_failure("damaged") == there.of_failure("damaged")
    assert here.of_failure("limit") != there.of_failure("limit")
    assert here.of_archives != there.of_archives
    assert here.of_failure("damaged") not in here.current(retry=True)
    assert versions.AGAIN not in here.current()


# --- files that change while they are read ---------------------------------------------------------------------------


def test_the_hash_is_that_of_the_bytes_that_were_read(folder, monkeypatch):
    """A file that changes between the look at it and the reading."""
    look = ledger.Ledger.jobs

    def changing(self):
        jobs = look(self)
        if jobs:
            change(folder)
        return jobs

    monkeypatch.setattr(ledger.Ledger, "jobs", changing)
    imported(folder)
    monkeypatch.undo()
    imported(folder, "clean")
    assert content(folder / "out") == content(folder / "clean")


def test_a_file_that_vanishes_before_it_is_read(folder, monkeypatch):
    look = ledger.Ledger.jobs

    def vanishing(self):
        jobs = look(self)
        (folder / "in/план 1.txt").unlink(missing_ok=True)
        return jobs

    monkeypatch.setattr(ledger.Ledger, "jobs", vanishing)
    report, _read = imported(folder)
    assert [o.code for o in report.outcomes if o.source == "план 1.txt"] == ["not_found"]
    assert "план 1.txt" not in documents(folder)


# --- what would be done ----------------------------------------------------------------------------------------------


def test_a_preview_writes_nothing(folder):
    ahead = preview([folder / "in"], folder / "out", options())
    assert ahead.to_read == (
        "архив.zip!/а.txt",
        "архив.zip!/б.txt",
        *(f"план {n}.txt" for n in range(4)),
        "плохой.txt",
    )
    assert (ahead.known, ahead.gone) == (0, ())
    assert not (folder / "out").exists()


@pytest.mark.parametrize("happens", [add, change, remove, copy, move, change_an_archive, mend])
def test_a_preview_tells_what_the_import_then_does(folder, happens):
    imported(folder)
    happens(folder)
    before = content(folder / "out")
    ahead = preview([folder / "in"], folder / "out", options())
    assert content(folder / "out") == before
    report, read = imported(folder)
    assert list(ahead.to_read) == read
    assert ahead.gone == report.change.gone or happens is change_an_archive
    assert ahead.known == len(report.outcomes) - len(read)


def test_a_store_that_is_none_is_refused(folder):
    (folder / "out").mkdir()
    (folder / "out/plans.db").write_bytes(b"nonsense" * 1000)
    with pytest.raises(StoreError) as caught:
        imported(folder)
    assert caught.value.code == "not_a_store"


def test_odd_names_are_kept_apart(tmp_path):
    (tmp_path / "in").mkdir()
    for number, raw in enumerate((b"\xff.txt", b"a\nb.txt", b"-h.txt", b"=1+1.txt", b"x" * 250 + b".txt")):
        try:
            (Path(os.fsdecode(bytes(tmp_path / "in") + b"/" + raw))).write_text(f"План {number}\nСеминар")
        except OSError:
            pytest.skip("no such names here")
    report, read = imported(tmp_path)
    assert len(report.documents) == 5
    assert imported(tmp_path)[1] == []
    assert len(read) == 5

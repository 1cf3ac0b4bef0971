"""Hostile and broken files in one import: one clear line for each, in time, while the others go on."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from extractor import messages
from extractor.errors import LimitError, ReadError, UsageError
from extractor.importing.outcome import ImportReport
from extractor.importing.run import ImportOptions, run_import
from extractor.messages.codes import ERRORS, error_line
from extractor.readers import Limits, read
from tests.makers import hostile
from tests.makers.hostile import KILLED, READ, Hostile, all_hostile
from tests.makers.mutate import mutations
from tests.makers.word import docx, para

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="names, links and FIFOs of POSIX")
SECONDS = 20.0
MEGABYTES = 768
FILES = {one.name: one for one in all_hostile()}
OTHERS = ("good.docx", "good.txt", "zzz.html")
TOTAL = 60.0


class Timed:
    """Notes when each outcome came."""

    def __init__(self) -> None:
        self.last = time.monotonic()
        self.longest = 0.0

    def found(self, count: int) -> None:
        """Nothing."""

    def done(self, _outcome: object) -> None:
        now = time.monotonic()
        self.longest, self.last = max(self.longest, now - self.last), now


def run(folder: Path, watcher: Timed | None = None, **changed) -> ImportReport:
    options = {"workers": 2, "timeout": SECONDS, "memory": MEGABYTES, "formats": ("json", "csv")}
    return run_import([folder / "in"], folder / "out", ImportOptions(**options | changed), watcher or Timed())


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> ImportReport:
    """All of them, and three plans as they should be, in one import."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "in").mkdir()
    for one in FILES.values():
        (folder / "in" / one.name).write_bytes(one.data)
    (folder / "in/good.docx").write_bytes(hostile.good_docx(para("Итого: два дела")))
    (folder / "in/good.txt").write_text(hostile.good_text() + "\nИтого: два дела\n", encoding="utf-8")
    (folder / "in/zzz.html").write_text(hostile.good_html("<title>Итого</title>"), encoding="utf-8")
    watcher = Timed()
    done = run(folder, watcher)
    assert watcher.longest < SECONDS
    assert done.seconds < TOTAL
    return done


@pytest.mark.parametrize("one", FILES.values(), ids=lambda one: one.name[:40])
def test_each_gets_what_it_deserves(report: ImportReport, one: Hostile) -> None:
    mine = [o for o in report.outcomes if o.source.partition("!/")[0] == one.name]
    assert len(mine) == 1
    (outcome,) = mine
    assert (outcome.code or READ) in one.codes, outcome
    if outcome.read:
        assert outcome.events or outcome.warnings, "an empty success"
        assert not one.warning or one.warning in outcome.warnings


def test_the_others_go_on(report: ImportReport) -> None:
    events = {o.source: o.events for o in report.outcomes}
    assert {name: events[name] for name in OTHERS} == dict.fromkeys(OTHERS, 2)


def test_nothing_else_crashed_or_had_to_be_killed(report: ImportReport) -> None:
    killed = {o.source for o in report.failures if o.code in ("crashed", "timeout", "error", "unreadable")}
    assert killed <= {name for name, one in FILES.items() if one.codes == KILLED}


def test_every_failure_is_one_line_with_a_russian_sentence(report: ImportReport) -> None:
    messages.use("ru")
    for outcome in report.failures:
        assert outcome.code in ERRORS
        line = error_line(ReadError(outcome.detail, code=outcome.code), outcome.source)
        assert "\n" not in line
        assert any("а" <= letter <= "я" for letter in line.removeprefix(outcome.source))


def test_what_is_damaged_in_part_says_so_or_is_an_error(tmp_path: Path) -> None:
    """Cut off, flipped, overwritten: nine of each format; packages and PDFs are whole, warned of, or refused."""
    (tmp_path / "in").mkdir()
    whole = {
        "docx": hostile.good_docx(),
        "odt": hostile.good_odt(),
        "xlsx": hostile.good_xlsx(),
        "ods": hostile.good_ods(),
        "pdf": hostile.good_pdf(),
        "rtf": hostile.good_rtf(),
        "html": hostile.good_html().encode(),
        "txt": hostile.good_text().encode(),
        "doc": (Path(__file__).parent / "data/old_word.doc").read_bytes(),
    }
    for kind, data in whole.items():
        for number, broken in enumerate(mutations(data, 9, seed=30)):
            (tmp_path / "in" / f"{number}.{kind}").write_bytes(broken)
    done = run(tmp_path)
    assert done.unread == 0
    assert len(done.outcomes) == 9 * len(whole)
    assert [o for o in done.failures if o.code in ("crashed", "timeout")] == []
    checked = [o for o in done.documents if o.source.endswith((".docx", ".odt", ".xlsx", ".ods"))]
    assert all(o.events == 2 or o.warnings for o in checked)


@POSIX
def test_names_links_and_fifos(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a\nb\tc.docx").write_bytes(hostile.good_docx())
    (folder / "\u202ecod.exe").write_bytes(hostile.good_docx(para("0")))
    if sys.platform == "linux":
        (folder / os.fsdecode(b"\xef\xeb\xe0\xed.docx")).write_bytes(hostile.good_docx(para("1")))
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "fifo.docx")
    done = run(tmp_path)
    assert done.irregular == ("fifo.docx", "loop", "passwd.txt")
    assert not done.failures
    names = {o.source for o in done.documents}
    assert r"a\x0ab\x09c.docx" in names
    assert all(name.isprintable() for name in names)
    (tmp_path / "out/dataset.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("data", "settings", "name"),
    [
        (hostile.good_docx(), "cells=5", "cells"),
        (hostile.good_docx(), "columns=3", "columns"),
        (hostile.good_docx(), "unpacked_bytes=100", "unpacked_bytes"),
        (hostile.good_docx(), "entries=2", "entries"),
        (hostile.good_docx(), "file_bytes=100", "file_bytes"),
        (hostile.good_docx(), "xml_depth=3", "xml_depth"),
        (hostile.good_odt(), "cells=5", "cells"),
        (hostile.good_xlsx(), "cells=5", "cells"),
        (hostile.good_xlsx(), "characters=20", "characters"),
        (hostile.good_html().encode(), "columns=3", "columns"),
        (hostile.good_html().encode(), "table_depth=1", ""),
        (hostile.good_rtf(), "cells=5", "cells"),
        (hostile.good_pdf(), "paths=3", "paths"),
        (hostile.good_pdf(), "characters=20", "characters"),
        (hostile.good_text().encode(), "characters=20", "characters"),
        (docx("".join(para("x") for _ in range(9))), "seconds=1e-9", ""),
    ],
)
def test_limits_are_options(data: bytes, settings: str, name: str) -> None:
    limits = Limits().changed([settings])
    if not name:
        assert read(data, limits=limits).blocks
        return
    with pytest.raises(LimitError, match=name):
        read(data, limits=limits)
    assert read(data).blocks


@pytest.mark.parametrize("setting", ["pages", "pages=", "pages=many", "pages=-1", "bytes=3", "=3", "clock=1"])
def test_a_wrong_setting_is_named(setting: str) -> None:
    with pytest.raises(UsageError):
        Limits().changed([setting])


def test_settings_are_laid_over_one_another() -> None:
    assert Limits().changed(["pages=7", "seconds=2.5", "pages=8_000"]) == Limits(pages=8000, seconds=2.5)

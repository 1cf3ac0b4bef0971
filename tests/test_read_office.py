"""LibreOffice kept for many documents: what it is given, what it may not do, and that nothing of it is left."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extractor.errors import LimitError, MissingToolError, ReadError, UsageError
from extractor.events import build_events
from extractor.layout.zones import read_plan
from extractor.pipeline import extract
from extractor.readers import doc, docx, office, rtf, word97
from extractor.readers.limits import Limits
from tests.makers.hostile import good_docx, good_rtf
from tests.makers.outline import outline

PLANS = Path(__file__).parent.parent / "corpora" / "plans"
REAL = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a script stands for LibreOffice")

FAKE = """#!/bin/sh
# The last argument is the document; a folder with «mode» tells how to misbehave.
for last; do :; done
case "$*" in
*--convert-to*)
    echo "$$" >> {here}/pids
    mode=$(cat {here}/mode)
    if [ "$mode" = hang ]; then sleep 60 & echo $! >> {here}/pids; wait; fi
    if [ "$mode" = die ]; then kill -9 $(head -1 {here}/offices) ; exit 1; fi
    if [ "$mode" = "die once" ]; then echo fine > {here}/mode; kill -9 $(tail -1 {here}/offices); exit 1; fi
    if [ "$mode" = refuse ]; then exit 0; fi
    out=$(dirname "$last")/out; mkdir -p "$out"; cp "$last" "$out/document.docx" ;;
*)
    echo "$$" >> {here}/offices; echo "$$" >> {here}/pids
    touch "$(dirname "$last")/.~lock.open.rtf#"
    sleep 60 & echo $! >> {here}/pids
    wait ;;
esac
"""


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files; its path is short, since an office's door (a socket) lies in it."""
    folder = Path(tempfile.mkdtemp(prefix="office-"))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def fake(tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A script in LibreOffice's place; the folder tells what it did."""
    here = tmp_path / "fake"
    here.mkdir()
    program = here / "soffice"
    program.write_text(FAKE.format(here=here))
    program.chmod(0o755)
    (here / "mode").write_text("fine\n")
    monkeypatch.setattr(office, "program", lambda: str(program))
    office.dismiss()
    yield here
    office.dismiss()
    assert soon(lambda: not any(map(is_alive, numbers(here, "pids"))))
    assert list(temporary.iterdir()) == []


def numbers(here: Path, name: str) -> list[int]:
    path = here / name
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def soon(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def convert(data: bytes = b"data", seconds: float = 20.0) -> bytes:
    return office.convert(data, "doc", "docx", Limits(seconds=seconds))


@POSIX
def test_one_office_serves_many_documents(fake: Path, temporary: Path) -> None:
    assert [convert(bytes([65 + n])) for n in range(5)] == [b"A", b"B", b"C", b"D", b"E"]
    assert len(numbers(fake, "offices")) == 1
    (folder,) = temporary.iterdir()
    assert not list(folder.glob("document*")) and not list((folder / "out").iterdir())


@POSIX
def test_one_that_hangs_is_killed_and_the_next_document_gets_another(fake: Path) -> None:
    convert()
    (fake / "mode").write_text("hang\n")
    with pytest.raises(LimitError):
        convert(seconds=0.5)
    assert soon(lambda: not any(map(is_alive, numbers(fake, "pids"))))
    (fake / "mode").write_text("fine\n")
    assert convert(b"next") == b"next"
    assert len(numbers(fake, "offices")) == 2


@POSIX
def test_one_that_died_of_an_earlier_document_is_replaced(fake: Path) -> None:
    convert()
    (fake / "mode").write_text("die once\n")
    assert convert(b"again") == b"again"
    assert len(numbers(fake, "offices")) == 2


@POSIX
@pytest.mark.parametrize("mode", ["die", "refuse"])
def test_a_document_it_cannot_read(fake: Path, mode: str) -> None:
    (fake / "mode").write_text(f"{mode}\n")
    with pytest.raises(ReadError) as caught:
        convert()
    assert caught.value.code == "damaged"


@POSIX
def test_a_worn_out_one_is_replaced(fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_DOCUMENTS", 2)
    for _ in range(5):
        convert()
    assert len(numbers(fake, "offices")) == 3


@POSIX
def test_it_dies_with_its_owner_and_clears_up(fake: Path, temporary: Path) -> None:
    """As an import's worker ends: its whole group is killed, and the office is in none that it could reach."""
    code = (
        "import tempfile, time; from extractor.readers import office; from extractor.readers.limits import Limits\n"
        f"tempfile.tempdir = {str(temporary)!r}; office.program = lambda: {str(fake / 'soffice')!r}\n"
        "office.convert(b'x', 'doc', 'docx', Limits()); print('ready', flush=True); time.sleep(60)"
    )
    owner = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, start_new_session=True)
    assert owner.stdout is not None and owner.stdout.readline() == b"ready\n"
    assert any(map(is_alive, numbers(fake, "offices")))
    os.killpg(owner.pid, 9)
    owner.wait()
    assert soon(lambda: not any(map(is_alive, numbers(fake, "pids"))))
    assert soon(lambda: not list(temporary.iterdir()))


@POSIX
def test_what_a_killed_keeper_left_is_swept_up(temporary: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    left, mine, other = (temporary / f"plan-extractor-office-{name}-x" for name in (dead.pid, os.getpid(), "z"))
    for folder in (left, mine, other):
        (folder / "profile").mkdir(parents=True)
    door = office._socket(left / "profile")
    door.touch()
    office.sweep()
    assert sorted(temporary.iterdir()) == sorted((mine, other))
    assert not door.exists()
    shutil.rmtree(mine), shutil.rmtree(other)


@REAL
def test_an_import_leaves_nothing(temporary: Path, tmp_path: Path) -> None:
    """Two workers, an office each; they are killed with all that they started when the import has ended."""
    (tmp_path / "in").mkdir()
    for number in range(4):
        (tmp_path / "in" / f"{number}.rtf").write_bytes(
            good_rtf().replace(b"\\pard\\par}", b"\\pard %d\\par}" % number)
        )
    command = [sys.executable, "-c", "from extractor.cli import main; main()", "import", str(tmp_path / "in")]
    command += ["-o", str(tmp_path / "out"), "--workers", "2", "--format", "json"]
    environment = os.environ | {office.SETTING: "always", "TMPDIR": str(temporary), "PYTHONPATH": str(Path.cwd())}
    subprocess.run(command, check=True, capture_output=True, env=environment, timeout=120)
    documents = json.loads((tmp_path / "out/dataset.json").read_text("utf-8"))["documents"]
    assert [one["route"] for one in documents] == ["libreoffice"] * 4
    assert soon(lambda: not list(temporary.glob("plan-extractor-office-*")))


@POSIX
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_fork_starts_its_own(fake: Path) -> None:
    convert()
    child = os.fork()
    if not child:
        ok = convert(b"child") == b"child"
        office.dismiss()
        os._exit(0 if ok else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert convert(b"parent") == b"parent"
    assert len(numbers(fake, "offices")) == 2


def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    with pytest.raises(MissingToolError, match="libreoffice"):
        convert()
    assert office.read_through(b"x", "doc", Limits()) is None


def test_a_setting_that_means_nothing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.SETTING, "sometimes")
    with pytest.raises(UsageError, match="sometimes"):
        office.use()


@REAL
@pytest.mark.parametrize(
    ("use", "route"), [("always", "libreoffice"), ("needed", "own"), ("never", "own"), ("", "own")]
)
def test_the_route(use: str, route: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.SETTING, use)
    whole = outline(rtf.read(good_rtf(), limits=Limits()).blocks)
    document = rtf.read(good_rtf(), limits=Limits())
    assert (document.format, document.route) == ("rtf", route)
    assert outline(document.blocks) == whole


@REAL
def test_what_the_own_reader_cannot_read_goes_to_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    made = office.convert(good_docx("<w:p/>"), "docx", "doc", Limits())
    own = doc.read(made, limits=Limits())
    monkeypatch.setattr(doc.word97, "read", refuse)
    seen = doc.read(made, limits=Limits())
    assert (own.route, seen.route, seen.format) == ("own", "libreoffice", "doc")
    assert outline(own.blocks) == outline(seen.blocks)


@REAL
@pytest.mark.parametrize("kind", ["doc", "rtf"])
def test_the_own_reader_gives_all_that_libreoffice_gives(kind: str) -> None:
    """Over the corpora's plans: the same events, but for a table at the end of a DOC, which LibreOffice loses."""
    paths = sorted(PLANS.glob(f"*.{kind}"))
    assert len(paths) > 2
    for path in paths:
        data = path.read_bytes()
        own = [event.title for event in extract(data, name=path.name).events]
        seen = docx.read(office.convert(data, kind, "docx", Limits()), limits=Limits())
        theirs = [event.title for event in build_events(read_plan(seen.blocks), "x", name=path.name).events]
        assert theirs == own or (kind == "doc" and word97.ends_in_table(data, Limits()) and set(theirs) < set(own))


def refuse(*_: object, **__: object) -> None:
    raise ReadError(code="old_word")


@REAL
def test_it_asks_nobody_and_leaves_nothing(temporary: Path) -> None:
    """Not even a page's picture is fetched, though no page is ever given to it; nothing of it is left afterwards."""
    office.dismiss()
    asked: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer, args=(server, asked), daemon=True).start()
        page = f'<p>text</p><img src="http://127.0.0.1:{server.getsockname()[1]}/a.png">'
        made = office.convert(page.encode(), "html", "odt", Limits())
    assert made.startswith(b"PK")
    assert asked == []
    (folder,) = temporary.iterdir()
    door = office._socket(folder / "profile")
    assert door.exists()
    office.dismiss()
    assert soon(lambda: not list(temporary.iterdir()))
    assert not door.exists()


def answer(server: socket.socket, asked: list[object]) -> None:
    try:
        asked.append(server.accept())
    except OSError:
        return


def test_the_programs_are_looked_up_once() -> None:
    office.program.cache_clear()
    assert office.program() == next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)

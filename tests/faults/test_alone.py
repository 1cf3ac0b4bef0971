"""The same bytes on any day, in any time zone and language; no network; nothing written but the dataset."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest

from tests.faults.rig import Rig, differing, exports, lines_of, mixed

DAY = 86_400


@pytest.mark.parametrize(
    "environment",
    [
        {"FAULTS_CLOCK": str(200 * DAY)},
        {"FAULTS_CLOCK": str(-9000 * DAY)},
        {"FAULTS_CLOCK": str(25_000 * DAY)},
        {"TZ": "Pacific/Kiritimati"},
        {"TZ": "America/Anchorage", "LANG": "C", "LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
        {"PYTHONHASHSEED": "7", "LANG": "en_US.UTF-8", "COLUMNS": "20"},
        {"PYTHONHASHSEED": "0", "PYTHONOPTIMIZE": "1"},
    ],
    ids=str,
)
def test_the_exports_are_the_same(rig: Rig, tmp_path: Path, usual: dict[str, bytes], environment: dict[str, str]):
    source = Path(usual["in"].decode())
    out = source.with_name(f"out {tmp_path.name}")  # links lead to the plans from here
    ran = rig.run(rig.command(source, out), **rig.faults(out) | environment)
    assert ran.code == 1, ran.err
    assert differing(exports(out), {n: d for n, d in usual.items() if n != "in"}) == []


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory, shim: Path) -> dict[str, bytes]:
    """What the import gives here and now; under `in` the folder that was read."""
    folder = tmp_path_factory.mktemp("usual")
    rig = Rig(folder, shim)
    source = mixed(folder / "in")
    ran = rig.run(rig.command(source, folder / "out"))
    assert ran.code == 1, ran.err
    return exports(folder / "out") | {"in": str(source).encode()}


def test_the_clock_of_the_shim_is_another(rig: Rig):
    """The test above could not fail if the clock did not move."""
    code = "import time, datetime; print(time.time() // 1, datetime.date.today().year)"
    ran = rig.run(["python3", "-c", code], **rig.faults(rig.folder, CLOCK=25_000 * DAY))
    seconds, year = ran.out.split()
    assert int(year) >= 2090
    assert float(seconds) > 25_000 * DAY


def test_no_socket_of_the_network_is_opened(rig: Rig, tmp_path: Path):
    ran = rig.run(rig.command(mixed(tmp_path / "in"), tmp_path / "out"), **rig.faults(tmp_path, NO_NET=1, LOG=rig.log))
    assert ran.code == 1, ran.err
    assert [where for what, where in lines_of(rig.log) if what == "socket"] == []


def test_real_plans_are_read_without_the_network(rig: Rig, tmp_path: Path):
    """Every format that this machine reads, through the program itself; children of it are forbidden it as well."""
    import sys

    from tests.faults.rig import ROOT

    chosen = [*sorted((ROOT / "corpora/plans").iterdir())]
    by_kind = {path.suffix: path for path in reversed(chosen)}
    folder = tmp_path / "in"
    folder.mkdir()
    for path in by_kind.values():
        (folder / path.name).write_bytes(path.read_bytes())
    page = '<html><link rel=stylesheet href="http://127.0.0.1/x.css"><img src="http://127.0.0.1/x.png"><h1>План</h1>'
    (folder / "page.html").write_text(page + "<table><tr><td>1</td><td>Слёт</td><td>5 мая</td></tr></table></html>")
    command = [sys.executable, "-m", "extractor", "import", str(folder), "-o", str(tmp_path / "out"), "--workers", "2"]
    ran = rig.run(command, timeout=180, **rig.faults(tmp_path, NO_NET=1, LOG=rig.log))
    assert ran.code in (0, 1), ran.err
    assert [where for what, where in lines_of(rig.log) if what == "socket"] == []
    assert_stays_at_home(rig, tmp_path)


def test_the_shim_sees_sockets(rig: Rig):
    code = "import socket; socket.socket()"
    ran = rig.run(["python3", "-c", code], **rig.faults(rig.folder, NO_NET=1, LOG=rig.log))
    assert ran.code == 1
    assert f"[Errno {errno.EACCES}]" in ran.err
    assert ("socket", "AF_INET") in list(lines_of(rig.log))


def test_nothing_is_written_outside_of_the_dataset(rig: Rig, tmp_path: Path):
    """The folder of the dataset and the temporary one; what is read stays as it was."""
    source = mixed(tmp_path / "in")
    before = exports(source)
    ran = rig.run(rig.command(source, tmp_path / "out"), **rig.faults(tmp_path, LOG=rig.log))
    assert ran.code == 1, ran.err
    assert exports(source) == before
    assert_stays_at_home(rig, tmp_path)


def assert_stays_at_home(rig: Rig, tmp_path: Path) -> None:
    temporary = Path(tempfile.gettempdir())
    home = tmp_path / "out"
    changes = {Path(os.path.normpath(where)) for what, where in lines_of(rig.log) if what != "socket"}
    assert any(home in path.parents for path in changes)
    allowed = (home, Path("/dev"), Path("/proc"))
    strange = {p for p in changes if not any(a == p or a in p.parents for a in allowed)}
    in_temporary = {p for p in strange if temporary in p.parents and tmp_path not in p.parents}
    compiled = {p for p in strange if "__pycache__" in p.parts}
    assert strange - in_temporary - compiled == set()
    assert {p for p in in_temporary if p.exists()} == set(), "temporary files are left"

"""A full disk, or a write that fails: the old dataset stays whole, one clear line says why, and with room all is well.

Every change of a file in the folder is counted; from the nth on, all that need room fail, as on a full disk, or that
one alone, as on a bad one. A small tmpfs is the real thing. `EXTRACTOR_FAULTS=all` takes every n.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.rig import Ran, Rig, differing, exports, mixed, names_of, plans, sample

SEED = 11


@dataclass(frozen=True, slots=True)
class Before:
    """Last month's dataset, what was read for it and what is to be read now, and an import that went well."""

    source: Path
    old: Path
    clean: dict[str, bytes]
    ran: Ran


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, shim: Path) -> Before:
    folder = tmp_path_factory.mktemp("before")
    rig = Rig(folder, shim)
    source = mixed(folder / "in")
    assert rig.run(rig.command(source, folder / "old")).code == 1
    plans(source, 4, first=60)
    shutil.copytree(folder / "old", folder / "out")
    ran = rig.run(rig.command(source, folder / "out"), **rig.faults(folder / "out"))
    assert ran.code == 1, ran.err
    return Before(source, folder / "old", exports(folder / "out"), ran)


def moments(before: Before) -> Iterator[int]:
    """The numbers of the changes that fail: the first, the last, and a seeded sample of the others, or all."""
    count = before.ran.operations
    yield from (1, count)
    yield from random.Random(SEED).sample(range(2, count), sample(1, count - 2))


def told(ran: Ran) -> None:
    """No traceback; where the dataset could not be written, a line says so."""
    assert "Traceback" not in ran.err, ran.err
    assert ran.code in (0, 1, 3), ran.err
    if ran.code == 3:
        assert ran.err.strip()


@pytest.mark.parametrize(("number", "once"), [(errno.ENOSPC, 0), (errno.EIO, 1)], ids=lambda v: str(v))
def test_whatever_write_fails_the_old_dataset_or_the_new_one_stands(rig, before, number, once):
    """The exports are all old or all new; where they are old, the code says that nothing was written.

    A rename in one folder needs no room; it is not made to fail (of several, there is no way back from half).
    """
    out, old, wrong = before.source.with_name(f"out {number}"), exports(before.old), []
    for at in moments(before):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(before.old, out)
        ran = rig.run(rig.command(before.source, out), **rig.faults(out, AT=at, DO=number, ONCE=once))
        told(ran)
        left = exports(out)
        is_new, is_old = not differing(left, before.clean), not differing(left, old)
        if not (is_new or is_old) or (ran.code != 3 and not is_new):
            wrong.append((at, ran.code, differing(left, old), differing(left, before.clean), ran.err[-300:]))
        again = rig.run(rig.command(before.source, out))
        if again.code != before.ran.code or differing(exports(out), before.clean):
            wrong.append((at, "again", again.code, differing(exports(out), before.clean), again.err[-300:]))
    assert wrong == [], names_of(number)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB, where this machine lets us have one."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)]
    if os.geteuid() != 0 or shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no file system may be mounted")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_on_a_small_disk_that_fills_the_old_dataset_stays(rig, small, tmp_path):
    """A real full disk: first with room for the small dataset, then none for the large one, then room again."""
    source = plans(tmp_path / "in", 5)
    out = small / "out"
    assert rig.run(rig.command(source, out)).code == 0
    old = exports(out)
    plans(source, 40, first=100, rows=60)
    full = rig.run(rig.command(source, out))
    assert full.code == 3
    assert "Traceback" not in full.err
    assert "No space" in full.err or "нет места" in full.err.lower() or "мест" in full.err.lower(), full.err
    assert differing(exports(out), old) == []
    subprocess.run(["mount", "-o", "remount,size=200m", str(small)], check=True)
    assert rig.run(rig.command(source, out)).code == 0
    (tmp_path / "other").mkdir()
    assert rig.run(rig.command(source, tmp_path / "other/out")).code == 0  # as far from the plans as the small one
    assert differing(exports(out), exports(tmp_path / "other/out")) == []


def test_a_limit_on_the_size_of_files_is_a_full_disk(rig, tmp_path):
    """`ulimit -f`: writes beyond it fail with EFBIG; the import says so and leaves what stood."""
    source = plans(tmp_path / "in", 3)
    assert rig.run(rig.command(source, tmp_path / "out")).code == 0
    old = exports(tmp_path / "out")
    plans(source, 30, first=100, rows=60)
    limited = ["sh", "-c", 'ulimit -f 200; exec "$@"', "sh", *rig.command(source, tmp_path / "out")]
    ran = rig.run(limited)
    assert ran.code == 3
    assert "Traceback" not in ran.err
    assert differing(exports(tmp_path / "out"), old) == []
    assert rig.run(rig.command(source, tmp_path / "out")).code == 0


def test_a_folder_that_may_not_be_written_is_one_line(rig, tmp_path):
    """/proc is there on every Linux and takes no folder, whoever asks."""
    ran = rig.run(rig.command(plans(tmp_path / "in", 1), "/proc/plans"))
    assert ran.code == 3
    assert len(ran.err.strip().splitlines()) <= 3
    assert "Traceback" not in ran.err
